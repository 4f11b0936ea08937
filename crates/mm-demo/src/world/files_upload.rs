//! Taking files: forms and raw bodies (`rest.md` 4.8).

use serde_json::json;

use super::error::ApiError;
use super::http::{post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{FileInfo, StoredFile};
use super::{multipart, pictures, World};

pub const ROUTES: &[Route] = &[post("/files", upload)];

/// `MaxFileSize`.
pub const MAX_FILE: usize = 104_857_600;

fn upload(world: &mut World, r: &Request<'_>) -> Outcome {
    if r.call.body.is_empty() {
        let id = "api.file.upload_file.read_request.app_error";
        return Err(ApiError::new(
            400,
            id,
            "Unable to upload file(s). Error reading or parsing request data.",
        ));
    }
    let is_form = r
        .call
        .header("content-type")
        .is_some_and(|value| value.starts_with("multipart/"));
    let (channel, client_ids, files) = if is_form { from_form(r)? } else { from_body(r)? };
    if !world.may_post(channel, r) {
        return Err(ApiError::forbidden());
    }
    if !client_ids.is_empty() && client_ids.len() != files.len() {
        let message = format!(
            "Unable to upload file(s). Have {} client_ids for {} files.",
            client_ids.len(),
            files.len()
        );
        let id = "api.file.upload_file.incorrect_number_of_client_ids.app_error";
        return Err(ApiError::new(400, id, &message));
    }
    for (name, bytes) in &files {
        check_size(name, bytes.len())?;
        check_pixels(name, bytes)?;
    }
    let infos: Vec<FileInfo> = files
        .into_iter()
        .map(|(name, bytes)| world.add_file(r.now, channel, r.me(), &name, bytes))
        .collect();
    Ok(Reply::created(
        &json!({"file_infos": infos, "client_ids": client_ids}),
    ))
}

type Uploaded = (Id, Vec<String>, Vec<(String, Vec<u8>)>);

fn from_form(r: &Request<'_>) -> Result<Uploaded, ApiError> {
    let (mut channel, mut client_ids, mut files) = (String::new(), Vec::new(), Vec::new());
    for part in multipart::parts(r.call) {
        let text = || String::from_utf8_lossy(&part.bytes).into_owned();
        match part.name.as_str() {
            "channel_id" => channel = text(),
            "client_ids" => client_ids.push(text()),
            "files" => files.push((part.filename.unwrap_or_default(), part.bytes)),
            _ => {}
        }
    }
    Ok((
        Id::parse(&channel).ok_or_else(|| ApiError::invalid_body("channel_id"))?,
        client_ids,
        files,
    ))
}

fn from_body(r: &Request<'_>) -> Result<Uploaded, ApiError> {
    let channel = r
        .query_id("channel_id")
        .ok_or_else(|| ApiError::invalid_url("channel_id"))?;
    let name = r.call.query("filename").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| ApiError::invalid_url("filename"))?.to_owned();
    let client_ids = r
        .call
        .query("client_id")
        .filter(|id| !id.is_empty())
        .map(str::to_owned);
    Ok((
        channel,
        client_ids.into_iter().collect(),
        vec![(name, r.call.body.clone())],
    ))
}

/// 413 above `MaxFileSize`.
pub fn check_size(name: &str, size: usize) -> Result<(), ApiError> {
    if size <= MAX_FILE {
        return Ok(());
    }
    let message =
        format!("Unable to upload file {name}. {size} bytes exceeds the maximum allowed {MAX_FILE} bytes.");
    Err(ApiError::new(
        413,
        "api.file.upload_file.too_large_detailed.app_error",
        &message,
    ))
}

fn check_pixels(name: &str, bytes: &[u8]) -> Result<(), ApiError> {
    match pictures::dimensions(bytes) {
        Some((width, height)) if u64::from(width) * u64::from(height) > pictures::MAX_PIXELS => {
            let message =
                format!("Unable to upload image {name}. Dimensions ({width}, {height}) are too large.");
            Err(ApiError::new(
                400,
                "api.file.upload_file.large_image_detailed.app_error",
                &message,
            ))
        }
        _ => Ok(()),
    }
}

/// The type that goes with an extension.
fn mime_type(extension: &str) -> &'static str {
    match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "log" => "text/x-log; charset=utf-8",
        "html" | "htm" => "text/html; charset=utf-8",
        "json" => "application/json",
        "js" => "text/javascript; charset=utf-8",
        "zip" => "application/zip",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        _ => "application/octet-stream",
    }
}

impl World {
    /// Stores a file that belongs to no post yet.
    pub(super) fn add_file(
        &mut self,
        now: i64,
        channel: Id,
        user: Id,
        name: &str,
        bytes: Vec<u8>,
    ) -> FileInfo {
        let preview = pictures::mini_preview(&bytes);
        self.add_picture(now, channel, user, name, bytes, preview)
    }

    /// The same, for a picture whose mini preview is known.
    pub(super) fn add_picture(
        &mut self,
        now: i64,
        channel: Id,
        user: Id,
        name: &str,
        bytes: Vec<u8>,
        preview: Option<String>,
    ) -> FileInfo {
        let name = name.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
        let extension = match name.rsplit_once('.') {
            Some((_, extension)) => extension.to_lowercase(),
            None => String::new(),
        };
        let kind = mime_type(&extension);
        let size = pictures::dimensions(&bytes).filter(|_| kind.starts_with("image/"));
        let (width, height) = size.unwrap_or((0, 0));
        let info = FileInfo {
            id: self.rng.id(),
            user_id: user,
            post_id: Id::NONE,
            channel_id: channel,
            create_at: now,
            update_at: now,
            delete_at: 0,
            name,
            extension,
            size: bytes.len() as i64,
            mime_type: kind.to_owned(),
            width: i64::from(width),
            height: i64::from(height),
            has_preview_image: size.is_some(),
            mini_preview: preview.filter(|_| size.is_some()),
            remote_id: String::new(),
            archived: false,
        };
        self.store.files.insert(
            info.id,
            StoredFile {
                info: info.clone(),
                bytes: bytes.into(),
            },
        );
        info
    }
}
