//! The connection as a state machine without I/O (`websocket.md 4.7`).
//!
//! The engine feeds it with what the socket did and runs what it answers. It knows numbers and phases, never what an event
//! means: [`Incoming`] is all it sees of a frame. Time and chance come in as values.

mod backoff;
mod machine;
mod numbering;
mod socket;
mod waits;

#[cfg(test)]
mod tests;

pub use backoff::{Backoff, Jitter};
pub use machine::{Connection, Order, Phase, Verdict};
pub use numbering::Incoming;
pub use socket::*;
