//! Paths and requests: the only place where text goes into an address. Every segment and value is percent-encoded, so no name can
//! leave its place; a segment that browsers would resolve (`.`, `..`, empty) becomes `~`, which names nothing on a server.

use std::fmt::Write as _;
use std::time::Duration;

use serde::Serialize;

use super::http::{HttpRequest, Method};

/// Most requests: long enough for a slow phone, short enough to try again.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A path below the API base, then a request.
pub(super) struct Path {
    text: String,
    has_query: bool,
}

/// `/api/v4/` and the segments, each encoded.
pub(super) fn api(segments: &[&str]) -> Path {
    let mut text = String::from("/api/v4");
    for segment in segments {
        text.push('/');
        if matches!(*segment, "" | "." | "..") {
            text.push('~');
        } else {
            encode(&mut text, segment);
        }
    }
    Path {
        text,
        has_query: false,
    }
}

fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

impl Path {
    /// Adds a query parameter.
    pub(super) fn with(mut self, key: &str, value: &str) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        encode(&mut self.text, key);
        self.text.push('=');
        encode(&mut self.text, value);
        self
    }

    /// Adds a switch.
    pub(super) fn flag(self, key: &str, on: bool) -> Self {
        self.with(key, if on { "true" } else { "false" })
    }

    /// Adds a number.
    pub(super) fn number(self, key: &str, value: i64) -> Self {
        self.with(key, &value.to_string())
    }

    /// GET.
    pub(super) fn get(self) -> HttpRequest {
        self.request(Method::Get, None)
    }

    /// DELETE.
    pub(super) fn delete(self) -> HttpRequest {
        self.request(Method::Delete, None)
    }

    /// POST with a JSON body.
    pub(super) fn post<T: Serialize + ?Sized>(self, body: &T) -> HttpRequest {
        self.request(Method::Post, json(body))
    }

    /// POST without a body.
    pub(super) fn post_empty(self) -> HttpRequest {
        self.request(Method::Post, None)
    }

    /// PUT with a JSON body.
    pub(super) fn put<T: Serialize + ?Sized>(self, body: &T) -> HttpRequest {
        self.request(Method::Put, json(body))
    }

    /// PUT without a body.
    pub(super) fn put_empty(self) -> HttpRequest {
        self.request(Method::Put, None)
    }

    fn request(self, method: Method, body: Option<String>) -> HttpRequest {
        HttpRequest {
            method,
            path: self.text,
            body,
            file: None,
            timeout: TIMEOUT,
            connection_id: None,
            of: None,
        }
    }
}

/// Our bodies are plain structs of text and numbers: writing them does not fail.
fn json<T: Serialize + ?Sized>(body: &T) -> Option<String> {
    serde_json::to_string(body).ok()
}

/// Ids as they stand in a JSON list.
pub(super) fn id_list<'a, T: 'a>(ids: &'a [T], text: impl Fn(&'a T) -> &'a str) -> Vec<&'a str> {
    ids.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place_in_an_address() {
        let path = |segments: &[&str]| api(segments).get().path;
        assert_eq!(
            path(&["teams", "name", "a/../b?c#d%2e e"]),
            "/api/v4/teams/name/a%2F..%2Fb%3Fc%23d%252e%20e"
        );
        for walking in ["..", ".", ""] {
            assert_eq!(path(&["teams", walking, "channels"]), "/api/v4/teams/~/channels");
        }
        assert_eq!(path(&["emoji", "+1"]), "/api/v4/emoji/%2B1");
        assert_eq!(path(&["users", "田中"]), "/api/v4/users/%E7%94%B0%E4%B8%AD");
    }

    #[test]
    fn queries_are_encoded() {
        let request = api(&["users", "autocomplete"])
            .with("name", "a&b=c 田")
            .number("limit", -1)
            .flag("x", true)
            .get();
        assert_eq!(
            request.path,
            "/api/v4/users/autocomplete?name=a%26b%3Dc%20%E7%94%B0&limit=-1&x=true"
        );
    }
}
