//! The own menu: presence, settings, diagnostics, log out.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::Presence;
use mm_core::event::Place;
use mm_core::state::Key;

use crate::store::{use_app, use_local, Overlay};
use crate::ui::common::{live, Avatar, MenuButton, MenuItem, PresenceMark};
use crate::ui::i18n::Text;

/// One's own picture, and the menu it opens.
#[component]
pub fn OwnMenu() -> impl IntoView {
    let app = use_app();
    let me = app.select(|| vec![Key::Session, Key::Everything], |state| state.me());
    let face = ViewFn::from(move || {
        view! {
            {live(move || {
                me.get()
                    .map(|user_id| {
                        view! { <Avatar user_id class="avatar" /> }
                    })
            })}
        }
    });
    // The mark stands on the button, not in it: readers take what is in a button for its name only.
    view! {
        <MenuButton
            label=Text::OwnMenu
            menu_label=Text::OwnMenu
            class="own-button"
            face
            items=ViewFn::from(items)
        />
        {live(move || me.get().map(|user_id| view! { <PresenceMark user_id /> }))}
    }
}

fn items() -> impl IntoView {
    let (app, local) = (use_app(), use_local());
    let presence = move |presence| move |()| app.dispatch(Action::SetPresence { presence });
    view! {
        <MenuItem label=Text::SetOnline on_press=presence(Presence::Online) />
        <MenuItem label=Text::SetAway on_press=presence(Presence::Away) />
        <MenuItem label=Text::SetDnd on_press=presence(Presence::DoNotDisturb) />
        <MenuItem label=Text::SetOffline on_press=presence(Presence::Offline) />
        <div class={"menu-line"} role="separator"></div>
        <MenuItem label=Text::Settings on_press=move |()| local.overlay.set(Some(Overlay::Settings)) />
        <MenuItem label=Text::Diagnostics on_press=move |()| app.dispatch(Action::Open(Place::Diagnostics)) />
        <div class={"menu-line"} role="separator"></div>
        <MenuItem label=Text::LogOut on_press=move |()| app.dispatch(Action::LogOut) />
    }
}

#[cfg(test)]
mod tests;
