//! From an address to a channel on the screen: what the place means, what has to be asked before it means something.

use super::{Ask, Plan};
use crate::domain::*;
use crate::event::{Event, Notice, NoticeKind, Place, Window};
use crate::state::{State, Target};

/// The channel every team has.
const DEFAULT_CHANNEL: &str = "town-square";

/// What the open place still needs, once teams, channels and memberships are known. Asked again whenever something became known; the
/// engine asks an equal question only once a place, so it may say the same twice.
pub fn settle(state: &State) -> Plan {
    let place = state.place();
    let resolution = state.resolve(place);
    match (place, resolution.target) {
        (Place::Start, _) => chosen(state, None),
        (Place::Team { .. }, _) => match resolution.team {
            Some(team) => chosen(state, Some(team)),
            None => not_found(state),
        },
        (_, Target::Channel(id)) => opened(state, id),
        (_, Target::UnknownChannel(name)) => match resolution.team {
            Some(team_id) => Plan::ask(Ask::ChannelByName { team_id, name }),
            None => not_found(state),
        },
        (_, Target::Person(id)) => Plan::ask(Ask::CreateDirect(id)),
        (_, Target::UnknownPerson(name)) => Plan::ask(Ask::Username(name)),
        (_, Target::UnknownPost(id)) => Plan::ask(Ask::PostInfo(id)),
        (_, Target::Nothing) => Plan::default(),
    }
}

/// No channel was named: the one that was read last, else the default one (`rest.md 2.1`).
fn chosen(state: &State, team: Option<TeamId>) -> Plan {
    let in_team = |c: &&Channel| {
        c.delete_at.is_none()
            && c.team_id.is_some_and(|id| team.is_none_or(|wanted| wanted == id))
            && state.member(c.id).is_some()
    };
    let viewed = |c: &&Channel| {
        let at = state.member(c.id).map_or(Timestamp(0), |m| m.last_viewed_at);
        (at, c.name == DEFAULT_CHANNEL, c.id)
    };
    let Some(channel) = state.channels().filter(in_team).max_by_key(viewed) else {
        return Plan::default();
    };
    Event::PlaceOpened(crate::view::place_of(state, channel.id)).into()
}

/// The channel is known: its posts, its numbers, its team's categories.
fn opened(state: &State, id: ChannelId) -> Plan {
    let mut plan = Plan::default();
    plan.asks.extend(posts(state, id));
    if state.channel_stats(id).is_none() {
        plan.asks.push(Ask::Stats(id));
    }
    if let Some(team) = state.open_team().filter(|team| state.needs_categories(*team)) {
        plan.asks.push(Ask::Categories(team));
    }
    plan
}

/// What a channel needs to be read.
fn posts(state: &State, channel_id: ChannelId) -> Vec<Ask> {
    let ask = |window| Ask::Posts { channel_id, window };
    if let Place::Permalink { post_id, .. } = state.place() {
        let reaches = state
            .timeline(channel_id)
            .is_some_and(|t| t.orders().any(|o| o.id == *post_id));
        if !reaches {
            return vec![ask(Window::Before(*post_id)), ask(Window::After(*post_id))];
        }
    }
    if !state.needs_posts(channel_id) {
        return Vec::new();
    }
    vec![missing(state, channel_id)]
}

/// What is missing of a channel: what changed since, or what is around the oldest unread post.
pub(super) fn missing(state: &State, channel_id: ChannelId) -> Ask {
    let window = match state.since_anchor(channel_id) {
        Some(at) => Window::Since { at, truncated: false },
        None => Window::Unread,
    };
    Ask::Posts { channel_id, window }
}

fn not_found(state: &State) -> Plan {
    let raised = state
        .notices()
        .any(|notice| notice.kind == NoticeKind::PlaceNotFound);
    if raised {
        return Plan::default();
    }
    Event::NoticeRaised(Notice {
        kind: NoticeKind::PlaceNotFound,
        detail: None,
    })
    .into()
}
