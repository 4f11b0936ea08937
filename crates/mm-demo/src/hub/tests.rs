//! The hub against a small company of its own, in virtual time; by behaviour.

mod actions;
mod authentication;
mod recipients;
mod recorded;
mod resume;
mod slow;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{json, Map, Value};

use super::*;
use crate::outgoing::Broadcast;
use crate::world::{ApiError, SessionInfo};

/// When every test starts.
pub const START: i64 = 1_700_000_000_000;
/// A channel that both people are in.
pub const TOWN: &str = "channelyyyyyyyyyyyyyyytown";

/// Everybody named `x` signs in with token `token-x` (session `session-x`) and is in every channel and team that
/// is not listed in `outside`.
#[derive(Default)]
pub struct Fake {
    pub ended: BTreeSet<String>,
    pub admins: BTreeSet<String>,
    pub outside: BTreeSet<(String, String)>,
    pub seen_at: BTreeMap<String, i64>,
    pub log: Vec<String>,
}

impl Company for Fake {
    fn session(&self, _now: i64, token: &str) -> Option<SessionInfo> {
        let user = token.strip_prefix("token-")?;
        Some(session_of(user)).filter(|s| !self.ended.contains(&s.session_id))
    }
    fn session_alive(&self, _now: i64, session_id: &str) -> bool {
        !self.ended.contains(session_id)
    }
    fn is_channel_member(&self, user: &str, channel: &str) -> bool {
        !self.outside.contains(&(user.to_owned(), channel.to_owned()))
    }
    fn is_team_member(&self, user: &str, team: &str) -> bool {
        !self.outside.contains(&(user.to_owned(), team.to_owned()))
    }
    fn is_admin(&self, user: &str) -> bool {
        self.admins.contains(user)
    }
    fn last_user_activity(&self, session_id: &str) -> i64 {
        self.seen_at.get(session_id).copied().unwrap_or(0)
    }
    fn server_version(&self) -> String {
        "11.6.0.dev.0.false".to_owned()
    }
    fn statuses(&self, _now: i64, ids: Option<&[String]>) -> Vec<(String, String)> {
        let ids = ids.map_or_else(|| vec!["emily".to_owned()], <[String]>::to_vec);
        ids.into_iter().map(|id| (id, "online".to_owned())).collect()
    }
    fn user_typing(&mut self, _now: i64, user: &str, channel: &str, parent: &str) -> Result<(), ApiError> {
        self.log.push(format!("{user} types in {channel}/{parent}"));
        Ok(())
    }
    fn set_active(&mut self, _now: i64, user: &str, active: bool, manual: bool) {
        self.log.push(format!("{user} active={active} manual={manual}"));
    }
    fn connected(&mut self, _now: i64, user: &str) {
        self.log.push(format!("{user} connected"));
    }
    fn disconnected(&mut self, _now: i64, user: &str) {
        self.log.push(format!("{user} disconnected"));
    }
}

pub fn session_of(user: &str) -> SessionInfo {
    SessionInfo {
        session_id: format!("session-{user}"),
        user_id: user.to_owned(),
        csrf: String::new(),
        is_admin: false,
    }
}

/// A hub, its company and a clock.
pub struct Bench {
    pub hub: Hub,
    pub company: Fake,
    pub now: i64,
}

impl Bench {
    pub fn new() -> Bench {
        Bench {
            hub: Hub::new(7, START),
            company: Fake::default(),
            now: START,
        }
    }

    /// Opens an authenticated socket for a new connection.
    pub fn open(&mut self, user: &str) -> SocketId {
        self.open_at(user, "", "0")
    }

    /// Opens an authenticated socket that wishes to resume.
    pub fn open_at(&mut self, user: &str, connection_id: &str, sequence_number: &str) -> SocketId {
        let wish = ResumeWish {
            connection_id: connection_id.to_owned(),
            sequence_number: sequence_number.to_owned(),
            posted_ack: false,
        };
        let session = Some(session_of(user));
        self.hub.opened(self.now, &mut self.company, session, wish)
    }

    pub fn open_anonymous(&mut self) -> SocketId {
        self.hub
            .opened(self.now, &mut self.company, None, ResumeWish::default())
    }

    pub fn send(&mut self, id: SocketId, frame: &Value) {
        self.hub.text(self.now, &mut self.company, id, &frame.to_string());
    }

    /// Sends a request and returns the only frame that comes back.
    pub fn ask(&mut self, id: SocketId, frame: &Value) -> Value {
        self.send(id, frame);
        let mut frames = self.frames(id);
        assert_eq!(frames.len(), 1, "{frames:?}");
        frames.remove(0)
    }

    pub fn gone(&mut self, id: SocketId) {
        self.hub.socket_gone(self.now, &mut self.company, id);
    }

    pub fn tick(&mut self, passed: i64) {
        self.now += passed;
        self.hub.tick(self.now, &mut self.company);
    }

    pub fn publish(&mut self, event: &Outgoing) {
        self.hub.broadcast(self.now, &mut self.company, event);
    }

    /// Sends `count` posts into the channel.
    pub fn post(&mut self, count: usize) {
        for _ in 0..count {
            self.publish(&event("posted"));
        }
    }

    /// Everything that goes out on a socket now.
    pub fn out(&mut self, id: SocketId) -> Vec<SocketOut> {
        std::iter::from_fn(|| self.hub.take_next(id)).collect()
    }

    /// The same, when it is text only.
    pub fn frames(&mut self, id: SocketId) -> Vec<Value> {
        self.out(id)
            .into_iter()
            .map(|out| match out {
                SocketOut::Text(text) => serde_json::from_str(&text).expect("a frame is JSON"),
                other => panic!("not a frame: {other:?}"),
            })
            .collect()
    }

    /// `name seq` of the events that go out on a socket now.
    pub fn events(&mut self, id: SocketId) -> Vec<String> {
        self.frames(id).iter().map(label).collect()
    }

    /// Opens an authenticated socket, takes `hello` off it and tells the connection id.
    pub fn greeted(&mut self, user: &str) -> (SocketId, String) {
        let id = self.open(user);
        let frames = self.frames(id);
        (id, connection_id(&frames[0]))
    }
}

pub fn connection_id(hello: &Value) -> String {
    assert_eq!(hello["event"], "hello", "{hello}");
    hello["data"]["connection_id"].as_str().expect("an id").to_owned()
}

/// `posted 3`, or `OK 3` for a reply.
pub fn label(frame: &Value) -> String {
    match frame["event"].as_str() {
        Some(event) => format!("{event} {}", frame["seq"]),
        None => format!(
            "{} {}",
            frame["status"].as_str().unwrap_or("?"),
            frame["seq_reply"]
        ),
    }
}

/// An event to the channel that everybody is in.
pub fn event(name: &str) -> Outgoing {
    Outgoing {
        event: name.to_owned(),
        data: Map::new(),
        broadcast: Broadcast {
            channel_id: TOWN.to_owned(),
            ..Broadcast::default()
        },
        per_user: BTreeMap::new(),
    }
}

/// Data of an event or reply from a JSON literal.
pub fn data(value: Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

pub fn ping(seq: i64) -> Value {
    json!({"seq": seq, "action": "ping"})
}
