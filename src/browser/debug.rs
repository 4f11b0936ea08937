//! `window.__WEBSOCKET_DEBUG__` (brief, S28, S29): while it is truthy, every frame is logged as a group with type, time and size.
//! Never message text, never a token: only names and numbers are read from a frame.

use mm_core::wire::fields::Fields;
use mm_core::wire::nested::int;
use wasm_bindgen::JsValue;
use web_sys::console;

const FLAG: &str = "__WEBSOCKET_DEBUG__";

/// On in a development build, off in a release, unless the page or the person has set it already.
pub fn set_default() {
    let on = option_env!("TSUBAME_DEBUG_DEFAULT").is_some();
    let global = js_sys::global();
    let flag = JsValue::from_str(FLAG);
    if js_sys::Reflect::get(&global, &flag).is_ok_and(|value| value.is_undefined()) {
        // Refused only for a frozen global, where nothing is logged.
        let _ = js_sys::Reflect::set(&global, &flag, &JsValue::from_bool(on));
    }
}

fn is_on() -> bool {
    js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(FLAG)).is_ok_and(|value| value.is_truthy())
}

/// The `*` handler: every frame that came in.
pub fn received(text: &str) {
    if is_on() {
        log("←", text);
    }
}

/// Every frame that went out. The challenge carries the token: its data is never read.
pub fn sent(text: &str) {
    if is_on() {
        log("→", text);
    }
}

fn log(direction: &str, text: &str) {
    let frame = Fields::read(text).unwrap_or_default();
    let mut names = ["event", "action", "status"].into_iter();
    let name = names.find_map(|name| frame.loose(name));
    let name = name.unwrap_or("unreadable".into());
    let number = match frame.raw("seq").or(frame.raw("seq_reply")) {
        Some(number) => format!(", seq {}", int(number).unwrap_or_default()),
        None => String::new(),
    };
    let time = String::from(js_sys::Date::new_0().to_iso_string());
    console::group_collapsed_1(&format!("WebSocket {direction} {name}").into());
    console::log_1(&format!("type {name}, time {time}, size {} B{number}", text.len()).into());
    console::group_end();
}
