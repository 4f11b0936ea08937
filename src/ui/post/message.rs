//! One message, on its way or confirmed: the same element before and after, so that nothing blinks and focus stays.

use leptos::html;
use leptos::prelude::*;
use mm_core::domain::{PendingPostId, Post, PostId, Timestamp, UserId};
use mm_core::event::FailureReason;
use mm_core::state::Key;
use mm_core::view::{self, AuthorTag, PostView, Row, RowKey};

use super::actions::Actions;
use super::body::Content;
use super::pending::PendingState;
use super::source::ListOf;
use crate::store::{memo, use_app, use_local, Overlay};
use crate::ui::common::{dom, Avatar, Icon};
use crate::ui::i18n::{use_tr, Text};
use crate::ui::profile::PersonButton;

/// What a message row tells, whether confirmed or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The server's id, once there is one.
    pub post_id: Option<PostId>,
    /// Own pending id, until there is one.
    pub pending: Option<PendingPostId>,
    /// Author.
    pub user_id: UserId,
    /// When.
    pub at: Timestamp,
    /// Under the name of the message above.
    pub grouped: bool,
    /// Only a placeholder is left.
    pub deleted: bool,
    /// Why it was not sent.
    pub failed: Option<FailureReason>,
    /// Text of a message on its way.
    pub own_text: Option<std::sync::Arc<str>>,
}

impl Shown {
    /// Reads a row; other rows than messages give none.
    pub fn of(row: &Row) -> Option<Shown> {
        match row {
            Row::Post(row) => Some(Shown {
                post_id: Some(row.id),
                pending: None,
                user_id: row.user_id,
                at: row.create_at,
                grouped: row.grouped,
                deleted: row.deleted,
                failed: None,
                own_text: None,
            }),
            Row::Pending(row) => Some(Shown {
                post_id: None,
                pending: Some(row.pending.clone()),
                user_id: row.user_id,
                at: row.at,
                grouped: row.grouped,
                deleted: false,
                failed: row.failed.clone(),
                own_text: Some(row.message.clone()),
            }),
            _ => None,
        }
    }
}

/// The message.
#[component]
pub fn Message(
    /// Key of the row.
    key: RowKey,
    /// What the row tells.
    shown: Memo<Option<Shown>>,
    /// The list it stands in.
    list: ListOf,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let Some(first) = shown.get_untracked() else {
        return ().into_any();
    };
    let user_id = first.user_id;
    let shown = steady(shown);
    let id = memo(move || shown.with(|s| s.as_ref().and_then(|s| s.post_id)));
    let keys = move || {
        let mut keys = vec![Key::User(user_id), Key::Preferences, Key::Config];
        if let Some(id) = id.get() {
            keys.extend([Key::Post(id), Key::Thread(id), Key::Emoji]);
        }
        keys
    };
    let view = app.select(keys, move |state| view::post(state, id.get()?));
    let own_name = app.select(
        move || vec![Key::User(user_id), Key::Preferences, Key::Config],
        move |state| view::display_name(state, user_id),
    );
    let author = memo(move || {
        let name = view.with(|v| v.as_ref().map(|v| v.author_name.clone()));
        let name = name.filter(|n| !n.is_empty()).unwrap_or_else(|| own_name.get());
        tr.named(&name)
    });
    let flag = move |read: fn(&Shown) -> bool| shown.with(|s| s.as_ref().is_some_and(read));
    let at = memo(move || shown.with(|s| s.as_ref().map_or(Timestamp(0), |s| s.at)));
    let node = NodeRef::<html::Article>::new();
    let active = Activity::new();
    let marks = move |read: fn(&Post) -> bool| view.with(|v| v.as_ref().is_some_and(|v| read(&v.post)));
    // A press on the picture is for the pointer: the name beside it does the same for everybody.
    view! {
        <article
            class={"message"}
            tabindex={"-1"}
            node_ref=node
            aria-label=move || {
                tr.with(Text::ArticleName, &[("name", &author.get()), ("time", &tr.time(at.get()))])
            }
            data-row=row_word(&key)
            data-post-id=move || id.get().map(|id| id.to_string())
            data-pending-post-id=move || {
                shown.with(|s| s.as_ref().and_then(|s| s.pending.as_ref()).map(|p| p.as_str().to_owned()))
            }
            data-grouped=move || flag(|s| s.grouped).then_some("")
            data-state=move || shown.with(|s| s.as_ref().map(state_word))
            data-pinned=move || marks(|p| p.is_pinned).then_some("")
            on:pointerenter=move |_| active.hovered.set(true)
            on:pointerleave=move |_| active.hovered.set(false)
            on:keydown=move |event| step(node, &event)
            on:focusin=move |_| active.focused.set(true)
            on:focusout=move |event| active.focus_left(node, &event)
        >
            <div class={"gutter"}>
                {move || {
                    if flag(|s| s.grouped) {
                        view! {
                            <span
                                class={"gutter-time"}
                                aria-hidden={"true"}
                                title=move || tr.moment(at.get())
                            >
                                {move || tr.time(at.get())}
                            </span>
                        }
                            .into_any()
                    } else {
                        // For the pointer only: the name beside it does the same for everybody.
                        view! {
                            <span
                                class={"person"}
                                on:click=move |_| local.overlay.set(Some(Overlay::Profile(user_id)))
                            >
                                <Avatar user_id class="avatar" />
                            </span>
                        }
                            .into_any()
                    }
                }}
            </div>
            <div class={"content"}>
                {move || {
                    (!flag(|s| s.grouped))
                        .then(|| {
                            view! {
                                <Meta view at>
                                    <PersonButton user_id name=author reachable=active.focused />
                                </Meta>
                            }
                        })
                }} <Content shown view list /> <PendingState shown />
            </div>
            {move || {
                let shows = (active.hovered.get() || active.focused.get()) && !flag(|s| s.deleted);
                let is_edited = |id: &PostId| local.editing.get() == Some((list.root(), *id));
                let post_id = id.get().filter(|id| shows && !is_edited(id))?;
                Some(
                    // While the text is edited "Save" means the text.
                    view! { <Actions post_id view list /> },
                )
            }}
        </article>
    }
    .into_any()
}

/// A message that has stood under its own name keeps it while it is drawn: older ones that arrive above it must not move
/// its text.
fn steady(shown: Memo<Option<Shown>>) -> Memo<Option<Shown>> {
    Memo::new(move |before: Option<&Option<Shown>>| {
        let had_name = before.is_some_and(|b| b.as_ref().is_some_and(|b| !b.grouped));
        shown.get().map(|shown| Shown {
            grouped: shown.grouped && !had_name,
            ..shown
        })
    })
}

/// Up and down move from message to message once the focus is on one.
fn step(node: NodeRef<html::Article>, event: &web_sys::KeyboardEvent) {
    let up = match event.key().as_str() {
        "ArrowUp" => true,
        "ArrowDown" => false,
        _ => return,
    };
    let Some(article) = node.get_untracked() else {
        return;
    };
    let plain = !event.alt_key() && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    if !plain || dom::focused().as_ref() != Some(&article) {
        return;
    }
    let list = article.closest("[role=log]").ok().flatten();
    let messages = list.map(|l| dom::all(&l, "article")).unwrap_or_default();
    let at = messages.iter().position(|m| *m == article);
    let next = at.and_then(|at| if up { at.checked_sub(1) } else { Some(at + 1) });
    if let Some(message) = next.and_then(|i| messages.get(i)) {
        event.prevent_default();
        dom::focus(message);
    }
}

/// Pointer over it, or focus in it: then the actions show.
#[derive(Clone, Copy)]
struct Activity {
    hovered: RwSignal<bool>,
    focused: RwSignal<bool>,
}

impl Activity {
    fn new() -> Self {
        Self {
            hovered: RwSignal::new(false),
            focused: RwSignal::new(false),
        }
    }

    /// The focus left something inside; it may still be inside.
    fn focus_left(self, node: NodeRef<html::Article>, event: &web_sys::FocusEvent) {
        use wasm_bindgen::JsCast;
        let to = event
            .related_target()
            .and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        // The focus also leaves a message that is being taken away, when its signals are gone already.
        let article = node.try_get_untracked().flatten();
        let inside = article.is_some_and(|n| n.contains(to.as_ref()));
        if !inside || to.is_none() {
            self.focused.set(false);
        }
    }
}

fn state_word(shown: &Shown) -> &'static str {
    match shown {
        Shown { deleted: true, .. } => "deleted",
        Shown { failed: Some(_), .. } => "failed",
        Shown { pending: Some(_), .. } => "sending",
        _ => "sent",
    }
}

/// A short word for a row's key, to find its element again.
pub fn row_word(key: &RowKey) -> String {
    match key {
        RowKey::Day(day) => format!("day-{}", day.0),
        RowKey::NewMessages => "new".into(),
        RowKey::Post(id) => format!("post-{id}"),
        RowKey::Own(pending) => format!("own-{}", pending.as_str()),
        RowKey::Gap(Some(before)) => format!("gap-{before}"),
        RowKey::Gap(None) => "gap".into(),
        RowKey::Start => "start".into(),
    }
}

/// Name, tag, time, marks.
#[component]
fn Meta(view: Memo<Option<PostView>>, at: Memo<Timestamp>, children: Children) -> impl IntoView {
    let tr = use_tr();
    let tag = move || view.with(|v| v.as_ref().and_then(|v| v.tag)).map(tag_text);
    let mark = move |is_set: bool, icon: &'static str, name: Text| {
        is_set.then(|| {
            let label = move || tr.text(name);
            view! {
                <span class={"mark"} role="img" aria-label=label title=label>
                    <Icon name=icon />
                </span>
            }
        })
    };
    view! {
        <div class={"meta"}>
            {children()}
            {move || tag().map(|tag| view! { <span class={"tag"}>{move || tr.text(tag)}</span> })}
            <time
                class={"time"}
                datetime=move || crate::ui::i18n::days::iso(at.get())
                title=move || tr.moment(at.get())
            >
                {move || tr.time(at.get())}
            </time>
            {move || mark(view.with(|v| v.as_ref().is_some_and(|v| v.post.is_pinned)), "pin", Text::Pinned)}
            {move || mark(view.with(|v| v.as_ref().is_some_and(|v| v.is_saved)), "bookmark", Text::Saved)}
            {move || {
                use mm_core::domain::Priority;
                let priority = view.with(|v| v.as_ref().and_then(|v| v.post.priority))?;
                let class = if priority == Priority::Urgent { "tag urgent" } else { "tag important" };
                let text = match priority {
                    Priority::Urgent => Text::PriorityUrgent,
                    Priority::Important => Text::PriorityImportant,
                };
                Some(view! { <span class=class>{move || tr.text(text)}</span> })
            }}
        </div>
    }
    .into_any()
}

fn tag_text(tag: AuthorTag) -> Text {
    match tag {
        AuthorTag::Bot | AuthorTag::Webhook => Text::TagBot,
        AuthorTag::Guest => Text::TagGuest,
    }
}
