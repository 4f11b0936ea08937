//! The few things asked of the page itself: focus, frames, sizes. Natively there is no page: every question is answered with
//! "none", so that components render in tests.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Window};

/// The window, in a browser.
pub fn window() -> Option<Window> {
    if cfg!(target_arch = "wasm32") {
        web_sys::window()
    } else {
        None
    }
}

/// The document, in a browser.
pub fn document() -> Option<Document> {
    window()?.document()
}

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Whether this window has the focus.
pub fn has_window() -> bool {
    document().is_some_and(|document| document.has_focus().unwrap_or(true))
}

/// Moves the focus; an element that is gone or cannot take it changes nothing.
pub fn focus(element: &HtmlElement) {
    let _ = element.focus();
}

/// Sets an attribute, or takes it away.
pub fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Runs something after the current task and what the view does in it.
pub fn soon(run: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = Closure::once_into_js(run);
        let _ = window.set_timeout_with_callback(callback.unchecked_ref());
    }
}

/// Runs something before the next paint but one at the latest, once the current frame's work is done.
pub fn next_frame(run: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = Closure::once_into_js(run);
        let _ = window.request_animation_frame(callback.unchecked_ref());
    }
}

/// Runs something after so many milliseconds; it must bear that its owner is gone by then.
pub fn later(millis: i32, run: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let callback = Closure::once_into_js(run);
        let _ =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), millis);
    }
}

/// How far an element is scrolled, in CSS pixels with their fraction (the typed binding cuts it off).
pub fn scroll_top(element: &Element) -> f64 {
    let top = js_sys::Reflect::get(element, &"scrollTop".into());
    top.ok().and_then(|top| top.as_f64()).unwrap_or_default()
}

/// Scrolls an element at once.
pub fn set_scroll_top(element: &Element, top: f64) {
    // Elements always have the property.
    let _ = js_sys::Reflect::set(element, &"scrollTop".into(), &top.into());
}

/// Calls back about every so many milliseconds until the owner is gone.
pub fn every(millis: i32, run: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let callback = Closure::<dyn Fn()>::new(run);
    let id = window
        .set_interval_with_callback_and_timeout_and_arguments_0(callback.as_ref().unchecked_ref(), millis);
    let kept = StoredValue::new_local((window, callback));
    on_cleanup(move || {
        if let Ok(id) = id {
            kept.with_value(|(window, _)| window.clear_interval_with_handle(id));
        }
        kept.dispose();
    });
}

/// Listens on the window until the owner is gone: before everything else, so that nothing hides the event.
pub fn listen<E>(event: &'static str, run: impl Fn(E) + 'static)
where
    E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static,
{
    listen_on(event, Way::Down, run);
}

/// Listens on the window until the owner is gone: after everything else, and only to what nobody stopped.
pub fn listen_last<E>(event: &'static str, run: impl Fn(E) + 'static)
where
    E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static,
{
    listen_on(event, Way::Up, run);
}

/// On which of its two ways through the page an event is heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Down,
    Up,
}

fn listen_on<E>(event: &'static str, way: Way, run: impl Fn(E) + 'static)
where
    E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static,
{
    let Some(window) = window() else { return };
    let callback = Closure::<dyn Fn(E)>::new(run);
    let down = way == Way::Down;
    let added =
        window.add_event_listener_with_callback_and_bool(event, callback.as_ref().unchecked_ref(), down);
    let kept = StoredValue::new_local((window, callback));
    on_cleanup(move || {
        if added.is_ok() {
            kept.with_value(|(window, callback)| {
                let listener = callback.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback_and_bool(event, listener, down);
            });
        }
        kept.dispose();
    });
}

/// Sets a custom property of the whole page, by the style object.
pub fn set_property(name: &str, value: &str) {
    let root = document().and_then(|d| d.document_element());
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        // Any value of ours is valid.
        let _ = web_sys::HtmlElement::style(&root).set_property(name, value);
    }
}

/// All elements inside that match, in order.
pub fn all(within: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(found) = within.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|i| found.get(i)?.dyn_into().ok())
        .collect()
}

/// The first element of the page that matches.
pub fn first(document: &Document, selector: &str) -> Option<HtmlElement> {
    document.query_selector(selector).ok()??.dyn_into().ok()
}

/// The element itself, or the nearest around it, that matches.
pub fn nearest(element: &Element, selector: &str) -> Option<HtmlElement> {
    element.closest(selector).ok()??.dyn_into().ok()
}

/// Whether people point with a finger here: then a box that takes the focus brings up a keyboard.
pub fn is_touch() -> bool {
    let query = window().and_then(|w| w.match_media("(pointer: coarse)").ok().flatten());
    query.is_some_and(|query| query.matches())
}

/// The element an event came from, or the nearest around it, that matches.
pub fn origin(event: &web_sys::Event, selector: &str) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    nearest(&target, selector)
}

/// Puts a text on the clipboard; a refusal changes nothing.
pub fn copy(text: &str) {
    let Some(window) = window() else { return };
    let navigator = window.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    let write = clipboard.and_then(|c| Ok((js_sys::Reflect::get(&c, &"writeText".into())?, c)));
    if let Ok((write, clipboard)) = write {
        if let Some(write) = write.dyn_ref::<js_sys::Function>() {
            let _ = write.call1(&clipboard, &text.into());
        }
    }
}

/// An address as the browser shows it: with origin, from wherever the page stands.
pub fn whole_address(href: &str) -> Option<String> {
    let here = window()?.location().href().ok()?;
    web_sys::Url::new_with_base(href, &here)
        .ok()
        .map(|url| url.href())
}
