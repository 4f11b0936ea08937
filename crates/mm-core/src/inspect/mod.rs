//! What our decoders make of recorded traffic: text in, one JSON line an item out. For people who send a trace, and for checks with
//! traffic this repository has not seen. Called by `cargo xtask inspect`; pure like the rest, and names kinds only, never content.
//!
//! Every line has `item` (counted from 1), `name`, `status` (`known`, `unknown` or `error`) and `reason` (empty when there is nothing
//! to say). `known` with a reason that begins `not needed` means: understood and deliberately not used.

mod exchange;
mod frames;
mod recording;
mod rest;
mod routes;

#[cfg(test)]
mod tests;

pub use exchange::{exchanges, Exchange};
pub use frames::frames;
pub use recording::{recording, Happening, RecordedLine};
pub use rest::rest;

use serde::Serialize;

/// How far an item is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Read.
    Known,
    /// Nothing here reads it; harmless.
    Unknown,
    /// Should have been read and was not.
    Error,
}

/// What was made of one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which, counted from 1.
    pub item: usize,
    /// Event name, `reply`, or method and path template.
    pub name: String,
    /// How far it is understood.
    pub status: Outcome,
    /// Kinds of facts or values it became.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decoded: Vec<String>,
    /// Why, in fixed words; may be empty.
    pub reason: String,
}

impl Line {
    /// As one line of JSON.
    pub fn to_json(&self) -> String {
        // Plain text and numbers: writing does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
