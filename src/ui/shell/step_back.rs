//! Esc goes one step back. Lists and menus take the key where they stand, dialogs are closed by the browser; what is left
//! comes here: the channel list over the page, the thread panel, and at last the channel is read.

use leptos::prelude::*;
use mm_core::action::Action;
use web_sys::KeyboardEvent;

use crate::store::{use_app, use_local, AppContext, LocalState, Overlay};
use crate::ui::common::{dom, InputGuard};

/// Listens for as long as the running owner lives.
pub fn follow_escape() {
    let (app, local) = (use_app(), use_local());
    let guard = InputGuard::new();
    dom::listen("compositionstart", move |event| guard.started(event));
    dom::listen("compositionend", move |event| guard.ended(event));
    dom::listen_last("keydown", move |event: KeyboardEvent| {
        let modified = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
        let is_ours = event.key() == "Escape" && !modified && !event.default_prevented();
        // A dialog that the key has closed already was its step.
        let is_done = dom::origin(&event, "dialog").is_some();
        if is_ours && !is_done && !guard.owns(&event) {
            step_back(app, local);
        }
    });
}

fn step_back(app: AppContext, local: LocalState) {
    match local.overlay.get_untracked() {
        Some(Overlay::Drawer) => return local.overlay.set(None),
        Some(_) => return,
        None => {}
    }
    if dom::document().is_some_and(|d| dom::first(&d, "dialog[open]").is_some()) {
        return;
    }
    let (thread, channel) = app.peek(|state| (state.open_thread(), state.open_channel()));
    match (thread, channel) {
        (Some(_), _) => app.dispatch(Action::OpenThread { root_id: None }),
        (None, Some(channel_id)) => app.dispatch(Action::MarkRead { channel_id }),
        (None, None) => {}
    }
}
