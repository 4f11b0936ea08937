//! What can go wrong with a call, and what to do about it: decided once, here.
//!
//! `Unreachable` and `NotMattermost` come from [`super::accept`] and the readers; nothing was changed on the server for certain only
//! when it answered. The engine asks [`ApiError::remedy`] and never looks at a status again.

use std::time::Duration;

/// Longest wait a server can ask for: after it the client tries again anyway.
const MAX_WAIT: Duration = Duration::from_secs(300);
/// How long to wait when an earlier send of the same post is still being worked on (`rest.md 4.6`, idempotency 4).
const PENDING_WAIT: Duration = Duration::from_secs(1);

/// Why a call gave no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No answer: network, time-out, abort. Whether the server acted is unknown.
    #[error("the server could not be reached")]
    Unreachable,
    /// Nothing was asked: the file that was to be sent is not there any more.
    #[error("the file is not there any more")]
    FileGone,
    /// Something answered that is not a Mattermost server: captive portal, proxy page.
    #[error("the answer is not from a Mattermost server")]
    NotMattermost,
    /// The server (or a proxy speaking for it) refused.
    #[error("the server refused with status {status}")]
    Server {
        /// HTTP status.
        status: u16,
        /// Stable id to match on; empty when the body was not the server's (`rest.md 0.4`).
        id: String,
        /// The server's words, in the account's language; may be empty.
        message: String,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// A success whose body is not what it should be.
    #[error("the answer to {what} could not be read")]
    Unreadable {
        /// What was asked.
        what: &'static str,
    },
}

/// What to do about an [`ApiError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Try again after this time.
    RetryAfter(Duration),
    /// Try again with one's own back-off.
    Retry,
    /// The session is gone: sign in again, keep everything typed.
    LogInAgain,
    /// It will not work by itself: tell the person, keep their words.
    TellUser,
    /// We asked something wrong, or misread the answer: count it, do not repeat it.
    Bug,
}

impl ApiError {
    /// What to do. Retries are for calls that may be repeated; a post's `pending_post_id` makes it one for 30 s.
    pub fn remedy(&self) -> Remedy {
        match self {
            // A portal goes away when the person signs in to the network; the notice says so meanwhile.
            ApiError::Unreachable | ApiError::NotMattermost => Remedy::Retry,
            ApiError::FileGone => Remedy::TellUser,
            ApiError::Unreadable { .. } => Remedy::Bug,
            ApiError::Server {
                status,
                id,
                retry_after,
                ..
            } => server_remedy(*status, id, *retry_after),
        }
    }

    /// The server's id of the error, or empty.
    pub fn id(&self) -> &str {
        match self {
            ApiError::Server { id, .. } => id,
            _ => "",
        }
    }

    /// The HTTP status, if a server answered.
    pub fn status(&self) -> Option<u16> {
        match self {
            ApiError::Server { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The server's words for the person, if it gave some.
    pub fn message(&self) -> Option<&str> {
        match self {
            ApiError::Server { message, .. } if !message.is_empty() => Some(message),
            _ => None,
        }
    }
}

/// Log-in failures are 401 too, but there is no session to renew (`rest.md 1.1`).
pub(super) fn is_login_refusal(id: &str) -> bool {
    [
        "api.user.login",
        "api.user.check_user",
        "mfa.validate_token",
        "ent.",
    ]
    .iter()
    .any(|p| id.starts_with(p))
}

fn server_remedy(status: u16, id: &str, retry_after: Option<Duration>) -> Remedy {
    let wait = || retry_after.map_or(Remedy::Retry, |wait| Remedy::RetryAfter(wait.min(MAX_WAIT)));
    match status {
        401 if is_login_refusal(id) => Remedy::TellUser,
        401 => Remedy::LogInAgain,
        408 | 425 | 429 => wait(),
        500 if id == "api.post.deduplicate_create_post.pending" => Remedy::RetryAfter(PENDING_WAIT),
        // Switched off or not licensed: stays so.
        501 => Remedy::TellUser,
        500..=599 => wait(),
        400 if id == "api.context.invalid_body_param.app_error" => Remedy::Bug,
        400 if id == "api.context.invalid_url_param.app_error" => Remedy::Bug,
        404 if id == "api.context.404.app_error" => Remedy::Bug,
        405 | 414 | 415 => Remedy::Bug,
        400..=499 => Remedy::TellUser,
        _ => Remedy::Bug,
    }
}
