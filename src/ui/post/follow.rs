//! How a list of messages follows what happens: which rows it knows, where it opens, what it asks for, what counts as read.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::{PostId, PostOrder, Timestamp};
use mm_core::event::{Attention, Loading, Place};
use mm_core::state::Key;
use mm_core::view::{self, Row, RowKey};

use super::opening::{self, Places, Remembered};
use super::rows::{ends_here, entry, order, role};
use super::source::{ListOf, FRESH};
use crate::store::{effect, memo, use_app, AppContext};
use crate::ui::common::dom;
use crate::ui::common::virtual_list::{Anchor, Cause, Role, Scroller};

/// So far from the end the way back is offered, in pixels.
const FAR: f64 = 200.0;

/// Rows still to come before older ones are taken from memory.
const MARGIN_ROWS: usize = 40;

/// The handle; `Copy`.
#[derive(Clone, Copy)]
pub struct Follow {
    app: AppContext,
    list: ListOf,
    scroller: Scroller<RowKey>,
    rows: Memo<Arc<Vec<Row>>>,
    shown: Memo<Arc<Vec<Row>>>,
    loading: Memo<Loading>,
    /// Oldest post known to the list; `None`: the newest few.
    floor: RwSignal<Option<PostOrder>>,
    /// Post the address names.
    named: Memo<Option<PostId>>,
    /// Messages below that were not seen; `None` at the end.
    unseen: RwSignal<Option<usize>>,
    course: StoredValue<Course>,
    places: Option<Places>,
}

/// Where the list is heading and what it has done about it.
#[derive(Clone, Debug, Default)]
struct Course {
    /// The place to open at is not settled yet.
    opening: bool,
    /// To the newest posts, which are still being loaded.
    to_latest: bool,
    /// Lowest message seen so far.
    seen: Option<RowKey>,
    /// The hole last asked for; asked for again once somebody scrolls or rows change.
    asked: Option<RowKey>,
    /// A look at what is seen is due.
    due: bool,
    /// Rows the model was told.
    told: Option<Arc<Vec<Row>>>,
}

impl Follow {
    /// Begins to follow; ends with the owner.
    pub fn new(list: ListOf) -> Self {
        let app = use_app();
        let places = use_context::<Places>();
        let named = named_post(app, list);
        let floor = RwSignal::new(opening_floor(app, list, places, named));
        let rows = list.rows(floor);
        let loading = list.loading();
        let course = StoredValue::new(Course {
            opening: true,
            ..Course::default()
        });
        let settled = RwSignal::new(None::<Follow>);
        let scroller = Scroller::new(Callback::new(move |cause| {
            if let Some(follow) = settled.try_get_untracked().flatten() {
                follow.settled(cause);
            }
        }));
        let shown = memo(move || {
            scroller.track();
            let (rows, named) = (rows.get(), named.get());
            tell(scroller, course, &rows, || {
                let remembered = places.zip(channel_of(list)).and_then(|(p, id)| p.of(id));
                let viewport = scroller.with(|model| model.viewport()).unwrap_or_default();
                opening::anchor(&rows, named, remembered.as_ref(), viewport)
            });
            let range = scroller.with(|model| model.range()).unwrap_or_default();
            Arc::new(rows.get(range).unwrap_or_default().to_vec())
        });
        let follow = Self {
            app,
            list,
            scroller,
            rows,
            shown,
            loading,
            floor,
            named,
            unseen: RwSignal::new(None),
            course,
            places,
        };
        settled.set(Some(follow));
        follow.run();
        follow
    }

    /// What wakes it besides the list itself.
    fn run(self) {
        effect(move || {
            // What arrives out of sight changes nothing that is shown, but it is counted.
            self.rows.track();
            // Read, not only tracked: reading tells the model of the rows.
            self.shown.with(|_| ());
            self.scroller.prepare();
            self.look_soon();
        });
        Effect::new(move |before: Option<Option<PostId>>| {
            let named = self.named.get();
            if named.is_some() && before.flatten() != named {
                self.floor.set(Some(EVERYTHING));
                self.steer(|course| course.opening = true);
                self.scroller.refresh();
            }
            named
        });
        effect(move || {
            self.loading.track();
            self.look_soon();
        });
        for event in ["focus", "visibilitychange"] {
            dom::listen(event, move |_: web_sys::Event| self.look_soon());
        }
    }

    /// The list's rows in the page.
    pub fn shown(self) -> Memo<Arc<Vec<Row>>> {
        self.shown
    }

    /// The list's scroller.
    pub fn scroller(self) -> Scroller<RowKey> {
        self.scroller
    }

    /// What is being loaded.
    pub fn loading(self) -> Memo<Loading> {
        self.loading
    }

    /// Messages below that were not seen; `None` at the end.
    pub fn unseen(self) -> RwSignal<Option<usize>> {
        self.unseen
    }

    /// The post the address names.
    pub fn named(self) -> Option<PostId> {
        self.named.get()
    }

    /// Goes to the newest message, which is loaded first if it has to be.
    pub fn to_latest(self) {
        self.steer(|course| {
            course.opening = false;
            course.to_latest = true;
        });
        if let (false, ListOf::Channel(channel_id)) = (self.ends_here(), self.list) {
            self.app
                .dispatch(mm_core::action::Action::LoadLatest { channel_id });
        }
        self.scroller.hold(Anchor::End);
    }

    /// Asks for what is missing before a post.
    pub fn fill(self, before: Option<PostId>) {
        let is_first = self
            .rows
            .with_untracked(|rows| rows.first().is_some_and(|row| row.key() == RowKey::Gap(before)));
        self.app.dispatch(self.list.fill(before, is_first));
    }

    fn ends_here(self) -> bool {
        self.rows.with_untracked(|rows| ends_here(rows))
    }

    fn steer(self, change: impl FnOnce(&mut Course)) {
        let _ = self.course.try_update_value(change);
    }

    /// What is seen may have changed. Nothing is changed here: this runs right before paint.
    fn settled(self, cause: Cause) {
        if cause == Cause::Scrolled {
            self.steer(|course| {
                course.opening = false;
                course.to_latest = false;
                course.asked = None;
            });
        }
        self.look_soon();
    }

    fn look_soon(self) {
        let is_due = self
            .course
            .try_update_value(|course| std::mem::replace(&mut course.due, true));
        if is_due == Some(false) {
            dom::soon(move || {
                self.steer(|course| course.due = false);
                if self.rows.try_get_untracked().is_some() {
                    self.look();
                }
            });
        }
    }

    /// Looks at what is seen, and acts on it.
    fn look(self) {
        let has_posts = self
            .rows
            .with_untracked(|rows| rows.iter().any(|r| role(r) == Role::Item));
        let is_idle = self.loading.get_untracked() == Loading::Idle;
        self.steer(|course| course.opening &= !(has_posts && is_idle));
        self.note_seen();
        self.remember();
        self.reach_up();
        self.ask();
        self.view();
    }

    /// How much is below, and how much of it is new.
    fn note_seen(self) {
        let seen = self.course.try_with_value(|course| course.seen.clone()).flatten();
        let told = self.scroller.with(|model| {
            let lowest = model.lowest_seen().cloned();
            let at = |key: &Option<RowKey>| key.as_ref().and_then(|key| model.place(key));
            let seen = if at(&lowest) >= at(&seen) { lowest } else { seen };
            let is_away = !model.is_at_end() && (model.below() > FAR || !self.ends_here());
            let unseen = is_away.then(|| model.items_after(seen.as_ref()));
            (seen, unseen)
        });
        let Some((seen, unseen)) = told else { return };
        self.steer(|course| course.seen = seen);
        if self.unseen.get_untracked() != unseen {
            self.unseen.set(unseen);
        }
    }

    fn remember(self) {
        let (Some(places), Some(id)) = (self.places, channel_of(self.list)) else {
            return;
        };
        let is_open = self.app.peek(|state| state.open_channel() == Some(id));
        let is_opening = self
            .course
            .try_with_value(|course| course.opening)
            .unwrap_or(true);
        let anchor = self.scroller.with(|model| model.anchor().clone());
        if let (true, false, Some(anchor)) = (is_open, is_opening, anchor) {
            let floor = self.floor.get_untracked();
            places.keep(id, Remembered { anchor, floor });
        }
    }

    /// Takes older posts from memory when the upper end of what the list knows comes near; forgets them at the end.
    fn reach_up(self) {
        let Some(id) = channel_of(self.list) else { return };
        let told = self
            .scroller
            .with(|model| (model.is_at_end(), model.range().start));
        let Some((at_end, first)) = told else { return };
        let is_cut = self
            .rows
            .with_untracked(|rows| matches!(rows.first(), Some(Row::Day(_) | Row::Post(_))));
        let floor = self.floor.get_untracked();
        let next = if at_end && first > MARGIN_ROWS {
            None
        } else if is_cut && first < MARGIN_ROWS {
            self.app.peek(|state| older_floor(state, id, floor))
        } else if floor.is_none() {
            self.rows.with_untracked(|rows| rows.iter().find_map(order))
        } else {
            floor
        };
        if next != floor {
            self.floor.set(next);
        }
    }

    /// Asks for what is missing near the eye: once, until somebody scrolls or rows change.
    fn ask(self) {
        if self.loading.get_untracked() != Loading::Idle {
            return;
        }
        let Some(Some(hole)) = self.scroller.with(|model| model.nearest_hole().cloned()) else {
            return;
        };
        let asked = self
            .course
            .try_with_value(|course| course.asked.clone())
            .flatten();
        if let (RowKey::Gap(before), true) = (&hole, asked.as_ref() != Some(&hole)) {
            let before = *before;
            self.steer(|course| course.asked = Some(hole));
            self.fill(before);
        }
    }

    /// The newest message is seen by somebody who looks: the channel is read.
    fn view(self) {
        let ListOf::Channel(channel_id) = self.list else {
            return;
        };
        let at_end = self.scroller.with(|model| model.is_at_end()).unwrap_or(false);
        let is_due = self.app.peek(|state| {
            let watches =
                state.attention() == Attention::Watching && state.open_channel() == Some(channel_id);
            watches && state.timeline(channel_id).is_some_and(|t| t.loaded)
        });
        if at_end && is_due {
            self.app
                .dispatch(mm_core::action::Action::ViewChannel { channel_id });
        }
    }
}

/// Below every post.
const EVERYTHING: PostOrder = PostOrder {
    create_at: Timestamp(0),
    id: PostId::MIN,
};

fn channel_of(list: ListOf) -> Option<mm_core::domain::ChannelId> {
    match list {
        ListOf::Channel(id) => Some(id),
        ListOf::Thread { .. } => None,
    }
}

/// The post the address names, if this list is to show it.
fn named_post(app: AppContext, list: ListOf) -> Memo<Option<PostId>> {
    app.select(
        || vec![Key::Place],
        move |state| match state.place() {
            Place::Permalink { post_id, .. } if state.open_channel() == channel_of(list) => Some(*post_id),
            _ => None,
        },
    )
}

/// How far up the list reaches when it opens: far enough for the line or place it opens at.
fn opening_floor(
    app: AppContext,
    list: ListOf,
    places: Option<Places>,
    named: Memo<Option<PostId>>,
) -> Option<PostOrder> {
    let id = channel_of(list)?;
    let is_unread = app.peek(|state| view::unread(state, id).is_unread);
    if is_unread || named.get_untracked().is_some() {
        return Some(EVERYTHING);
    }
    places?.of(id)?.floor
}

/// Further up by some posts.
fn older_floor(
    state: &mm_core::state::State,
    id: mm_core::domain::ChannelId,
    floor: Option<PostOrder>,
) -> Option<PostOrder> {
    let timeline = state.timeline(id)?;
    let is_shown = |order: &&PostOrder| floor.is_some_and(|floor| **order >= floor);
    let shown = timeline.orders().rev().take_while(is_shown).count();
    let next = timeline.orders().rev().nth(shown.max(FRESH) + FRESH);
    Some(next.copied().unwrap_or(EVERYTHING))
}

/// Tells the model of rows it does not know, and where to be.
fn tell(
    scroller: Scroller<RowKey>,
    course: StoredValue<Course>,
    rows: &Arc<Vec<Row>>,
    opening: impl FnOnce() -> Option<Anchor<RowKey>>,
) {
    let Some(mut now) = course.try_get_value() else {
        return;
    };
    // Rows that are read anew and are the same are nothing new: otherwise the wish for more of them in the page would be forgotten.
    let is_new = now.told.as_ref() != Some(rows);
    let mut own = false;
    if is_new {
        own = now.told.is_some() && sends(scroller, rows);
        scroller.update(|model| model.set_rows(rows.iter().map(entry).collect(), ends_here(rows)));
        now.asked = None;
    }
    if own {
        (now.opening, now.to_latest) = (false, true);
    }
    if now.opening {
        if let Some(anchor) = opening() {
            scroller.update(|model| model.hold(anchor));
            // What is held may not be reachable: then the end is held instead, which only settling finds out.
            scroller.settle_soon();
        }
    } else if now.to_latest && is_new {
        scroller.update(|model| model.hold(Anchor::End));
        now.to_latest = !ends_here(rows);
    } else if !is_new {
        scroller.update(|model| model.refresh_range());
    }
    now.told = Some(rows.clone());
    course.set_value(now);
}

/// The last row is a message just sent from here.
fn sends(scroller: Scroller<RowKey>, rows: &[Row]) -> bool {
    let Some(row @ Row::Pending(_)) = rows.last() else {
        return false;
    };
    let key = row.key();
    scroller
        .with(|model| model.place(&key).is_none())
        .unwrap_or(false)
}
