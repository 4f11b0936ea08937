//! Who receives an event (`websocket.md` 3.4, checks in that order).

use crate::outgoing::{Outgoing, Variant};

use super::company::Company;
use super::connection::Connection;

/// Whether this connection is to get this event.
pub fn wants(connection: &Connection, event: &Outgoing, company: &impl Company, now: i64) -> bool {
    let to = &event.broadcast;
    let user = connection.user_id.as_str();
    if connection.overflowed || !company.session_alive(now, &connection.session_id) {
        return false;
    }
    if connection.is_slow() && is_droppable(&event.event) {
        return false;
    }
    match to.audience {
        Variant::SanitizedForNonAdmins if company.is_admin(user) => return false,
        Variant::SensitiveForAdmins if !company.is_admin(user) => return false,
        _ => {}
    }
    if !to.connection_id.is_empty() {
        return to.connection_id == connection.id;
    }
    if !to.omit_connection_id.is_empty() && to.omit_connection_id == connection.id {
        return false;
    }
    if !to.user_id.is_empty() {
        return to.user_id == user;
    }
    if to.omit_users.contains(user) {
        return false;
    }
    if !to.channel_id.is_empty() {
        let narrowed = is_narrowed(&event.event) && connection.presence.hides(&to.channel_id);
        return !narrowed && company.is_channel_member(user, &to.channel_id);
    }
    to.team_id.is_empty() || company.is_team_member(user, &to.team_id)
}

/// Events that a slow connection does without.
fn is_droppable(event: &str) -> bool {
    matches!(event, "typing" | "status_change" | "multiple_channels_viewed")
}

/// Events that only those get who look at the channel, once they said what they look at.
fn is_narrowed(event: &str) -> bool {
    matches!(event, "typing" | "reaction_added" | "reaction_removed")
}
