//! Recorded REST exchanges (`fixtures/wire/README.md`, layout) as answers.

use serde_json::value::RawValue;

use crate::rest::HttpAnswer;
use crate::wire::fields::{many, one, Fields};
use crate::wire::nested::{items, texts, Unfit};

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

fn body(raw: Option<&RawValue>, content_type: &str) -> String {
    let Some(raw) = raw else {
        // No body and the body `null` are written down alike.
        let is_null = content_type.starts_with("application/json");
        return if is_null { "null".to_owned() } else { String::new() };
    };
    // Bodies that are not JSON are written down in an object of their own.
    let special = Fields::any(Some(raw));
    if special.raw("_text").is_some() {
        return special.string("_text");
    }
    if let Some(lines) = special.raw("_ndjson").and_then(|raw| items(raw.get()).ok()) {
        // The recording may spread an object over lines; on the wire it is one.
        let compact = |line: &&RawValue| {
            serde_json::from_str::<serde_json::Value>(line.get())
                .map_or_else(|_| String::new(), |v| v.to_string())
        };
        return lines.iter().map(compact).collect::<Vec<_>>().join("\n");
    }
    raw.get().to_owned()
}

/// The value of a header, whose pairs of name and value stand in a list.
fn header(headers: &[&RawValue], name: &str) -> Option<String> {
    headers
        .iter()
        .find_map(|pair| match &texts(pair.get()).ok()?[..] {
            [key, value] if key.eq_ignore_ascii_case(name) => Some(value.to_string()),
            _ => None,
        })
}

fn exchange(fields: &Fields<'_>) -> Result<Exchange, Unfit> {
    let headers = match fields.raw("response_headers") {
        Some(raw) => items(raw.get())?,
        None => Vec::new(),
    };
    let content_type = header(&headers, "Content-Type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    Ok(Exchange {
        answer: HttpAnswer {
            status: u16::try_from(fields.int("status")).unwrap_or(0),
            retry_after: header(&headers, "Retry-After").and_then(|text| text.trim().parse().ok()),
            version_id: header(&headers, "X-Version-Id"),
            date: None,
            body: body(fields.raw("response_body"), &content_type),
            content_type,
        },
        method: fields.text("method").to_ascii_uppercase(),
        path: fields.string("path"),
        template: fields.string("path_template"),
        request_body: fields
            .raw("request_body")
            .map_or("null", RawValue::get)
            .to_owned(),
    })
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
        return many(text, exchange).unwrap_or((Vec::new(), 1));
    }
    if let Ok(only) = one(text, exchange) {
        return (vec![only], 0);
    }
    let read: Vec<Option<Exchange>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| one(line, exchange).ok())
        .collect();
    let skipped = read.iter().filter(|one| one.is_none()).count();
    (read.into_iter().flatten().collect(), skipped)
}
