//! What clients send: one request per frame, as JSON or MessagePack (`websocket.md` 1.3, 3.2).

use serde_json::{Map, Value};

/// Longest frame that a client may send (bytes).
pub const MAX_REQUEST_BYTES: usize = 8192;

/// One request.
#[derive(Debug, Default, PartialEq)]
pub struct Request {
    /// Number chosen by the client; must be above 0.
    pub seq: i64,
    /// What it wants.
    pub action: String,
    /// Its arguments; empty when missing or null.
    pub data: Map<String, Value>,
}

/// The frame is no request; the server ends the stream without a word.
#[derive(Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads a text frame. Only the first JSON value counts.
pub fn from_text(text: &str) -> Result<Request, Malformed> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) => from_value(value),
        _ => Err(Malformed),
    }
}

/// Reads a binary frame.
pub fn from_binary(bytes: &[u8]) -> Result<Request, Malformed> {
    rmp_serde::from_slice::<Value>(bytes)
        .map_err(|_| Malformed)
        .and_then(from_value)
}

fn from_value(value: Value) -> Result<Request, Malformed> {
    let mut fields = match value {
        Value::Object(fields) => fields,
        Value::Null => return Ok(Request::default()),
        _ => return Err(Malformed),
    };
    Ok(Request {
        seq: match fields.remove("seq") {
            None | Some(Value::Null) => 0,
            Some(number) => number.as_i64().ok_or(Malformed)?,
        },
        action: match fields.remove("action") {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(action)) => action,
            Some(_) => return Err(Malformed),
        },
        data: match fields.remove("data") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(data)) => data,
            Some(_) => return Err(Malformed),
        },
    })
}
