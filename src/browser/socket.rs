//! The WebSocket, through gloo-net (`websocket.md 1.9`): one task a socket, which owns it. Each socket has a generation; the
//! engine drops whatever an older one still says.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::mpsc::{unbounded, UnboundedReceiver, UnboundedSender};
use futures_util::future::{poll_fn, select, Either};
use futures_util::{Sink, SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State, WebSocketError};
use mm_core::connection::{SessionMark, SocketCommand, SocketEvent, SocketGeneration};
use wasm_bindgen_futures::spawn_local;

use super::{debug, http};

/// Where a socket reports.
pub type Reporter = Rc<dyn Fn(SocketGeneration, SocketEvent)>;

/// How a socket ended when no close event said so.
const ABNORMAL: SocketEvent = SocketEvent::Closed {
    code: 1006,
    was_clean: false,
};

/// At most one open socket.
pub struct BrowserSocket {
    base: String,
    report: Reporter,
    current: RefCell<Option<Open>>,
}

struct Open {
    generation: SocketGeneration,
    /// Dropping it ends the task, and with it the socket.
    outgoing: UnboundedSender<String>,
}

impl BrowserSocket {
    /// `base` is the API base as `ws:` or `wss:` address, without trailing slash.
    pub fn new(base: String, report: Reporter) -> Self {
        Self {
            base,
            report,
            current: RefCell::default(),
        }
    }

    /// Runs a command.
    pub fn run(&self, command: SocketCommand) {
        match command {
            SocketCommand::Open { generation, path } => self.open(generation, &path),
            SocketCommand::Send(generation, text) => self.send(generation, text),
            SocketCommand::Close(generation) => self.close(generation),
        }
    }

    fn open(&self, generation: SocketGeneration, path: &str) {
        let (outgoing, queue) = unbounded();
        self.current.replace(Some(Open { generation, outgoing }));
        let session = http::cookie("MMCSRF").as_deref().map(SessionMark::of);
        let socket = WebSocket::open(&format!("{}{path}", self.base));
        let report = self.report.clone();
        spawn_local(async move {
            let end = match socket {
                Ok(socket) => live(socket, session, queue, &|event| report(generation, event)).await,
                Err(_) => ABNORMAL,
            };
            report(generation, end);
        });
    }

    fn send(&self, generation: SocketGeneration, text: String) {
        if let Some(open) = self
            .current
            .borrow()
            .as_ref()
            .filter(|open| open.generation == generation)
        {
            debug::sent(&text);
            // Fails only when the socket has ended, which its task reports.
            let _ = open.outgoing.unbounded_send(text);
        }
    }

    fn close(&self, generation: SocketGeneration) {
        let mut current = self.current.borrow_mut();
        if current.as_ref().is_some_and(|open| open.generation == generation) {
            current.take();
        }
    }
}

/// The life of one socket, until it closes or nobody wants it any more. Returns how it ended.
async fn live(
    mut socket: WebSocket,
    session: Option<SessionMark>,
    mut queue: UnboundedReceiver<String>,
    report: &dyn Fn(SocketEvent),
) -> SocketEvent {
    // gloo-net does not report "open": the sink becomes ready, in every state but connecting.
    let ready = poll_fn(|cx| std::pin::Pin::new(&mut socket).poll_ready(cx)).await;
    if ready.is_ok() && matches!(socket.state(), State::Open) {
        report(SocketEvent::Opened { session });
    }
    loop {
        let event = match select(socket.next(), queue.next()).await {
            Either::Left((Some(Ok(Message::Text(text))), _)) => {
                debug::received(&text);
                SocketEvent::Text(text)
            }
            Either::Left((Some(Ok(Message::Bytes(_))), _)) => SocketEvent::Binary,
            // A close event follows an error; it says more.
            Either::Left((Some(Err(WebSocketError::ConnectionClose(close))), _)) => {
                return SocketEvent::Closed {
                    code: close.code,
                    was_clean: close.was_clean,
                };
            }
            Either::Left((Some(Err(_)), _)) => continue,
            Either::Left((None, _)) => return ABNORMAL,
            Either::Right((Some(text), _)) => {
                // A browser silently discards what is sent to a closing socket; only answers prove anything.
                let _ = socket.send(Message::Text(text)).await;
                continue;
            }
            Either::Right((None, _)) => {
                let _ = socket.close(None, None);
                return SocketEvent::Closed {
                    code: 1000,
                    was_clean: true,
                };
            }
        };
        report(event);
    }
}
