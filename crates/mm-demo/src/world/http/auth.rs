//! Where the token is looked for, and the CSRF rules (`rest.md` 0.2 and 0.3).

use super::route::Access;
use super::{Caller, Route};
use crate::call::{Call, Method};
use crate::world::error::ApiError;
use crate::world::World;

/// Where a token was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Cookie,
    Header,
    Query,
}

/// `Set-Cookie` that takes the session cookie away.
pub const CLEAR_COOKIE: &str = "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly";

impl World {
    /// Who asks. `Err` if the route needs a session and there is none; `headers` then may take the cookie away.
    pub(super) fn caller(
        &mut self,
        now: i64,
        call: &Call,
        route: &Route,
        headers: &mut Vec<(String, String)>,
    ) -> Result<Option<Caller>, ApiError> {
        let required = route.access != Access::Anyone;
        let refuse = |error: ApiError| if required { Err(error) } else { Ok(None) };
        let Some((place, token)) = find_token(call) else {
            return refuse(ApiError::session_expired());
        };
        let clear = || ("Set-Cookie".to_owned(), CLEAR_COOKIE.to_owned());
        let Some(info) = self.session(now, &token) else {
            if required && place != Place::Query {
                headers.push(clear());
            }
            return refuse(ApiError::session_expired());
        };
        if place == Place::Query {
            return refuse(ApiError::new(
                401,
                "api.context.token_provided.app_error",
                "Session is not OAuth but token was provided in the query string.",
            ));
        }
        let checked =
            !matches!(call.method, Method::Get | Method::Head) && route.access != Access::TrustRequester;
        if place == Place::Cookie && checked && !csrf_ok(call, &info.csrf) {
            headers.push(clear());
            return refuse(ApiError::session_expired());
        }
        Ok(self.caller_of(&info))
    }
}

fn csrf_ok(call: &Call, expected: &str) -> bool {
    call.header("x-csrf-token") == Some(expected) || call.header("x-requested-with") == Some("XMLHttpRequest")
}

/// The token of a request: the cookie wins over the header.
fn find_token(call: &Call) -> Option<(Place, String)> {
    let cookies = call.headers.iter().filter(|(name, _)| name == "cookie");
    for cookie in cookies.flat_map(|(_, value)| value.split(';')) {
        if let Some(token) = cookie
            .trim()
            .strip_prefix("MMAUTHTOKEN=")
            .filter(|t| !t.is_empty())
        {
            return Some((Place::Cookie, cut(token)));
        }
    }
    if let Some((kind, token)) = call
        .header("authorization")
        .and_then(|value| value.split_once(' '))
    {
        if kind.eq_ignore_ascii_case("bearer") || kind == "token" {
            return Some((Place::Header, cut(token)));
        }
    }
    let token = call.query("access_token").filter(|t| !t.is_empty())?;
    Some((Place::Query, cut(token)))
}

/// Tokens are cut at 50 characters before they are looked up.
fn cut(token: &str) -> String {
    token.trim().chars().take(50).collect()
}
