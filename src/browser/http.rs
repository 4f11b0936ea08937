//! Requests by `fetch`, through gloo-net. Same origin: the session cookie goes along by itself; the CSRF token is read
//! from its cookie at each request (`rest.md 0.3`).

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use mm_core::action::Secret;
use mm_core::domain::{Timestamp, UserId};
use mm_core::rest::{HttpAnswer, HttpReply, HttpRequest, Method};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, Blob, RequestCredentials};

/// Who is signed in in this browser by now instead of the person whose request this is: then it is not sent.
pub fn somebody_else(request: &HttpRequest, token: Option<&Secret>) -> Option<UserId> {
    let of = request.of.filter(|_| token.is_none())?;
    marked().filter(|other| *other != of)
}

/// Who is signed in in this browser, as the readable mark of its session says (`rest.md 1.2`).
pub fn marked() -> Option<UserId> {
    cookie("MMUSERID").and_then(|id| UserId::parse(&id).ok())
}

/// Runs a request to its end; `file` is the body of one that sends a file. Never fails: what goes wrong is `HttpReply::Failed`.
pub async fn run(
    api_base: &str,
    request: HttpRequest,
    token: Option<Secret>,
    file: Option<Blob>,
) -> HttpReply {
    if let Some(other) = somebody_else(&request, token.as_ref()) {
        return HttpReply::NotTheirs(other);
    }
    match send(api_base, request, token, file).await {
        Ok(answer) => HttpReply::Answer(answer),
        Err(_) => HttpReply::Failed,
    }
}

async fn send(
    api_base: &str,
    request: HttpRequest,
    token: Option<Secret>,
    file: Option<Blob>,
) -> Result<HttpAnswer, gloo_net::Error> {
    let abort = AbortController::new().ok();
    let millis = u32::try_from(request.timeout.as_millis()).unwrap_or(u32::MAX);
    let _timeout = abort
        .clone()
        .map(|abort| Timeout::new(millis, move || abort.abort()));
    let signal = abort.map(|abort| abort.signal());

    let mut builder = start(api_base, &request).abort_signal(signal.as_ref());
    // A token session must not be shadowed by a cookie of somebody else's (rest.md 0.2).
    builder = builder.credentials(match token {
        Some(_) => RequestCredentials::Omit,
        None => RequestCredentials::SameOrigin,
    });
    for (name, value) in headers(&request, token.as_ref()) {
        builder = builder.header(name, &value);
    }
    let response = match (request.body, file) {
        (Some(body), _) => {
            builder
                .header("Content-Type", "application/json")
                .body(body)?
                .send()
                .await?
        }
        (None, Some(file)) => builder.body(JsValue::from(file))?.send().await?,
        (None, None) => builder.send().await?,
    };
    read(response).await
}

/// What every request says of itself.
pub(super) fn headers(request: &HttpRequest, token: Option<&Secret>) -> Vec<(&'static str, String)> {
    let mut headers = vec![("X-Requested-With", "XMLHttpRequest".to_owned())];
    if let Some(token) = token {
        headers.push(("Authorization", format!("Bearer {}", token.reveal())));
    }
    if let Some(csrf) = cookie("MMCSRF").filter(|_| request.method != Method::Get) {
        headers.push(("X-CSRF-Token", csrf));
    }
    if let Some(id) = request.connection_id {
        headers.push(("Connection-Id", id.as_str().to_owned()));
    }
    headers
}

fn start(api_base: &str, request: &HttpRequest) -> RequestBuilder {
    let url = format!("{api_base}{}", request.path);
    match request.method {
        Method::Get => Request::get(&url),
        Method::Post => Request::post(&url),
        Method::Put => Request::put(&url),
        Method::Delete => Request::delete(&url),
    }
}

async fn read(response: Response) -> Result<HttpAnswer, gloo_net::Error> {
    let headers = response.headers();
    let answer = answer_of(|name| headers.get(name));
    Ok(HttpAnswer {
        status: response.status(),
        body: response.text().await?,
        ..answer
    })
}

/// What the headers of an answer tell.
pub(super) fn answer_of(header: impl Fn(&str) -> Option<String>) -> HttpAnswer {
    // Not there in an answer of another origin: then the local clock is taken for the server's.
    let date = header("date").map(|text| js_sys::Date::parse(&text));
    HttpAnswer {
        content_type: header("content-type").unwrap_or_default().to_ascii_lowercase(),
        retry_after: header("retry-after").and_then(|v| v.trim().parse().ok()),
        version_id: header("x-version-id"),
        date: date.filter(|at| at.is_finite()).map(|at| Timestamp(at as i64)),
        ..HttpAnswer::default()
    }
}

/// A cookie that scripts may read. The session token is not one of them.
pub fn cookie(name: &str) -> Option<String> {
    let document = web_sys::window()?
        .document()?
        .dyn_into::<web_sys::HtmlDocument>()
        .ok()?;
    let cookies = document.cookie().ok()?;
    let found = cookies
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name);
    found.map(|(_, value)| value.to_owned())
}

/// Takes a readable cookie back.
pub fn drop_cookie(name: &str, path: &str) {
    let document = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.dyn_into::<web_sys::HtmlDocument>().ok());
    if let Some(document) = document {
        // Refused only in a sandbox, where there was no cookie either.
        let _ = document.set_cookie(&format!("{name}=; Path={path}; Max-Age=0"));
    }
}
