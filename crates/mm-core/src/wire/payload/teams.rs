//! Teams (`websocket.md 6.4`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model;

fn team(data: &Fields<'_>) -> Result<Team, Unfit> {
    nested(data, "team", model::team)
}

/// Sent to the added person only, often twice.
pub(in crate::wire) fn added_to_team(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let team_id = data.id("team_id")?;
    Ok(vec![Event::TeamAnnounced { team_id }])
}

/// The copy to the leaver names them in the envelope; others leaving changes nothing here.
pub(in crate::wire) fn leave_team(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let team_id = data.id("team_id")?;
    let user_id = data.id("user_id")?;
    let event = if frame.broadcast.user_id == Some(user_id) {
        Event::TeamLeft { team_id }
    } else {
        Event::NotNeeded("leave_team")
    };
    Ok(vec![event])
}

/// Also `update_team_scheme`.
pub(in crate::wire) fn update_team(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::TeamsLoaded {
        teams: vec![team(data)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn delete_team(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let team_id = team(data)?.id;
    Ok(vec![Event::TeamLeft { team_id }])
}

/// The team with its channels is to be fetched anew.
pub(in crate::wire) fn restore_team(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let team_id = team(data)?.id;
    Ok(vec![Event::TeamAnnounced { team_id }])
}

pub(in crate::wire) fn memberrole_updated(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let member = nested(data, "member", model::team_member)?;
    Ok(vec![Event::TeamMembersLoaded(vec![member])])
}
