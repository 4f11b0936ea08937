//! Drafts kept by the server (`rest.md 4.12`). 501 when the server keeps none.

use serde::Serialize;

use super::path::api;
use super::read::{check, list, object};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::{DraftPlace, ServerDraft, Telling};
use crate::wire::model::{draft, draft_extra_told};

/// Asks for the drafts of a team, those of direct and group messages among them.
pub fn of_team(team_id: TeamId) -> HttpRequest {
    api(&["users", "me", "teams", team_id.as_str(), "drafts"]).get()
}

/// Reads drafts; those that cannot be read are left out.
pub fn read_of_team(answer: &HttpAnswer) -> Result<Vec<ServerDraft>, ApiError> {
    Ok(list(answer, "drafts", draft)?.0)
}

/// Keeps a text with its files; an empty text deletes the draft, files or not, without telling one's other windows. `extra` is [`ServerDraft::extra`]: what is not written back is lost.
pub fn keep(
    me: UserId,
    place: DraftPlace,
    message: &str,
    files: &[FileId],
    telling: &Telling,
    extra: &str,
) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_id: &'a str,
        channel_id: &'a str,
        root_id: &'a str,
        message: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        file_ids: Vec<&'a str>,
    }
    let mut request = api(&["drafts"]).post(&Body {
        user_id: me.as_str(),
        channel_id: place.channel_id.as_str(),
        root_id: place.root_id.as_ref().map_or("", |id| id.as_str()),
        message,
        file_ids: files.iter().map(FileId::as_str).collect(),
    });
    let extra = draft_extra_told(extra, telling);
    // Both are objects: the second goes into the first as it is.
    if let (Some(body), Some(rest)) = (&mut request.body, extra.strip_prefix('{')) {
        body.pop();
        body.push(',');
        body.push_str(rest);
    }
    request
}

/// Reads what was kept; `None` when it was deleted.
pub fn read_keep(answer: &HttpAnswer) -> Result<Option<ServerDraft>, ApiError> {
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
