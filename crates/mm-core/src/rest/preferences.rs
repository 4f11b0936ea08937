//! Preferences of the account (`rest.md 4.11`), saved posts among them.

use serde::Serialize;

use super::path::api;
use super::read::{list, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::{Event, Scope};
use crate::wire::model;

/// Preferences per request; the server refuses more.
pub const MAX_PREFERENCES: usize = 100;

/// Asks for all preferences.
pub fn mine() -> HttpRequest {
    api(&["users", "me", "preferences"]).get()
}

/// Reads all preferences as [`Event::PreferencesLoaded`].
pub fn read_mine(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (preferences, skipped) = list(answer, "preferences", model::preference)?;
    let event = Event::PreferencesLoaded {
        preferences,
        scope: Scope::All,
    };
    Ok(with_skipped(event, "preferences", skipped))
}

#[derive(Serialize)]
struct Body<'a> {
    user_id: &'a str,
    category: &'a str,
    name: &'a str,
    value: &'a str,
}

fn bodies<'a>(me: &'a UserId, preferences: &'a [Preference]) -> Vec<Body<'a>> {
    preferences
        .iter()
        .map(|p| Body {
            user_id: me.as_str(),
            category: &p.key.category,
            name: &p.key.name,
            value: &p.value,
        })
        .collect()
}

/// Stores preferences; not empty, at most [`MAX_PREFERENCES`], all or nothing.
pub fn put(me: UserId, preferences: &[Preference]) -> HttpRequest {
    api(&["users", "me", "preferences"]).put(&bodies(&me, preferences))
}

/// Deletes preferences; same limits.
pub fn delete(me: UserId, preferences: &[Preference]) -> HttpRequest {
    api(&["users", "me", "preferences", "delete"]).post(&bodies(&me, preferences))
}

/// The preference that saves a post; deleting it takes the mark away.
pub fn saved_post(post_id: PostId) -> Preference {
    Preference {
        key: PreferenceKey::new("flagged_post", post_id.as_str()),
        value: "true".to_owned(),
    }
}
