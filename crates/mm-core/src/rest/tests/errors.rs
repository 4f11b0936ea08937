//! Which answer is which error, and what is done about it: the table.

use std::time::Duration;

use super::support::exchanges;
use crate::rest::*;

fn answer(status: u16, content_type: &str, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        content_type: content_type.to_owned(),
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}

fn error(answer: &HttpAnswer) -> ApiError {
    users::read_me(answer).unwrap_err()
}

/// A refusal in the server's own shape.
fn refused(status: u16, id: &str) -> ApiError {
    let body = format!(r#"{{"id":"{id}","message":"words","detailed_error":"","status_code":{status}}}"#);
    error(&answer(status, "application/json", &body))
}

#[test]
fn remedies() {
    for (status, id, remedy) in [
        (401, "api.context.session_expired.app_error", Remedy::LogInAgain),
        (
            401,
            "api.user.login.invalid_credentials_email_username",
            Remedy::TellUser,
        ),
        (
            401,
            "api.user.check_user_mfa.bad_code.app_error",
            Remedy::TellUser,
        ),
        (403, "api.context.permissions.app_error", Remedy::TellUser),
        (403, "api.context.mfa_required.app_error", Remedy::TellUser),
        (
            400,
            "model.post.is_valid.message_length.app_error",
            Remedy::TellUser,
        ),
        (400, "api.context.invalid_body_param.app_error", Remedy::Bug),
        (400, "api.context.invalid_url_param.app_error", Remedy::Bug),
        (404, "app.post.get.app_error", Remedy::TellUser),
        (404, "api.context.404.app_error", Remedy::Bug),
        (
            413,
            "api.context.request_body_too_large.app_error",
            Remedy::TellUser,
        ),
        (414, "basic_security_check.url.too_long_error", Remedy::Bug),
        (429, "", Remedy::Retry),
        (
            500,
            "api.post.deduplicate_create_post.pending",
            Remedy::RetryAfter(Duration::from_secs(1)),
        ),
        (500, "", Remedy::Retry),
        (501, "api.license_error", Remedy::TellUser),
        (502, "", Remedy::Retry),
        (503, "api.context.server_busy.app_error", Remedy::Retry),
    ] {
        assert_eq!(refused(status, id).remedy(), remedy, "{status} {id}");
    }
    assert_eq!(ApiError::Unreachable.remedy(), Remedy::Retry);
    assert_eq!(ApiError::NotMattermost.remedy(), Remedy::Retry);
    assert_eq!(ApiError::Unreadable { what: "x" }.remedy(), Remedy::Bug);
}

#[test]
fn a_limiter_speaks_plain_text_and_says_how_long() {
    let mut limited = answer(429, "text/plain; charset=utf-8", "limit exceeded\n");
    limited.retry_after = Some(7);
    assert_eq!(
        error(&limited).remedy(),
        Remedy::RetryAfter(Duration::from_secs(7))
    );
    // However long it asks for.
    limited.retry_after = Some(u64::MAX);
    assert_eq!(
        error(&limited).remedy(),
        Remedy::RetryAfter(Duration::from_secs(300))
    );
    let recorded = exchanges("rest/errors/rate_limit.json").remove(1).answer;
    assert_eq!(
        error(&recorded).remedy(),
        Remedy::RetryAfter(Duration::from_secs(1))
    );
}

#[test]
fn what_is_not_json_is_not_mattermost_unless_its_status_says_enough() {
    let page = "<html><title>Welcome to the hotel</title></html>";
    for status in [200, 204 + 1, 302, 401, 403, 404, 511 - 110] {
        assert_eq!(
            error(&answer(status, "text/html", page)),
            ApiError::NotMattermost,
            "{status}"
        );
    }
    for (status, remedy) in [
        (413, Remedy::TellUser),
        (429, Remedy::Retry),
        (502, Remedy::Retry),
        (504, Remedy::Retry),
    ] {
        assert_eq!(
            error(&answer(status, "text/html", page)).remedy(),
            remedy,
            "{status}"
        );
    }
    // JSON by name only.
    assert_eq!(
        error(&answer(200, "application/json", page)),
        ApiError::Unreadable { what: "user" }
    );
    assert_eq!(error(&answer(200, "", "{}")), ApiError::NotMattermost);
    assert!(users::read_users(&answer(200, "application/json; charset=utf-8", "[]")).is_ok());
}

#[test]
fn no_answer_is_unreachable() {
    assert_eq!(accept(&HttpReply::Failed), Err(ApiError::Unreachable));
}

#[test]
fn the_servers_own_words_are_kept_for_the_person() {
    let error = refused(403, "api.context.permissions.app_error");
    assert_eq!(error.message(), Some("words"));
    assert_eq!(
        (error.status(), error.id()),
        (Some(403), "api.context.permissions.app_error")
    );
    // And never stand in a log.
    assert_eq!(error.to_string(), "the server refused with status 403");
}

#[test]
fn recorded_log_ins_end_as_they_should() {
    use crate::rest::login::{read_log_in, LogInOutcome};
    let outcomes = |file: &str| -> Vec<LogInOutcome> {
        exchanges(file)
            .iter()
            .map(|e| read_log_in(&e.answer).unwrap())
            .collect()
    };
    assert!(outcomes("rest/users/login.json")
        .iter()
        .all(|o| matches!(o, LogInOutcome::SignedIn(_))));
    for refused in outcomes("rest/users/login_error.json")
        .iter()
        .chain(&outcomes("rest/users/login_locked.json"))
    {
        assert!(
            matches!(refused, LogInOutcome::Refused { message } if !message.is_empty()),
            "{refused:?}"
        );
    }
    // A wrong code is refused with the same words as none: the field for it stays.
    let mfa = outcomes("rest/users/login_mfa.json");
    assert!(mfa.len() >= 3);
    assert!(mfa
        .iter()
        .all(|o| matches!(o, LogInOutcome::CodeWanted { message } if !message.is_empty())));
}
