//! People and presence (`rest.md 4.1, 4.2`).

use serde::Serialize;

use super::path::{api, id_list};
use super::read::{list, object, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::Event;
use crate::wire::fields::{many, Fields};
use crate::wire::model;
use crate::wire::nested::Unfit;

/// Profiles per request, as the official client asks.
pub const MAX_PROFILES: usize = 100;
/// Presences per request.
pub const MAX_STATUSES: usize = 200;

/// Asks who is signed in.
pub fn me() -> HttpRequest {
    api(&["users", "me"]).get()
}

/// Reads the signed-in account as [`Event::MeLoaded`].
pub fn read_me(answer: &HttpAnswer) -> Result<Event, ApiError> {
    Ok(Event::MeLoaded(Box::new(read_user(answer)?)))
}

/// Reads one profile.
pub fn read_user(answer: &HttpAnswer) -> Result<User, ApiError> {
    object(answer, "user", model::user)
}

/// Asks for profiles; not empty, at most [`MAX_PROFILES`]. With `since` only those changed later.
pub fn by_ids(ids: &[UserId], since: Option<Timestamp>) -> HttpRequest {
    let path = api(&["users", "ids"]);
    let path = match since {
        Some(at) => path.number("since", at.0),
        None => path,
    };
    path.post(&id_list(ids, UserId::as_str))
}

/// Asks for profiles by user name; not empty. Unknown ones are simply missing.
pub fn by_usernames(names: &[String]) -> HttpRequest {
    api(&["users", "usernames"]).post(names)
}

/// Asks for one profile by user name.
pub fn by_username(name: &str) -> HttpRequest {
    api(&["users", "username", name]).get()
}

/// Reads profiles as [`Event::UsersLoaded`].
pub fn read_users(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (users, skipped) = list(answer, "users", model::user)?;
    Ok(with_skipped(Event::UsersLoaded(users), "users", skipped))
}

/// Asks for presences; not empty, at most [`MAX_STATUSES`].
pub fn statuses(ids: &[UserId]) -> HttpRequest {
    api(&["users", "status", "ids"]).post(&id_list(ids, UserId::as_str))
}

/// Reads presences as [`Event::StatusesLoaded`].
pub fn read_statuses(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (statuses, skipped) = list(answer, "statuses", model::status)?;
    Ok(with_skipped(Event::StatusesLoaded(statuses), "statuses", skipped))
}

/// Sets one's own presence by hand. Reads with [`read_status`].
pub fn set_status(me: UserId, presence: Presence) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_id: &'a str,
        status: &'a str,
    }
    api(&["users", me.as_str(), "status"]).put(&Body {
        user_id: me.as_str(),
        status: presence.as_wire(),
    })
}

/// Reads one presence as [`Event::StatusesLoaded`].
pub fn read_status(answer: &HttpAnswer) -> Result<Event, ApiError> {
    Ok(Event::StatusesLoaded(vec![object(
        answer,
        "status",
        model::status,
    )?]))
}

/// Asks for the people of group messages, without oneself.
pub fn group_channels(ids: &[ChannelId]) -> HttpRequest {
    api(&["users", "group_channels"]).post(&id_list(ids, ChannelId::as_str))
}

/// People by group message, and how many of either could not be read.
fn people_by_group(fields: &Fields<'_>) -> Result<(Map<ChannelId, Vec<User>>, usize), Unfit> {
    let (mut members, mut skipped) = (Map::new(), 0);
    for (id, users) in fields.pairs() {
        let Ok(channel_id) = ChannelId::parse(id) else {
            skipped += 1;
            continue;
        };
        let (users, unread) = many(users.get(), model::user).unwrap_or((Vec::new(), 1));
        skipped += unread;
        members.insert(channel_id, users);
    }
    Ok((members, skipped))
}

/// Reads the people of group messages as [`Event::GroupMembersLoaded`].
pub fn read_group_channels(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let what = "group messages";
    let (members, skipped) = object(answer, what, people_by_group)?;
    Ok(with_skipped(Event::GroupMembersLoaded(members), what, skipped))
}

/// Where to look for people by the beginning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AutocompleteIn {
    /// The team.
    pub team_id: TeamId,
    /// The channel: its members come first. Needs the team (`rest.md 4.1`).
    pub channel_id: Option<ChannelId>,
}

/// Asks for people whose names begin so; at most `limit` (the server clamps to 1000).
pub fn autocomplete(name: &str, place: Option<AutocompleteIn>, limit: i64) -> HttpRequest {
    let mut path = api(&["users", "autocomplete"])
        .with("name", name)
        .number("limit", limit);
    if let Some(place) = place {
        path = path.with("in_team", place.team_id.as_str());
        if let Some(channel_id) = place.channel_id {
            path = path.with("in_channel", channel_id.as_str());
        }
    }
    path.get()
}

/// People found by the beginning of their names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// In the channel (or everybody, when no channel was given).
    pub users: Vec<User>,
    /// In the team but not in the channel.
    pub out_of_channel: Vec<User>,
}

/// Reads found people.
pub fn read_autocomplete(answer: &HttpAnswer) -> Result<Found, ApiError> {
    object(answer, "autocomplete", |fields| {
        Ok(Found {
            users: fields.many("users", model::user)?.0,
            out_of_channel: fields.many("out_of_channel", model::user)?.0,
        })
    })
}
