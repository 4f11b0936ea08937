//! REST: a request of `/api/v4` becomes a [`Call`], the world's [`Answer`] becomes a response.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{to_bytes, Body};
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::call::{Answer, Call, Method};

use super::Shared;

/// Longest body that is taken in at all; the world has its own, smaller limits by route.
const MAX_BODY: usize = 128 * 1024 * 1024;

/// Handles every REST route.
pub async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Some(call) = call(&parts, body.to_vec()) else {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    };
    let (answer, delay) = shared.with(|server, now| {
        let answer = server.http(now, &call);
        (answer, server.http_delay(now, &call))
    });
    if call.method != Method::Get {
        shared.note_change();
    }
    if delay > 0 {
        tokio::time::sleep(Duration::from_millis(u64::from(delay))).await;
    }
    response(answer)
}

fn call(parts: &Parts, body: Vec<u8>) -> Option<Call> {
    Some(Call {
        method: Method::from_name(parts.method.as_str())?,
        path: percent_decoded(parts.uri.path()),
        query: query_pairs(parts),
        headers: header_pairs(parts),
        body,
    })
}

/// Decoded query pairs; none when the query cannot be read.
pub fn query_pairs(parts: &Parts) -> Vec<(String, String)> {
    Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_or_else(|_| Vec::new(), |query| query.0)
}

/// Headers as text, names in lower case. Without a `Host` header (HTTP/1.0) the URI's host stands in.
pub fn header_pairs(parts: &Parts) -> Vec<(String, String)> {
    parts
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect()
}

/// An [`Answer`] as a response.
pub fn response(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// Percent escapes resolved; what is no escape stays as it is.
fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.get(..2))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
