//! What a server without a licence refuses: groups, bookmarks, scheduled posts and more, each with its own error.

use super::error::ApiError;
use super::http::{delete, get, patch, post, put, Outcome, Request, Route};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/groups", groups),
    post("/groups/names", groups),
    get("/users/{user_id}/groups", groups),
    get("/channels/{channel_id}/groups", groups),
    get("/teams/{team_id}/groups", groups),
    get("/teams/{team_id}/groups_by_channels", groups),
    get("/channels/{channel_id}/bookmarks", bookmarks),
    post("/channels/{channel_id}/bookmarks", bookmarks),
    patch("/channels/{channel_id}/bookmarks/{bookmark}", bookmarks),
    delete("/channels/{channel_id}/bookmarks/{bookmark}", bookmarks),
    get("/posts/scheduled/team/{team_id}", scheduled),
    post("/posts/schedule", scheduled),
    put("/posts/schedule/{scheduled}", scheduled),
    delete("/posts/schedule/{scheduled}", scheduled),
    post("/users/{user_id}/posts/{post_id}/ack", acknowledgements),
    delete("/users/{user_id}/posts/{post_id}/ack", acknowledgements),
    post("/posts/{post_id}/move", move_thread),
    get("/custom_profile_attributes/fields", profile_fields),
    patch("/custom_profile_attributes/values", profile_fields),
    get("/users/{user_id}/custom_profile_attributes", profile_fields),
    get("/terms_of_service", terms),
];

fn groups(_: &mut World, _: &Request<'_>) -> Outcome {
    Err(ApiError::license())
}

fn bookmarks(_: &mut World, _: &Request<'_>) -> Outcome {
    let id = "api.channel.bookmark.channel_bookmark.license.error";
    Err(ApiError::new(
        501,
        id,
        "Your license does not support channel bookmarks.",
    ))
}

fn scheduled(_: &mut World, _: &Request<'_>) -> Outcome {
    let id = "api.scheduled_posts.license_error";
    Err(ApiError::new(
        400,
        id,
        "Scheduled posts feature requires a license",
    ))
}

/// The server lost the words for this one; so do we.
fn acknowledgements(_: &mut World, _: &Request<'_>) -> Outcome {
    Err(ApiError::new(501, "<untranslated>", "<untranslated>"))
}

fn move_thread(_: &mut World, _: &Request<'_>) -> Outcome {
    Err(ApiError::new(
        501,
        "api.post.move_thread.disabled.app_error",
        "Thread moving is disabled",
    ))
}

fn profile_fields(_: &mut World, _: &Request<'_>) -> Outcome {
    let id = "api.custom_profile_attributes.license_error";
    Err(ApiError::new(
        403,
        id,
        "Your license does not support Custom Profile Attributes.",
    ))
}

fn terms(_: &mut World, _: &Request<'_>) -> Outcome {
    let id = "app.terms_of_service.get.no_rows.app_error";
    Err(ApiError::new(404, id, "No terms of service found."))
}
