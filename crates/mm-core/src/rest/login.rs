//! Signing in and out (`rest.md 1.1, 1.2`).

use serde::Serialize;

use super::error::is_login_refusal;
use super::path::api;
use super::read::object;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::User;
use crate::wire::model;

#[derive(Serialize)]
struct Credentials<'a> {
    login_id: &'a str,
    password: &'a str,
    token: &'a str,
}

/// Signs in with a password, and a one-time code if one was asked for (else empty). The edge's `X-Requested-With` makes the server
/// set its cookies.
pub fn log_in(login_id: &str, password: &str, code: &str) -> HttpRequest {
    api(&["users", "login"]).post(&Credentials {
        login_id,
        password,
        token: code,
    })
}

/// How a log-in ended when the server answered.
#[derive(Debug, Clone, PartialEq)]
pub enum LogInOutcome {
    /// Signed in; saves asking for `users/me`.
    SignedIn(Box<User>),
    /// The password was right, a one-time code is wanted (or the one given was wrong).
    CodeWanted {
        /// The server's words.
        message: String,
    },
    /// Refused; the server does not say which half was wrong.
    Refused {
        /// The server's words.
        message: String,
    },
}

/// Reads the end of a log-in. An error is anything that is not about the credentials: try again or tell.
pub fn read_log_in(answer: &HttpAnswer) -> Result<LogInOutcome, ApiError> {
    match object(answer, "log-in", model::user) {
        Ok(user) => Ok(LogInOutcome::SignedIn(Box::new(user))),
        Err(ApiError::Server { id, message, .. }) if wants_code(&id) => {
            Ok(LogInOutcome::CodeWanted { message })
        }
        Err(ApiError::Server {
            status: 400 | 401 | 403,
            id,
            message,
            ..
        }) if is_login_refusal(&id) => Ok(LogInOutcome::Refused { message }),
        // Whatever else a 401 says here, it is not about a session.
        Err(ApiError::Server {
            status: 401, message, ..
        }) => Ok(LogInOutcome::Refused { message }),
        Err(error) => Err(error),
    }
}

fn wants_code(id: &str) -> bool {
    matches!(
        id,
        "mfa.validate_token.authenticate.app_error" | "api.user.check_user_mfa.bad_code.app_error"
    )
}

/// Ends the session; works without one too.
pub fn log_out() -> HttpRequest {
    api(&["users", "logout"]).post_empty()
}
