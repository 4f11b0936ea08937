//! Reactions (`rest.md 4.6`). Adding or removing twice succeeds and is told to everybody again.

use serde::Serialize;

use super::path::api;
use super::read::object;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::wire::model;

/// Adds one's reaction; `emoji_name` without colons.
pub fn add(me: UserId, post_id: PostId, emoji_name: &str) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        user_id: &'a str,
        post_id: &'a str,
        emoji_name: &'a str,
    }
    api(&["reactions"]).post(&Body {
        user_id: me.as_str(),
        post_id: post_id.as_str(),
        emoji_name,
    })
}

/// Reads the stored reaction.
pub fn read_add(answer: &HttpAnswer) -> Result<Reaction, ApiError> {
    object(answer, "reaction", model::reaction)
}

/// Takes one's reaction back, by the name it is stored under.
pub fn remove(post_id: PostId, emoji_name: &str) -> HttpRequest {
    api(&["users", "me", "posts", post_id.as_str(), "reactions", emoji_name]).delete()
}
