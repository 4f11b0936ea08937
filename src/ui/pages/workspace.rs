//! The page one has open all day: teams, channels, messages, thread, and what is laid over them.

use leptos::html;
use leptos::prelude::*;
use mm_core::domain::ChannelId;
use mm_core::state::Key;
use web_sys::KeyboardEvent;

use crate::store::{memo, use_app, use_local, LocalState, Overlay};
use crate::ui::common::{dom, live, sign, Edge, Resizer, Width};
use crate::ui::composer::{ClearedDialog, Composer, EmojiDialog, Goal};
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::post::{DeleteDialog, ListOf, MessageList, Places};
use crate::ui::profile::Profile;
use crate::ui::settings::Settings;
use crate::ui::shell::{follow_escape, ChannelHeader, QuickSwitcher, Sidebar, TeamRail};
use crate::ui::thread::ThreadPanel;

/// The channel list is so wide (look: 240, 180–400).
const SIDEBAR: Width = Width {
    property: "--sidebar",
    setting: "sidebar-width",
    usual: 240,
    least: 180,
    most: 400,
    edge: Edge::Right,
};

/// The page.
#[component]
pub fn Workspace() -> impl IntoView {
    let (app, local) = (use_app(), use_local());
    Places::provide();
    let channel = app.select(|| vec![Key::Place], |state| state.open_channel());
    let has_thread = app.select(|| vec![Key::OpenThread], |state| state.open_thread().is_some());
    dom::listen("keydown", move |event: KeyboardEvent| shortcut(local, &event));
    follow_escape();
    // Another channel was chosen: the list over it has done its work.
    Effect::new(move |before: Option<Option<ChannelId>>| {
        let now = channel.get();
        if before.is_some_and(|b| b != now) && local.overlay.get_untracked() == Some(Overlay::Drawer) {
            local.overlay.set(None);
        }
        now
    });
    view! {
        <div class={"workspace"} data-thread=sign(move || has_thread.get().then_some(""))>
            <Navigation />
            <main class={"centre"}>
                <Resizer label=Text::ResizeList width=SIDEBAR />
                <ChannelHeader channel />
                <Centre channel />
            </main>
            <ThreadPanel />
        </div>
        <Overlays />
    }
    .into_any()
}

/// Teams and channels: beside the messages, or over them on a narrow screen.
#[component]
fn Navigation() -> impl IntoView {
    let (local, tr) = (use_local(), use_tr());
    let open = memo(move || local.overlay.get() == Some(Overlay::Drawer));
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        match (is_open, node.get()) {
            (true, Some(drawer)) => {
                if let Some(button) = dom::all(&drawer, ".drawer-close button").first() {
                    dom::focus(button);
                }
            }
            // Back to where it was opened from.
            (false, _) if was_open == Some(true) => {
                if let Some(button) = dom::document().and_then(|d| dom::first(&d, ".drawer-open button")) {
                    dom::focus(&button);
                }
            }
            _ => {}
        }
        is_open
    });
    view! {
        <div
            class={"drawer"}
            node_ref=node
            data-open=sign(move || open.get().then_some(""))
            role=sign(move || open.get().then_some("dialog"))
            aria-modal=sign(move || open.get().then_some("true"))
            aria-label=sign(move || open.get().then(t!(tr, Channels)))
        >
            <TeamRail />
            <Sidebar />
        </div>
        {live(move || {
            open.get()
                .then(|| {
                    view! { <div class={"drawer-veil"} on:click=move |_| local.overlay.set(None)></div> }
                })
        })}
    }
    .into_any()
}

#[component]
fn Centre(channel: Memo<Option<ChannelId>>) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let teams = app.select(|| vec![Key::Teams], |state| mm_core::view::teams(state).len());
    let ready = app.select(|| vec![Key::Session], |state| state.me().is_some());
    move || match channel.get() {
        Some(id) => {
            let list = ListOf::Channel(id);
            view! {
                <MessageList list />
                <Composer list />
            }
            .into_any()
        }
        None => view! {
            <div class={"empty"}>
                {live(move || match (ready.get(), teams.get()) {
                    (false, _) => {
                        view! {
                            <p class={"muted"} role="status">
                                {t!(tr, Loading)}
                            </p>
                        }
                            .into_any()
                    }
                    (true, 0) => view! { <p>{t!(tr, NoTeams)}</p> }.into_any(),
                    (true, _) => view! { <p>{t!(tr, NoChannel)}</p> }.into_any(),
                })}
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Overlays() -> impl IntoView {
    let local = use_local();
    move || match local.overlay.get() {
        Some(Overlay::Switcher) => view! { <QuickSwitcher /> }.into_any(),
        Some(Overlay::Settings) => view! { <Settings /> }.into_any(),
        Some(Overlay::DeletePost(post_id)) => view! { <DeleteDialog post_id /> }.into_any(),
        Some(Overlay::React(post_id)) => view! { <EmojiDialog goal=Goal::Reaction(post_id) /> }.into_any(),
        Some(Overlay::Cleared(place)) => view! { <ClearedDialog place /> }.into_any(),
        Some(Overlay::Emoji(place)) => view! { <EmojiDialog goal=Goal::Text(place) /> }.into_any(),
        Some(Overlay::Profile(user_id)) => view! { <Profile user_id /> }.into_any(),
        Some(Overlay::Drawer) | None => ().into_any(),
    }
}

/// Keys that work everywhere on the page.
fn shortcut(local: LocalState, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    if command && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k") {
        event.prevent_default();
        local.overlay.update(|overlay| {
            *overlay = match overlay {
                Some(Overlay::Switcher) => None,
                _ => Some(Overlay::Switcher),
            };
        });
    }
}
