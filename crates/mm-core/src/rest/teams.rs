//! Teams one is in (`rest.md 4.3`).

use super::path::api;
use super::read::{list, object, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::fields::Fields;
use crate::wire::model;
use crate::wire::nested::Unfit;

/// Asks for one's teams.
pub fn mine() -> HttpRequest {
    api(&["users", "me", "teams"]).get()
}

/// Reads one's teams, complete, as [`Event::TeamsLoaded`].
pub fn read_mine(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (teams, skipped) = list(answer, "teams", model::team)?;
    let event = Event::TeamsLoaded {
        teams,
        scope: Scope::All,
    };
    Ok(with_skipped(event, "teams", skipped))
}

/// Asks for one team.
pub fn by_id(team_id: TeamId) -> HttpRequest {
    api(&["teams", team_id.as_str()]).get()
}

/// Asks for one team by its name in addresses.
pub fn by_name(name: &str) -> HttpRequest {
    api(&["teams", "name", name]).get()
}

/// Reads one team as [`Event::TeamsLoaded`].
pub fn read_team(answer: &HttpAnswer) -> Result<Event, ApiError> {
    Ok(Event::TeamsLoaded {
        teams: vec![object(answer, "team", model::team)?],
        scope: Scope::Some,
    })
}

/// Asks for one's team memberships; left teams are in it, with `delete_at`.
pub fn my_members() -> HttpRequest {
    api(&["users", "me", "teams", "members"]).get()
}

/// Reads one's team memberships as [`Event::TeamMembersLoaded`].
pub fn read_my_members(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (members, skipped) = list(answer, "team members", model::team_member)?;
    Ok(with_skipped(
        Event::TeamMembersLoaded(members),
        "team members",
        skipped,
    ))
}

/// Asks for unread threads of all teams at once.
pub fn unread() -> HttpRequest {
    api(&["users", "me", "teams", "unread"])
        .flag("include_collapsed_threads", true)
        .get()
}

fn team_unread(fields: &Fields<'_>) -> Result<Event, Unfit> {
    Ok(Event::ThreadTotalsLoaded {
        team_id: fields.id("team_id")?,
        unread_threads: fields.count("thread_count"),
        unread_mentions: fields.count("thread_mention_count"),
    })
}

/// Reads unread threads as one [`Event::ThreadTotalsLoaded`] a team. Channel counters come from the memberships.
pub fn read_unread(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    Ok(list(answer, "team unreads", team_unread)?.0)
}
