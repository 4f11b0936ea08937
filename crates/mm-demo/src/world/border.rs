//! What the hub of connections asks besides HTTP: sessions, memberships, typing, presence.

use serde_json::json;

use super::error::ApiError;
use super::events::{to_channel, without};
use super::http::Caller;
use super::id::Id;
use super::options::SessionInfo;
use super::World;

impl World {
    /// The living session of a token (login session or personal access token).
    pub fn session(&self, now: i64, token: &str) -> Option<SessionInfo> {
        let session = self
            .store
            .index
            .tokens
            .get(token)
            .and_then(|id| self.store.sessions.get(id))?;
        let user = self.store.users.get(&session.user_id)?;
        let over = session.expires_at > 0 && session.expires_at <= now;
        (!over && user.delete_at == 0).then(|| SessionInfo {
            session_id: session.id.to_string(),
            user_id: user.id.to_string(),
            csrf: session.csrf.clone(),
            is_admin: user.is_admin(),
        })
    }

    /// Whether a session is neither expired nor revoked.
    pub fn session_alive(&self, now: i64, session_id: &str) -> bool {
        let token = Id::parse(session_id)
            .and_then(|id| self.store.sessions.get(&id))
            .map(|s| s.token.clone());
        token.is_some_and(|token| self.session(now, &token).is_some())
    }

    /// Membership of a channel.
    pub fn is_channel_member(&self, user: &str, channel: &str) -> bool {
        match (Id::parse(user), Id::parse(channel)) {
            (Some(user), Some(channel)) => self.store.member(channel, user).is_some(),
            _ => false,
        }
    }

    /// Whether a channel is archived: it may be read, and nothing in it changes.
    pub(super) fn is_archived(&self, channel: Id) -> bool {
        self.store.channels.get(&channel).is_some_and(|c| c.delete_at > 0)
    }

    /// Membership of a team.
    pub fn is_team_member(&self, user: &str, team: &str) -> bool {
        match (Id::parse(user), Id::parse(team)) {
            (Some(user), Some(team)) => self.store.team_member(team, user).is_some(),
            _ => false,
        }
    }

    /// System administrator?
    pub fn is_admin(&self, user: &str) -> bool {
        Id::parse(user)
            .and_then(|id| self.store.users.get(&id))
            .is_some_and(|user| user.is_admin())
    }

    /// Id of the user with that name or id.
    pub fn user_id(&self, name_or_id: &str) -> Option<String> {
        let by_id = Id::parse(name_or_id).and_then(|id| self.store.users.get(&id));
        by_id
            .or_else(|| self.store.user_named(name_or_id))
            .map(|user| user.id.to_string())
    }

    /// The `user_typing` action: pushes the `typing` event (`parent` is the thread's root or empty).
    ///
    /// 400 for a channel in which the person may not post (`websocket.md` 5.2).
    pub fn user_typing(&mut self, now: i64, user: &str, channel: &str, parent: &str) -> Result<(), ApiError> {
        let (Some(user), Some(channel)) = (Id::parse(user), Id::parse(channel)) else {
            return Err(ApiError::invalid_url("channel_id"));
        };
        if self.store.member(channel, user).is_none() {
            return Err(ApiError::invalid_url("channel_id"));
        }
        let parent = Id::parse(parent).map_or(String::new(), |id| id.to_string());
        let _ = now;
        let data = json!({"parent_id": parent, "user_id": user});
        self.emit("typing", data, without(user, to_channel(channel)));
        Ok(())
    }

    /// Time of a session's last activity by a person (opening a socket, posting, viewing, reading users), for the
    /// reaper (`websocket.md` 4.1).
    pub fn last_user_activity(&self, session_id: &str) -> i64 {
        Id::parse(session_id)
            .and_then(|id| self.store.sessions.get(&id))
            .map_or(0, |s| s.last_user_activity)
    }

    /// Ends one session, or all of a user (session id, user id or username).
    pub fn expire_session(&mut self, session_id_or_user: &str) {
        let id = Id::parse(session_id_or_user);
        let user = id.filter(|id| self.store.users.contains_key(id));
        let user = user.or_else(|| self.store.user_named(session_id_or_user).map(|u| u.id));
        let doomed: Vec<Id> = match user {
            Some(user) => self
                .store
                .sessions
                .values()
                .filter(|s| s.user_id == user)
                .map(|s| s.id)
                .collect(),
            None => id.into_iter().collect(),
        };
        for session in doomed {
            self.store.remove_session(session);
        }
    }

    /// Hash of the client configuration, part of the server version.
    pub fn client_config_hash(&self) -> String {
        self.config_hash.clone()
    }

    /// `11.6.0.dev.<64 hex>.false`
    pub fn server_version(&self) -> String {
        format!("11.6.0.dev.{}.false", self.config_hash)
    }

    /// The caller behind a session.
    pub(super) fn caller_of(&self, info: &SessionInfo) -> Option<Caller> {
        Some(Caller {
            user: Id::parse(&info.user_id)?,
            session: Id::parse(&info.session_id)?,
            admin: info.is_admin,
        })
    }

    /// Notes activity of the caller's own session.
    pub(super) fn note_activity(&mut self, now: i64, caller: Option<Caller>) {
        if let Some(session) = caller.and_then(|caller| self.store.sessions.get_mut(&caller.session)) {
            session.last_user_activity = now;
            session.last_activity_at = now;
        }
    }
}
