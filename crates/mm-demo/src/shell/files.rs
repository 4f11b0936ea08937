//! The built client as static files, with strict headers (design: `docs/deploy.md`).
//!
//! Pre-compressed neighbours (`.br`, `.gz`) are used, hashed names are cached for ever, the page itself never; an
//! unknown path without an extension is a place inside the client and gets the page.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{header, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::Router;
use tower::ServiceExt;
use tower_http::services::ServeDir;

const PAGE: &str = "/index.html";
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATED: HeaderValue = HeaderValue::from_static("no-cache");
/// Shortest run of hexadecimal digits in a file name that is taken for a content hash.
const HASH_DIGITS: usize = 8;

#[derive(Debug)]
struct Site {
    folder: Option<PathBuf>,
}

/// Routes for everything that is not API.
pub fn router(folder: Option<PathBuf>) -> Router {
    Router::new().fallback(file).with_state(Arc::new(Site { folder }))
}

async fn file(State(site): State<Arc<Site>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(folder) = &site.folder else {
        return (
            StatusCode::NOT_FOUND,
            "This demo server was started without --web; only /api/v4 is here.\n",
        )
            .into_response();
    };
    let path = request.uri().path().to_owned();
    let host = request.headers().get(header::HOST).cloned();
    let place = is_place(&path);
    let mut again = Request::new(axum::body::Body::empty());
    *again.method_mut() = request.method().clone();
    *again.headers_mut() = request.headers().clone();
    *again.uri_mut() = Uri::from_static(PAGE);
    let mut response = from_folder(folder, request).await;
    let mut cache = if is_hashed(&path) { IMMUTABLE } else { REVALIDATED };
    if response.status() == StatusCode::NOT_FOUND {
        cache = REVALIDATED;
        if place {
            response = from_folder(folder, again).await;
        }
    }
    dress(&mut response, cache, host.as_ref());
    response
}

async fn from_folder(folder: &PathBuf, request: Request) -> Response {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    match files.oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}

/// The headers that every file of the client carries.
fn dress(response: &mut Response, cache: HeaderValue, host: Option<&HeaderValue>) {
    let policy = HeaderValue::from_str(&content_security_policy(host));
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, cache);
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let opener = HeaderName::from_static("cross-origin-opener-policy");
    headers.insert(opener, HeaderValue::from_static("same-origin"));
    if let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// `'self'` does not cover WebSockets in every browser, so the host is named.
fn content_security_policy(host: Option<&HeaderValue>) -> String {
    let host = host.and_then(|value| value.to_str().ok()).filter(|host| {
        host.bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".-:[]".contains(&b))
    });
    let sockets = host.map_or_else(String::new, |host| format!(" ws://{host} wss://{host}"));
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        &format!("connect-src 'self'{sockets}"),
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ]
    .join("; ")
}

/// Whether a path can be a place inside the client rather than a missing file.
fn is_place(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|last| !last.contains('.')) || path.contains("/messages/")
}

/// Whether a file or its folder carries a content hash (`app-0123456789abcdef_bg.wasm`, `public-0123456789abcdef/emoji.json`).
fn is_hashed(path: &str) -> bool {
    path.split(['/', '-', '.', '_'])
        .any(|part| part.len() >= HASH_DIGITS && part.bytes().all(|b| b.is_ascii_hexdigit()))
}
