//! Recorded exchanges as answers.

use serde_json::Value;

use crate::rest::HttpAnswer;
use crate::wire::tests::fixtures;

/// A recorded exchange.
pub(super) struct Exchange {
    pub method: String,
    pub path: String,
    pub answer: HttpAnswer,
    pub request_body: Value,
}

fn body(value: &Value) -> String {
    if let Some(text) = value.get("_text").and_then(Value::as_str) {
        return text.to_owned();
    }
    if let Some(lines) = value.get("_ndjson").and_then(Value::as_array) {
        return lines.iter().map(|line| format!("{line}\n")).collect();
    }
    value.to_string()
}

fn exchange(value: &Value) -> Exchange {
    let header = |name: &str| {
        value["response_headers"].as_array().and_then(|headers| {
            headers
                .iter()
                .find(|pair| pair[0].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)))
                .and_then(|pair| pair[1].as_str())
                .map(str::to_owned)
        })
    };
    Exchange {
        method: value["method"].as_str().unwrap().to_owned(),
        path: value["path"].as_str().unwrap().to_owned(),
        answer: HttpAnswer {
            status: u16::try_from(value["status"].as_u64().unwrap()).unwrap(),
            content_type: header("Content-Type").unwrap_or_default().to_lowercase(),
            retry_after: header("Retry-After").and_then(|v| v.parse().ok()),
            version_id: header("X-Version-Id"),
            date: None,
            body: body(&value["response_body"]),
        },
        request_body: value["request_body"].clone(),
    }
}

/// The exchanges of a file, such as `rest/posts/create.json`.
pub(super) fn exchanges(file: &str) -> Vec<Exchange> {
    let text = std::fs::read_to_string(fixtures().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    match serde_json::from_str(&text).unwrap() {
        Value::Array(list) => list.iter().map(exchange).collect(),
        one => vec![exchange(&one)],
    }
}

/// The only exchange of a file of the cold start.
pub(super) fn cold(file: &str) -> Exchange {
    exchanges(&format!("cold_start/{file}")).remove(0)
}
