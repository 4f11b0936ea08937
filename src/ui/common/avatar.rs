//! Pictures of people, with room reserved before they arrive, and their presence.

use leptos::prelude::*;
use mm_core::domain::{Presence, Timestamp, UserId};
use mm_core::state::Key;
use mm_core::view;

use super::icon::Icon;
use super::icons::{self, Drawing};
use super::{live, sign};
use crate::store::{use_app, AppContext};
use crate::ui::i18n::{use_tr, Text};
use crate::ui::people::use_people;

/// A person's picture; a decoration beside the name, so readers skip it.
#[component]
pub fn Avatar(
    /// Who.
    user_id: UserId,
    /// Class with its size.
    class: &'static str,
) -> impl IntoView {
    let app = use_app();
    use_people().see(user_id);
    let version = app.select(
        move || vec![Key::User(user_id)],
        move |state| state.user(user_id).map(|u| u.last_picture_update),
    );
    move || picture(app, user_id, version.get(), class)
}

/// The same from a version already read; `None`: not known yet, only its room is there.
pub fn picture(app: AppContext, user_id: UserId, version: Option<Timestamp>, class: &'static str) -> AnyView {
    let src = version.map(|at| app.api_url(&format!("/api/v4/users/{user_id}/image?_={}", at.0)));
    view! { <img class=class alt="" loading="lazy" decoding="async" draggable="false" src=src /> }.into_any()
}

/// Whether a person is there, as a small sign with a name.
#[component]
pub fn PresenceMark(
    /// Who.
    user_id: UserId,
) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    use_people().see(user_id);
    let presence = app.select(
        move || vec![Key::Presence(user_id)],
        move |state| state.presence(user_id).unwrap_or_default(),
    );
    let name = app.select(
        move || vec![Key::User(user_id), Key::Preferences, Key::Config],
        move |state| view::display_name(state, user_id),
    );
    let label = move || tr.with(label_of(presence.get()), &[("name", &name.get())]);
    view! {
        <span
            class={"presence"}
            role="img"
            aria-label=label
            data-presence=sign(move || presence.get().as_wire())
        >
            {live(move || view! { <Icon drawing=icon_of(presence.get()) /> })}
        </span>
    }
    .into_any()
}

fn label_of(presence: Presence) -> Text {
    match presence {
        Presence::Online => Text::PresenceOnline,
        Presence::Away => Text::PresenceAway,
        Presence::DoNotDisturb => Text::PresenceDnd,
        Presence::Offline => Text::PresenceOffline,
    }
}

fn icon_of(presence: Presence) -> Drawing {
    match presence {
        Presence::Online => icons::PRESENCE_ONLINE,
        Presence::Away => icons::PRESENCE_AWAY,
        Presence::DoNotDisturb => icons::PRESENCE_DND,
        Presence::Offline => icons::PRESENCE_OFFLINE,
    }
}
