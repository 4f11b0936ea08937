//! Errors as the REST interface and the socket's replies show them (`rest.md` 0.4).

use serde::Serialize;

/// An application error: a stable id, the words for a person, and the HTTP status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{id}: {message}")]
pub struct ApiError {
    /// Stable machine id, for example `api.context.session_expired.app_error`.
    pub id: String,
    /// Words for a person.
    pub message: String,
    /// Details; empty as on a server that is not in developer mode.
    pub detailed_error: String,
    /// Id of the request; left out when empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    /// Same as the HTTP status.
    pub status_code: u16,
}

impl ApiError {
    /// An error without details; the request id is filled in when it leaves the world.
    pub fn new(status_code: u16, id: &str, message: &str) -> ApiError {
        ApiError {
            id: id.to_owned(),
            message: message.to_owned(),
            detailed_error: String::new(),
            request_id: String::new(),
            status_code,
        }
    }
}
