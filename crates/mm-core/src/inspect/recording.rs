//! Lines of a recorded session (`fixtures/wire/README.md`, layout): what happened on which connection, and when.

use serde_json::value::RawValue;

use crate::wire::fields::{one, Fields};
use crate::wire::nested::Unfit;

/// Something that happened on a recorded connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedLine {
    /// Milliseconds since the recording began.
    pub at: u64,
    /// Name of the connection in the recording.
    pub connection: String,
    /// What happened.
    pub happening: Happening,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The upgrade was asked for and answered.
    Open {
        /// Path and query of the upgrade.
        path: String,
        /// Status of the answer; 101 is an open socket.
        status: u16,
        /// The upgrade request carried a session (cookie or header): only then can it resume.
        authenticated: bool,
    },
    /// The server sent a text frame.
    In(String),
    /// The client sent a text frame.
    Out(String),
    /// The client sent a close frame with this code; what was under way to it may still follow.
    Leaving(u16),
    /// The connection ended with this code: 1005 for an empty close frame, 1006 without one.
    Closed(u16),
    /// Something else (protocol ping, reader stops).
    Other(String),
}

/// A closing code, or `none` where there is none.
fn code(fields: &Fields<'_>, none: u16) -> u16 {
    let written = fields.raw("code").map(|_| fields.int("code"));
    written.and_then(|n| u16::try_from(n).ok()).unwrap_or(none)
}

/// What a recorder writes down as text without being a text frame: the payload of a protocol pong. A server's text frames are objects,
/// and control frames carry at most 125 bytes.
pub(super) fn is_control_payload(text: &str) -> bool {
    text.len() <= 125 && !text.trim_start().starts_with(['{', '['])
}

fn line(fields: &Fields<'_>) -> Result<RecordedLine, Unfit> {
    let raw_frame = fields.raw("frame");
    let frame = raw_frame.map_or_else(|| fields.string("text"), |f| f.get().to_owned());
    let happening = match &*fields.text("kind") {
        "open" => {
            let headers = fields.raw("request_headers").map_or("", RawValue::get);
            Happening::Open {
                path: fields.string("path"),
                status: u16::try_from(fields.int("status")).unwrap_or(0),
                authenticated: headers.contains("MMAUTHTOKEN=") || headers.contains("\"Authorization\""),
            }
        }
        "in" if raw_frame.is_none() && is_control_payload(&frame) => {
            Happening::Other("control frame".to_owned())
        }
        "in" => Happening::In(frame),
        "out" => Happening::Out(frame),
        "close" => Happening::Closed(code(fields, 1005)),
        "client_close" => Happening::Leaving(code(fields, 1005)),
        "cut" | "eof" => Happening::Closed(1006),
        other => Happening::Other(other.to_owned()),
    };
    Ok(RecordedLine {
        at: u64::try_from(fields.int("t")).unwrap_or(0),
        connection: fields.string("conn"),
        happening,
    })
}

/// The lines of a recorded session; `Err` holds the number (from 1) of each line that is none.
pub fn recording(text: &str) -> Vec<Result<RecordedLine, usize>> {
    text.lines()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(index, text)| one(text, line).map_err(|_| index + 1))
        .collect()
}
