//! The pure brain of the demo server: data model, seed company and every REST handler.
//!
//! The shell calls it with the time of day (`now`, milliseconds since 1970) and sends what it answers. It knows no
//! clock, no socket and no file: the same seed and the same calls give the same answers.

use serde_json::Value;

use crate::call::{Answer, Call};
use crate::outgoing::Outgoing;

mod error;

pub use error::ApiError;

/// How much is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// The bilingual company: about 12 people, 14 channels.
    #[default]
    Company,
    /// 50 channels, 500 people, 1,000 posts in the main channel.
    S,
    /// 500 channels, 5,000 people, 10,000 posts in the main channel.
    M,
    /// 5,000 channels, 50,000 people, 100,000 posts in the main channel.
    L,
}

/// What a new world is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorldOptions {
    /// The same seed gives the same ids, people and texts.
    pub seed: u64,
    /// How much.
    pub size: Size,
    /// Number of posts in the main channel, when the size's own is not wanted.
    pub posts_in_main: Option<usize>,
}

/// A session as the hub needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionInfo {
    /// Session id (not the token).
    pub session_id: String,
    /// Whose.
    pub user_id: String,
    /// Value that `X-CSRF-Token` must have.
    pub csrf: String,
    /// System administrator?
    pub is_admin: bool,
}

/// An account to try, as printed at start and listed in the README.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHint {
    /// Login name.
    pub username: String,
    /// Password.
    pub password: String,
    /// `administrator`, `member`, …
    pub role: String,
    /// What to see with it.
    pub note: String,
}

/// Everything the demo server knows.
#[derive(Debug)]
pub struct World {
    outgoing: Vec<Outgoing>,
}

impl World {
    /// A freshly generated world whose history ends shortly before `now`.
    pub fn new(_options: WorldOptions, _now: i64) -> World {
        World { outgoing: Vec::new() }
    }

    /// Answers one request of `/api/v4` (everything but the WebSocket upgrade).
    pub fn http(&mut self, _now: i64, _call: &Call) -> Answer {
        Answer {
            status: 404,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The events caused since this was last called, in order.
    pub fn take_outgoing(&mut self) -> Vec<Outgoing> {
        std::mem::take(&mut self.outgoing)
    }

    /// The living session of a token (login session or personal access token).
    pub fn session(&self, _now: i64, _token: &str) -> Option<SessionInfo> {
        None
    }

    /// Whether a session is neither expired nor revoked.
    pub fn session_alive(&self, _now: i64, _session_id: &str) -> bool {
        false
    }

    /// Membership of a channel.
    pub fn is_channel_member(&self, _user: &str, _channel: &str) -> bool {
        false
    }

    /// Membership of a team.
    pub fn is_team_member(&self, _user: &str, _team: &str) -> bool {
        false
    }

    /// System administrator?
    pub fn is_admin(&self, _user: &str) -> bool {
        false
    }

    /// The `user_typing` action: pushes the `typing` event (`parent` is the thread's root or empty).
    pub fn user_typing(
        &mut self,
        _now: i64,
        _user: &str,
        _channel: &str,
        _parent: &str,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    /// Status by user id: of everybody who has one, or of the given ids.
    pub fn statuses(&self, _now: i64, _ids: Option<&[String]>) -> Vec<(String, String)> {
        Vec::new()
    }

    /// The `user_update_active_status` action: active means online, not active means away (at once when `manual`, else
    /// when idle long enough); a change that is not manual never overrides a manual status (`websocket.md` 5.3).
    pub fn set_active(&mut self, _now: i64, _user: &str, _active: bool, _manual: bool) {}

    /// A connection of this user opened.
    pub fn connected(&mut self, _now: i64, _user: &str) {}

    /// The last connection of this user closed.
    pub fn disconnected(&mut self, _now: i64, _user: &str) {}

    /// Ends one session, or all of a user (session id, user id or username).
    pub fn expire_session(&mut self, _session_id_or_user: &str) {}

    /// Hash of the client configuration, part of the server version.
    pub fn client_config_hash(&self) -> String {
        String::new()
    }

    /// `11.6.0.dev.<64 hex>.false`
    pub fn server_version(&self) -> String {
        String::new()
    }

    /// Time of a session's last activity by a person (opening a socket, posting, viewing, reading users), for the
    /// reaper (`websocket.md` 4.1).
    pub fn last_user_activity(&self, _session_id: &str) -> i64 {
        0
    }

    /// Id of the user with that name or id.
    pub fn user_id(&self, _name_or_id: &str) -> Option<String> {
        None
    }

    /// The accounts to try.
    pub fn accounts(&self) -> Vec<AccountHint> {
        Vec::new()
    }

    /// Everything, as one JSON value that [`World::restore`] understands.
    pub fn snapshot(&self) -> Value {
        Value::Null
    }

    /// A world from a snapshot.
    pub fn restore(_snapshot: &Value) -> Result<World, String> {
        Ok(World { outgoing: Vec::new() })
    }
}
