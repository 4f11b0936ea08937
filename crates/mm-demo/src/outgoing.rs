//! The border for events: what the world wants sent, before the hub picks connections and numbers frames.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which copy of an event this is, for events that differ between administrators and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Variant {
    /// One copy for all.
    #[default]
    Everyone,
    /// Without private fields, for everybody who is no administrator (`contains_sanitized_data`).
    SanitizedForNonAdmins,
    /// With all fields, for administrators (`contains_sensitive_data`).
    SensitiveForAdmins,
}

/// Who gets an event. Empty strings and sets mean "not restricted by this".
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Broadcast {
    /// Users who do not get it.
    pub omit_users: BTreeSet<String>,
    /// Only this user.
    pub user_id: String,
    /// Only members of this channel.
    pub channel_id: String,
    /// Only members of this team.
    pub team_id: String,
    /// Only this connection.
    pub connection_id: String,
    /// Not this connection.
    pub omit_connection_id: String,
    /// Which copy.
    pub audience: Variant,
}

/// One event to send.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outgoing {
    /// Event name, for example `posted`.
    pub event: String,
    /// Its data.
    pub data: Map<String, Value>,
    /// Its recipients.
    pub broadcast: Broadcast,
    /// Further data fields by recipient (user id), for that recipient only: `mentions`, `followers`, `should_ack`.
    pub per_user: BTreeMap<String, Map<String, Value>>,
}
