//! Files (`rest.md 4.8`). One request a file, its bytes as the body: the form with several of them would fail as a whole.

use std::time::Duration;

use super::path::api;
use super::read::object;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::wire::fields::any_of;
use crate::wire::nested::Unfit;

/// The server takes its time over the previews of a large picture, when it has all of it.
const PATIENCE: Duration = Duration::from_secs(90);

/// Sends a file, which belongs to no post yet.
pub fn upload(channel_id: ChannelId, file: &Attachment) -> HttpRequest {
    let path = api(&["files"])
        .with("channel_id", channel_id.as_str())
        .with("filename", &file.name)
        .with("client_id", file.id.as_str());
    HttpRequest {
        timeout: PATIENCE,
        file: Some(file.id.clone()),
        ..path.post_empty()
    }
}

/// Reads the id that the server gave it.
pub fn read_upload(answer: &HttpAnswer) -> Result<FileId, ApiError> {
    object(answer, "upload", |fields| {
        let ids = any_of(fields.raw("file_infos"), |info| info.id("id"));
        ids.into_iter().next().ok_or(Unfit)
    })
}
