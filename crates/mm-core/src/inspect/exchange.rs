//! Recorded REST exchanges (`fixtures/wire/README.md`, layout) as answers.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::rest::HttpAnswer;
use crate::wire::nested::{entries, Int, Text};

/// A request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Method, in capitals.
    pub method: String,
    /// Path and query as asked.
    pub path: String,
    /// Path with the changing parts named, if the recording has one.
    pub template: String,
    /// Body as asked, JSON; `null` without one.
    pub request_body: String,
    /// The answer.
    pub answer: HttpAnswer,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw<'a> {
    #[serde(borrow)]
    method: Text<'a>,
    #[serde(borrow)]
    path: Text<'a>,
    #[serde(borrow)]
    path_template: Text<'a>,
    #[serde(borrow)]
    request_body: Option<&'a RawValue>,
    status: Int,
    #[serde(borrow)]
    response_headers: Vec<(Text<'a>, Text<'a>)>,
    #[serde(borrow)]
    response_body: Option<&'a RawValue>,
}

/// Bodies that are not JSON are written down in an object of their own.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Special<'a> {
    #[serde(borrow, rename = "_text")]
    text: Option<Text<'a>>,
    #[serde(borrow, rename = "_ndjson")]
    ndjson: Option<Vec<&'a RawValue>>,
}

fn body(raw: Option<&RawValue>, content_type: &str) -> String {
    let Some(raw) = raw else {
        // No body and the body `null` are written down alike.
        let is_null = content_type.starts_with("application/json");
        return if is_null { "null".to_owned() } else { String::new() };
    };
    let special: Special<'_> = Some(raw.get())
        .filter(|text| text.starts_with('{') && text.contains("\"_"))
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    if let Some(text) = special.text {
        return text.into_string();
    }
    if let Some(lines) = special.ndjson {
        // The recording may spread an object over lines; on the wire it is one.
        let compact = |line: &&RawValue| {
            serde_json::from_str::<serde_json::Value>(line.get())
                .map_or_else(|_| String::new(), |v| v.to_string())
        };
        return lines.iter().map(compact).collect::<Vec<_>>().join("\n");
    }
    raw.get().to_owned()
}

fn exchange(raw: Raw<'_>) -> Exchange {
    let header = |name: &str| {
        raw.response_headers
            .iter()
            .find(|(key, _)| key.as_str().eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str().to_owned())
    };
    let content_type = header("Content-Type").unwrap_or_default().to_lowercase();
    Exchange {
        answer: HttpAnswer {
            status: u16::try_from(raw.status.0).unwrap_or(0),
            retry_after: header("Retry-After").and_then(|text| text.trim().parse().ok()),
            version_id: header("X-Version-Id"),
            body: body(raw.response_body, &content_type),
            content_type,
        },
        method: raw.method.into_string().to_ascii_uppercase(),
        path: raw.path.into_string(),
        template: raw.path_template.into_string(),
        request_body: raw.request_body.map_or("null", RawValue::get).to_owned(),
    }
}

/// Whether something readable is an exchange at all.
fn is_one(exchange: &Exchange) -> bool {
    !exchange.method.is_empty() && !exchange.path.is_empty()
}

/// The exchanges of a text: a list, one object, or one object a line. What is none is counted in the second value.
pub fn exchanges(text: &str) -> (Vec<Exchange>, usize) {
    let (read, mut skipped) = readable(text);
    let count = read.len();
    let found: Vec<Exchange> = read.into_iter().filter(is_one).collect();
    skipped += count - found.len();
    (found, skipped)
}

fn readable(text: &str) -> (Vec<Exchange>, usize) {
    let trimmed = text.trim_start();
    if trimmed.starts_with('[') {
        return match entries::<Raw<'_>>(text) {
            Ok((list, skipped)) => (list.into_iter().map(exchange).collect(), skipped),
            Err(_) => (Vec::new(), 1),
        };
    }
    if let Ok(one) = serde_json::from_str::<Raw<'_>>(text) {
        return (vec![exchange(one)], 0);
    }
    let read: Vec<Option<Exchange>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str::<Raw<'_>>(line).ok().map(exchange))
        .collect();
    let skipped = read.iter().filter(|one| one.is_none()).count();
    (read.into_iter().flatten().collect(), skipped)
}
