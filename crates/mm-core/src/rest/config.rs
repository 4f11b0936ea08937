//! Client configuration and licence (`rest.md 1.6`): flat maps of strings, limited before sign-in.

use super::path::api;
use super::read::object;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::{Map, ServerConfig};
use crate::event::Event;
use crate::wire::model::texts_of;

/// Asks for the client configuration.
pub fn client_config() -> HttpRequest {
    api(&["config", "client"]).with("format", "old").get()
}

/// Asks for the licence.
pub fn license() -> HttpRequest {
    api(&["license", "client"]).with("format", "old").get()
}

fn read_map(answer: &HttpAnswer, what: &'static str) -> Result<Map<String, String>, ApiError> {
    let map = object(answer, what, |fields| Ok(texts_of(fields)))?;
    if map.is_empty() {
        return Err(ApiError::Unreadable { what });
    }
    Ok(map)
}

/// Reads the configuration as [`Event::ConfigLoaded`]. A stale token gives the limited set with 200 (`rest.md 1.2`).
pub fn read_client_config(answer: &HttpAnswer) -> Result<Event, ApiError> {
    Ok(Event::ConfigLoaded(ServerConfig(read_map(
        answer,
        "configuration",
    )?)))
}

/// Reads the licence's map; `IsLicensed` is `"false"` without one.
pub fn read_license(answer: &HttpAnswer) -> Result<Map<String, String>, ApiError> {
    read_map(answer, "licence")
}
