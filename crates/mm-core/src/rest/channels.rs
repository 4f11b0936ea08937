//! Channels and one's memberships of them (`rest.md 4.4`).

use serde::Serialize;

use super::path::{api, id_list};
use super::read::{lines, list, object, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model;

/// Asks for all channels one is in, of all teams, with direct and group messages.
pub fn mine() -> HttpRequest {
    api(&["users", "me", "channels"]).get()
}

/// Reads one's channels, complete, as [`Event::ChannelsLoaded`].
pub fn read_mine(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (channels, skipped) = list(answer, "channels", model::channel)?;
    let event = Event::ChannelsLoaded {
        channels,
        scope: Scope::All,
    };
    Ok(with_skipped(event, "channels", skipped))
}

/// Asks for all memberships of all teams; answers one object a line.
pub fn my_members() -> HttpRequest {
    api(&["users", "me", "channel_members"]).number("page", -1).get()
}

/// Reads one's memberships, complete, as [`Event::MembersLoaded`].
pub fn read_my_members(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (members, skipped) = lines(answer, "memberships", model::channel_member)?;
    let event = Event::MembersLoaded {
        members,
        scope: Scope::All,
    };
    Ok(with_skipped(event, "memberships", skipped))
}

/// Asks for one channel.
pub fn by_id(channel_id: ChannelId) -> HttpRequest {
    api(&["channels", channel_id.as_str()]).get()
}

/// Asks for a channel by its name in a team.
pub fn by_name(team_id: TeamId, name: &str) -> HttpRequest {
    api(&["teams", team_id.as_str(), "channels", "name", name])
        .flag("include_deleted", true)
        .get()
}

/// Asks for a channel by both names of an address.
pub fn by_names(team: &str, name: &str) -> HttpRequest {
    api(&["teams", "name", team, "channels", "name", name]).get()
}

/// Gets or creates the direct message with somebody (also with oneself).
pub fn create_direct(me: UserId, other: UserId) -> HttpRequest {
    let both = [me.as_str(), other.as_str()];
    let people = if me == other { &both[..1] } else { &both[..] };
    api(&["channels", "direct"]).post(people)
}

/// Gets or creates the group message with others: two to seven, oneself is added.
pub fn create_group(others: &[UserId]) -> HttpRequest {
    api(&["channels", "group"]).post(&id_list(others, UserId::as_str))
}

/// Reads one channel.
pub fn read_channel(answer: &HttpAnswer) -> Result<Channel, ApiError> {
    object(answer, "channel", model::channel)
}

/// Asks for one's own membership of a channel.
pub fn my_member(channel_id: ChannelId) -> HttpRequest {
    api(&["channels", channel_id.as_str(), "members", "me"]).get()
}

/// Reads one membership.
pub fn read_member(answer: &HttpAnswer) -> Result<ChannelMember, ApiError> {
    object(answer, "membership", model::channel_member)
}

/// Joins a public channel. Reads with [`read_member`].
pub fn join(channel_id: ChannelId, me: UserId) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_id: &'a str,
    }
    api(&["channels", channel_id.as_str(), "members"]).post(&Body { user_id: me.as_str() })
}

/// Asks for numbers about a channel.
pub fn stats(channel_id: ChannelId) -> HttpRequest {
    api(&["channels", channel_id.as_str(), "stats"]).get()
}

/// Reads numbers about a channel as [`Event::ChannelStatsLoaded`].
pub fn read_stats(answer: &HttpAnswer) -> Result<Event, ApiError> {
    let stats = object(answer, "channel statistics", |fields| {
        Ok(ChannelStats {
            channel_id: fields.id("channel_id")?,
            member_count: fields.count("member_count"),
            pinned_post_count: fields.count("pinnedpost_count"),
        })
    })?;
    Ok(Event::ChannelStatsLoaded(stats))
}

/// Marks a channel as read and as the active one; `None` means that no channel is active. Thread counts stay untouched.
pub fn view(channel_id: Option<ChannelId>, previous: Option<ChannelId>) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        channel_id: &'a str,
        prev_channel_id: &'a str,
        collapsed_threads_supported: bool,
    }
    api(&["channels", "members", "me", "view"]).post(&Body {
        channel_id: channel_id.as_ref().map_or("", |id| id.as_str()),
        prev_channel_id: previous.as_ref().map_or("", |id| id.as_str()),
        collapsed_threads_supported: true,
    })
}

/// Reads the times up to which channels are read now, as [`Event::ChannelsViewed`]: the server's, never the local clock.
pub fn read_view(answer: &HttpAnswer) -> Result<Event, ApiError> {
    let times = object(answer, "view", |fields| {
        model::view_times(fields, "last_viewed_at_times")
    })?;
    Ok(Event::ChannelsViewed { times })
}
