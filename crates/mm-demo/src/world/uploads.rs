//! Uploading in parts (`rest.md` 4.8).

use serde::Deserialize;

use super::error::ApiError;
use super::files_upload::check_size;
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::Upload;
use super::{multipart, World};

pub const ROUTES: &[Route] = &[
    post("/uploads", create),
    get("/uploads/{upload_id}", one),
    post("/uploads/{upload_id}", add_data),
    get("/users/{user_id}/uploads", of_user),
];

/// The first part must be at least this long unless it is the whole file.
const MIN_FIRST_PART: usize = 5_242_880;

#[derive(Deserialize)]
struct NewUpload {
    channel_id: String,
    filename: String,
    file_size: i64,
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let new: NewUpload = r.object("upload")?;
    let channel = Id::parse(&new.channel_id).ok_or_else(|| ApiError::invalid_body("channel_id"))?;
    if !world.may_post(channel, r) {
        return Err(ApiError::forbidden());
    }
    let size = usize::try_from(new.file_size).ok().filter(|size| *size > 0);
    check_size(
        &new.filename,
        size.ok_or_else(|| ApiError::invalid_body("file_size"))?,
    )?;
    let upload = Upload {
        id: world.rng.id(),
        kind: "attachment".into(),
        create_at: r.now,
        user_id: r.me(),
        channel_id: channel,
        filename: new.filename,
        file_size: new.file_size,
        file_offset: 0,
        remote_id: String::new(),
        req_file_id: String::new(),
        received: Vec::new(),
    };
    world.store.uploads.insert(upload.id, upload.clone());
    Ok(Reply::created(&upload))
}

fn own<'a>(world: &'a World, r: &Request<'_>) -> Result<&'a Upload, ApiError> {
    let missing = || ApiError::new(404, "app.upload.get.app_error", "Failed to get upload.");
    let upload = world.store.uploads.get(&r.id("upload_id")).ok_or_else(missing)?;
    match upload.user_id == r.me() {
        true => Ok(upload),
        false => Err(ApiError::forbidden()),
    }
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(own(world, r)?))
}

fn of_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    Ok(Reply::ok(
        &world
            .store
            .uploads
            .values()
            .filter(|upload| upload.user_id == user)
            .collect::<Vec<_>>(),
    ))
}

fn add_data(world: &mut World, r: &Request<'_>) -> Outcome {
    let upload = own(world, r)?.clone();
    let bytes = match multipart::parts(r.call).into_iter().next() {
        Some(part) => part.bytes,
        None => r.call.body.clone(),
    };
    let left = (upload.file_size - upload.file_offset).max(0) as usize;
    if bytes.is_empty() || bytes.len() > left {
        let id = "api.upload.upload_data.invalid_content_length";
        return Err(ApiError::new(400, id, "Invalid Content-Length."));
    }
    if upload.file_offset == 0 && bytes.len() < MIN_FIRST_PART && bytes.len() < left {
        let message = format!("Failed to upload data. First part must be at least {MIN_FIRST_PART} Bytes.");
        return Err(ApiError::new(
            400,
            "app.upload.upload_data.first_part_too_small.app_error",
            &message,
        ));
    }
    let complete = bytes.len() == left;
    if let Some(stored) = world.store.uploads.get_mut(&upload.id) {
        stored.file_offset += bytes.len() as i64;
        stored.received.extend(bytes);
    }
    if !complete {
        return Ok(Reply::empty(204));
    }
    let Some(done) = world.store.uploads.remove(&upload.id) else {
        return Ok(Reply::empty(204));
    };
    let mut info = world.add_file(
        r.now,
        done.channel_id,
        done.user_id,
        &done.filename,
        done.received,
    );
    // The small copies are made after the answer, so that it does not tell them yet.
    info.has_preview_image = false;
    info.mini_preview = None;
    Ok(Reply::ok(&info))
}
