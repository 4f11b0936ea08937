//! Places in the address bar, from and to what is known.

use crate::domain::*;
use crate::event::Place;
use crate::state::{Resolution, State};

/// What a place means, by what is known now.
pub fn resolve(state: &State, place: &Place) -> Resolution {
    state.resolve(place)
}

/// Where a channel is found: in its team; direct and group messages in the open (or first) team.
pub fn place_of(state: &State, id: ChannelId) -> Place {
    let Some(channel) = state.channel(id) else {
        return Place::Start;
    };
    let own_team = channel.team_id.and_then(|t| state.team(t));
    let shown_team = state.open_team().and_then(|t| state.team(t));
    let Some(team) = own_team.or(shown_team).or_else(|| state.teams.values().next()) else {
        return Place::Start;
    };
    let team = team.name.clone();
    let teammate = state
        .me()
        .and_then(|me| channel.teammate(me))
        .and_then(|id| state.user(id));
    match teammate {
        Some(user) => Place::Direct {
            team,
            username: user.username.clone(),
        },
        None => Place::Channel {
            team,
            channel: channel.name.clone(),
        },
    }
}
