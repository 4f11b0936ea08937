//! Above a message: who wrote it, when, and the marks on it.

use leptos::prelude::*;
use mm_core::domain::Priority;
use mm_core::view::{AuthorTag, PostView};

use super::face::Face;
use crate::store::Overlay;
use crate::ui::common::{icons, picture, Drawing, Icon};
use crate::ui::handles::Handles;
use crate::ui::i18n::{days, Text};
use crate::ui::profile::PersonButton;

/// Beside the text: the author's picture, or the time under the message above.
pub fn gutter(h: Handles, face: &Face) -> AnyView {
    let (user_id, at) = (face.shown.user_id, face.shown.at);
    let content = if face.shown.grouped {
        view! {
            <span class={"gutter-time"} aria-hidden={"true"} title=h.tr.moment(at)>
                {h.tr.time(at)}
            </span>
        }
        .into_any()
    } else {
        // For the pointer only: the name beside it does the same for everybody.
        view! {
            <span class={"person"} on:click=move |_| h.local.overlay.set(Some(Overlay::Profile(user_id)))>
                {picture(h.app, user_id, face.picture, "avatar")}
            </span>
        }
        .into_any()
    };
    view! { <div class={"gutter"}>{content}</div> }.into_any()
}

/// Name, tag, time, marks; nothing under the message above.
pub fn meta(h: Handles, face: &Face, focused: RwSignal<bool>) -> Option<AnyView> {
    let (user_id, at) = (face.shown.user_id, face.shown.at);
    let name = h.tr.named(&face.author);
    let view = face.view.as_ref();
    let line = || {
        view! {
            <div class={"meta"}>
                <PersonButton user_id name reachable=focused />
                {view.and_then(|v| v.tag).map(|tag| label("tag", h.tr.text(tag_text(tag))))}
                <time class={"time"} datetime=days::iso(at) title=h.tr.moment(at)>
                    {h.tr.time(at)}
                </time>
                {view.map(|view| marks(h, view))}
            </div>
        }
        .into_any()
    };
    (!face.shown.grouped).then(line)
}

fn marks(h: Handles, view: &PostView) -> AnyView {
    let mark = |is_set: bool, icon: Drawing, name: Text| {
        is_set.then(|| {
            let name = h.tr.text(name);
            view! {
                <span class={"mark"} role="img" aria-label=name title=name>
                    <Icon drawing=icon />
                </span>
            }
        })
    };
    let priority = view.post.priority.map(|priority| match priority {
        Priority::Urgent => label("tag urgent", h.tr.text(Text::PriorityUrgent)),
        Priority::Important => label("tag important", h.tr.text(Text::PriorityImportant)),
    });
    view! {
        {mark(view.post.is_pinned, icons::PIN, Text::Pinned)}
        {mark(view.is_saved, icons::BOOKMARK, Text::Saved)}
        {priority}
    }
    .into_any()
}

fn label(class: &'static str, text: &'static str) -> AnyView {
    view! { <span class=class>{text}</span> }.into_any()
}

fn tag_text(tag: AuthorTag) -> Text {
    match tag {
        AuthorTag::Bot | AuthorTag::Webhook => Text::TagBot,
        AuthorTag::Guest => Text::TagGuest,
    }
}
