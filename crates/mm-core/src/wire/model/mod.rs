//! The server's objects and their way into the domain, shared by socket payloads and REST bodies.
//!
//! One function an object reads it by the server's field names; it refuses what lacks a valid id, so a list loses one entry and
//! an event is counted as broken. All other fields are optional on the wire (`websocket.md 3.7`).

mod channel;
mod draft;
mod metadata;
mod misc;
mod post;
mod props;
mod system;
mod thread;
mod user;

pub use channel::*;
pub use draft::*;
pub use metadata::*;
pub use misc::*;
pub use post::*;
pub use props::*;
pub use thread::*;
pub use user::*;
