//! The connection as a state machine without I/O (`websocket.md 4.7`).

mod socket;

pub use socket::*;
