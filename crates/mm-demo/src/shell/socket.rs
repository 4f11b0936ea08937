//! WebSockets: the upgrade, and per socket one reader and one writer (`websocket.md` 1.3, 1.6, 1.8).

use std::collections::VecDeque;
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
use tokio::time::{interval_at, sleep_until, timeout, Instant};

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
    let mut writer = Writer {
        shared: &shared,
        id,
        sink,
        late: VecDeque::new(),
    };
    let writing = writer.run(&bell);
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

/// Writes what the server hands out, in order, each frame as late as the server says.
struct Writer<'a> {
    shared: &'a Shared,
    id: SocketId,
    sink: SplitSink<WebSocket, Message>,
    /// Frames taken from the server that are not to leave yet.
    late: VecDeque<(Instant, SocketOut)>,
}

impl Writer<'_> {
    async fn run(&mut self, bell: &tokio::sync::Notify) -> HowItEnded {
        let mut pings = interval_at(Instant::now() + PING_PERIOD, PING_PERIOD);
        loop {
            while let Some(out) = self.next_due() {
                if let Err(how) = self.put(out).await {
                    return how;
                }
            }
            let next_late = self.late.front().map(|(due, _)| *due);
            tokio::select! {
                () = bell.notified() => {}
                () = sleep_until(next_late.unwrap_or_else(Instant::now)), if next_late.is_some() => {}
                _ = pings.tick() => {
                    if let Err(how) = self.send(Message::Ping(Default::default())).await {
                        return how;
                    }
                }
            }
        }
    }

    /// Takes frames from the server and returns the next one that may leave. Without a delay it takes one at a time, so
    /// that a slow reader fills the server's queue and not ours.
    fn next_due(&mut self) -> Option<SocketOut> {
        loop {
            let id = self.id;
            let (delay, taken) = self
                .shared
                .with(|server, now| (server.socket_delay(id), server.take_next(now, id)));
            let Some(out) = taken else { break };
            if delay == 0 && self.late.is_empty() {
                return Some(out);
            }
            let due = Instant::now() + Duration::from_millis(u64::from(delay));
            self.late.push_back((due, out));
        }
        self.late.front().filter(|(due, _)| *due <= Instant::now())?;
        self.late.pop_front().map(|(_, out)| out)
    }

    async fn put(&mut self, out: SocketOut) -> Result<(), HowItEnded> {
        match out {
            SocketOut::Text(text) => self.send(Message::Text(text.into())).await,
            SocketOut::Close(code) => {
                self.send(Message::Close(code.map(close_frame))).await?;
                tokio::time::sleep(CLOSE_GRACE).await;
                Err(HowItEnded::Cut)
            }
            SocketOut::Drop => Err(HowItEnded::Cut),
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), HowItEnded> {
        match timeout(WRITE_DEADLINE, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(HowItEnded::Cut),
            Err(_) => Err(HowItEnded::TimedOut),
        }
    }
}

fn close_frame(code: u16) -> CloseFrame {
    CloseFrame {
        code,
        reason: "".into(),
    }
}
