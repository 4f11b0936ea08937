//! The input-method guard: one piece for every text box. While a person chooses characters (Japanese, Chinese, Korean …), Enter
//! and the arrows belong to the input method, never to us.
//!
//! Three signs, because browsers differ: `isComposing` (Chromium, Firefox), key code 229 (older ones, and Safari after
//! the end), and Safari's order — `compositionend` comes *before* the `keydown` that caused it, so a key whose time is not
//! later than the end of the composition still belongs to it.

use leptos::prelude::*;
use web_sys::{CompositionEvent, KeyboardEvent};

/// Key code of a key the input method has taken.
const TAKEN: u32 = 229;

/// What the guard has seen of a composition.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Composition {
    under_way: bool,
    ended_at: Option<f64>,
}

/// The facts of a key press that matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeyFacts {
    /// `isComposing`.
    pub composing: bool,
    /// `keyCode`.
    pub code: u32,
    /// `timeStamp`, in milliseconds.
    pub at: f64,
}

impl Composition {
    /// A composition began.
    pub fn started(&mut self) {
        self.under_way = true;
        self.ended_at = None;
    }

    /// It ended, at this `timeStamp`.
    pub fn ended(&mut self, at: f64) {
        self.under_way = false;
        self.ended_at = Some(at);
    }

    /// Whether characters are being chosen.
    pub fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// Whether a key belongs to the input method.
    pub fn owns(&self, key: KeyFacts) -> bool {
        let before_the_end = self.ended_at.is_some_and(|end| key.at <= end);
        self.under_way || key.composing || key.code == TAKEN || before_the_end
    }
}

/// The guard of one text box.
#[derive(Clone, Copy)]
pub struct InputGuard(StoredValue<Composition>);

impl InputGuard {
    /// A guard that has seen nothing.
    pub fn new() -> Self {
        Self(StoredValue::new(Composition::default()))
    }

    /// To be called on `compositionstart`.
    pub fn started(self, _: CompositionEvent) {
        self.0.update_value(Composition::started);
    }

    /// To be called on `compositionend`.
    pub fn ended(self, event: CompositionEvent) {
        self.0.update_value(|c| c.ended(event.time_stamp()));
    }

    /// Whether characters are being chosen: what stands in the box is not what will.
    pub fn is_composing(self) -> bool {
        self.0.with_value(Composition::is_under_way)
    }

    /// Whether a key press belongs to the input method: then nothing of ours happens.
    pub fn owns(self, event: &KeyboardEvent) -> bool {
        let key = KeyFacts {
            composing: event.is_composing(),
            code: event.key_code(),
            at: event.time_stamp(),
        };
        self.0.with_value(|c| c.owns(key))
    }
}

impl Default for InputGuard {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
