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

impl ApiError {
    /// 403: not allowed.
    pub(crate) fn forbidden() -> ApiError {
        ApiError::new(
            403,
            "api.context.permissions.app_error",
            "You do not have the appropriate permissions.",
        )
    }

    /// 401: no session, or a session that is over.
    pub(crate) fn session_expired() -> ApiError {
        ApiError::new(
            401,
            "api.context.session_expired.app_error",
            "Invalid or expired session, please login again.",
        )
    }

    /// 400: something in the body is missing or wrong.
    pub(crate) fn invalid_body(what: &str) -> ApiError {
        let message = format!("Invalid or missing {what} in request body.");
        ApiError::new(400, "api.context.invalid_body_param.app_error", &message)
    }

    /// 400: something in the path or query is missing or wrong.
    pub(crate) fn invalid_url(what: &str) -> ApiError {
        let message = format!("Invalid or missing {what} parameter in request URL.");
        ApiError::new(400, "api.context.invalid_url_param.app_error", &message)
    }

    /// 404: no such channel.
    pub(crate) fn no_channel(id: &str) -> ApiError {
        let message = format!("Unable to find the existing channel {id}.");
        ApiError::new(404, "app.channel.get.existing.app_error", &message)
    }

    /// 404: no such account.
    pub(crate) fn no_user() -> ApiError {
        ApiError::new(404, "app.user.missing_account.const", "Unable to find the user.")
    }

    /// 404: no such team.
    pub(crate) fn no_team() -> ApiError {
        ApiError::new(
            404,
            "app.team.get.find.app_error",
            "Unable to find the existing team.",
        )
    }

    /// 404: no such post.
    pub(crate) fn no_post() -> ApiError {
        ApiError::new(404, "app.post.get.app_error", "Unable to get the post.")
    }

    /// 501: needs a licence.
    pub(crate) fn license() -> ApiError {
        ApiError::new(501, "api.license_error", "api endpoint requires a license")
    }
}
