//! Sockets without extensions, on axum's own WebSocket.

use std::sync::Arc;

use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{timeout_at, Instant};

use crate::hub::SocketId;
use crate::server::HowItEnded;

use super::super::Shared;
use super::writer::{Broken, Frame, Wire, Writer};
use super::{asked, gone, no_upgrade, refused, Deadline, MAX_FRAME};

/// Opens a socket or refuses it.
pub async fn upgrade(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let asked = asked(&parts);
    let upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection> =
        WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let Ok(upgrade) = upgrade else { return no_upgrade() };
    let id = match shared.with(|server, now| server.socket_upgrade(now, &asked)) {
        Ok(id) => id,
        Err(refusal) => return refused(refusal),
    };
    let failed = Arc::clone(&shared);
    upgrade
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_failed_upgrade(move |_| gone(&failed, id, HowItEnded::Cut))
        .on_upgrade(move |socket| run(shared, id, socket))
}

/// Reads and writes until one side ends; then the stream is dropped, which closes it.
async fn run(shared: Arc<Shared>, id: SocketId, socket: WebSocket) {
    let bell = shared.add_writer(id);
    let (sink, mut stream) = socket.split();
    let mut writer = Writer::new(&shared, id, sink);
    let how = tokio::select! {
        how = writer.run(&bell) => how,
        how = read(&shared, id, &mut stream) => how,
    };
    gone(&shared, id, how);
}

async fn read(shared: &Shared, id: SocketId, stream: &mut SplitStream<WebSocket>) -> HowItEnded {
    let mut deadline = Deadline::new(Instant::now());
    let mut closed_by_client = false;
    loop {
        let message = match timeout_at(deadline.0, stream.next()).await {
            Err(_) => return HowItEnded::TimedOut,
            Ok(Some(Ok(message))) => message,
            Ok(_) if closed_by_client => return HowItEnded::ClosedByClient,
            Ok(_) => return HowItEnded::Cut,
        };
        match message {
            Message::Text(text) => shared.with(|server, now| server.socket_text(now, id, text.as_str())),
            Message::Binary(bytes) => shared.with(|server, now| server.socket_binary(now, id, &bytes)),
            Message::Pong(_) => {
                deadline.pong(Instant::now());
                shared.with(|server, now| server.socket_pong(now, id));
            }
            Message::Ping(_) => {}
            // Reading on sends the answer to the close frame.
            Message::Close(_) => closed_by_client = true,
        }
    }
}

impl Wire for SplitSink<WebSocket, Message> {
    async fn write(&mut self, frame: Frame) -> Result<(), Broken> {
        let message = match frame {
            Frame::Text(text) => Message::Text(text.into()),
            Frame::Ping => Message::Ping(Default::default()),
            Frame::Close(code) => Message::Close(code.map(|code| CloseFrame {
                code,
                reason: "".into(),
            })),
        };
        self.send(message).await.map_err(|_| Broken)
    }
}
