//! WebSockets: the upgrade, and per socket one reader and one writer (`websocket.md` 1.3, 1.6, 1.8).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{header, HeaderValue, StatusCode};
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{interval_at, timeout, Instant};

use crate::hub::{SocketId, SocketOut};
use crate::server::{HowItEnded, Refusal, Upgrade};

use super::{api, Shared};

/// Protocol pings go out this often.
const PING_PERIOD: Duration = Duration::from_secs(60);
/// The stream ends when no protocol pong came for so long.
const READ_DEADLINE: Duration = Duration::from_secs(100);
/// The stream ends when a frame could not be written for so long.
const WRITE_DEADLINE: Duration = Duration::from_secs(30);
/// How long the client may take to answer our close frame.
const CLOSE_GRACE: Duration = Duration::from_secs(1);
/// Longest frame that is read at all; the hub's own limit is smaller and answers with a close code.
const MAX_FRAME: usize = 1 << 20;

/// Opens a socket or refuses it.
pub async fn upgrade(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let asked = Upgrade {
        query: api::query_pairs(&parts),
        headers: api::header_pairs(&parts),
    };
    let upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection> =
        WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let Ok(upgrade) = upgrade else {
        return refused(Refusal::not_upgraded(400, "Bad Request", "", 0));
    };
    let id = match shared.with(|server, now| server.socket_upgrade(now, &asked)) {
        Ok(id) => id,
        Err(refusal) => return refused(refusal),
    };
    let failed = Arc::clone(&shared);
    upgrade
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_failed_upgrade(move |_| failed.with(|server, now| server.socket_gone(now, id, HowItEnded::Cut)))
        .on_upgrade(move |socket| run(shared, id, socket))
}

fn refused(refusal: Refusal) -> Response {
    let mut response = Response::new(Body::from(refusal.body));
    *response.status_mut() = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
    let kind = HeaderValue::from_static(refusal.content_type);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Reads and writes until one side ends; then the stream is dropped, which closes it.
async fn run(shared: Arc<Shared>, id: SocketId, socket: WebSocket) {
    let bell = shared.add_writer(id);
    let (sink, mut stream) = socket.split();
    let writing = write(&shared, id, sink, &bell);
    let reading = read(&shared, id, &mut stream);
    let how = tokio::select! {
        how = writing => how,
        how = reading => how,
    };
    shared.remove_writer(id);
    shared.with(|server, now| server.socket_gone(now, id, how));
}

async fn read(shared: &Shared, id: SocketId, stream: &mut SplitStream<WebSocket>) -> HowItEnded {
    let mut deadline = Instant::now() + READ_DEADLINE;
    let mut closed_by_client = false;
    loop {
        let message = match tokio::time::timeout_at(deadline, stream.next()).await {
            Err(_) => return HowItEnded::TimedOut,
            Ok(Some(Ok(message))) => message,
            Ok(_) if closed_by_client => return HowItEnded::ClosedByClient,
            Ok(_) => return HowItEnded::Cut,
        };
        match message {
            Message::Text(text) => shared.with(|server, now| server.socket_text(now, id, text.as_str())),
            Message::Binary(bytes) => shared.with(|server, now| server.socket_binary(now, id, &bytes)),
            Message::Pong(_) => deadline = Instant::now() + READ_DEADLINE,
            Message::Ping(_) => {}
            // Reading on sends the answer to the close frame.
            Message::Close(_) => closed_by_client = true,
        }
    }
}

async fn write(
    shared: &Shared,
    id: SocketId,
    mut sink: SplitSink<WebSocket, Message>,
    bell: &tokio::sync::Notify,
) -> HowItEnded {
    let mut pings = interval_at(Instant::now() + PING_PERIOD, PING_PERIOD);
    loop {
        tokio::select! {
            () = bell.notified() => {}
            _ = pings.tick() => {
                if !send(&mut sink, Message::Ping(Default::default())).await {
                    return HowItEnded::TimedOut;
                }
            }
        }
        while let Some(out) = shared.peek(|server| server.take_next(id)) {
            match out {
                SocketOut::Text(text) => {
                    if !send(&mut sink, Message::Text(text.into())).await {
                        return HowItEnded::TimedOut;
                    }
                }
                SocketOut::Close(code) => {
                    send(&mut sink, Message::Close(code.map(close_frame))).await;
                    tokio::time::sleep(CLOSE_GRACE).await;
                    return HowItEnded::Cut;
                }
                SocketOut::Drop => return HowItEnded::Cut,
            }
        }
    }
}

async fn send(sink: &mut SplitSink<WebSocket, Message>, message: Message) -> bool {
    matches!(timeout(WRITE_DEADLINE, sink.send(message)).await, Ok(Ok(())))
}

fn close_frame(code: u16) -> CloseFrame {
    CloseFrame {
        code,
        reason: "".into(),
    }
}
