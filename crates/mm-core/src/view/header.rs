//! The open channel's header, who is typing in it, the rail of teams, the page's title.

use crate::domain::*;
use crate::state::State;

use super::names::{channel_name, compare_names, display_name};
use super::rights::read_only;
use super::{ChannelHeader, Freshness, TeamEntry, TitleView};

/// A channel's header; `None` while it is not known.
pub fn channel_header(state: &State, id: ChannelId) -> Option<ChannelHeader> {
    let channel = state.channel(id)?;
    Some(ChannelHeader {
        id,
        kind: channel.kind,
        display_name: channel_name(state, channel),
        header: channel.header.clone(),
        purpose: channel.purpose.clone(),
        teammate: state.me().and_then(|me| channel.teammate(me)),
        member_count: state.channel_stats(id).map(|s| s.member_count),
        read_only: read_only(state, channel),
        muted: state.member(id).is_some_and(ChannelMember::is_muted),
    })
}

/// How old what is shown may be.
pub fn freshness(state: &State) -> Freshness {
    state
        .outdated_since()
        .map_or(Freshness::UpToDate, Freshness::AsOf)
}

/// Names of those who are typing in a channel (or in a thread of it), first come first; unknown people have an empty name.
pub fn typing(state: &State, channel: ChannelId, root: Option<PostId>) -> Vec<String> {
    let mut people: Vec<(Monotonic, UserId)> = state
        .typing
        .range((channel, root, UserId::MIN)..)
        .take_while(|((c, r, _), _)| (*c, *r) == (channel, root))
        .map(|((_, _, user), since)| (*since, *user))
        .collect();
    sort_by_key(&mut people, |person| *person);
    people
        .into_iter()
        .map(|(_, user)| display_name(state, user))
        .collect()
}

/// The teams one is in: by the person's own order, then by name.
pub fn teams(state: &State) -> Vec<TeamEntry> {
    let order = state.preference("teams_order", "").unwrap_or_default();
    let order: Vec<&str> = order.split(',').collect();
    let place = |t: &Team| {
        order
            .iter()
            .position(|id| *id == t.id.as_str())
            .unwrap_or(usize::MAX)
    };
    let mut teams: Vec<&Team> = state.teams.values().collect();
    sort_by(&mut teams, |a, b| {
        let by_name = || compare_names(&a.display_name, &b.display_name);
        place(a)
            .cmp(&place(b))
            .then_with(by_name)
            .then_with(|| a.id.cmp(&b.id))
    });
    teams.into_iter().map(|team| team_entry(state, team)).collect()
}

fn team_entry(state: &State, team: &Team) -> TeamEntry {
    let threads = thread_totals(state, team.id);
    let mut unread = threads.0 > 0;
    let mut mentions = threads.1;
    for channel in state
        .channels()
        .filter(|c| c.team_id == Some(team.id) && c.delete_at.is_none())
    {
        let counts = state.unread_counts(channel.id);
        unread |= counts.is_unread();
        mentions = mentions.saturating_add(counts.mentions);
    }
    TeamEntry {
        id: team.id,
        name: team.name.clone(),
        display_name: team.display_name.clone(),
        icon: team.last_icon_update,
        current: state.open_team() == Some(team.id),
        unread,
        mentions,
    }
}

fn thread_totals(state: &State, team: TeamId) -> (i64, i64) {
    if state.is_collapsed_threads() {
        state.thread_totals.get(&team).copied().unwrap_or_default()
    } else {
        (0, 0)
    }
}

/// What the page's title tells: the open channel, all mentions, whether anything is unread. Messages count once, not per team.
pub fn title(state: &State) -> TitleView {
    let mut view = TitleView {
        channel: state
            .open_channel()
            .and_then(|id| state.channel(id))
            .map(|c| channel_name(state, c)),
        mentions: 0,
        unread: false,
    };
    for channel in state.channels().filter(|c| c.delete_at.is_none()) {
        let counts = state.unread_counts(channel.id);
        view.unread |= counts.is_unread();
        view.mentions = view.mentions.saturating_add(counts.mentions);
    }
    for team in state.teams.keys() {
        let totals = thread_totals(state, *team);
        view.unread |= totals.0 > 0;
        view.mentions = view.mentions.saturating_add(totals.1);
    }
    view
}
