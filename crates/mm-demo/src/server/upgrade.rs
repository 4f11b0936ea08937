//! The HTTP side of opening a WebSocket: Origin and login of the upgrade request (`websocket.md` 1.4, 1.5).

use serde_json::json;

use crate::world::SessionInfo;

/// The parts of an upgrade request that matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upgrade {
    /// Decoded query pairs.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names.
    pub headers: Vec<(String, String)>,
}

impl Upgrade {
    /// First query value of that name.
    pub fn query(&self, name: &str) -> Option<&str> {
        first(&self.query, name)
    }

    /// First header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        first(&self.headers, name)
    }
}

/// The token of a login that headers carry: cookie first, then `Authorization`.
pub fn login_token(headers: &[(String, String)]) -> Option<&str> {
    cookie(headers, "MMAUTHTOKEN").or_else(|| header_token(headers))
}

fn cookie<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .filter(|(header, _)| header == "cookie")
        .flat_map(|(_, line)| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

fn header_token(headers: &[(String, String)]) -> Option<&str> {
    let (scheme, token) = first(headers, "authorization")?.split_once(' ')?;
    let known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("token");
    known.then(|| token.trim())
}

/// The HTTP answer instead of an upgrade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Status code.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// Body.
    pub body: String,
}

impl Refusal {
    /// The library that refuses an upgrade writes the reason, then the server adds its own error (always with 400).
    pub fn not_upgraded(status: u16, reason: &str, origin: &str, request: u64) -> Refusal {
        let error = json!({
            "id": "api.web_socket.connect.upgrade.app_error",
            "message": format!("URL Blocked because of CORS. Url: {origin}"),
            "detailed_error": "",
            "request_id": request_id(request),
            "status_code": 400,
        });
        Refusal {
            status,
            content_type: "text/plain; charset=utf-8",
            body: format!("{reason}\n{error}"),
        }
    }
}

/// Refuses an upgrade from a page of another origin. No `Origin` header means no browser: allowed.
pub fn check_origin(upgrade: &Upgrade, site_url: Option<&str>, request: u64) -> Result<(), Refusal> {
    let Some(origin) = upgrade.header("origin") else {
        return Ok(());
    };
    let host = upgrade.header("host").unwrap_or_default();
    let allowed = match site_url {
        Some(site) => same_origin(origin, site),
        None => origin
            .split_once("://")
            .is_some_and(|(_, theirs)| theirs.eq_ignore_ascii_case(host)),
    };
    if allowed {
        return Ok(());
    }
    Err(Refusal::not_upgraded(403, "Forbidden", origin, request))
}

/// The login that the upgrade carries. An unknown cookie or header is no refusal, only an anonymous socket.
pub fn session(
    upgrade: &Upgrade,
    request: u64,
    find: impl Fn(&str) -> Option<SessionInfo>,
) -> Result<Option<SessionInfo>, Refusal> {
    if let Some(token) = login_token(&upgrade.headers) {
        return Ok(find(token));
    }
    // In the URL only OAuth tokens are accepted, and this server issues none.
    match upgrade.query("access_token").and_then(find) {
        Some(_) => Err(token_in_url(request)),
        None => Ok(None),
    }
}

fn token_in_url(request: u64) -> Refusal {
    let error = json!({
        "id": "api.context.token_provided.app_error",
        "message": "Session is not OAuth but token was provided in the query string.",
        "detailed_error": "",
        "request_id": request_id(request),
        "status_code": 401,
    });
    Refusal {
        status: 401,
        content_type: "application/json",
        body: error.to_string(),
    }
}

fn same_origin(origin: &str, site: &str) -> bool {
    let key = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split('/').next()?;
        Some((scheme.to_ascii_lowercase(), host.to_ascii_lowercase()))
    };
    key(origin).is_some() && key(origin) == key(site)
}

fn first<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

fn request_id(request: u64) -> String {
    format!("socketupgrade{request:013}")
}
