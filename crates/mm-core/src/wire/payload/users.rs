//! People, presence, typing (`websocket.md 6.5`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::Event;
use crate::wire::model;

/// The user is an object here, not a string; often a copy without private fields (trap 9).
pub(in crate::wire) fn user_updated(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::UsersLoaded(vec![nested(data, "user", model::user)?])])
}

pub(in crate::wire) fn user_role_updated(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::UserRolesChanged {
        user_id: data.id("user_id")?,
        roles: data.string("roles"),
    }])
}

/// Only ever about oneself (trap 8).
pub(in crate::wire) fn status_change(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::StatusesLoaded(vec![model::status(data)?])])
}

/// The channel stands only in the envelope (trap 6).
pub(in crate::wire) fn typing(frame: &EventFrame<'_>, data: &Fields<'_>, at: Monotonic) -> Decoded {
    Ok(vec![Event::TypingReceived {
        channel_id: frame.broadcast.channel_id.ok_or(Unfit)?,
        root_id: data.id("parent_id").ok(),
        user_id: data.id("user_id")?,
        at,
    }])
}
