//! A real server instead of the demo one (`MATTERMOST_URL`): our files from here, everything of Mattermost from there.
//!
//! Requests and answers are streamed, sockets are bridged as they are. `Origin` and `Referer` are rewritten, since the
//! server accepts only its own; cookies lose `Secure` and `Domain`, since this side is another host and plain HTTP, and are for all
//! paths, since here the server stands at the root even where it stands below a path of its own.

use axum::extract::Request;
use axum::http::{header, HeaderMap, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::Router;
use axum_reverse_proxy::{ProxyPolicy, ReverseProxy, XForwardedFor};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::connect::{Connect, HttpConnector};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;

/// Where the real server is.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Address without a slash at the end; may have a path.
    url: String,
    /// Scheme and host of it.
    origin: HeaderValue,
}

/// `MATTERMOST_URL` cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("MATTERMOST_URL must look like https://chat.example.com, not {0:?}")]
pub struct BadUrl(String);

impl Upstream {
    /// Checks an address.
    pub fn new(url: &str) -> Result<Upstream, BadUrl> {
        let bad = || BadUrl(url.to_owned());
        let trimmed = url.trim_end_matches('/');
        let uri: Uri = trimmed.parse().map_err(|_| bad())?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or_else(bad)?;
        if !matches!(scheme, "http" | "https") || uri.query().is_some() {
            return Err(bad());
        }
        let origin = HeaderValue::from_str(&format!("{scheme}://{authority}")).map_err(|_| bad())?;
        Ok(Upstream {
            url: trimmed.to_owned(),
            origin,
        })
    }
}

/// Sends what belongs to Mattermost to the real server, everything else to `files`.
pub fn router(upstream: Upstream, files: Router) -> std::io::Result<Router> {
    let proxy = if upstream.url.starts_with("https:") {
        let https = HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_only()
            .enable_http1()
            .build();
        to(&upstream, https)
    } else {
        to(&upstream, HttpConnector::new())
    };
    let pass = move |mut request: Request, next: Next| {
        let (upstream, proxy) = (upstream.clone(), proxy.clone());
        async move {
            if !belongs_upstream(request.uri().path()) {
                return next.run(request).await;
            }
            rewrite_request(request.headers_mut(), &upstream.origin);
            let mut response = match tower::ServiceExt::oneshot(proxy, request).await {
                Ok(response) => response.into_response(),
                Err(never) => match never {},
            };
            rewrite_cookies(response.headers_mut());
            response
        }
    };
    Ok(files.layer(axum::middleware::from_fn(pass)))
}

fn to<C>(upstream: &Upstream, connector: C) -> Router
where
    C: Connect + Clone + Send + Sync + 'static,
{
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let policy = ProxyPolicy::new().with_x_forwarded_for(XForwardedFor::Preserve);
    ReverseProxy::new_with_client("/", upstream.url.as_str(), client)
        .with_policy(policy)
        .into()
}

/// Paths that the client itself never serves.
fn belongs_upstream(path: &str) -> bool {
    const BELOW: [&str; 9] = [
        "/api/",
        "/plugins/",
        "/static/plugins/",
        "/static/emoji/",
        "/oauth/",
        "/login/sso/",
        "/login/one_time_link",
        "/hooks/",
        "/.well-known/",
    ];
    let completes =
        (path.starts_with("/login/") || path.starts_with("/signup/")) && path.ends_with("/complete");
    let public_file = path.starts_with("/files/") && path.ends_with("/public");
    completes || public_file || BELOW.iter().any(|prefix| path.starts_with(prefix))
}

fn rewrite_request(headers: &mut HeaderMap, origin: &HeaderValue) {
    if headers.contains_key(header::ORIGIN) {
        headers.insert(header::ORIGIN, origin.clone());
    }
    if headers.contains_key(header::REFERER) {
        headers.insert(header::REFERER, origin.clone());
    }
}

fn rewrite_cookies(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().map(here).collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
}

/// A cookie as this host may set it.
fn here(cookie: &HeaderValue) -> HeaderValue {
    let Ok(text) = cookie.to_str() else {
        return cookie.clone();
    };
    let is = |attribute: &str, name: &str| {
        let own = attribute.split('=').next().unwrap_or_default();
        own.trim().eq_ignore_ascii_case(name)
    };
    let (value, attributes) = text.split_once(';').unwrap_or((text, ""));
    let kept = attributes
        .split(';')
        .filter(|attribute| !attribute.is_empty() && !is(attribute, "secure") && !is(attribute, "domain"))
        .map(|attribute| match is(attribute, "path") {
            true => " Path=/",
            false => attribute,
        });
    let joined = std::iter::once(value).chain(kept).collect::<Vec<_>>().join(";");
    HeaderValue::from_str(&joined).unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_checked() {
        for good in [
            "https://chat.example.com",
            "http://localhost:8065/",
            "https://example.com/chat",
        ] {
            assert!(Upstream::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "chat.example.com",
            "ftp://example.com",
            "https://",
            "https://x/?a=b",
        ] {
            assert!(Upstream::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn cookies_lose_what_ties_them_to_the_other_host() {
        let cookie =
            HeaderValue::from_static("MMAUTHTOKEN=x; Path=/; Domain=chat.example.com; HttpOnly; Secure");
        assert_eq!(here(&cookie), "MMAUTHTOKEN=x; Path=/; HttpOnly");
        let cookie = HeaderValue::from_static("MMCSRF=y; path=/chat; Max-Age=5; SameSite=Lax");
        assert_eq!(here(&cookie), "MMCSRF=y; Path=/; Max-Age=5; SameSite=Lax");
    }

    #[test]
    fn places_of_the_client_stay_here() {
        for ours in [
            "/",
            "/acme/channels/town-square",
            "/login",
            "/index.html",
            "/static/app.js",
        ] {
            assert!(!belongs_upstream(ours), "{ours}");
        }
        for theirs in [
            "/api/v4/websocket",
            "/static/emoji/1f600.png",
            "/login/gitlab/complete",
            "/files/abc/public",
        ] {
            assert!(belongs_upstream(theirs), "{theirs}");
        }
    }
}
