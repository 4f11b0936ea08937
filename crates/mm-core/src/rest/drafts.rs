//! Drafts kept by the server (`rest.md 4.12`). 501 when the server keeps none.

use serde::{Deserialize, Serialize};

use super::path::api;
use super::read::{check, list};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::DraftPlace;
use crate::wire::model::IntoDomain;
use crate::wire::nested::{Int, Text};

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

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawDraft<'a> {
    #[serde(borrow)]
    channel_id: Text<'a>,
    #[serde(borrow)]
    root_id: Text<'a>,
    #[serde(borrow)]
    message: Text<'a>,
    update_at: Int,
}

impl IntoDomain for RawDraft<'_> {
    type Domain = Draft;

    fn into_domain(self) -> Option<Draft> {
        let root_id = match self.root_id.as_str() {
            "" => None,
            id => Some(PostId::parse(id).ok()?),
        };
        Some(Draft {
            place: DraftPlace {
                channel_id: ChannelId::parse(self.channel_id.as_str()).ok()?,
                root_id,
            },
            message: self.message.into_string(),
            update_at: Timestamp(self.update_at.0),
        })
    }
}

/// Asks for the drafts of a team, those of direct and group messages among them.
pub fn of_team(team_id: TeamId) -> HttpRequest {
    api(&["users", "me", "teams", team_id.as_str(), "drafts"]).get()
}

/// Reads drafts; those that cannot be read are left out.
pub fn read_of_team(answer: &HttpAnswer) -> Result<Vec<Draft>, ApiError> {
    Ok(list::<RawDraft<'_>>(answer, "drafts")?.0)
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
    let raw: Option<RawDraft<'_>> =
        serde_json::from_str(&answer.body).map_err(|_| ApiError::Unreadable { what: "draft" })?;
    Ok(raw.and_then(RawDraft::into_domain))
}

/// Deletes a draft; also when there is none.
pub fn delete(place: DraftPlace) -> HttpRequest {
    let mut segments = vec!["users", "me", "channels", place.channel_id.as_str(), "drafts"];
    if let Some(root) = &place.root_id {
        segments.push(root.as_str());
    }
    api(&segments).delete()
}
