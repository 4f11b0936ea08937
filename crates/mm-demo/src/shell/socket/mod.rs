//! WebSockets: the upgrade, and per socket one reader and one writer (`websocket.md` 1.3, 1.6, 1.8).
//!
//! [`plain`] is as the real server: no extension is ever negotiated. [`deflate`] (option `--deflate`) compresses, which
//! a real server never does.

mod compression;
pub mod deflate;
pub mod plain;
mod writer;

use std::time::Duration;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{header, HeaderValue, StatusCode};
use axum::response::Response;
use tokio::time::Instant;

use crate::hub::SocketId;
use crate::server::{HowItEnded, Refusal, Upgrade};

use super::{api, Shared};

/// The stream ends when no protocol pong came for so long.
const READ_DEADLINE: Duration = Duration::from_secs(100);
/// Until when something must be heard of a client. Only a protocol pong moves it; requests do not, not even `ping`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Deadline(Instant);

impl Deadline {
    /// Of a socket that opens now.
    fn new(now: Instant) -> Deadline {
        Deadline(now + READ_DEADLINE)
    }

    /// A pong came.
    fn pong(&mut self, now: Instant) {
        *self = Deadline::new(now);
    }
}

/// Longest frame that is read at all; the hub's own limit is smaller and answers with a close code.
const MAX_FRAME: usize = 1 << 20;

fn asked(parts: &Parts) -> Upgrade {
    Upgrade {
        query: api::query_pairs(parts),
        headers: api::header_pairs(parts),
    }
}

/// A request without the headers of an upgrade.
fn no_upgrade() -> Response {
    refused(Refusal::not_upgraded(400, "Bad Request", "", 0))
}

fn refused(refusal: Refusal) -> Response {
    let mut response = Response::new(Body::from(refusal.body));
    *response.status_mut() = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
    let kind = HeaderValue::from_static(refusal.content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn gone(shared: &Shared, id: SocketId, how: HowItEnded) {
    shared.remove_writer(id);
    shared.with(|server, now| server.socket_gone(now, id, how));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_given_a_hundred_seconds_from_its_last_pong() {
        let start = Instant::now();
        let mut deadline = Deadline::new(start);
        assert_eq!(deadline.0, start + Duration::from_secs(100));
        let later = start + Duration::from_secs(60);
        deadline.pong(later);
        assert_eq!(deadline.0, later + Duration::from_secs(100));
    }
}
