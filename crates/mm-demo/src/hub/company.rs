//! What the hub asks the rest of the server. Implemented by [`World`]; tests have their own small company.

use crate::world::{ApiError, SessionInfo, World};

/// Who is signed in, who belongs where, and what actions over the socket do.
pub trait Company {
    /// The living session of a token.
    fn session(&self, now: i64, token: &str) -> Option<SessionInfo>;
    /// Whether a session is neither expired nor revoked.
    fn session_alive(&self, now: i64, session_id: &str) -> bool;
    /// Membership of a channel.
    fn is_channel_member(&self, user: &str, channel: &str) -> bool;
    /// Membership of a team.
    fn is_team_member(&self, user: &str, team: &str) -> bool;
    /// System administrator?
    fn is_admin(&self, user: &str) -> bool;
    /// Time of a session's last activity by a person.
    fn last_user_activity(&self, session_id: &str) -> i64;
    /// Version text of `hello`.
    fn server_version(&self) -> String;
    /// Status by user id: of everybody who is not offline, or of the given ids.
    fn statuses(&self, now: i64, ids: Option<&[String]>) -> Vec<(String, String)>;
    /// Action `user_typing`.
    fn user_typing(&mut self, now: i64, user: &str, channel: &str, parent: &str) -> Result<(), ApiError>;
    /// Action `user_update_active_status`.
    fn set_active(&mut self, now: i64, user: &str, active: bool, manual: bool);
    /// A connection of this user opened.
    fn connected(&mut self, now: i64, user: &str);
    /// The last connection of this user closed.
    fn disconnected(&mut self, now: i64, user: &str);
}

impl Company for World {
    fn session(&self, now: i64, token: &str) -> Option<SessionInfo> {
        World::session(self, now, token)
    }
    fn session_alive(&self, now: i64, session_id: &str) -> bool {
        World::session_alive(self, now, session_id)
    }
    fn is_channel_member(&self, user: &str, channel: &str) -> bool {
        World::is_channel_member(self, user, channel)
    }
    fn is_team_member(&self, user: &str, team: &str) -> bool {
        World::is_team_member(self, user, team)
    }
    fn is_admin(&self, user: &str) -> bool {
        World::is_admin(self, user)
    }
    fn last_user_activity(&self, session_id: &str) -> i64 {
        World::last_user_activity(self, session_id)
    }
    fn server_version(&self) -> String {
        World::server_version(self)
    }
    fn statuses(&self, now: i64, ids: Option<&[String]>) -> Vec<(String, String)> {
        World::statuses(self, now, ids)
    }
    fn user_typing(&mut self, now: i64, user: &str, channel: &str, parent: &str) -> Result<(), ApiError> {
        World::user_typing(self, now, user, channel, parent)
    }
    fn set_active(&mut self, now: i64, user: &str, active: bool, manual: bool) {
        World::set_active(self, now, user, active, manual);
    }
    fn connected(&mut self, now: i64, user: &str) {
        World::connected(self, now, user);
    }
    fn disconnected(&mut self, now: i64, user: &str) {
        World::disconnected(self, now, user);
    }
}
