//! The border for HTTP: one request as the world sees it and one answer as the shell sends it.
//!
//! The shell fills a [`Call`] and writes out an [`Answer`]; neither knows a socket, a runtime or a clock.

/// The HTTP methods that the REST interface uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Read.
    Get,
    /// Create or ask with a body.
    Post,
    /// Replace.
    Put,
    /// Change parts.
    Patch,
    /// Remove.
    Delete,
    /// Read without the body.
    Head,
}

impl Method {
    /// Reads an upper-case method name; `None` for a method that no route has.
    pub fn from_name(name: &str) -> Option<Method> {
        Some(match name {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            "DELETE" => Method::Delete,
            "HEAD" => Method::Head,
            _ => return None,
        })
    }
}

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Method.
    pub method: Method,
    /// Path from `/api/v4/` on, without the query.
    pub path: String,
    /// Decoded query pairs in the order in which they came.
    pub query: Vec<(String, String)>,
    /// Headers with lower-case names, in the order in which they came.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Call {
    /// A call without query, headers and body.
    pub fn new(method: Method, path: &str) -> Call {
        Call {
            method,
            path: path.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The same call with one header more (the name is lower-cased).
    pub fn with_header(mut self, name: &str, value: &str) -> Call {
        self.headers.push((name.to_ascii_lowercase(), value.to_owned()));
        self
    }

    /// The same call with one query pair more.
    pub fn with_query(mut self, name: &str, value: &str) -> Call {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same call with a JSON body.
    pub fn with_json(mut self, body: &serde_json::Value) -> Call {
        self.body = body.to_string().into_bytes();
        self.with_header("content-type", "application/json")
    }

    /// First header of that (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// First query value of that name.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// One answer. `headers` holds everything but what the shell adds itself (length, date, compression).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers in the order in which they are to be sent; names may repeat (`Set-Cookie`).
    pub headers: Vec<(String, String)>,
    /// The whole body; empty for 204 and 304.
    pub body: Vec<u8>,
}

impl Answer {
    /// First header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or(serde_json::Value::Null)
    }
}
