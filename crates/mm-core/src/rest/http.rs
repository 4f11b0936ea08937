//! Requests and answers as values. The edge runs them; nothing here knows how.

use std::time::Duration;

use crate::domain::{AttachmentId, ConnectionId, Timestamp, UserId};

/// HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
    /// DELETE.
    Delete,
}

impl Method {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        }
    }
}

/// A request. The edge adds `X-Requested-With`, the CSRF header on anything but GET, credentials.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Path and query below the API base, such as `/api/v4/users/me`; every segment is encoded.
    pub path: String,
    /// JSON body.
    pub body: Option<String>,
    /// The bytes of this file are the body, as the edge has them.
    pub file: Option<AttachmentId>,
    /// After this time the edge aborts and reports `Failed`; with a file: after this time in which nothing of it was sent.
    pub timeout: Duration,
    /// `Connection-Id` header: the server then spares us the echo (`websocket.md` trap 32).
    pub connection_id: Option<ConnectionId>,
    /// Whose it is: it is not sent with the session of somebody else, who may have signed in in another tab or another client.
    pub of: Option<UserId>,
}

impl std::fmt::Debug for HttpRequest {
    /// Without the body: it may hold a password or somebody's words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body = self.body.as_ref().map_or(0, String::len);
        write!(f, "{} {} ({body} bytes)", self.method.as_str(), self.path)
    }
}

/// The end of an HTTP request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpReply {
    /// An answer, of whatever status.
    Answer(HttpAnswer),
    /// No answer: network, abort, time-out.
    Failed,
    /// Nothing was sent: the edge does not have the file.
    NoFile,
    /// Nothing was sent: the browser has the session of this other person by now.
    NotTheirs(UserId),
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct HttpAnswer {
    /// Status.
    pub status: u16,
    /// `Content-Type`, lower case; empty if none. Anything but JSON is not from Mattermost (captive portal).
    pub content_type: String,
    /// Header `Retry-After` in seconds, if readable.
    pub retry_after: Option<u64>,
    /// Header `X-Version-ID`, if any: a change means configuration or server changed.
    pub version_id: Option<String>,
    /// Header `Date`, if readable: the server's clock, in whole seconds.
    pub date: Option<Timestamp>,
    /// Body as text; bytes that are not UTF-8 are replaced.
    pub body: String,
}
