//! Lines of a recorded session (`fixtures/wire/README.md`, layout): what happened on which connection, and when.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::wire::nested::{Int, Text};

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

#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw<'a> {
    t: Int,
    #[serde(borrow)]
    conn: Text<'a>,
    #[serde(borrow)]
    kind: Text<'a>,
    #[serde(borrow)]
    path: Text<'a>,
    status: Int,
    #[serde(borrow)]
    request_headers: Option<&'a RawValue>,
    #[serde(borrow)]
    frame: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Text<'a>,
    code: Option<Int>,
}

fn code(number: Option<Int>, none: u16) -> u16 {
    number.and_then(|n| u16::try_from(n.0).ok()).unwrap_or(none)
}

/// What a recorder writes down as text without being a text frame: the payload of a protocol pong. A server's text frames are objects,
/// and control frames carry at most 125 bytes.
pub(super) fn is_control_payload(text: &str) -> bool {
    text.len() <= 125 && !text.trim_start().starts_with(['{', '['])
}

fn line(raw: Raw<'_>) -> RecordedLine {
    let frame = raw
        .frame
        .map_or_else(|| raw.text.as_str().to_owned(), |f| f.get().to_owned());
    let happening = match raw.kind.as_str() {
        "open" => {
            let headers = raw.request_headers.map_or("", RawValue::get);
            Happening::Open {
                path: raw.path.into_string(),
                status: u16::try_from(raw.status.0).unwrap_or(0),
                authenticated: headers.contains("MMAUTHTOKEN=") || headers.contains("\"Authorization\""),
            }
        }
        "in" if raw.frame.is_none() && is_control_payload(&frame) => {
            Happening::Other("control frame".to_owned())
        }
        "in" => Happening::In(frame),
        "out" => Happening::Out(frame),
        "close" => Happening::Closed(code(raw.code, 1005)),
        "client_close" => Happening::Leaving(code(raw.code, 1005)),
        "cut" | "eof" => Happening::Closed(1006),
        other => Happening::Other(other.to_owned()),
    };
    RecordedLine {
        at: u64::try_from(raw.t.0).unwrap_or(0),
        connection: raw.conn.into_string(),
        happening,
    }
}

/// The lines of a recorded session; `Err` holds the number (from 1) of each line that is none.
pub fn recording(text: &str) -> Vec<Result<RecordedLine, usize>> {
    text.lines()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(index, text)| serde_json::from_str(text).map(line).map_err(|_| index + 1))
        .collect()
}
