//! From a request to an answer: route, session, CSRF, limits, headers (`rest.md` 0).

mod auth;
mod reply;
mod request;
mod route;

use super::error::ApiError;
use super::World;
use crate::call::{Answer, Call, Method};

pub use reply::Reply;
pub use request::{Caller, Request};
pub use route::{delete, get, head, open, patch, post, put, trusting, Route};

/// What a handler gives back.
pub type Outcome = Result<Reply, ApiError>;

const PREFIX: &str = "/api/v4";
/// `MaximumPayloadSizeBytes` with its slack.
const MAX_JSON_BODY: usize = 300_000 + 512;
/// `MaximumURLLength`.
const MAX_URL: usize = 2048;

impl World {
    /// Answers one request of `/api/v4` (everything but the WebSocket upgrade).
    ///
    /// `now` is the time of day in milliseconds. Whatever the request is, an answer comes back: errors are JSON
    /// bodies as in `rest.md` 0.4, unknown paths a 404.
    pub fn http(&mut self, now: i64, call: &Call) -> Answer {
        let path = call.path.strip_prefix(PREFIX).unwrap_or(&call.path);
        let path = if path.len() > 1 {
            path.trim_end_matches('/')
        } else {
            path
        };
        let Some((route, params)) = route::find(call.method, path) else {
            return not_found(call);
        };
        let request_id = self.rng.id();
        let mut headers: Vec<(String, String)> = Vec::new();
        let outcome = self.run(now, call, route, params, &mut headers);
        let mut reply = match outcome {
            Ok(reply) => reply,
            Err(mut error) => {
                error.request_id = request_id.to_string();
                Reply::json(error.status_code, &error)
            }
        };
        if let Some(etag) = &reply.etag {
            headers.push(("Etag".into(), etag.clone()));
            if call.header("if-none-match") == Some(etag) {
                (reply.status, reply.body, reply.content_type) = (304, Vec::new(), None);
            }
        }
        if let Some(content_type) = reply.content_type {
            headers.push(("Content-Type".into(), content_type));
        }
        headers.append(&mut reply.headers);
        if matches!(call.method, Method::Get | Method::Head) {
            headers.push(("Expires".into(), "0".into()));
        }
        for (name, value) in [
            ("Permissions-Policy", ""),
            ("Referrer-Policy", "no-referrer"),
            ("Vary", "Origin"),
            ("Vary", "Accept-Encoding"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Request-Id", request_id.as_str()),
            ("X-Version-Id", &self.server_version()),
        ] {
            headers.push((name.to_owned(), value.to_owned()));
        }
        Answer {
            status: reply.status,
            headers,
            body: reply.body,
        }
    }

    fn run(
        &mut self,
        now: i64,
        call: &Call,
        route: &'static Route,
        params: Vec<(&'static str, String)>,
        headers: &mut Vec<(String, String)>,
    ) -> Outcome {
        let url: usize = call
            .query
            .iter()
            .map(|(n, v)| n.len() + v.len() + 2)
            .sum::<usize>()
            + call.path.len();
        if url > MAX_URL {
            return Err(ApiError::new(
                414,
                "basic_security_check.url.too_long_error",
                "URL is too long",
            ));
        }
        let caller = self.caller(now, call, route, headers)?;
        if call.body.len() > MAX_JSON_BODY && !route.takes_files() {
            return Err(ApiError::new(
                413,
                "api.context.request_body_too_large.app_error",
                "Unable to process request. Request body too large.",
            ));
        }
        let request = Request::new(now, call, caller, params)?;
        (route.run)(self, &request)
    }
}

/// The answer for a path without a route. It is written by the router, so it lacks the usual headers.
fn not_found(call: &Call) -> Answer {
    let body = serde_json::json!({
        "id": "api.context.404.app_error",
        "message": "Sorry, we could not find the page.",
        "detailed_error": format!(
            "There doesn't appear to be an api call for the url='{}'.  Typo? are you missing a team_id or user_id \
             as part of the url?",
            call.path
        ),
        "status_code": 404
    });
    Answer {
        status: 404,
        headers: vec![
            ("Content-Type".into(), "application/json".into()),
            ("Vary".into(), "Origin".into()),
        ],
        body: body.to_string().into_bytes(),
    }
}
