//! The text of frames: events without and with their number, replies, `hello` (`websocket.md` 2.3, 3.1, 3.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{json, Map, Value};

use crate::outgoing::{Broadcast, Outgoing, Variant};
use crate::world::ApiError;

use super::queues::EventBody;

/// Name of this node in `hello`.
const HOSTNAME: &str = "demo";

/// An event in text form: one text for all, or one per recipient where the data differs.
pub struct Encoded {
    shared: EventBody,
    own: BTreeMap<(String, bool), EventBody>,
}

impl Encoded {
    /// Encodes the part that is the same for everybody.
    pub fn new(event: &Outgoing) -> Encoded {
        Encoded {
            shared: body(&event.event, &event.data, &event.broadcast),
            own: BTreeMap::new(),
        }
    }

    /// The text for one recipient; `should_ack` is only for connections that asked for it.
    pub fn for_connection(&mut self, event: &Outgoing, user: &str, posted_ack: bool) -> EventBody {
        let extra = event.per_user.get(user);
        let drops_ack = !posted_ack && event.data.contains_key("should_ack");
        if extra.is_none() && !drops_ack {
            return self.shared.clone();
        }
        self.own
            .entry((user.to_owned(), posted_ack))
            .or_insert_with(|| {
                let mut data = event.data.clone();
                data.extend(extra.cloned().unwrap_or_default());
                if !posted_ack {
                    data.remove("should_ack");
                }
                body(&event.event, &data, &event.broadcast)
            })
            .clone()
    }
}

/// The body of the `hello` event.
pub fn hello(connection_id: &str, user_id: &str, server_version: &str) -> EventBody {
    let mut data = Map::new();
    data.insert("connection_id".to_owned(), json!(connection_id));
    data.insert("server_hostname".to_owned(), json!(HOSTNAME));
    data.insert("server_version".to_owned(), json!(server_version));
    let broadcast = Broadcast {
        user_id: user_id.to_owned(),
        ..Broadcast::default()
    };
    body("hello", &data, &broadcast)
}

/// A whole event frame.
pub fn numbered(body: &str, seq: i64) -> String {
    format!("{body},\"seq\":{seq}}}")
}

/// A positive reply; `data` is left out when empty.
pub fn ok(seq_reply: i64, data: Map<String, Value>) -> String {
    let mut reply = json!({"status": "OK", "seq_reply": seq_reply});
    if !data.is_empty() {
        reply["data"] = Value::Object(data);
    }
    reply.to_string()
}

/// A negative reply; `seq_reply` is left out when 0.
pub fn fail(seq_reply: i64, error: &ApiError) -> String {
    let mut shown = json!({
        "id": error.id,
        "message": error.message,
        "detailed_error": "",
        "status_code": error.status_code,
    });
    if !error.request_id.is_empty() {
        shown["request_id"] = json!(error.request_id);
    }
    let mut reply = json!({"status": "FAIL", "error": shown});
    if seq_reply != 0 {
        reply["seq_reply"] = json!(seq_reply);
    }
    reply.to_string()
}

fn body(event: &str, data: &Map<String, Value>, broadcast: &Broadcast) -> EventBody {
    let name = Value::String(event.to_owned());
    let data = Value::Object(data.clone());
    Arc::from(format!(
        "{{\"event\":{name},\"data\":{data},\"broadcast\":{}",
        envelope(broadcast)
    ))
}

fn envelope(broadcast: &Broadcast) -> Value {
    let omitted: Map<String, Value> = broadcast
        .omit_users
        .iter()
        .map(|user| (user.clone(), Value::Bool(true)))
        .collect();
    let mut envelope = json!({
        "omit_users": if omitted.is_empty() { Value::Null } else { Value::Object(omitted) },
        "user_id": broadcast.user_id,
        "channel_id": broadcast.channel_id,
        "team_id": broadcast.team_id,
        "connection_id": broadcast.connection_id,
        "omit_connection_id": broadcast.omit_connection_id,
    });
    match broadcast.audience {
        Variant::Everyone => {}
        Variant::SanitizedForNonAdmins => envelope["contains_sanitized_data"] = Value::Bool(true),
        Variant::SensitiveForAdmins => envelope["contains_sensitive_data"] = Value::Bool(true),
    }
    envelope
}
