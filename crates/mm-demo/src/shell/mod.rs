//! The network around [`Server`]: HTTP, WebSockets, the client's files and a real clock.
//!
//! Called by `main.rs` and by end-to-end tests. It knows axum and tokio and nothing of Mattermost's data: requests
//! become [`crate::call::Call`]s, frames are handed to the hub and fetched from it one by one.

mod api;
mod files;
mod shared;
mod socket;

use std::future::IntoFuture;
use std::path::PathBuf;
use std::sync::Arc;

use axum::routing::{any, get};
use axum::serve::ListenerExt;
use axum::Router;
use tower_http::compression::CompressionLayer;

use crate::server::Server;

pub use shared::{unix_millis, Shared};

/// What is served beside the API.
#[derive(Debug, Clone, Default)]
pub struct Served {
    /// Folder with the built client.
    pub web: Option<PathBuf>,
}

/// All routes of the demo server, and the state behind them.
pub fn router(server: Server, served: &Served) -> (Router, Arc<Shared>) {
    let shared = Arc::new(Shared::new(server));
    let api = Router::new()
        .route("/api/v4/{*rest}", any(api::answer))
        .layer(CompressionLayer::new());
    let router = Router::new()
        .route("/api/v4/websocket", get(socket::upgrade))
        .route("/api/v4/websocket/", get(socket::upgrade))
        .merge(api)
        .with_state(Arc::clone(&shared))
        .merge(files::router(served.web.clone()));
    (router, shared)
}

/// Serves until `stop` resolves. Open sockets end without a close frame, as on a real server.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    shared: Arc<Shared>,
    stop: impl std::future::Future<Output = ()>,
) -> std::io::Result<()> {
    let ticking = tokio::spawn(shared::keep_ticking(shared));
    // Frames are small and are to leave at once.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, router);
    let outcome = tokio::select! {
        outcome = serving.into_future() => outcome,
        () = stop => Ok(()),
    };
    ticking.abort();
    outcome
}
