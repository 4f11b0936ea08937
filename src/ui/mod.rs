//! Components: read by `select`, write by `dispatch`; no decoding, no fetching.
//!
//! [`Root`] chooses the page. Every role and name follows `interface-names.md`; every text comes from [`i18n`].

mod common;
mod composer;
mod emoji;
mod handles;
pub mod i18n;
mod markdown;
mod page;
mod pages;
mod people;
mod post;
mod profile;
mod settings;
mod shell;
#[cfg(test)]
mod tests;
mod thread;

use leptos::prelude::*;
use mm_core::event::{Place, SessionState};
use mm_core::state::Key;

use crate::store::{memo, use_app, LocalState};
use crate::ui::common::live;
use emoji::Emoji;
use i18n::Tr;

/// What is in the middle of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Starting,
    Login,
    Workspace,
    Diagnostics,
    NotFound,
}

/// Everything that is drawn.
#[component]
pub fn Root() -> impl IntoView {
    let app = use_app();
    // Tests lay something over the page before it is drawn.
    if use_context::<LocalState>().is_none() {
        provide_context(LocalState::new(app));
    }
    provide_context(Tr::new());
    provide_context(Emoji::new());
    provide_context(people::People::new());
    page::follow();
    let session = app.select(
        || vec![Key::Session],
        |state| (state.session().clone(), state.me().is_some()),
    );
    let place = app.select(|| vec![Key::Place], |state| state.place().clone());
    let screen = memo(move || screen_of(&session.get(), &place.get()));
    let ended = memo(move || session.with(|(session, known)| *known && is_away(session)));
    view! {
        {live(move || match screen.get() {
            Screen::Starting => ().into_any(),
            Screen::Login => view! { <pages::Login /> }.into_any(),
            Screen::Workspace => view! { <pages::Workspace /> }.into_any(),
            Screen::Diagnostics => view! { <pages::Diagnostics /> }.into_any(),
            Screen::NotFound => view! { <pages::NotFound /> }.into_any(),
        })}
        // On every screen: while the first answer is awaited there is nothing else to say that it does not come.
        <shell::Notifications />
        <Show when=move || ended.get() && screen.get() != Screen::Diagnostics>
            <pages::SignInAgain />
        </Show>
    }
    .into_any()
}

/// Diagnostics are for when things go wrong, so always in reach. Whoever is known stays on the page when the session ends; the form is laid over it.
fn screen_of((session, known): &(SessionState, bool), place: &Place) -> Screen {
    match (session, known) {
        _ if *place == Place::Diagnostics => Screen::Diagnostics,
        (SessionState::Unknown, false) => Screen::Starting,
        (SessionState::SignedIn, _) | (_, true) => match place {
            Place::NotFound { .. } => Screen::NotFound,
            _ => Screen::Workspace,
        },
        (_, false) => Screen::Login,
    }
}

fn is_away(session: &SessionState) -> bool {
    matches!(
        session,
        SessionState::Expired | SessionState::SigningIn | SessionState::Refused { .. }
    )
}
