//! Teams (`websocket.md 6.4`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model::{RawTeam, RawTeamMember};
use crate::wire::nested::Text;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    team_id: Text<'a>,
    #[serde(borrow)]
    user_id: Text<'a>,
    #[serde(borrow)]
    team: Option<&'a RawValue>,
    #[serde(borrow)]
    member: Option<&'a RawValue>,
}

fn team(frame: &EventFrame<'_>) -> Result<Team, Unfit> {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.team)?;
    one::<RawTeam<'_>>(&text)
}

/// Sent to the added person only, often twice.
pub(in crate::wire) fn added_to_team(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let team_id = TeamId::parse(data.team_id.as_str())?;
    Ok(vec![Event::TeamAnnounced { team_id }])
}

/// The copy to the leaver names them in the envelope; others leaving changes nothing here.
pub(in crate::wire) fn leave_team(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let team_id = TeamId::parse(data.team_id.as_str())?;
    let user_id = UserId::parse(data.user_id.as_str())?;
    let event = if frame.broadcast.user_id == Some(user_id) {
        Event::TeamLeft { team_id }
    } else {
        Event::NotNeeded("leave_team")
    };
    Ok(vec![event])
}

/// Also `update_team_scheme`.
pub(in crate::wire) fn update_team(frame: &EventFrame<'_>) -> Decoded {
    Ok(vec![Event::TeamsLoaded {
        teams: vec![team(frame)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn delete_team(frame: &EventFrame<'_>) -> Decoded {
    let team_id = team(frame)?.id;
    Ok(vec![Event::TeamLeft { team_id }])
}

/// The team with its channels is to be fetched anew.
pub(in crate::wire) fn restore_team(frame: &EventFrame<'_>) -> Decoded {
    let team_id = team(frame)?.id;
    Ok(vec![Event::TeamAnnounced { team_id }])
}

pub(in crate::wire) fn memberrole_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.member)?;
    Ok(vec![Event::TeamMembersLoaded(vec![one::<RawTeamMember<'_>>(
        &text,
    )?])])
}
