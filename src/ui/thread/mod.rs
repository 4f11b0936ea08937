//! The thread panel: a root message, its replies, and a composer of its own.

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::state::Key;

use crate::store::use_app;
use crate::ui::common::IconButton;
use crate::ui::composer::Composer;
use crate::ui::i18n::{t, use_tr, Text};
use crate::ui::post::{ListOf, MessageList};

/// The panel; nothing while no thread is open.
#[component]
pub fn ThreadPanel() -> impl IntoView {
    let (app, tr) = (use_app(), use_tr());
    // The thread's channel is the root's; until that is known, the open one.
    let open = app.select(
        || vec![Key::OpenThread, Key::Place],
        |state| {
            let root = state.open_thread()?;
            let channel = state.post(root).map(|p| p.channel_id).or(state.open_channel())?;
            Some(ListOf::Thread { channel, root })
        },
    );
    let close = move || app.dispatch(Action::OpenThread { root_id: None });
    move || {
        open.get().map(|list| {
            view! {
                <aside
                    class={"thread"}
                    aria-label=t!(tr, Thread)
                    on:keydown=move |event| {
                        if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
                            close();
                        }
                    }
                >
                    <header class={"thread-header"}>
                        <h2>{t!(tr, Thread)}</h2>
                        <IconButton icon="close" label=Text::CloseThread on_press=move |()| close() />
                    </header>
                    <MessageList list />
                    <Composer list />
                </aside>
            }
        })
    }
}
