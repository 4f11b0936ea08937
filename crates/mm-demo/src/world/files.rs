//! Handing out files: bytes, thumbnails, previews, ranges (`rest.md` 4.8).

use super::error::ApiError;
use super::http::{get, head, trusting, Outcome, Reply, Request, Route};
use super::model::StoredFile;
use super::time::http_date;
use super::{pictures, World};
use crate::call::Method;

pub const ROUTES: &[Route] = &[
    trusting(get("/files/{file_id}", bytes)),
    trusting(head("/files/{file_id}", bytes)),
    trusting(get("/files/{file_id}/thumbnail", thumbnail)),
    trusting(get("/files/{file_id}/preview", preview)),
    get("/files/{file_id}/info", info),
    get("/files/{file_id}/link", link),
];

fn bytes(world: &mut World, r: &Request<'_>) -> Outcome {
    let file = world.readable_file(r)?;
    let inline = is_inline(&file.info.mime_type) && r.call.query("download") != Some("1");
    let content_type = match file.info.mime_type.split(';').next().unwrap_or("") {
        "text/html" | "text/javascript" | "application/javascript" | "application/xhtml+xml" => "text/plain",
        _ => &file.info.mime_type,
    };
    let total = file.bytes.len();
    let range = r.call.header("range").and_then(|value| parse_range(value, total));
    let mut reply = Reply::bytes(content_type, file.bytes.to_vec());
    if let Some((from, to)) = range {
        reply.status = 206;
        reply.body = file.bytes[from..=to].to_vec();
        reply = reply.header("Content-Range", format!("bytes {from}-{to}/{total}"));
    }
    if r.call.method == Method::Head {
        reply.body.clear();
    }
    Ok(described(reply, file, inline).header("X-Uncompressed-Content-Length", total.to_string()))
}

fn described(reply: Reply, file: &StoredFile, inline: bool) -> Reply {
    let name = &file.info.name;
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii() && c != '"' { c } else { '_' })
        .collect();
    let encoded: String = name.bytes().map(percent).collect();
    let kind = if inline { "inline" } else { "attachment" };
    reply
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "private, max-age=86400")
        .header(
            "Content-Disposition",
            format!("{kind};filename=\"{ascii}\"; filename*=UTF-8''{encoded}"),
        )
        .header("Content-Security-Policy", "Frame-ancestors 'none'")
        .header("Last-Modified", http_date(file.info.update_at))
        .header("X-Frame-Options", "DENY")
}

fn percent(byte: u8) -> String {
    match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    }
}

/// Only common picture, video and sound types are shown in place.
fn is_inline(mime_type: &str) -> bool {
    let bare = mime_type.split(';').next().unwrap_or("");
    matches!(
        bare,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp" | "image/tiff"
    ) || bare.starts_with("video/")
        || bare.starts_with("audio/")
}

/// One range of bytes, both ends included; anything else is served whole.
fn parse_range(value: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = value.strip_prefix("bytes=")?.split_once('-')?;
    let last = total.checked_sub(1)?;
    let range = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) => (from, to.min(last)),
        (Ok(from), Err(_)) if to.is_empty() => (from, last),
        (Err(_), Ok(length)) if from.is_empty() => (total.saturating_sub(length), last),
        _ => return None,
    };
    (range.0 <= range.1).then_some(range)
}

fn thumbnail(world: &mut World, r: &Request<'_>) -> Outcome {
    let none = (
        "api.file.get_file_thumbnail.no_thumbnail.app_error",
        "File doesn't have a thumbnail image.",
    );
    small_copy(world, r, (120, 100), none)
}

fn preview(world: &mut World, r: &Request<'_>) -> Outcome {
    let none = (
        "api.file.get_file_preview.no_preview.app_error",
        "File doesn't have a preview image.",
    );
    small_copy(world, r, (1920, 1_000_000), none)
}

fn small_copy(world: &World, r: &Request<'_>, size: (u32, u32), none: (&str, &str)) -> Outcome {
    let file = world.readable_file(r)?;
    let copy = match file.info.has_preview_image {
        true => pictures::jpeg_within(&file.bytes, size.0, size.1),
        false => None,
    };
    let copy = copy.ok_or_else(|| ApiError::new(400, none.0, none.1))?;
    Ok(described(Reply::bytes("image/jpeg", copy), file, true))
}

fn info(world: &mut World, r: &Request<'_>) -> Outcome {
    let file = world.readable_file(r)?;
    Ok(Reply::ok(&file.info).header("Cache-Control", "max-age=2592000, private"))
}

fn link(world: &mut World, r: &Request<'_>) -> Outcome {
    world.readable_file(r)?;
    let id = "api.file.get_public_link.disabled.app_error";
    Err(ApiError::new(403, id, "Public links have been disabled."))
}

impl World {
    /// A file that the caller may read: his own, or one in a channel that he may read.
    fn readable_file(&self, r: &Request<'_>) -> Result<&StoredFile, ApiError> {
        let missing = || {
            ApiError::new(
                404,
                "api.file.get_file_info.app_error",
                "Failed to get file info.",
            )
        };
        let file = self.store.files.get(&r.id("file_id")).ok_or_else(missing)?;
        if file.info.user_id != r.me() {
            self.readable_channel(file.info.channel_id, r)
                .map_err(|_| ApiError::forbidden())?;
        }
        Ok(file)
    }
}
