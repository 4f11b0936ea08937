//! Sessions and personal access tokens.

use serde::{Deserialize, Serialize};

use crate::world::id::Id;

/// A login session, or the standing session of an access token.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Session {
    pub id: Id,
    pub token: String,
    pub csrf: String,
    pub user_id: Id,
    pub create_at: i64,
    /// 0 = never.
    pub expires_at: i64,
    pub last_activity_at: i64,
    pub device_id: String,
    /// Last time a person did something with it (for the reaper of connections).
    pub last_user_activity: i64,
    /// Made for a personal access token.
    pub from_access_token: bool,
}

/// A personal access token, in the wire's shape; `token` only when it is made.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccessToken {
    pub id: Id,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token: String,
    pub user_id: Id,
    pub description: String,
    pub is_active: bool,
}
