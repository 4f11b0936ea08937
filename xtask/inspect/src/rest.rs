//! REST exchanges: an array of them, or one, per file.

use mm_core::rest::{ApiError, HttpAnswer};
use serde_json::{json, Value};

use crate::report::{line, of_events, Result};
use crate::table::{self, Exchange, Refused, Taken};

/// One finding per exchange.
pub fn inspect(text: &str) -> Vec<Value> {
    let recorded = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(exchanges)) => exchanges,
        Ok(one) => vec![one],
        Err(error) => return vec![line(None, Result::Error, Some(format!("not JSON: {error}")))],
    };
    recorded
        .iter()
        .enumerate()
        .map(|(index, recorded)| numbered(index, finding(recorded)))
        .collect()
}

fn numbered(index: usize, mut item: Value) -> Value {
    item["index"] = index.into();
    item
}

fn finding(recorded: &Value) -> Value {
    let text = |name: &str| recorded.get(name).and_then(Value::as_str).unwrap_or_default();
    let (Some(status), method) = (recorded.get("status").and_then(Value::as_u64), text("method")) else {
        return line(
            None,
            Result::Error,
            Some("not a recorded exchange: no method or status".into()),
        );
    };
    let exchange = Exchange {
        method,
        path: path_below_api(text("path")),
    };
    let answer = answer(recorded, status);
    let name = format!(
        "{method} {}",
        if text("path_template").is_empty() {
            text("path")
        } else {
            text("path_template")
        }
    );
    let (result, reason, events, reader) = match table::read(&exchange, &answer) {
        // Whoever sent the tag knows the content already.
        _ if status == 304 => (Result::Known, Some("not modified".to_owned()), Vec::new(), None),
        None => (
            Result::Unknown,
            Some("no part of the client asks this".to_owned()),
            Vec::new(),
            None,
        ),
        Some((reader, taken)) => {
            let (result, reason, events) = verdict(taken);
            (result, reason, events, Some(reader))
        }
    };
    let mut item = line(Some(&name), result, reason);
    item["status"] = status.into();
    item["reader"] = json!(reader);
    item["events"] = json!(events);
    item
}

fn verdict(taken: std::result::Result<Taken, Refused>) -> (Result, Option<String>, Vec<String>) {
    match taken {
        Ok(Taken::Events(events)) => {
            let (kinds, result, reason) = of_events(&events);
            (result, reason, kinds)
        }
        Ok(Taken::Value(kind)) => (Result::Known, None, vec![kind.to_owned()]),
        // A refusal that is understood: what a person is told, or what is tried again.
        Err(Refused::Reader(error @ ApiError::Server { .. })) => {
            let reason = format!("{error} {}", error.id());
            (
                Result::Known,
                Some(reason.trim_end().to_owned()),
                vec!["Refused".to_owned()],
            )
        }
        Err(Refused::Reader(error)) => (Result::Error, Some(error.to_string()), Vec::new()),
        Err(Refused::Request(error)) => (Result::Error, Some(error.to_string()), Vec::new()),
    }
}

/// `/api/v4/users/me?x=1` → `/users/me`, without the query.
fn path_below_api(path: &str) -> &str {
    let inner = path.strip_prefix("/api/v4").unwrap_or(path);
    inner.split('?').next().unwrap_or(inner)
}

fn answer(recorded: &Value, status: u64) -> HttpAnswer {
    let header = |name: &str| -> Option<String> {
        let pairs = recorded.get("response_headers")?.as_array()?;
        let pair = pairs.iter().find(|pair| {
            pair.get(0)
                .and_then(Value::as_str)
                .is_some_and(|key| key.eq_ignore_ascii_case(name))
        })?;
        Some(pair.get(1)?.as_str()?.to_owned())
    };
    HttpAnswer {
        status: u16::try_from(status).unwrap_or_default(),
        content_type: header("content-type").unwrap_or_default().to_lowercase(),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        version_id: header("x-version-id"),
        body: recorded.get("response_body").map(body).unwrap_or_default(),
    }
}

/// The body as it was on the wire: `_text` and `_ndjson` stand for bodies that are not one JSON document.
fn body(recorded: &Value) -> String {
    if let Some(text) = recorded.get("_text").and_then(Value::as_str) {
        return text.to_owned();
    }
    match recorded.get("_ndjson").and_then(Value::as_array) {
        Some(lines) => lines.iter().map(|line| format!("{line}\n")).collect(),
        None => recorded.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::inspect;

    #[test]
    fn an_exchange_is_known_unknown_or_wrong_and_says_why() {
        let json = "\"response_headers\":[[\"Content-Type\",\"application/json\"]]";
        let text = format!(
            "[{{\"method\":\"GET\",\"path\":\"/api/v4/users/me\",\"status\":200,{json},\"response_body\":{{\"id\":3}}}},\
              {{\"method\":\"GET\",\"path\":\"/api/v4/users/me\",\"status\":200,\"response_body\":{{\"_text\":\"<html>\"}}}},\
              {{\"method\":\"GET\",\"path\":\"/api/v4/jobs\",\"status\":200,{json},\"response_body\":[]}},\
              {{\"method\":\"GET\",\"path\":\"/api/v4/users/me\",\"status\":401,{json},\"response_body\":{{\"id\":\"api.x\"}}}},\
              7]"
        );
        let found = inspect(&text);
        let results: Vec<&str> = found.iter().filter_map(|item| item["result"].as_str()).collect();
        assert_eq!(results, ["error", "error", "unknown", "known", "error"]);
        assert!(found.iter().all(|item| item["reason"].is_string()));
        assert!(found[3]["reason"]
            .as_str()
            .is_some_and(|reason| reason.ends_with("api.x")));
        assert_eq!(inspect("<html>")[0]["result"], "error");
    }
}
