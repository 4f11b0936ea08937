//! Finding: posts by words, channels by name (`rest.md 4.4, 4.9`).

use serde::Serialize;

use super::path::api;
use super::read::list;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::wire::model;

/// Results of a search.
const PER_PAGE: i64 = 60;

/// Searches posts of a team (`None`: of all) by the server's grammar of terms; not empty. `east_of_utc` in seconds decides where a
/// day begins. Reads with [`super::posts::read_saved`].
pub fn posts(team_id: Option<TeamId>, terms: &str, east_of_utc: i64) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        terms: &'a str,
        is_or_search: bool,
        time_zone_offset: i64,
        page: i64,
        per_page: i64,
        include_deleted_channels: bool,
    }
    let path = match &team_id {
        Some(team) => api(&["teams", team.as_str(), "posts", "search"]),
        None => api(&["posts", "search"]),
    };
    path.post(&Body {
        terms,
        is_or_search: false,
        time_zone_offset: east_of_utc,
        page: 0,
        per_page: PER_PAGE,
        include_deleted_channels: false,
    })
}

/// Asks for a page of a team's public channels, from 0.
pub fn public_channels(team_id: TeamId, page: i64) -> HttpRequest {
    api(&["teams", team_id.as_str(), "channels"])
        .number("page", page)
        .number("per_page", PER_PAGE)
        .get()
}

/// Asks for channels of a team whose names hold this text: public ones and one's own.
pub fn channels(team_id: TeamId, name: &str) -> HttpRequest {
    api(&["teams", team_id.as_str(), "channels", "autocomplete"])
        .with("name", name)
        .get()
}

/// Reads found channels; one need not be in them.
pub fn read_channels(answer: &HttpAnswer) -> Result<Vec<Channel>, ApiError> {
    Ok(list(answer, "channels", model::channel)?.0)
}
