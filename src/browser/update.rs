//! The client as an installed application: a newer version is offered and taken (`web/boot.js` speaks to the service worker), and the icon
//! carries a number.

use js_sys::{Function, Reflect};
use mm_core::action::Action;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{spawn_local, JsFuture};

use crate::store::Dispatch;

/// Told by the loader when a newer version waits. Listens for the life of the page.
pub fn listen(dispatch: Dispatch) {
    let offer = Closure::<dyn Fn()>::new(move || dispatch(Action::OfferUpdate)).into_js_value();
    if let Some(window) = web_sys::window() {
        // Never refused for a function.
        let _ = window.add_event_listener_with_callback("tsubame:update-ready", offer.unchecked_ref());
    }
}

/// The person wants it: the loader takes it and loads the page anew.
pub fn take() {
    let wanted = web_sys::Event::new("tsubame:update-wanted").ok();
    if let (Some(window), Some(wanted)) = (web_sys::window(), wanted) {
        // Nobody takes it back.
        let _ = window.dispatch_event(&wanted);
    }
}

/// Not all browsers have a place for it; those that have show it on the icon of an installed client only.
pub fn badge(count: u32) {
    let Some(navigator) = web_sys::window().map(|window| window.navigator()) else {
        return;
    };
    let set = Reflect::get(&navigator, &"setAppBadge".into()).ok();
    if let Some(set) = set.and_then(|set| set.dyn_into::<Function>().ok()) {
        // A promise that may be refused; there is nothing to do about it.
        if let Ok(promise) = set.call1(&navigator, &count.into()) {
            let shown = JsFuture::from(promise.unchecked_into::<js_sys::Promise>());
            spawn_local(async move { drop(shown.await) });
        }
    }
}
