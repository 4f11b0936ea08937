//! The network around [`Server`]: HTTP, WebSockets, the client's files and a real clock.
//!
//! Called by `main.rs` and by end-to-end tests. It knows axum and tokio and nothing of Mattermost's data: requests
//! become [`crate::call::Call`]s, frames are handed to the hub and fetched from it one by one.

mod api;
mod control;
mod files;
mod plugin;
mod proxy;
mod save;
mod shared;
mod socket;

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::routing::{any, get};
use axum::serve::ListenerExt;
use axum::Router;
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::server::Server;

pub use plugin::Plugin;
pub use proxy::{BadUrl, Upstream};
pub use save::{keep_saving, load, save};
pub use shared::{keep_lively, keep_ticking, unix_millis, Shared};

/// What is served beside the API.
#[derive(Debug, Default)]
pub struct Served {
    /// Folder with the built client.
    pub web: Option<PathBuf>,
    /// A plugin whose files are served as a stock server does.
    pub plugin: Option<Plugin>,
    /// Whether `/_control` exists.
    pub control: bool,
    /// Whether sockets are compressed where the client offers it; a real server never does that.
    pub deflate: bool,
}

/// All routes of the demo server, and the state behind them.
pub fn router(server: Server, served: Served) -> (Router, Arc<Shared>) {
    let shared = Arc::new(Shared::new(server));
    let api = Router::new()
        .route("/api/v4/{*rest}", any(api::answer))
        .layer(CompressionLayer::new());
    let upgrade = if served.deflate {
        get(socket::deflate::upgrade)
    } else {
        get(socket::plain::upgrade)
    };
    let mut router = Router::new()
        .route("/api/v4/websocket", upgrade.clone())
        .route("/api/v4/websocket/", upgrade)
        .merge(api)
        .with_state(Arc::clone(&shared))
        .merge(files::router(served.web));
    if let Some(plugin) = served.plugin {
        router = router.merge(plugin::router(plugin));
    }
    if served.control {
        router = router.merge(control::router(Arc::clone(&shared)));
    }
    (router, shared)
}

/// Routes that serve the client's files and pass the rest to a real server.
pub fn proxy_router(upstream: Upstream, web: Option<PathBuf>) -> std::io::Result<Router> {
    proxy::router(upstream, files::router(web))
}

/// Serves until `stop` resolves. Open sockets end without a close frame, as on a real server.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> std::io::Result<()> {
    // Frames are small and are to leave at once.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        outcome = axum::serve(listener, service).into_future() => outcome,
        () = stop => Ok(()),
    }
}
