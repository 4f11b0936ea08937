//! What a client can ask over the socket, and the answers (`websocket.md` 2.2, 3.3, 5).

use serde_json::{json, Map, Value};

use crate::world::ApiError;

use super::company::Company;
use super::connection::Key;
use super::request::{self, Malformed, Request, MAX_REQUEST_BYTES};
use super::resume::Point;
use super::{frame, Hub, Phase, SocketId, SocketOut};

/// Close code of a frame that is too long.
const TOO_BIG: u16 = 1009;
/// The server's version as `ping` tells it.
const VERSION: &str = "11.6.0";

type Outcome = Result<Map<String, Value>, ApiError>;

impl Hub {
    /// A text frame came.
    pub fn text(&mut self, now: i64, company: &mut impl Company, id: SocketId, text: &str) {
        self.frame(now, company, id, text.len(), || request::from_text(text));
    }

    /// A binary frame came.
    pub fn binary(&mut self, now: i64, company: &mut impl Company, id: SocketId, bytes: &[u8]) {
        self.frame(now, company, id, bytes.len(), || request::from_binary(bytes));
    }

    fn frame(
        &mut self,
        now: i64,
        company: &mut impl Company,
        id: SocketId,
        size: usize,
        read: impl FnOnce() -> Result<Request, Malformed>,
    ) {
        if size > MAX_REQUEST_BYTES {
            return self.end(now, company, id, SocketOut::Close(Some(TOO_BIG)));
        }
        let Ok(request) = read() else {
            return self.end(now, company, id, SocketOut::Drop);
        };
        match self.sockets.get(&id).map(|socket| &socket.phase) {
            Some(Phase::Anonymous { posted_ack, .. }) => {
                let posted_ack = *posted_ack;
                self.anonymous(now, company, id, &request, posted_ack);
            }
            Some(Phase::Live(key)) => {
                let key = *key;
                self.request(now, company, key, &request);
            }
            Some(Phase::Ended) | None => {}
        }
    }

    /// Before authentication only the challenge does anything; errors would be built but never delivered.
    fn anonymous(
        &mut self,
        now: i64,
        company: &mut impl Company,
        id: SocketId,
        request: &Request,
        posted_ack: bool,
    ) {
        if request.seq <= 0 || request.action != "authentication_challenge" {
            return;
        }
        let token = request.data.get("token").and_then(Value::as_str);
        let Some(session) = token.and_then(|token| company.session(now, token)) else {
            return self.end(now, company, id, SocketOut::Drop);
        };
        self.attach(now, company, id, &session, Point::New, posted_ack);
        if let Some(Phase::Live(key)) = self.sockets.get(&id).map(|socket| &socket.phase) {
            self.push_reply(*key, frame::ok(request.seq, Map::new()));
        }
    }

    fn request(&mut self, now: i64, company: &mut impl Company, key: Key, request: &Request) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        let outcome = if request.action.is_empty() {
            Err(router_error(400, "no_action", "No websocket action."))
        } else if request.seq <= 0 {
            Err(router_error(
                400,
                "bad_seq",
                "Invalid sequence for WebSocket message.",
            ))
        } else if request.action == "authentication_challenge" {
            return;
        } else if !company.session_alive(now, &connection.session_id) {
            let words = "WebSocket connection is not authenticated. Please log in and try again.";
            Err(router_error(401, "not_authenticated", words))
        } else if request.action == "presence" {
            connection.presence.say(&request.data);
            Ok(Map::new())
        } else if request.action.starts_with("custom_") {
            return;
        } else {
            let user = connection.user_id.clone();
            act(now, company, &user, request)
        };
        let reply = match outcome {
            Ok(data) => frame::ok(request.seq, data),
            Err(error) => frame::fail(request.seq, &error),
        };
        self.push_reply(key, reply);
    }
}

impl super::connection::Presence {
    fn say(&mut self, data: &Map<String, Value>) {
        let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
        if let Some(channel) = text("channel_id") {
            self.channel = Some(channel);
        }
        if let Some(team) = text("team_id") {
            self.team = Some(team);
        }
        if let Some(channel) = text("thread_channel_id") {
            let in_view = data.get("is_thread_view").and_then(Value::as_bool) == Some(true);
            let slot = if in_view {
                &mut self.thread_view
            } else {
                &mut self.side_thread
            };
            *slot = Some(channel);
        }
    }
}

fn act(now: i64, company: &mut impl Company, user: &str, request: &Request) -> Outcome {
    match request.action.as_str() {
        "ping" => Ok(pong(now)),
        "user_typing" => typing(now, company, user, &request.data),
        "get_statuses" => Ok(by_user(company.statuses(now, None))),
        "get_statuses_by_ids" => {
            let ids = user_ids(&request.data).ok_or_else(|| invalid("user_ids"))?;
            Ok(by_user(company.statuses(now, Some(&ids))))
        }
        "user_update_active_status" => {
            let flag = |name: &str| request.data.get(name).and_then(Value::as_bool);
            let active = flag("user_is_active").ok_or_else(|| invalid("user_is_active"))?;
            company.set_active(now, user, active, flag("manual") == Some(true));
            Ok(Map::new())
        }
        "posted_notify_ack" => posted_notify_ack(&request.data),
        _ => Err(router_error(500, "bad_action", "Unknown WebSocket action.")),
    }
}

fn pong(now: i64) -> Map<String, Value> {
    let mut data = Map::new();
    data.insert("text".to_owned(), json!("pong"));
    data.insert("version".to_owned(), json!(VERSION));
    data.insert("server_time".to_owned(), json!(now));
    data.insert("node_id".to_owned(), json!(""));
    data
}

fn typing(now: i64, company: &mut impl Company, user: &str, data: &Map<String, Value>) -> Outcome {
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    let channel = text("channel_id");
    if !super::ids::is_id(channel) {
        return Err(invalid("channel_id"));
    }
    company.user_typing(now, user, channel, text("parent_id"))?;
    Ok(Map::new())
}

/// Only metrics on a real server; the types of two fields are checked.
fn posted_notify_ack(data: &Map<String, Value>) -> Outcome {
    for name in ["status", "reason"] {
        if data.get(name).is_some_and(|value| !value.is_string()) {
            return Err(invalid(name));
        }
    }
    Ok(Map::new())
}

fn user_ids(data: &Map<String, Value>) -> Option<Vec<String>> {
    let ids: Option<Vec<String>> = data
        .get("user_ids")?
        .as_array()?
        .iter()
        .map(|id| id.as_str().map(str::to_owned))
        .collect();
    ids.filter(|ids| !ids.is_empty())
}

fn by_user(statuses: Vec<(String, String)>) -> Map<String, Value> {
    statuses
        .into_iter()
        .map(|(user, status)| (user, Value::String(status)))
        .collect()
}

fn router_error(status: u16, name: &str, words: &str) -> ApiError {
    ApiError::new(status, &format!("api.web_socket_router.{name}.app_error"), words)
}

fn invalid(name: &str) -> ApiError {
    ApiError::new(
        400,
        "api.websocket_handler.invalid_param.app_error",
        &format!("Invalid {name} parameter."),
    )
}
