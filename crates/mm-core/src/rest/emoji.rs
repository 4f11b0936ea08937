//! Custom emoji (`rest.md 4.10`).

use super::path::api;
use super::read::{list, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::event::Event;
use crate::wire::model;

/// Names per request.
pub const MAX_NAMES: usize = 200;

/// Asks for a page of custom emoji, by name; pages begin at 0, at most 200 a page.
pub fn page(page: i64, per_page: i64) -> HttpRequest {
    api(&["emoji"])
        .number("page", page)
        .number("per_page", per_page)
        .with("sort", "name")
        .get()
}

/// Asks for custom emoji by name; not empty, at most [`MAX_NAMES`]. Unknown ones are left out.
pub fn by_names(names: &[String]) -> HttpRequest {
    api(&["emoji", "names"]).post(names)
}

/// Reads custom emoji as [`Event::EmojiLoaded`]. 501 means that they are switched off.
pub fn read_emoji(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (emoji, skipped) = list(answer, "emoji", model::emoji)?;
    Ok(with_skipped(Event::EmojiLoaded(emoji), "emoji", skipped))
}
