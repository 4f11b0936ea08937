//! People, presence, typing (`websocket.md 6.5`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::Event;
use crate::wire::model::RawUser;
use crate::wire::nested::Text;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    user_id: Text<'a>,
    #[serde(borrow)]
    roles: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    parent_id: Text<'a>,
    #[serde(borrow)]
    user: Option<&'a RawValue>,
}

/// The user is an object here, not a string; often a copy without private fields (trap 9).
pub(in crate::wire) fn user_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.user)?;
    Ok(vec![Event::UsersLoaded(vec![one::<RawUser<'_>>(&text)?])])
}

pub(in crate::wire) fn user_role_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::UserRolesChanged {
        user_id: UserId::parse(data.user_id.as_str())?,
        roles: data.roles.into_string(),
    }])
}

/// Only ever about oneself (trap 8).
pub(in crate::wire) fn status_change(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::StatusesLoaded(vec![Status {
        user_id: UserId::parse(data.user_id.as_str())?,
        presence: Presence::from_wire(data.status.as_str()),
    }])])
}

/// The channel stands only in the envelope (trap 6).
pub(in crate::wire) fn typing(frame: &EventFrame<'_>, at: Monotonic) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::TypingReceived {
        channel_id: frame.broadcast.channel_id.ok_or(Unfit)?,
        root_id: PostId::parse(data.parent_id.as_str()).ok(),
        user_id: UserId::parse(data.user_id.as_str())?,
        at,
    }])
}
