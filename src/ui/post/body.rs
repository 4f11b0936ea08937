//! What stands in a message: text or the box to edit it, attachments, files, reactions, the way to its replies.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::domain::{PostKind, SystemKind};
use mm_core::state::Key;
use mm_core::view::PostView;

use super::attachments::Attachments;
use super::edit_box::EditBox;
use super::files::Files;
use super::message::Shown;
use super::pending::OnItsWay;
use super::reactions::Reactions;
use super::replies::Replies;
use super::source::ListOf;
use super::system::SystemText;
use crate::store::{effect, memo, use_app, use_local};
use crate::ui::emoji::use_emoji;
use crate::ui::i18n::{t, use_tr};
use crate::ui::markdown;

/// The contents.
#[component]
pub fn Content(
    /// The row.
    shown: Memo<Option<Shown>>,
    /// The post, once confirmed.
    view: Memo<Option<PostView>>,
    /// The list it stands in.
    list: ListOf,
) -> impl IntoView {
    let (local, tr) = (use_local(), use_tr());
    let deleted = memo(move || shown.with(|s| s.as_ref().is_some_and(|s| s.deleted)));
    let post_id = memo(move || shown.with(|s| s.as_ref().and_then(|s| s.post_id)));
    let editing = memo(move || {
        post_id
            .get()
            .filter(|id| local.editing.get() == Some((list.root(), *id)))
    });
    move || {
        if deleted.get() {
            return view! { <p class={"deleted"}>{t!(tr, Deleted)}</p> }.into_any();
        }
        let text = match editing.get() {
            Some(post_id) => view! { <EditBox post_id list /> }.into_any(),
            None => view! { <Words shown view /> }.into_any(),
        };
        view! {
            {text}
            <Attachments view />
            <Files view />
            <Reactions view />
            {list.root().is_none().then(|| view! { <Replies view /> })}
        }
        .into_any()
    }
}

/// The text, or the sentence of a system message.
#[component]
fn Words(shown: Memo<Option<Shown>>, view: Memo<Option<PostView>>) -> impl IntoView {
    let tr = use_tr();
    let system = memo(move || view.with(|v| v.as_ref().and_then(system_of)));
    let source = memo(move || {
        let own = shown.with(|s| s.as_ref().and_then(|s| s.own_text.as_deref().map(str::to_owned)));
        own.or_else(|| view.with(|v| v.as_ref().map(|v| v.post.message.clone())))
            .unwrap_or_default()
    });
    let document = parsed(source, view);
    let edited = memo(move || view.with(|v| v.as_ref().is_some_and(|v| v.post.edit_at.is_some())));
    let saving = memo(move || view.with(|v| v.as_ref().is_some_and(|v| v.edit_pending)));
    let me_act = memo(move || view.with(|v| v.as_ref().is_some_and(|v| v.post.kind == PostKind::Me)));
    move || match system.get() {
        Some(kind) => view! { <SystemText kind document /> }.into_any(),
        None => view! {
            <div class="words" class:me-act=move || me_act.get()>
                {move || {
                    let document = document.get();
                    view! { <markdown::Body document /> }
                }}
                {move || edited.get().then(|| view! { <span class={"edited"}>{t!(tr, Edited)}</span> })}
                {move || saving.get().then(|| view! { <OnItsWay /> })}
            </div>
        }
        .into_any(),
    }
}

fn system_of(view: &PostView) -> Option<SystemKind> {
    match &view.post.kind {
        PostKind::System(kind) => Some(kind.clone()),
        _ => None,
    }
}

/// The tree of a text; read again when people's own words, custom emoji or the emoji table become known.
fn parsed(source: Memo<String>, view: Memo<Option<PostView>>) -> Memo<Arc<mm_core::text::Document>> {
    let (app, emoji) = (use_app(), use_emoji());
    effect(move || {
        if source.with(|s| s.contains([':', ';', '<'])) {
            emoji.want();
        }
    });
    app.select(
        || vec![Key::Emoji, Key::Config],
        move |state| {
            let table = emoji.table();
            let post = view.with(|v| v.as_ref().map(|v| v.post.clone()));
            Arc::new(source.with(|s| markdown::read(state, post.as_deref(), table.as_deref(), s)))
        },
    )
}
