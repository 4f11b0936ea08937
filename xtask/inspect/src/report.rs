//! What is said about one item: known, unknown or error, and why. Shared by the modes.

use mm_core::event::Event;
use mm_core::wire;
use serde_json::{json, Value};

/// How well an item was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Result {
    /// Understood, or known not to be needed.
    Known,
    /// Well formed, but nothing the engine has a name for.
    Unknown,
    /// It has a name, or should have, and cannot be read.
    Error,
}

impl Result {
    /// As printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Known => "known",
            Self::Unknown => "unknown",
            Self::Error => "error",
        }
    }
}

/// A finding about one item.
pub fn line(name: Option<&str>, result: Result, reason: Option<String>) -> Value {
    json!({ "name": name, "result": result.as_str(), "reason": reason })
}

/// How well the events decoded from one item were understood: their kinds, the verdict, the reason.
pub fn of_events(events: &[Event]) -> (Vec<String>, Result, Option<String>) {
    let kinds = events.iter().map(wire::variant).collect();
    for event in events {
        match event {
            Event::Unknown(_) => {
                return (
                    kinds,
                    Result::Unknown,
                    Some("no such event in the catalogue".into()),
                )
            }
            Event::Broken { event, .. } => {
                let reason = format!("the payload of {event} is not what it should be");
                return (kinds, Result::Error, Some(reason));
            }
            Event::NotNeeded(_) => return (kinds, Result::Known, Some("known and not needed".into())),
            _ => {}
        }
    }
    (kinds, Result::Known, None)
}
