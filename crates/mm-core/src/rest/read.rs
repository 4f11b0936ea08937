//! From an answer to its body, or to the error it stands for. Every `read_…` of the areas goes through here.

use std::time::Duration;

use serde::Deserialize;

use super::error::ApiError;
use super::http::{HttpAnswer, HttpReply};
use crate::event::Event;
use crate::wire::frame::RawError;
use crate::wire::model::{all_into_domain, IntoDomain};
use crate::wire::nested::entries;
use crate::wire::WireError;

/// The answer of a reply, or that there was none.
pub fn accept(reply: &HttpReply) -> Result<&HttpAnswer, ApiError> {
    match reply {
        HttpReply::Answer(answer) => Ok(answer),
        HttpReply::Failed => Err(ApiError::Unreachable),
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
        .then(|| serde_json::from_str::<RawError<'_>>(&answer.body).ok())
        .flatten()
        .map(WireError::from);
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

/// The body as a raw shape.
pub(super) fn body<'a, T: Deserialize<'a>>(
    answer: &'a HttpAnswer,
    what: &'static str,
) -> Result<T, ApiError> {
    check(answer)?;
    serde_json::from_str(&answer.body).map_err(|_| ApiError::Unreadable { what })
}

/// The body as one object.
pub(super) fn object<'a, T: Deserialize<'a> + IntoDomain>(
    answer: &'a HttpAnswer,
    what: &'static str,
) -> Result<T::Domain, ApiError> {
    body::<T>(answer, what)?
        .into_domain()
        .ok_or(ApiError::Unreadable { what })
}

/// The body as a list, and how many entries could not be read.
pub(super) fn list<'a, T: Deserialize<'a> + IntoDomain>(
    answer: &'a HttpAnswer,
    what: &'static str,
) -> Result<(Vec<T::Domain>, usize), ApiError> {
    check(answer)?;
    let (raw, unread) = entries::<T>(&answer.body)
        .or_else(|error| broken_stream(&answer.body).ok_or(error))
        .map_err(|_| ApiError::Unreadable { what })?;
    let (good, unfit) = all_into_domain(raw);
    Ok((good, unread + unfit))
}

/// A list that the server began to stream and then had nothing to put in: `[` and an error object (`rest.md 4.4`).
fn broken_stream<T>(text: &str) -> Option<(Vec<T>, usize)> {
    let rest = text.trim().strip_prefix('[')?;
    let error: RawError<'_> = serde_json::from_str(rest).ok()?;
    (!WireError::from(error).id.is_empty()).then(|| (Vec::new(), 0))
}

/// One JSON object a line; a list is taken too. Lines that cannot be read are counted.
pub(super) fn lines<'a, T: Deserialize<'a> + IntoDomain>(
    answer: &'a HttpAnswer,
    what: &'static str,
) -> Result<(Vec<T::Domain>, usize), ApiError> {
    check(answer)?;
    if answer.body.trim_start().starts_with('[') {
        return list::<T>(answer, what);
    }
    let mut items = Vec::new();
    let mut skipped = 0;
    for line in answer.body.lines().map(str::trim).filter(|l| !l.is_empty()) {
        match serde_json::from_str::<T>(line).ok().and_then(T::into_domain) {
            Some(item) => items.push(item),
            None => skipped += 1,
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
