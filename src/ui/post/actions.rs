//! What one can do with a message: a small toolbar, drawn only while the pointer or the focus is there, and a menu for the
//! rest. On narrow screens more of it is in the menu.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::PostId;
use mm_core::event::Place;
use mm_core::view::{PostRights, PostView};

use super::source::ListOf;
use crate::store::{use_app, use_local, AppContext, LocalState, Overlay};
use crate::ui::common::{dom, icons, Drawing, Icon, IconButton, MenuButton, MenuItem};
use crate::ui::i18n::{t, use_tr, Text};

/// A message, and the acts on it.
#[derive(Clone, Copy)]
struct Acts {
    app: AppContext,
    local: LocalState,
    post_id: PostId,
    root: PostId,
    list: ListOf,
    view: Memo<Option<PostView>>,
}

impl Acts {
    fn flag(self, read: fn(&PostView) -> bool) -> bool {
        self.view.with(|v| v.as_ref().is_some_and(read))
    }

    fn is_saved(self) -> bool {
        self.flag(|v| v.is_saved)
    }

    fn is_pinned(self) -> bool {
        self.flag(|v| v.post.is_pinned)
    }

    fn lay_over(self, overlay: Overlay) {
        self.local.overlay.set(Some(overlay));
    }

    fn react(self) {
        self.lay_over(Overlay::React(self.post_id));
    }

    fn reply(self) {
        self.app.dispatch(Action::OpenThread {
            root_id: Some(self.root),
        });
    }

    fn edit(self) {
        self.local.editing.set(Some((self.list.root(), self.post_id)));
    }

    fn delete(self) {
        self.lay_over(Overlay::DeletePost(self.post_id));
    }

    fn save(self) {
        self.app.dispatch(Action::SavePost {
            post_id: self.post_id,
            saved: !untrack(|| self.is_saved()),
        });
    }

    fn pin(self) {
        self.app.dispatch(Action::PinPost {
            post_id: self.post_id,
            pinned: !untrack(|| self.is_pinned()),
        });
    }

    fn mark_unread(self) {
        self.app.dispatch(Action::MarkUnread {
            post_id: self.post_id,
        });
    }

    /// The address of the message, whole, onto the clipboard.
    fn copy_link(self) {
        let team = self
            .app
            .peek(|state| Some(state.team(state.open_team()?)?.name.clone()));
        let Some(team) = team else { return };
        let post_id = self.post_id;
        let href = self.app.href(&Place::Permalink { team, post_id });
        dom::copy(&dom::whole_address(&href).unwrap_or(href));
    }

    fn save_name(self) -> Text {
        if self.is_saved() {
            Text::Unsave
        } else {
            Text::Save
        }
    }

    fn pin_name(self) -> Text {
        if self.is_pinned() {
            Text::Unpin
        } else {
            Text::Pin
        }
    }
}

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
    let tr = use_tr();
    let Some(post) = view.get_untracked() else {
        return ().into_any();
    };
    let may = post.may;
    let acts = Acts {
        app: use_app(),
        local: use_local(),
        post_id,
        root: post.post.thread_id(),
        list,
        view,
    };
    view! {
        <div class={"actions"} role="toolbar" aria-label=t!(tr, MessageActions)>
            {tool(may.react, icons::SMILE, Text::React, move || acts.react())}
            {tool(may.reply, icons::REPLY, Text::Reply, move || acts.reply())}
            <span class={"when-wide"}>
                {tool(may.edit, icons::EDIT, Text::Edit, move || acts.edit())}
                {tool(may.delete, icons::TRASH, Text::Delete, move || acts.delete())}
                <IconButton
                    icon=icons::BOOKMARK
                    label=Text::Save
                    pressed=Signal::derive(move || acts.is_saved())
                    on_press=move |()| acts.save()
                />
            </span>
            <MenuButton
                label=Text::More
                menu_label=Text::MoreActions
                class="icon-button"
                face=ViewFn::from(|| view! { <Icon drawing=icons::MORE /> })
                items=ViewFn::from(move || view! { <More acts may /> })
            />
        </div>
    }
    .into_any()
}

/// A button, if one may.
fn tool(
    may: bool,
    icon: Drawing,
    label: Text,
    act: impl Fn() + Send + Sync + 'static,
) -> Option<impl IntoView> {
    may.then(|| view! { <IconButton icon label on_press=move |()| act() /> })
}

/// What does not fit the toolbar.
#[component]
fn More(acts: Acts, may: PostRights) -> impl IntoView {
    const NARROW: &str = "menu-item when-narrow";
    view! {
        {may
            .edit
            .then(|| view! { <MenuItem label=Text::Edit class=NARROW on_press=move |()| acts.edit() /> })}
        {may
            .delete
            .then(|| view! { <MenuItem label=Text::Delete class=NARROW on_press=move |()| acts.delete() /> })}
        <MenuItem label=untrack(|| acts.save_name()) class=NARROW on_press=move |()| acts.save() />
        {may
            .pin
            .then(|| {
                view! { <MenuItem label=untrack(|| acts.pin_name()) on_press=move |()| acts.pin() /> }
            })}
        <MenuItem label=Text::CopyLink on_press=move |()| acts.copy_link() />
        <MenuItem label=Text::MarkUnread on_press=move |()| acts.mark_unread() />
    }
    .into_any()
}

#[cfg(test)]
mod tests;
