//! Frames: one line of a file is an item, whichever of the recorded formats it is in.
//!
//! * `events/*.jsonl`: the frame itself;
//! * `actions/*.jsonl`: `{client, server}`, of which the server's part counts;
//! * `sessions/*.jsonl`: `{kind, frame | text}`, of which incoming frames are items.

use mm_core::domain::Monotonic;
use mm_core::wire::{self, Frame};
use serde_json::{json, Value};

use crate::report::{line, of_events, Result};

/// One finding per item.
pub fn inspect(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    for (index, text) in text
        .lines()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
    {
        if let Some(mut item) = item(text) {
            item["line"] = (index + 1).into();
            found.push(item);
        }
    }
    found
}

/// The finding about one line; none for lines of a session that carry no incoming frame.
fn item(text: &str) -> Option<Value> {
    let Ok(recorded) = serde_json::from_str::<Value>(text) else {
        return Some(frame(text));
    };
    if recorded.get("kind").is_some_and(Value::is_string) && recorded.get("conn").is_some() {
        return incoming(&recorded).map(|text| frame(&text));
    }
    match recorded.get("server") {
        Some(Value::Null) if recorded.get("client").is_some() => Some(unanswered(&recorded)),
        Some(server) if recorded.get("client").is_some() => Some(frame(&server.to_string())),
        _ => Some(frame(text)),
    }
}

/// Text of an incoming frame of a recorded session.
pub fn incoming(recorded: &Value) -> Option<String> {
    if recorded["kind"] != "in" {
        return None;
    }
    let text = recorded.get("text").and_then(Value::as_str).map(str::to_owned);
    Some(text.unwrap_or_else(|| recorded.get("frame").map(Value::to_string).unwrap_or_default()))
}

fn unanswered(recorded: &Value) -> Value {
    let ended = recorded.get("connection_ended").filter(|ended| !ended.is_null());
    let reason = match ended {
        Some(ended) => format!("no reply; the connection ended: {ended}"),
        None => "no reply".to_owned(),
    };
    line(Some("no_reply"), Result::Known, Some(reason))
}

/// The finding about a frame.
pub fn frame(text: &str) -> Value {
    match wire::parse(text) {
        Frame::Event(event) => {
            let (kinds, result, reason) = of_events(&wire::decode(&event, Monotonic::default()));
            let mut item = line(Some(&event.name), result, reason);
            item["seq"] = json!(event.seq.0);
            item["events"] = json!(kinds);
            item
        }
        Frame::Reply(reply) => {
            let reason = reply
                .error
                .as_ref()
                .map(|error| format!("{} {}", error.status_code, error.id));
            let mut item = line(Some("reply"), Result::Known, reason);
            item["seq_reply"] = json!(reply.seq_reply);
            item["ok"] = json!(reply.ok);
            item
        }
        Frame::Unreadable { reason } => line(None, Result::Error, Some(reason.as_str().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::inspect;

    const BAD: &str = "{\"event\":\"posted\",\"data\":{\"post\":\"{\"},\"broadcast\":{},\"seq\":4}\n\
        {\"event\":\"brand_new\",\"data\":{},\"broadcast\":{},\"seq\":5}\n\n\
        <html>\n[1,2]\n{\"event\":\"typing\",\"seq\":\"x\"}\n";

    #[test]
    fn every_line_gets_a_verdict_with_a_reason() {
        let found = inspect(BAD);
        let results: Vec<&str> = found.iter().filter_map(|item| item["result"].as_str()).collect();
        assert_eq!(results, ["error", "unknown", "error", "error", "error"]);
        assert!(found
            .iter()
            .all(|item| item["reason"].is_string() && item["line"].is_number()));
        assert_eq!(found[0]["name"], "posted");
        assert_eq!(found[1]["name"], "brand_new");
        assert_eq!(found[2]["line"], 4, "empty lines count as lines and are no items");
    }
}
