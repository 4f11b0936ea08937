//! Roles and their permissions (`rest.md 4.15`).

use super::path::api;
use super::read::{list, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::event::Event;
use crate::wire::model;

/// Asks for roles by name; not empty. Unknown ones are left out.
pub fn by_names(names: &[String]) -> HttpRequest {
    api(&["roles", "names"]).post(names)
}

/// Reads roles as [`Event::RolesLoaded`].
pub fn read_roles(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (roles, skipped) = list(answer, "roles", model::role)?;
    Ok(with_skipped(Event::RolesLoaded(roles), "roles", skipped))
}
