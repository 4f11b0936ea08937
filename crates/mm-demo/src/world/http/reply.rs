//! What a handler answers, before the common headers are added.

use serde::Serialize;

/// An answer in the making.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub status: u16,
    pub content_type: Option<String>,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// With it, a matching `If-None-Match` turns the answer into 304.
    pub etag: Option<String>,
}

impl Reply {
    /// A JSON body with a status.
    pub fn json<T: Serialize + ?Sized>(status: u16, body: &T) -> Reply {
        let body = serde_json::to_vec(body).unwrap_or_else(|_| b"null".to_vec());
        Reply {
            status,
            content_type: Some("application/json".into()),
            body,
            ..Reply::default()
        }
    }

    /// 200 with a JSON body.
    pub fn ok<T: Serialize + ?Sized>(body: &T) -> Reply {
        Reply::json(200, body)
    }

    /// 201 with a JSON body.
    pub fn created<T: Serialize + ?Sized>(body: &T) -> Reply {
        Reply::json(201, body)
    }

    /// `{"status": "OK"}`
    pub fn done() -> Reply {
        Reply::ok(&serde_json::json!({"status": "OK"}))
    }

    /// A status without a body.
    pub fn empty(status: u16) -> Reply {
        Reply {
            status,
            content_type: Some("application/json".into()),
            ..Reply::default()
        }
    }

    /// Bytes of some type.
    pub fn bytes(content_type: &str, body: Vec<u8>) -> Reply {
        Reply {
            status: 200,
            content_type: Some(content_type.to_owned()),
            body,
            ..Reply::default()
        }
    }

    /// With one header more.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Reply {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With an entity tag (the version is put before it).
    pub fn etag(mut self, tag: &str) -> Reply {
        self.etag = Some(format!("11.6.0.{tag}"));
        self
    }
}
