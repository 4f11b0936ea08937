//! Pictures that could not be loaded, as while the server is away: browsers do not try again by themselves, and some draw a sign for it over
//! the room that waits for the picture.

use leptos::prelude::*;
use mm_core::event::ConnectionStatus;
use mm_core::state::Key;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use web_sys::HtmlImageElement;

use crate::store::{effect, AppContext};

/// Holds the address of a picture that could not be loaded.
const MISSING: &str = "data-missing";

/// Notes every picture that fails, and asks for it once more when the server can be reached again. Listens for the life of the page.
pub fn listen(app: AppContext) {
    let note = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        if let Some(picture) = event.target().and_then(|at| at.dyn_into().ok()) {
            mark(&picture);
        }
    })
    .into_js_value();
    // An error of a picture does not bubble: it is caught on its way down. Never refused for a function.
    let _ = document().add_event_listener_with_callback_and_bool("error", note.unchecked_ref(), true);
    let reached = app.select(
        || vec![Key::Connection],
        |state| state.is_polled() || state.connection() == ConnectionStatus::Connected,
    );
    effect(move || {
        if reached.get() {
            try_again();
        }
    });
}

fn mark(picture: &HtmlImageElement) {
    let Some(address) = picture.get_attribute("src") else {
        return;
    };
    let _ = picture.set_attribute(MISSING, &address);
    // Words in its place are worth more than an empty room.
    if picture.alt().is_empty() {
        let _ = picture.remove_attribute("src");
    }
}

fn try_again() {
    let missing = document().query_selector_all(&format!("img[{MISSING}]"));
    let Ok(missing) = missing else { return };
    for n in 0..missing.length() {
        let Some(picture) = missing
            .get(n)
            .and_then(|node| node.dyn_into::<HtmlImageElement>().ok())
        else {
            continue;
        };
        let address = picture.get_attribute(MISSING).unwrap_or_default();
        let _ = picture.remove_attribute(MISSING);
        // It may show another one by now.
        if picture.get_attribute("src").is_none_or(|now| now == address) {
            picture.set_src(&address);
        }
    }
}
