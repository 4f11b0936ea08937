//! Memberships of channels: others', and settings of one's own (`rest.md 4.4`). One's own lists are read in [`super::channels`].

use serde::Serialize;

use super::path::{api, id_list};
use super::read::list;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::wire::model;

/// Members of a page.
pub const PER_PAGE: i64 = 100;

/// Asks for a page of a channel's members, from 0. Times of others are -1.
pub fn of_channel(channel_id: ChannelId, page: i64) -> HttpRequest {
    api(&["channels", channel_id.as_str(), "members"])
        .number("page", page)
        .number("per_page", PER_PAGE)
        .get()
}

/// Reads members; those that cannot be read are left out.
pub fn read_members(answer: &HttpAnswer) -> Result<Vec<ChannelMember>, ApiError> {
    Ok(list(answer, "members", model::channel_member)?.0)
}

/// Adds people to a channel: at most 1000. It succeeds when at least one was added; whoever is not in the answer was refused.
pub fn add(channel_id: ChannelId, people: &[UserId]) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_ids: Vec<&'a str>,
    }
    api(&["channels", channel_id.as_str(), "members"]).post(&Body {
        user_ids: id_list(people, UserId::as_str),
    })
}

/// Leaves a channel, or removes somebody from it.
pub fn remove(channel_id: ChannelId, user_id: UserId) -> HttpRequest {
    api(&["channels", channel_id.as_str(), "members", user_id.as_str()]).delete()
}

/// Changes settings of one's membership; what is not named stays. Muting is `mark_unread` = `mention`, unmuting `all`.
pub fn set_notify_props(channel_id: ChannelId, me: UserId, props: &Map<String, String>) -> HttpRequest {
    api(&[
        "channels",
        channel_id.as_str(),
        "members",
        me.as_str(),
        "notify_props",
    ])
    .put(&props.iter().collect::<std::collections::BTreeMap<_, _>>())
}

/// Marks channels as read without making one active. Reads with [`super::channels::read_view`].
pub fn mark_read(channel_ids: &[ChannelId]) -> HttpRequest {
    api(&["channels", "members", "me", "mark_read"]).post(&id_list(channel_ids, ChannelId::as_str))
}
