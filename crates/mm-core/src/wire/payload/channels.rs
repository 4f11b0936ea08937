//! Channels and memberships (`websocket.md 6.3`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model::{RawChannel, RawChannelMember};
use crate::wire::nested::{Int, Text};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    channel_id: Text<'a>,
    #[serde(borrow)]
    user_id: Text<'a>,
    #[serde(borrow)]
    team_id: Text<'a>,
    delete_at: Int,
    #[serde(borrow)]
    channel: Option<&'a RawValue>,
    #[serde(borrow, rename = "channelMember")]
    channel_member: Option<&'a RawValue>,
}

/// The channel stands in the data or only in the envelope (trap 7).
fn channel_id(data: &Data<'_>, frame: &EventFrame<'_>) -> Result<ChannelId, Unfit> {
    ChannelId::parse(data.channel_id.as_str())
        .ok()
        .or(frame.broadcast.channel_id)
        .ok_or(Unfit)
}

/// `channel_created`, `direct_added`, `group_added`, `channel_converted`, `channel_scheme_updated`: no description comes along.
pub(in crate::wire) fn announced(frame: &EventFrame<'_>) -> Decoded {
    let channel_id = channel_id(&data(frame)?, frame)?;
    Ok(vec![Event::ChannelAnnounced { channel_id }])
}

/// With a channel, or (shared channels) with nothing but its id.
pub(in crate::wire) fn channel_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    if data.channel.is_none() {
        let channel_id = channel_id(&data, frame)?;
        return Ok(vec![Event::ChannelAnnounced { channel_id }]);
    }
    let text = nested(data.channel)?;
    Ok(vec![Event::ChannelsLoaded {
        channels: vec![one::<RawChannel<'_>>(&text)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn channel_deleted(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::ChannelArchived {
        channel_id: channel_id(&data, frame)?,
        // A time of 0 would read as "not archived".
        delete_at: Some(Timestamp(data.delete_at.0.max(1))),
    }])
}

pub(in crate::wire) fn channel_restored(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::ChannelArchived {
        channel_id: channel_id(&data, frame)?,
        delete_at: None,
    }])
}

pub(in crate::wire) fn channel_member_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.channel_member)?;
    Ok(vec![Event::MembersLoaded {
        members: vec![one::<RawChannelMember<'_>>(&text)?],
        scope: Scope::Some,
    }])
}

pub(in crate::wire) fn user_added(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::MemberAdded {
        channel_id: channel_id(&data, frame)?,
        user_id: UserId::parse(data.user_id.as_str())?,
        team_id: TeamId::parse(data.team_id.as_str()).ok(),
    }])
}

/// Two shapes: to the channel (person in the data, channel in the envelope) and to the person (the other way round).
pub(in crate::wire) fn user_removed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let user_id = UserId::parse(data.user_id.as_str())
        .ok()
        .or(frame.broadcast.user_id)
        .ok_or(Unfit)?;
    Ok(vec![Event::MemberRemoved {
        channel_id: channel_id(&data, frame)?,
        user_id,
    }])
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Viewed {
    channel_times: Option<BTreeMap<String, Int>>,
}

pub(in crate::wire) fn multiple_channels_viewed(frame: &EventFrame<'_>) -> Decoded {
    let data: Viewed = data(frame)?;
    let times = data.channel_times.unwrap_or_default();
    Ok(vec![Event::ChannelsViewed {
        times: crate::wire::model::view_times(times),
    }])
}
