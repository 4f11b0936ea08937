//! Client configuration and licence (`rest.md 1.6`): flat maps of strings, limited before sign-in.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::path::api;
use super::read::body;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::ServerConfig;
use crate::event::Event;
use crate::wire::model::text_map;

/// Asks for the client configuration.
pub fn client_config() -> HttpRequest {
    api(&["config", "client"]).with("format", "old").get()
}

/// Asks for the licence.
pub fn license() -> HttpRequest {
    api(&["license", "client"]).with("format", "old").get()
}

fn read_map(answer: &HttpAnswer, what: &'static str) -> Result<BTreeMap<String, String>, ApiError> {
    let raw: &RawValue = body(answer, what)?;
    Some(text_map(Some(raw)))
        .filter(|map| !map.is_empty())
        .ok_or(ApiError::Unreadable { what })
}

/// Reads the configuration as [`Event::ConfigLoaded`]. A stale token gives the limited set with 200 (`rest.md 1.2`).
pub fn read_client_config(answer: &HttpAnswer) -> Result<Event, ApiError> {
    Ok(Event::ConfigLoaded(ServerConfig(read_map(
        answer,
        "configuration",
    )?)))
}

/// Reads the licence's map; `IsLicensed` is `"false"` without one.
pub fn read_license(answer: &HttpAnswer) -> Result<BTreeMap<String, String>, ApiError> {
    read_map(answer, "licence")
}
