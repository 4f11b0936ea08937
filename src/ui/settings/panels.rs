//! Settings of the account, kept by the server as preferences.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{Preference, PreferenceKey};
use mm_core::state::Key;

use super::choices::Check;
use crate::store::use_app;
use crate::ui::i18n::{t, use_tr, Text};

/// A preference of the account and the way to set it.
pub fn account_setting(
    category: &'static str,
    name: &'static str,
    default: &'static str,
) -> (Memo<String>, Callback<String>) {
    let app = use_app();
    let value = app.select(
        || vec![Key::Preferences],
        move |state| state.preference(category, name).unwrap_or(default).to_owned(),
    );
    let set = Callback::new(move |value: String| {
        let key = PreferenceKey::new(category, name);
        app.dispatch(Action::SetPreference {
            preference: Preference { key, value },
        });
    });
    (value, set)
}

#[component]
fn AccountCheck(
    label: Text,
    category: &'static str,
    name: &'static str,
    default: &'static str,
) -> impl IntoView {
    let (value, set) = account_setting(category, name, default);
    view! {
        <Check
            label
            on=Signal::derive(move || value.get() == "true")
            on_switch=move |on: bool| set.run(on.to_string())
        />
    }
}

/// What one is told about.
#[component]
pub fn Notifications() -> impl IntoView {
    let tr = use_tr();
    view! { <p>{t!(tr, NotificationsByAccount)}</p> }
}

/// The channel list.
#[component]
pub fn Sidebar() -> impl IntoView {
    view! {
        <AccountCheck
            label=Text::SidebarUnreadsSection
            category="sidebar_settings"
            name="show_unread_section"
            default="false"
        />
    }
    .into_any()
}

/// The rest.
#[component]
pub fn Advanced() -> impl IntoView {
    view! {
        <AccountCheck
            label=Text::JoinLeaveMessages
            category="advanced_settings"
            name="join_leave"
            default="true"
        />
    }
}
