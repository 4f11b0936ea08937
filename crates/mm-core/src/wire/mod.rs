//! What the server says, literally: frames of the socket, JSON shapes shared with `rest`, and how they become events.
//!
//! ```text
//! text ── frame::parse ──▶ Frame ── event::decode ──▶ Vec<Event>
//!                                     │ catalogue: name → payload/<area>
//!                                     ▼
//!                                   fields: names → raw values; model/<thing>: names → domain type
//! ```
//! The envelope is read once and its parts stay raw; the JSON inside strings is read only by the event that needs it, so a
//! broken document costs one event, never the stream (`websocket.md 3.7`). Nothing here knows the state or the connection.

pub mod event;
pub mod fields;
pub mod frame;
pub mod model;
pub mod nested;
mod payload;
pub mod request;

/// The name of an event's kind, without its content: for counters, logs and inspection.
pub fn variant(event: &crate::event::Event) -> String {
    let mut head = Head(String::new());
    // Ends with an error on purpose, as soon as the name is complete: the content is never written out.
    let _ = std::fmt::write(&mut head, format_args!("{event:?}"));
    head.0
}

/// Takes letters and digits; refuses from the first other character on.
struct Head(String);

impl std::fmt::Write for Head {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric());
        self.0
            .push_str(text.get(..end.unwrap_or(text.len())).unwrap_or_default());
        match end {
            Some(_) => Err(std::fmt::Error),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;

pub use event::decode;
pub use frame::{parse, Broadcast, EventFrame, Frame, ReplyFrame, Unreadable, WireError};
