//! The thread panel: a root message, its replies, and a composer of its own.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::state::Key;

use crate::store::use_app;
use crate::ui::common::{dom, icons, Before, Edge, IconButton, Resizer, Width};
use crate::ui::composer::{focus_composer, Composer};
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::post::{ListOf, MessageList};

/// The panel is so wide (look: 400, 320–560).
const THREAD: Width = Width {
    property: "--thread",
    setting: "thread-width",
    usual: 400,
    least: 320,
    most: 560,
    edge: Edge::Left,
};

/// The panel; nothing while no thread is open.
#[component]
pub fn ThreadPanel() -> impl IntoView {
    let app = use_app();
    // The thread's channel is the root's; until that is known, the open one.
    let open = app.select(
        || vec![Key::OpenThread, Key::Place],
        |state| {
            let root = state.open_thread()?;
            let channel = state.post(root).map(|p| p.channel_id).or(state.open_channel())?;
            Some(ListOf::Thread { channel, root })
        },
    );
    move || open.get().map(|list| view! { <Panel list /> })
}

#[component]
fn Panel(list: ListOf) -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    let close = move |()| app.dispatch(Action::OpenThread { root_id: None });
    lead_focus(list);
    view! {
        <aside class={"thread"} aria-label=t!(tr, Thread)>
            <Resizer label=Text::ResizeThread width=THREAD />
            <header class={"thread-header"}>
                <h2>{t!(tr, Thread)}</h2>
                <IconButton icon=icons::CLOSE label=Text::CloseThread on_press=close />
            </header>
            <MessageList list />
            <Composer list />
        </aside>
    }
    .into_any()
}

/// Whoever opens the panel from a message goes on in its composer, and comes back to the message when it closes. Opened by
/// an address it leaves the focus alone.
fn lead_focus(list: ListOf) {
    let before = Before::now();
    let from_message = dom::focused().is_some_and(|element| dom::nearest(&element, "article").is_some());
    if from_message && !dom::is_touch() {
        dom::soon(move || focus_composer(list));
    }
    on_cleanup(move || before.back_if_lost());
}
