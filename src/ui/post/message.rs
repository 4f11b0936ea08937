//! One message, on its way or confirmed: the same element before and after, so that nothing blinks and focus stays.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use mm_core::domain::PostId;
use mm_core::view::RowKey;

use super::actions::Actions;
use super::body;
use super::face::{face, Face, Shown};
use super::source::ListOf;
use crate::store::{effect, memo};
use crate::ui::common::{dom, live};
use crate::ui::handles::Handles;
use crate::ui::i18n::Text;

/// The message: the element and its signs, what it shows, the acts on it.
#[component]
pub fn Message(
    /// The handles.
    h: Handles,
    /// Key of the row.
    key: RowKey,
    /// What the row tells.
    shown: Memo<Option<Shown>>,
    /// The list it stands in.
    list: ListOf,
) -> impl IntoView {
    let face = face(h, shown);
    let Some(first) = face.get_untracked() else {
        return ().into_any();
    };
    h.people.see(first.shown.user_id);
    let node = NodeRef::<html::Article>::new();
    let signs = signs(h, &first);
    let [label, post_id, pending, grouped, state, pinned] = signs.clone();
    follow_signs(h, node, signs, face);
    let active = Activity::new();
    view! {
        <article
            class={"message"}
            tabindex={"-1"}
            node_ref=node
            aria-label=label
            data-row=row_word(&key)
            data-post-id=post_id
            data-pending-post-id=pending
            data-grouped=grouped
            data-state=state
            data-pinned=pinned
            on:pointerenter=move |_| active.pointer(true)
            on:pointerleave=move |_| active.pointer(false)
            on:keydown=move |event| step(node, &event)
            on:focusin=move |_| active.focus(true)
            on:focusout=move |event| active.focus_left(node, &event)
        >
            {live(move || face.get().map(|face| body::draw(h, &face, list, active.focused)))}
            {live(move || {
                acting(shown, active)
                    .map(|post_id| {
                        let view = memo(move || face.with(|f| f.as_ref().and_then(|f| f.view.clone())));
                        view! { <Actions post_id view list /> }
                    })
            })}
        </article>
    }
    .into_any()
}

/// The post that can be acted on, while its actions show. While the text is edited "Save" means the text.
fn acting(shown: Memo<Option<Shown>>, active: Activity) -> Option<PostId> {
    let is_active = active.any.get();
    shown.with(|shown| {
        let shown = shown
            .as_ref()
            .filter(|shown| is_active && !shown.deleted && !shown.editing)?;
        shown.post_id
    })
}

/// Names of the signs on the element, in the order of [`signs`].
const SIGNS: [&str; 6] = [
    "aria-label",
    "data-post-id",
    "data-pending-post-id",
    "data-grouped",
    "data-state",
    "data-pinned",
];

/// What stands on the element itself: its name, its ids, its state.
type Signs = [Option<String>; SIGNS.len()];

fn signs(h: Handles, face: &Face) -> Signs {
    let shown = &face.shown;
    let name = h.tr.named(&face.author);
    let time = h.tr.time(shown.at);
    let pinned = face.view.as_ref().is_some_and(|view| view.post.is_pinned);
    let mark = |is_set: bool| is_set.then(String::new);
    [
        Some(h.tr.with(Text::ArticleName, &[("name", &name), ("time", &time)])),
        shown.post_id.map(|id| id.to_string()),
        shown.pending.as_ref().map(|pending| pending.as_str().to_owned()),
        mark(shown.grouped),
        Some(state_word(shown).to_owned()),
        mark(pinned),
    ]
}

/// Six attributes that change together and seldom cost one effect.
fn follow_signs(h: Handles, node: NodeRef<html::Article>, first: Signs, face: Memo<Option<Arc<Face>>>) {
    let mut last = first;
    effect(move || {
        let now = face.with(|face| face.as_ref().map(|face| signs(h, face)));
        let (Some(now), Some(article)) = (now, node.get()) else {
            return;
        };
        for ((name, old), new) in SIGNS.iter().zip(&mut last).zip(now) {
            if *old != new {
                dom::set_attribute(&article, name, new.as_deref());
                *old = new;
            }
        }
    });
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
    hovered: StoredValue<bool>,
    focused: RwSignal<bool>,
    any: RwSignal<bool>,
}

impl Activity {
    fn new() -> Self {
        Self {
            hovered: StoredValue::new(false),
            focused: RwSignal::new(false),
            any: RwSignal::new(false),
        }
    }

    fn pointer(self, is_over: bool) {
        self.hovered.try_set_value(is_over);
        self.changed();
    }

    fn focus(self, is_inside: bool) {
        if self.focused.try_get_untracked() != Some(is_inside) {
            self.focused.try_set(is_inside);
        }
        self.changed();
    }

    /// Wakes only when it differs: a menu opened by the keyboard stays when the pointer leaves.
    fn changed(self) {
        let any =
            self.hovered.try_get_value() == Some(true) || self.focused.try_get_untracked() == Some(true);
        if self.any.try_get_untracked() != Some(any) {
            self.any.try_set(any);
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
            self.focus(false);
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
