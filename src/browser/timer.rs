//! The one timer of the engine, and the beat that coalesces frames.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use mm_core::domain::Monotonic;
use mm_core::engine::pace;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::clock;

/// Browsers cap timers at 2^31 ms; nothing of ours waits longer than an hour anyway.
const LONGEST_MS: u64 = 3_600_000;

/// So soon behind the work of a frame it is painted.
const BEHIND_PAINT_MS: u32 = 2;

/// A page that has not painted by then may not paint for long: it was hidden in between.
const PAINTED_BY_MS: u32 = 200;

/// So often a page looks whether its first content is on the screen.
const LOOK_MS: u32 = 8;

/// The browser's word for that moment.
const FIRST_CONTENT: &str = "first-contentful-paint";

/// One armed timer at a time.
#[derive(Default)]
pub struct OneTimer {
    armed: RefCell<Option<(Monotonic, Timeout)>>,
}

impl OneTimer {
    /// Arms, replacing what was armed; `None` disarms. Arming the same moment again costs nothing.
    pub fn arm(&self, at: Option<Monotonic>, fire: impl FnOnce() + 'static) {
        let mut armed = self.armed.borrow_mut();
        let Some(at) = at else {
            *armed = None;
            return;
        };
        if armed.as_ref().is_some_and(|(same, _)| *same == at) {
            return;
        }
        let wait = at.0.saturating_sub(clock::monotonic().0).min(LONGEST_MS);
        *armed = Some((at, Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), fire)));
    }

    /// Forgets a timer that has gone off, so that the same moment can be armed again.
    pub fn fired(&self) {
        *self.armed.borrow_mut() = None;
    }
}

/// Calls `then` before the next paint, or soon in a hidden page.
pub fn before_next_paint(then: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let hidden = window.document().is_some_and(|d| d.hidden());
    if hidden {
        Timeout::new(pace::HIDDEN_DRAIN_MS, then).forget();
        return;
    }
    let callback: JsValue = Closure::once_into_js(then);
    // Refused only when the window is going away.
    let _ = window.request_animation_frame(callback.unchecked_ref());
}

/// Calls `then` behind the next paint, or soon where nothing is painted: for what the person does not wait for.
pub fn after_next_paint(then: impl FnOnce() + 'static) {
    let once = Rc::new(RefCell::new(Some(then)));
    let run = move || {
        let then = once.borrow_mut().take();
        if let Some(then) = then {
            then();
        }
    };
    let late = run.clone();
    before_next_paint(move || {
        Timeout::new(BEHIND_PAINT_MS, run).forget();
    });
    Timeout::new(PAINTED_BY_MS, late).forget();
}

/// Calls `then` once the page's first content is on the screen, or soon where none comes there. Behind the work of the frame threads still draw
/// it: whatever is begun meanwhile takes the cores from them.
pub fn after_first_content(then: impl FnOnce() + 'static) {
    let begun = clock::monotonic();
    after_next_paint(move || look_for_content(begun, then));
}

fn look_for_content(begun: Monotonic, then: impl FnOnce() + 'static) {
    let performance = web_sys::window().and_then(|w| w.performance());
    let is_seen = performance.is_none_or(|p| p.get_entries_by_name(FIRST_CONTENT).length() > 0);
    let is_late = clock::monotonic().since(begun).as_millis() >= u128::from(PAINTED_BY_MS);
    if is_seen || is_late {
        then();
    } else {
        Timeout::new(LOOK_MS, move || look_for_content(begun, then)).forget();
    }
}
