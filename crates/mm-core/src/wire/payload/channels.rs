//! Channels and memberships (`websocket.md 6.3`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model::{channel, channel_member, view_times};

/// The channel stands in the data or only in the envelope (trap 7).
fn channel_id(data: &Fields<'_>, frame: &EventFrame<'_>) -> Result<ChannelId, Unfit> {
    data.id("channel_id").or(frame.broadcast.channel_id.ok_or(Unfit))
}

/// `channel_created`, `direct_added`, `group_added`, `channel_converted`, `channel_scheme_updated`: no description comes along.
pub(in crate::wire) fn announced(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let channel_id = channel_id(data, frame)?;
    Ok(vec![Event::ChannelAnnounced { channel_id }])
}

/// With a channel, or (shared channels) with nothing but its id.
pub(in crate::wire) fn channel_updated(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    if data.raw("channel").is_none() {
        let channel_id = channel_id(data, frame)?;
        return Ok(vec![Event::ChannelAnnounced { channel_id }]);
    }
    Ok(vec![Event::ChannelsLoaded {
        channels: vec![nested(data, "channel", channel)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn channel_deleted(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::ChannelArchived {
        channel_id: channel_id(data, frame)?,
        // A time of 0 would read as "not archived".
        delete_at: Some(Timestamp(data.int("delete_at").max(1))),
    }])
}

pub(in crate::wire) fn channel_restored(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::ChannelArchived {
        channel_id: channel_id(data, frame)?,
        delete_at: None,
    }])
}

pub(in crate::wire) fn channel_member_updated(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::MembersLoaded {
        members: vec![nested(data, "channelMember", channel_member)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn user_added(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::MemberAdded {
        channel_id: channel_id(data, frame)?,
        user_id: data.id("user_id")?,
        team_id: data.id("team_id").ok(),
    }])
}

/// Two shapes: to the channel (person in the data, channel in the envelope) and to the person (the other way round).
pub(in crate::wire) fn user_removed(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let user_id = data.id("user_id").or(frame.broadcast.user_id.ok_or(Unfit))?;
    Ok(vec![Event::MemberRemoved {
        channel_id: channel_id(data, frame)?,
        user_id,
    }])
}

pub(in crate::wire) fn multiple_channels_viewed(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let times = view_times(data, "channel_times")?;
    Ok(vec![Event::ChannelsViewed { times }])
}
