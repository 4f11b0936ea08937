//! What one can do with a message: the toolbar, drawn only while the pointer or the focus is there.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PostId;
use mm_core::event::Place;
use mm_core::view::PostView;

use super::source::ListOf;
use crate::store::{use_app, use_local, AppContext, Overlay};
use crate::ui::common::{dom, IconButton};
use crate::ui::i18n::{t, use_tr, Text};

/// The toolbar.
#[component]
pub fn Actions(
    /// The message.
    post_id: PostId,
    /// What it shows and what one may do.
    view: Memo<Option<PostView>>,
    /// The list it stands in.
    list: ListOf,
) -> impl IntoView {
    let (app, local, tr) = (use_app(), use_local(), use_tr());
    let Some(post) = view.get_untracked() else {
        return ().into_any();
    };
    let may = post.may;
    let root = post.post.thread_id();
    let flag = move |read: fn(&PostView) -> bool| view.with(|v| v.as_ref().is_some_and(read));
    let saved = move || flag(|v| v.is_saved);
    let pinned = move || flag(|v| v.post.is_pinned);
    view! {
        <div class={"actions"} role="toolbar" aria-label=t!(tr, MessageActions)>
            {may
                .react
                .then(|| {
                    view! {
                        <IconButton
                            icon="smile"
                            label=Text::React
                            on_press=move |()| local.overlay.set(Some(Overlay::React(post_id)))
                        />
                    }
                })}
            {may
                .reply
                .then(|| {
                    view! {
                        <IconButton
                            icon="reply"
                            label=Text::Reply
                            on_press=move |()| {
                                app.dispatch(Action::OpenThread {
                                    root_id: Some(root),
                                })
                            }
                        />
                    }
                })}
            {may
                .edit
                .then(|| {
                    view! {
                        <IconButton
                            icon="edit"
                            label=Text::Edit
                            on_press=move |()| local.editing.set(Some((list.root(), post_id)))
                        />
                    }
                })}
            {may
                .delete
                .then(|| {
                    view! {
                        <IconButton
                            icon="trash"
                            label=Text::Delete
                            on_press=move |()| local.overlay.set(Some(Overlay::DeletePost(post_id)))
                        />
                    }
                })}
            {move || {
                let saved = saved();
                let label = if saved { Text::Unsave } else { Text::Save };
                view! {
                    <IconButton
                        icon="bookmark"
                        label
                        on_press=move |()| {
                            app.dispatch(Action::SavePost {
                                post_id,
                                saved: !saved,
                            })
                        }
                    />
                }
            }}
            {may
                .pin
                .then_some(move || {
                    let pinned = pinned();
                    let label = if pinned { Text::Unpin } else { Text::Pin };
                    view! {
                        <IconButton
                            icon="pin"
                            label
                            on_press=move |()| {
                                app.dispatch(Action::PinPost {
                                    post_id,
                                    pinned: !pinned,
                                })
                            }
                        />
                    }
                })}
            <IconButton icon="link" label=Text::CopyLink on_press=move |()| copy_link(app, post_id) />
            <IconButton
                icon="unread"
                label=Text::MarkUnread
                on_press=move |()| app.dispatch(Action::MarkUnread { post_id })
            />
        </div>
    }
    .into_any()
}

/// The address of a message, whole, onto the clipboard.
fn copy_link(app: AppContext, post_id: PostId) {
    let team = app.peek(|state| Some(state.team(state.open_team()?)?.name.clone()));
    let Some(team) = team else { return };
    let href = app.href(&Place::Permalink { team, post_id });
    dom::copy(&dom::whole_address(&href).unwrap_or(href));
}
