//! The channel list of a team: sections by the account's categories (`rest.md 5.3`).

use crate::domain::*;
use crate::state::State;

use super::names::{channel_name, compare_folded, fold};
use super::place::place_of;
use super::{SectionKind, SidebarEntry, SidebarSection, Unread};

/// Most direct and group messages shown, and how many when the person did not choose (`rest.md 5.3`).
const MAX_MESSAGES_SHOWN: usize = 40;

/// Unread figures of a channel, as shown.
pub fn unread(state: &State, id: ChannelId) -> Unread {
    let counts = state.unread_counts(id);
    Unread {
        is_unread: counts.is_unread(),
        mentions: counts.mentions,
        muted: counts.muted,
    }
}

/// A channel as it stands in lists.
pub fn sidebar_entry(state: &State, id: ChannelId) -> Option<SidebarEntry> {
    let channel = state.channel(id)?;
    let counts = state.unread_counts(id);
    Some(SidebarEntry {
        id,
        kind: channel.kind,
        display_name: channel_name(state, channel),
        teammate: state.me().and_then(|me| channel.teammate(me)),
        group_size: state.group_members(id).map_or(0, |people| people.len() + 1),
        place: place_of(state, id),
        unread: counts.is_unread(),
        mentions: counts.mentions,
        muted: counts.muted,
        archived: channel.delete_at.is_some(),
    })
}

/// The sections of a team's channel list, in order.
pub fn sidebar(state: &State, team: TeamId) -> Vec<SidebarSection> {
    let defaults;
    let categories = match state.categories(team) {
        [] => {
            defaults = default_categories(team);
            &defaults[..]
        }
        stored => stored,
    };
    let mut groups = assigned(state, team, categories);
    let mut sections = Vec::new();
    if state.has_unread_section() {
        let unread = unread_section(state, team, &mut groups);
        sections.extend(unread);
    }
    for (category, mut channels) in categories.iter().zip(groups) {
        channels.retain(|c| is_shown(state, category, c));
        if category.kind == CategoryKind::DirectMessages {
            limit_messages(state, &mut channels);
        }
        ordered(state, category.sorting, &mut channels);
        if category.collapsed {
            channels.retain(|c| is_kept(state, c));
        }
        if channels.is_empty() && category.kind == CategoryKind::Favorites {
            continue;
        }
        sections.push(SidebarSection {
            id: category.id.clone(),
            kind: SectionKind::Category(category.kind),
            display_name: category.display_name.clone(),
            collapsed: category.collapsed,
            channels: channels.iter().map(|c| c.id).collect(),
        });
    }
    sections
}

/// Until categories are loaded, the list has the two sections that everybody has.
fn default_categories(team_id: TeamId) -> [Category; 2] {
    [
        (CategoryKind::Channels, "channels"),
        (CategoryKind::DirectMessages, "direct_messages"),
    ]
    .map(|(kind, id)| Category {
        id: CategoryId::new(id),
        team_id,
        kind,
        sorting: CategorySorting::Alphabetical,
        display_name: String::new(),
        muted: false,
        collapsed: false,
        channel_ids: Vec::new(),
    })
}

/// The channels of each category, in stored order; channels in no category go to the built-in one of their kind.
fn assigned<'a>(state: &'a State, team: TeamId, categories: &[Category]) -> Vec<Vec<&'a Channel>> {
    let mine = |id: &ChannelId| {
        state.channel(*id).filter(|c| {
            let in_team = c.team_id.is_none_or(|t| t == team);
            in_team && (state.member(c.id).is_some() || state.open_channel() == Some(c.id))
        })
    };
    let mut seen = Set::new();
    let mut groups: Vec<Vec<&Channel>> = categories
        .iter()
        .map(|category| {
            let ids = category.channel_ids.iter().filter(|id| seen.insert(**id));
            ids.filter_map(mine).collect()
        })
        .collect();
    let at = |kind: CategoryKind| categories.iter().position(|c| c.kind == kind);
    let (channels_at, messages_at) = (at(CategoryKind::Channels), at(CategoryKind::DirectMessages));
    for channel in state.channels().filter(|c| !seen.contains(&c.id)) {
        let place = if channel.kind.is_message() {
            messages_at
        } else {
            channels_at
        };
        if let (Some(channel), Some(group)) = (mine(&channel.id), place.and_then(|at| groups.get_mut(at))) {
            group.push(channel);
        }
    }
    groups
}

fn is_open(state: &State, channel: &Channel) -> bool {
    state.open_channel() == Some(channel.id)
}

fn is_kept(state: &State, channel: &Channel) -> bool {
    is_open(state, channel) || state.unread_counts(channel.id).is_unread()
}

fn is_shown(state: &State, category: &Category, channel: &Channel) -> bool {
    if channel.delete_at.is_some() {
        return is_open(state, channel);
    }
    if !channel.kind.is_message() || is_kept(state, channel) {
        return true;
    }
    let wish = match channel.kind {
        ChannelKind::Direct => {
            let teammate = state.me().and_then(|me| channel.teammate(me));
            if teammate.is_some_and(|id| was_left_behind(state, channel, id)) {
                return false;
            }
            teammate.and_then(|id| state.preference("direct_channel_show", id.as_str()))
        }
        _ => state.preference("group_channel_show", channel.id.as_str()),
    };
    match category.kind {
        CategoryKind::DirectMessages => wish == Some("true"),
        // Put there by hand: hidden only by an explicit wish.
        _ => wish != Some("false"),
    }
}

/// The other person's account was deactivated, and the channel not looked at since.
fn was_left_behind(state: &State, channel: &Channel, teammate: UserId) -> bool {
    let gone_at = state.user(teammate).and_then(|u| u.delete_at);
    gone_at.is_some_and(|at| last_view(state, channel) < at)
}

fn last_view(state: &State, channel: &Channel) -> Timestamp {
    let viewed = state
        .member(channel.id)
        .map_or(Timestamp(0), |m| m.last_viewed_at);
    let opened = state.preference("channel_open_time", channel.id.as_str());
    viewed.max(Timestamp(opened.and_then(|v| v.parse().ok()).unwrap_or(0)))
}

/// Keeps the most recently viewed messages; unread ones and the open one always.
fn limit_messages(state: &State, channels: &mut Vec<&Channel>) {
    let wish = state
        .preference("sidebar_settings", "limit_visible_dms_gms")
        .and_then(|v| v.parse().ok());
    let limit = wish.unwrap_or(MAX_MESSAGES_SHOWN).clamp(1, MAX_MESSAGES_SHOWN);
    if channels.len() <= limit {
        return;
    }
    let mut by_view: Vec<(Timestamp, ChannelId)> =
        channels.iter().map(|c| (last_view(state, c), c.id)).collect();
    sort_by(&mut by_view, |a, b| b.cmp(a));
    let recent = set_of(by_view.into_iter().take(limit).map(|(_, id)| id));
    channels.retain(|c| recent.contains(&c.id) || is_kept(state, c));
}

fn ordered(state: &State, sorting: CategorySorting, channels: &mut Vec<&Channel>) {
    match sorting {
        CategorySorting::Manual => {}
        CategorySorting::Recent => sort_by_key(channels, |c| std::cmp::Reverse((newest(state, c), c.id))),
        CategorySorting::Alphabetical => {
            let muted = |c: &Channel| state.member(c.id).is_some_and(ChannelMember::is_muted);
            let mut keyed: Vec<(bool, String, &Channel)> = channels
                .iter()
                .map(|c| (muted(c), fold(&channel_name(state, c)), *c))
                .collect();
            sort_by(&mut keyed, |a, b| {
                let by_name = || compare_folded(&a.1, &b.1);
                a.0.cmp(&b.0).then_with(by_name).then_with(|| a.2.id.cmp(&b.2.id))
            });
            for (slot, (_, _, channel)) in channels.iter_mut().zip(keyed) {
                *slot = channel;
            }
        }
    }
}

/// When something last happened in a channel.
fn newest(state: &State, channel: &Channel) -> Timestamp {
    let posted = if state.is_collapsed_threads() {
        channel.last_root_post_at
    } else {
        channel.last_post_at
    };
    posted.max(channel.create_at)
}

/// Unread channels, taken out of their categories: not muted first, mentions first, newest first.
fn unread_section(state: &State, _team: TeamId, groups: &mut [Vec<&Channel>]) -> Option<SidebarSection> {
    let mut taken: Vec<&Channel> = Vec::new();
    for group in groups.iter_mut() {
        group.retain(|c| {
            let is_taken = c.delete_at.is_none() && state.unread_counts(c.id).is_unread();
            if is_taken {
                taken.push(c);
            }
            !is_taken
        });
    }
    if taken.is_empty() {
        return None;
    }
    sort_by_key(&mut taken, |c| {
        let counts = state.unread_counts(c.id);
        (
            counts.muted,
            counts.mentions == 0,
            std::cmp::Reverse((newest(state, c), c.id)),
        )
    });
    Some(SidebarSection {
        id: CategoryId::new("unreads"),
        kind: SectionKind::Unreads,
        display_name: String::new(),
        collapsed: false,
        channels: taken.iter().map(|c| c.id).collect(),
    })
}
