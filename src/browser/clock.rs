//! The two clocks of the browser.

use mm_core::domain::{Monotonic, Now, Timestamp};

/// Reads both clocks at once.
pub fn now() -> Now {
    Now {
        mono: monotonic(),
        wall: wall(),
    }
}

/// `performance.now()`: never goes back, survives a changed wall clock.
pub fn monotonic() -> Monotonic {
    let millis = web_sys::window()
        .and_then(|w| w.performance())
        .map_or(0.0, |p| p.now());
    Monotonic(millis as u64)
}

/// `Date.now()`.
pub fn wall() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}
