//! A running server on a free port, a small HTTP client and a WebSocket client.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use mm_demo::server::{Server, ServerOptions};
use mm_demo::shell::{self, Served};
use mm_demo::world::AccountHint;
use serde_json::Value;
use tokio::net::TcpListener;

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A server that runs until the test ends.
pub struct Running {
    pub address: SocketAddr,
    /// The accounts to try of a demo server: an administrator, then members who share a team.
    pub accounts: Vec<AccountHint>,
}

/// Starts a demo server.
pub async fn start(served: Served) -> Running {
    let server = Server::new(ServerOptions::default(), shell::unix_millis());
    let (router, shared) = shell::router(server, served);
    tokio::spawn(shell::keep_ticking(Arc::clone(&shared)));
    let accounts = shared.with(|server, _| server.world().accounts());
    Running {
        accounts,
        ..start_router(router).await
    }
}

/// Starts any router.
pub async fn start_router(router: axum::Router) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(shell::serve(listener, router, std::future::pending()));
    Running {
        address,
        accounts: Vec::new(),
    }
}

/// An answer with its body.
pub struct Got {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub body: Vec<u8>,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect()
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

impl Running {
    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Got {
        self.ask("GET", path, headers, Vec::new()).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Got {
        self.ask("POST", path, headers, body.to_string().into_bytes())
            .await
    }

    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Got {
        let mut request = hyper::Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Full::<hyper::body::Bytes>::from(body))
            .expect("a request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let asking = async {
            let response = client.request(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let body = body.collect().await.expect("a body").to_bytes().to_vec();
            Got {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body,
            }
        };
        tokio::time::timeout(PATIENCE, asking)
            .await
            .expect("an answer in time")
    }
}

/// A folder of files that disappears with the test.
pub struct Folder(pub std::path::PathBuf);

impl Folder {
    pub fn new(name: &str, files: &[(&str, &[u8])]) -> Folder {
        let folder = std::env::temp_dir().join(format!("mm-demo-{}-{name}", std::process::id()));
        for (path, content) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
        }
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
