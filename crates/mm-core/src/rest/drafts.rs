//! Drafts kept by the server (`rest.md 4.12`). 501 when the server keeps none.

use serde::Serialize;

use super::path::api;
use super::read::{check, list, object};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::DraftPlace;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// A text not yet sent, as the server keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it belongs.
    pub place: DraftPlace,
    /// The text.
    pub message: String,
    /// When it was last kept; newer copies replace older ones.
    pub update_at: Timestamp,
}

fn draft(fields: &Fields<'_>) -> Result<Draft, Unfit> {
    Ok(Draft {
        place: DraftPlace {
            channel_id: fields.id("channel_id")?,
            root_id: fields.optional_id("root_id")?,
        },
        message: fields.string("message"),
        update_at: fields.time("update_at"),
    })
}

/// Asks for the drafts of a team, those of direct and group messages among them.
pub fn of_team(team_id: TeamId) -> HttpRequest {
    api(&["users", "me", "teams", team_id.as_str(), "drafts"]).get()
}

/// Reads drafts; those that cannot be read are left out.
pub fn read_of_team(answer: &HttpAnswer) -> Result<Vec<Draft>, ApiError> {
    Ok(list(answer, "drafts", draft)?.0)
}

/// Keeps a text; an empty one deletes the draft, without telling one's other windows.
pub fn keep(me: UserId, place: DraftPlace, message: &str) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_id: &'a str,
        channel_id: &'a str,
        root_id: &'a str,
        message: &'a str,
    }
    api(&["drafts"]).post(&Body {
        user_id: me.as_str(),
        channel_id: place.channel_id.as_str(),
        root_id: place.root_id.as_ref().map_or("", |id| id.as_str()),
        message,
    })
}

/// Reads what was kept; `None` when it was deleted.
pub fn read_keep(answer: &HttpAnswer) -> Result<Option<Draft>, ApiError> {
    check(answer)?;
    if answer.body.trim() == "null" {
        return Ok(None);
    }
    object(answer, "draft", |fields| Ok(draft(fields).ok()))
}

/// Deletes a draft; also when there is none.
pub fn delete(place: DraftPlace) -> HttpRequest {
    let mut segments = vec!["users", "me", "channels", place.channel_id.as_str(), "drafts"];
    if let Some(root) = &place.root_id {
        segments.push(root.as_str());
    }
    api(&segments).delete()
}
