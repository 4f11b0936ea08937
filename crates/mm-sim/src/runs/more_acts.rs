//! What people do besides, in mixed weather: half-written texts, other places, other devices.

use std::rc::Rc;

use mm_core::action::Action;
use mm_core::domain::*;
use mm_core::event::{DraftPlace, Place, SessionState};
use mm_core::rest;
use mm_core::state::OutgoingPhase;
use mm_core::view::{self, FixedZone, Row};

use super::acts::{Act, Run, Whose};
use crate::ClientId;

/// A text is kept so long after its first key at the latest (docs/sync.md).
const KEPT_AFTER: i64 = 300;

/// Words that were typed so short a time ago in the window that has the focus stand against those of another device, and so against those of
/// another tab that come over the server (docs/sync.md, On other devices). Here two pages of one person may both have the focus.
const LEAVES_A_WINDOW_AFTER: i64 = 5_000;

/// More characters than the server takes.
const TOO_LONG: usize = 16_500;

/// A text in a composer.
#[derive(Clone, Debug)]
pub struct Typed {
    text: String,
    at: i64,
    /// Another page of the browser typed in the same place: whose text the store has is not followed.
    shared: bool,
    /// Another page of the browser typed in the same place a moment before. The words of these two may cross on their way, and either
    /// may stand at the end; one person, who has one window with the focus, takes longer to go to another.
    crossed: bool,
}

pub const MORE_ACTS: &[(usize, Act)] = &[
    (8, Act::Draft),
    (2, Act::Discard),
    (3, Act::Save),
    (3, Act::Collapse),
    (2, Act::MarkRead),
    (3, Act::Permalink),
    (2, Act::FillGap),
    (2, Act::Latest),
    (5, Act::GoTo),
    (1, Act::TooLong),
    (4, Act::Elsewhere),
];

impl Run {
    /// The act as an action, if it can be done now.
    pub fn more_action(&mut self, who: ClientId, open: ChannelId, act: Act) -> Option<Action> {
        let posts = self.posts(who, open, Whose::Anybodys);
        match act {
            Act::Draft => {
                let root_id = self.state(who).open_thread().filter(|_| self.dice.percent(30));
                let text = if self.dice.percent(80) {
                    format!("draft {}", self.dice.below(self.texts))
                } else {
                    String::new()
                };
                let place = DraftPlace {
                    channel_id: open,
                    root_id,
                };
                Some(self.types(who, place, text))
            }
            Act::Discard => self.discard(who),
            Act::Save => Some(Action::SavePost {
                post_id: self.dice.of(&posts)?,
                saved: self.dice.percent(60),
            }),
            Act::Collapse => {
                let team_id = self.state(who).open_team()?;
                let categories = self.state(who).categories(team_id);
                let ids: Vec<usize> = (0..categories.len()).collect();
                let at = self.dice.of(&ids)?;
                let category = self.state(who).categories(team_id).get(at)?;
                Some(Action::CollapseCategory {
                    team_id,
                    category_id: category.id.clone(),
                    collapsed: !category.collapsed,
                })
            }
            Act::MarkRead => Some(Action::MarkRead { channel_id: open }),
            Act::Permalink => {
                let state = self.state(who);
                let team = state.team(state.open_team()?)?.name.clone();
                let other = self.dice.of(&self.channels_of(who))?;
                let there = self.posts(who, other, Whose::Anybodys);
                let post_id = self.dice.of(&there)?;
                Some(Action::Open(Place::Permalink { team, post_id }))
            }
            Act::FillGap => {
                let rows = view::rows(self.state(who), open, &FixedZone(0));
                let gap = rows.iter().rposition(|row| matches!(row, Row::Gap { .. }))?;
                let behind = rows[gap..].iter().find_map(|row| match row {
                    Row::Post(row) => Some(row.id),
                    _ => None,
                });
                Some(Action::FillGap {
                    channel_id: open,
                    before: behind?,
                })
            }
            Act::Latest => Some(Action::LoadLatest { channel_id: open }),
            Act::GoTo => {
                let channel_id = self.dice.of(&self.channels_of(who))?;
                Some(Action::OpenChannel { channel_id })
            }
            Act::TooLong => {
                let action = self.say(who, open, None, "");
                Some(too_long(action))
            }
            Act::Elsewhere => self.elsewhere(who, open, &posts),
            _ => None,
        }
    }

    fn discard(&mut self, who: ClientId) -> Option<Action> {
        let failed = |item: &&mm_core::state::OutgoingItem| matches!(item.phase, OutgoingPhase::Failed(_));
        let item = self.state(who).outbox().iter().find(failed)?.clone();
        for said in &mut self.said {
            said.excused |= item.post.message.split(' ').any(|word| word == said.word);
        }
        self.excuse_files_of(&item.post.files);
        Some(Action::DiscardPost {
            pending: item.post.pending,
        })
    }

    /// On another device of the same person, whose network is fine.
    fn elsewhere(&mut self, who: ClientId, open: ChannelId, posts: &[PostId]) -> Option<Action> {
        let post_id = self.dice.of(posts)?;
        let request = match self.dice.below(4) {
            0 => rest::channels::view(Some(open), None),
            1 => {
                self.marked.insert(open);
                self.wishes.marked_elsewhere(self.state(who).me()?, open);
                rest::posts::set_unread(post_id)
            }
            2 => {
                self.wishes.pinned_elsewhere(post_id);
                rest::posts::pin(post_id, self.dice.percent(60))
            }
            _ => rest::reactions::add(self.state(who).me()?, post_id, "rocket"),
        };
        self.note(
            who,
            format!("elsewhere {} {}", request.method.as_str(), request.path),
        );
        self.occurred("Elsewhere".to_owned());
        self.pair.ask_elsewhere(who, &request);
        None
    }

    /// Somebody types. Their other pages hear it, and show it instead of what was typed there before.
    pub fn types(&mut self, who: ClientId, place: DraftPlace, text: String) -> Action {
        if self.state(who).draft(place) == text {
            // Nothing is emptied that is empty: no key was pressed.
            return Action::ChangeDraft { place, text };
        }
        let me = self.names.get(&who);
        let is_own = |page: usize| self.names.get(&ClientId(page)) == me;
        let now = self.pair.now();
        let crosses = |(page, typed): (usize, &Typed)| {
            (page != who.0 || typed.crossed) && now - typed.at < LEAVES_A_WINDOW_AFTER
        };
        let here = self
            .typed
            .iter()
            .filter(|((page, there), _)| *there == place && is_own(*page));
        let crossed = here.map(|((page, _), typed)| (*page, typed)).any(crosses)
            || (text.is_empty() && self.is_only_there(who, place))
            || self.is_filed_on_another_device(who, place);
        self.typed
            .retain(|(page, there), _| *there != place || !is_own(*page));
        let typed = Typed {
            text: text.clone(),
            at: now,
            shared: false,
            crossed,
        };
        if crossed {
            self.excuse_files_at(who, place);
        }
        self.typed.insert((who.0, place), typed);
        Action::ChangeDraft { place, text }
    }

    /// A text that is emptied was told to nobody, and this page knows of no other; another page has one: that stands, and comes.
    fn is_only_there(&self, who: ClientId, place: DraftPlace) -> bool {
        let mark = self.state(who).draft_mark(place);
        let is_untold = mark.is_none_or(|mark| !mark.is_there && mark.said.is_empty());
        let me = self.names.get(&who);
        let mut others = self
            .names
            .iter()
            .filter(|(page, name)| **page != who && Some(*name) == me);
        is_untold && others.any(|(page, _)| !self.state(*page).draft(place).is_empty())
    }

    /// Another device of theirs has just got other files here, and tells the text that it knows once more, perhaps in the very millisecond in
    /// which this one tells its own. Or a text was typed there that went, or did not go, with its page.
    fn is_filed_on_another_device(&self, who: ClientId, place: DraftPlace) -> bool {
        let now = self.pair.now();
        let mut filed = self.filed.iter();
        filed.any(|((page, there), at)| {
            *there == place
                && now - at < LEAVES_A_WINDOW_AFTER
                && self.is_another_device(who, ClientId(*page))
        })
    }

    /// The same for what was typed on their other devices a moment before.
    pub fn texts_crossed_by_files(&mut self, who: ClientId, place: DraftPlace) {
        let now = self.pair.now();
        let pages: Vec<usize> = self.typed.keys().map(|(page, _)| *page).collect();
        for page in pages {
            if !self.is_another_device(who, ClientId(page)) {
                continue;
            }
            if let Some(typed) = self.typed.get_mut(&(page, place)) {
                typed.crossed |= now - typed.at < LEAVES_A_WINDOW_AFTER;
            }
        }
    }

    fn is_another_device(&self, who: ClientId, page: ClientId) -> bool {
        let is_tab = Rc::ptr_eq(&self.pair.client(who).store, &self.pair.client(page).store);
        !is_tab && self.names.get(&who) == self.names.get(&page)
    }

    /// Two tabs typed in this place at the same time: in step with each other to the millisecond, they may go on overruling each other.
    pub fn crossed(&self, place: &DraftPlace) -> bool {
        let mut typed = self.typed.iter();
        typed.any(|((_, there), typed)| there == place && typed.crossed)
    }

    /// A page is about to go: which of its texts are in the store by now? Those of which that is not sure are not expected any more;
    /// what two pages of one browser typed in one place is not either.
    pub fn note_what_is_kept(&mut self, who: ClientId, told: bool) {
        self.check_typed();
        let now = self.pair.now();
        let places: Vec<(usize, DraftPlace)> = self.typed.keys().copied().collect();
        for (page, place) in places.into_iter().filter(|(page, _)| *page == who.0) {
            let Some(typed) = self.typed.remove(&(page, place)) else {
                continue;
            };
            let mut shared = typed.shared;
            for ((_, there), other) in &mut self.typed {
                other.shared |= *there == place;
                shared |= *there == place;
            }
            let is_kept = told || now - typed.at >= KEPT_AFTER;
            // That two fight about a place is known also of a page that is gone.
            if typed.crossed || (is_kept && !shared && !self.unkept.contains(&page)) {
                self.typed.insert((page, place), typed);
            } else {
                // It may have been kept all the same, and be told now.
                self.filed.insert((page, place), typed.at);
            }
        }
        if self.unkept.contains(&who.0) {
            let tabs: Vec<ClientId> = self.of_browser(who).collect();
            self.forgetful.extend(tabs.iter().map(|page| page.0));
            for said in self.said.iter_mut().filter(|said| said.by == who) {
                said.excused = true;
            }
            let me = self.person(who);
            // What another tab wanted before the store failed may still be there, and is wanted by this page now.
            for tab in tabs {
                self.wishes.excuse(tab, me);
            }
            self.excuse_files_by(who);
        }
    }

    /// Who works in a page, signed in or not.
    pub(super) fn person(&self, who: ClientId) -> Option<UserId> {
        let known = |name: &&str| self.pair.server.world().user_id(name);
        let id = self.names.get(&who).and_then(known);
        id.and_then(|id| UserId::parse(&id).ok())
    }

    /// Right after a page was loaded anew, before its store has answered, somebody types on.
    pub fn type_on(&mut self, who: ClientId) {
        let places: Vec<(usize, DraftPlace)> = self.typed.keys().copied().collect();
        let own: Vec<DraftPlace> = places
            .into_iter()
            .filter(|at| at.0 == who.0)
            .map(|at| at.1)
            .collect();
        if let Some(place) = self.dice.of(&own) {
            let text = format!("typed on {}", self.dice.below(self.texts));
            let action = self.types(who, place, text);
            self.note(who, format!("{action:?}"));
            self.pair.act(who, action);
        }
    }

    /// What was typed stands where it was typed. While nobody is signed in, or somebody just signs in, there is no composer: then it is in the
    /// store, and compared when its author is back. In a thread whose root is deleted there is none either: the server drops the text, and where another page
    /// learns that first, it can be brought back.
    pub fn check_typed(&self) {
        for ((page, place), typed) in self.typed.iter().filter(|(_, typed)| !typed.crossed) {
            let state = self.state(ClientId(*page));
            let is_nobody_here = match state.session() {
                SessionState::SignedOut => true,
                SessionState::SigningIn | SessionState::Refused { .. } => state.me().is_none(),
                _ => false,
            };
            if is_nobody_here {
                continue;
            }
            let shown = state.draft(*place);
            let is_gone = place.root_id.is_some_and(|root| self.deleted.contains(&root));
            let is_cleared = shown.is_empty() && state.cleared_texts().contains(&typed.text);
            if !(is_gone && is_cleared) {
                assert_eq!(shown, typed.text, "page {page}: the text in {place:?}");
            }
        }
    }
}

fn too_long(action: Action) -> Action {
    match action {
        Action::SendPost {
            channel_id,
            root_id,
            message,
            nonce,
        } => Action::SendPost {
            channel_id,
            root_id,
            message: format!("{message} {}", "x".repeat(TOO_LONG)),
            nonce,
        },
        action => action,
    }
}
