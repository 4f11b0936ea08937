//! What stands in a message: who and when, text or the box to edit it, attachments, files, reactions, the way to its replies.
//! All of it is drawn at once from its [`Face`]; drawn again it changes the nodes that differ and leaves the others.

use leptos::prelude::*;
use mm_core::domain::PostKind;

use super::attachments::attachments;
use super::edit_box::EditBox;
use super::face::Face;
use super::files::{files, own_files};
use super::meta::{gutter, meta};
use super::pending::{pending_state, OnItsWay};
use super::reactions::reactions;
use super::replies::replies;
use super::source::ListOf;
use super::system::system_text;
use crate::ui::handles::Handles;
use crate::ui::i18n::Text;
use crate::ui::markdown;

/// The message without the acts on it. `focused`: whether the focus is in it.
pub fn draw(h: Handles, face: &Face, list: ListOf, focused: RwSignal<bool>) -> AnyView {
    if face.wants_emoji() {
        h.emoji.want();
    }
    view! {
        {gutter(h, face)}
        <div class={"content"}>
            {meta(h, face, focused)} {content(h, face, list)} {pending_state(h, &face.shown)}
        </div>
    }
    .into_any()
}

fn content(h: Handles, face: &Face, list: ListOf) -> AnyView {
    // What is being edited when it is deleted stays: what somebody has written is not taken away.
    if face.shown.deleted && !face.shown.editing {
        return view! { <p class={"deleted"}>{h.tr.text(Text::Deleted)}</p> }.into_any();
    }
    let text = match face.shown.post_id.filter(|_| face.shown.editing) {
        Some(post_id) => view! { <EditBox post_id list /> }.into_any(),
        None => words(h, face),
    };
    let Some(view) = &face.view else {
        return view! {
            {text}
            {own_files(h, &face.shown.own_files)}
        }
        .into_any();
    };
    view! {
        {text}
        {attachments(h, &view.post.props.attachments)}
        {files(h, &view.post.files)}
        {reactions(h, face, view)}
        {list.root().is_none().then(|| replies(h, face, view))}
    }
    .into_any()
}

/// The text, or the sentence of a system message.
fn words(h: Handles, face: &Face) -> AnyView {
    if let Some(kind) = face.system() {
        return system_text(h, kind, &face.document);
    }
    let post = face.view.as_ref().map(|view| &view.post);
    let me_act = post.is_some_and(|post| post.kind == PostKind::Me);
    let edited = post.is_some_and(|post| post.edit_at.is_some());
    let saving = face.view.as_ref().is_some_and(|view| view.edit_pending);
    view! {
        <div class=if me_act { "words me-act" } else { "words" }>
            <markdown::Body document=face.document.clone() />
            {edited.then(|| view! { <span class={"edited"}>{h.tr.text(Text::Edited)}</span> })}
            {saving.then(|| view! { <OnItsWay /> })}
        </div>
    }
    .into_any()
}
