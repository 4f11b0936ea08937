//! The control endpoint `/_control` (off unless `--control`): disturbances on command, for tests and for the curious.
//!
//! `POST` one command or an array of commands as JSON (see [`crate::chaos`]); the answer is `{"done": N}`, or 400 with
//! `{"error": "…"}`. `GET` shows the open sockets: `{"sockets": [{"socket": 3, "user": "<id>", "queued": 0}]}`. Only
//! programs on this machine may use it: other addresses and requests made by web pages are refused with 403.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{header, HeaderMap, StatusCode};
use axum::middleware::{from_fn, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{json, Value};

use crate::chaos::Command;

use super::Shared;

/// The route.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/_control", get(look).post(act))
        .layer(from_fn(local_only))
        .with_state(shared)
}

async fn local_only(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let local = peer.is_some_and(|ConnectInfo(address)| address.ip().is_loopback());
    if local && !is_from_a_page(request.headers()) {
        return next.run(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "Only programs on this machine may do that.\n",
    )
        .into_response()
}

/// Browsers say where a request comes from; programs do not.
fn is_from_a_page(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site")
}

async fn look(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let sockets: Vec<Value> = shared.with(|server, _| {
        let ids = server.sockets_of(None);
        ids.into_iter()
            .map(|id| json!({"socket": id.0, "user": server.user_of(id), "queued": server.queued(id)}))
            .collect()
    });
    Json(json!({ "sockets": sockets }))
}

async fn act(State(shared): State<Arc<Shared>>, body: String) -> Response {
    match commands(&body) {
        Ok(commands) => {
            let done = commands.len();
            shared.with(|server, now| {
                for command in commands {
                    server.command(now, command);
                }
            });
            Json(json!({ "done": done })).into_response()
        }
        Err(error) => {
            let body = Json(json!({"error": error.to_string()}));
            (StatusCode::BAD_REQUEST, body).into_response()
        }
    }
}

fn commands(body: &str) -> Result<Vec<Command>, serde_json::Error> {
    match serde_json::from_str(body)? {
        Value::Array(commands) => commands.into_iter().map(serde_json::from_value).collect(),
        command => Ok(vec![serde_json::from_value(command)?]),
    }
}
