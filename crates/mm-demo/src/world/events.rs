//! Putting events into the list of what is to be sent, with the broadcast scopes that the server uses.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use super::id::Id;
use super::World;
use crate::outgoing::{Broadcast, Outgoing, Variant};

/// Everybody.
pub fn to_all() -> Broadcast {
    Broadcast::default()
}

/// All connections of one person.
pub fn to_user(user: Id) -> Broadcast {
    Broadcast {
        user_id: user.to_string(),
        ..Broadcast::default()
    }
}

/// One person, with a team named in the broadcast.
pub fn to_user_in_team(user: Id, team: Id) -> Broadcast {
    Broadcast {
        team_id: team.to_string(),
        ..to_user(user)
    }
}

/// One person, with a channel named in the broadcast.
pub fn to_user_in_channel(user: Id, channel: Id) -> Broadcast {
    Broadcast {
        channel_id: channel.to_string(),
        ..to_user(user)
    }
}

/// The members of a channel.
pub fn to_channel(channel: Id) -> Broadcast {
    Broadcast {
        channel_id: channel.to_string(),
        ..Broadcast::default()
    }
}

/// The members of a team.
pub fn to_team(team: Id) -> Broadcast {
    Broadcast {
        team_id: team.to_string(),
        ..Broadcast::default()
    }
}

/// The same, without one person.
pub fn without(user: Id, broadcast: Broadcast) -> Broadcast {
    let mut omit_users = broadcast.omit_users;
    omit_users.insert(user.to_string());
    Broadcast {
        omit_users,
        ..broadcast
    }
}

/// The same, without one connection.
pub fn without_connection(connection: &str, broadcast: Broadcast) -> Broadcast {
    Broadcast {
        omit_connection_id: connection.to_owned(),
        ..broadcast
    }
}

/// The same, as the copy for administrators or for the others.
pub fn variant(audience: Variant, broadcast: Broadcast) -> Broadcast {
    Broadcast {
        audience,
        ..broadcast
    }
}

/// JSON inside a string, as most event fields are.
pub fn packed<T: Serialize + ?Sized>(value: &T) -> Value {
    Value::String(serde_json::to_string(value).unwrap_or_default())
}

impl World {
    /// Sends an event. `data` is a JSON object.
    pub(super) fn emit(&mut self, event: &str, data: Value, broadcast: Broadcast) {
        self.emit_each(event, data, broadcast, BTreeMap::new());
    }

    /// Sends an event with further fields for some recipients.
    pub(super) fn emit_each(
        &mut self,
        event: &str,
        data: Value,
        broadcast: Broadcast,
        per_user: BTreeMap<String, Map<String, Value>>,
    ) {
        let data = match data {
            Value::Object(map) => map,
            _ => Map::new(),
        };
        self.outgoing.push(Outgoing {
            event: event.to_owned(),
            data,
            broadcast,
            per_user,
        });
    }
}
