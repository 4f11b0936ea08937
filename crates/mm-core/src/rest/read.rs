//! From an answer to its body, or to the error it stands for. Every `read_…` of the areas goes through here.

use std::time::Duration;

use super::error::ApiError;
use super::http::{HttpAnswer, HttpReply};
use crate::event::Event;
use crate::wire::fields::{many, one, Reader};
use crate::wire::frame;

/// The answer of a reply, or that there was none.
pub fn accept(reply: &HttpReply) -> Result<&HttpAnswer, ApiError> {
    match reply {
        HttpReply::Answer(answer) => Ok(answer),
        HttpReply::Failed | HttpReply::NotTheirs(_) => Err(ApiError::Unreachable),
        HttpReply::NoFile => Err(ApiError::FileGone),
    }
}

/// A call whose answer says nothing but that it worked.
pub fn read_done(answer: &HttpAnswer) -> Result<(), ApiError> {
    check(answer)
}

fn is_json(answer: &HttpAnswer) -> bool {
    let media = answer.content_type.split(';').next().unwrap_or_default().trim();
    matches!(media, "application/json" | "application/x-ndjson")
}

/// Succeeds for a success in JSON; else says which error it is.
pub(super) fn check(answer: &HttpAnswer) -> Result<(), ApiError> {
    match answer.status {
        204 => Ok(()),
        200..=299 if is_json(answer) => Ok(()),
        200..=399 => Err(ApiError::NotMattermost),
        status => Err(refusal(answer, status)),
    }
}

fn refusal(answer: &HttpAnswer, status: u16) -> ApiError {
    let error = is_json(answer)
        .then(|| one(&answer.body, frame::error).ok())
        .flatten();
    // A limiter answers in plain text and proxies in HTML: these statuses mean the same whoever says them (`rest.md 0.4`).
    let speaks_for_server = matches!(status, 408 | 413 | 414 | 425 | 429 | 500..=599);
    if error.is_none() && !speaks_for_server {
        return ApiError::NotMattermost;
    }
    let error = error.unwrap_or_default();
    ApiError::Server {
        status,
        id: error.id,
        message: error.message,
        retry_after: answer.retry_after.map(Duration::from_secs),
    }
}

/// The body as one object.
pub(super) fn object<T>(answer: &HttpAnswer, what: &'static str, read: Reader<T>) -> Result<T, ApiError> {
    check(answer)?;
    one(&answer.body, read).or(Err(ApiError::Unreadable { what }))
}

/// The body as a list, and how many entries could not be read.
pub(super) fn list<T>(
    answer: &HttpAnswer,
    what: &'static str,
    read: Reader<T>,
) -> Result<(Vec<T>, usize), ApiError> {
    check(answer)?;
    match many(&answer.body, read) {
        Ok(found) => Ok(found),
        Err(_) if is_broken_stream(&answer.body) => Ok((Vec::new(), 0)),
        Err(_) => Err(ApiError::Unreadable { what }),
    }
}

/// A list that the server began to stream and then had nothing to put in: `[` and an error object (`rest.md 4.4`).
fn is_broken_stream(text: &str) -> bool {
    let rest = text.trim().strip_prefix('[').unwrap_or_default();
    one(rest, frame::error).is_ok_and(|error| !error.id.is_empty())
}

/// One JSON object a line; a list is taken too. Lines that cannot be read are counted.
pub(super) fn lines<T>(
    answer: &HttpAnswer,
    what: &'static str,
    read: Reader<T>,
) -> Result<(Vec<T>, usize), ApiError> {
    check(answer)?;
    if answer.body.trim_start().starts_with('[') {
        return list(answer, what, read);
    }
    let mut items = Vec::new();
    let mut skipped = 0;
    for line in answer.body.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match one(line, read) {
            Ok(item) => items.push(item),
            Err(_) => skipped += 1,
        }
    }
    if items.is_empty() && skipped > 0 {
        return Err(ApiError::Unreadable { what });
    }
    Ok((items, skipped))
}

/// The fact, and one that counts what was left out.
pub(super) fn with_skipped(event: Event, what: &'static str, skipped: usize) -> Vec<Event> {
    let mut events = vec![event];
    if skipped > 0 {
        events.push(Event::Broken {
            event: format!("rest:{what}"),
            channel_id: None,
        });
    }
    events
}
