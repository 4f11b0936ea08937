//! Sockets with `permessage-deflate` where the client offers it, on soketto: tungstenite has no compression.
//!
//! For measuring what compression would bring. Where the hub wants a close frame the stream just ends, since the library
//! cannot choose the code; a real server's close frames are often lost the same way.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{header, HeaderValue};
use axum::response::Response;
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use soketto::data::ByteSlice125;
use soketto::handshake::http::Server as Handshake;
use soketto::{Data, Incoming};
use tokio::time::{timeout_at, Instant};
use tokio_util::compat::{Compat, TokioAsyncReadCompatExt};

use crate::hub::SocketId;
use crate::server::HowItEnded;

use super::super::Shared;
use super::compression::PerMessageDeflate;
use super::writer::{Broken, Frame, Wire, Writer};
use super::{asked, gone, no_upgrade, refused, Deadline, MAX_FRAME};

type Io = Compat<TokioIo<Upgraded>>;

/// Opens a socket or refuses it.
pub async fn upgrade(State(shared): State<Arc<Shared>>, mut request: Request) -> Response {
    let mut handshake = Handshake::new();
    handshake.add_extension(Box::new(PerMessageDeflate::default()));
    let Ok(accepted) = handshake.receive_request(&request) else {
        return no_upgrade();
    };
    let upgraded = hyper::upgrade::on(&mut request);
    let (parts, _) = request.into_parts();
    let asked = asked(&parts);
    let id = match shared.with(|server, now| server.socket_upgrade(now, &asked)) {
        Ok(id) => id,
        Err(refusal) => return refused(refusal),
    };
    tokio::spawn(run(shared, id, handshake, upgraded));
    let mut response = accepted.map(|()| Body::empty());
    let extensions = response.headers().get(header::SEC_WEBSOCKET_EXTENSIONS);
    if extensions.is_some_and(HeaderValue::is_empty) {
        response.headers_mut().remove(header::SEC_WEBSOCKET_EXTENSIONS);
    }
    response
}

/// Reads and writes until one side ends; then the stream is dropped, which closes it.
async fn run(shared: Arc<Shared>, id: SocketId, handshake: Handshake, upgraded: OnUpgrade) {
    let how = match upgraded.await {
        Err(_) => HowItEnded::Cut,
        Ok(upgraded) => {
            let mut builder = handshake.into_builder(TokioIo::new(upgraded).compat());
            builder.set_max_message_size(MAX_FRAME);
            builder.set_max_frame_size(MAX_FRAME);
            let (sender, receiver) = builder.finish();
            let bell = shared.add_writer(id);
            let mut writer = Writer::new(&shared, id, sender);
            tokio::select! {
                how = writer.run(&bell) => how,
                how = read(&shared, id, receiver) => how,
            }
        }
    };
    gone(&shared, id, how);
}

async fn read(shared: &Shared, id: SocketId, mut receiver: soketto::Receiver<Io>) -> HowItEnded {
    let mut deadline = Deadline::new(Instant::now());
    loop {
        let mut message = Vec::new();
        let incoming = match timeout_at(deadline.0, receiver.receive(&mut message)).await {
            Err(_) => return HowItEnded::TimedOut,
            Ok(Err(_)) => return HowItEnded::Cut,
            Ok(Ok(Incoming::Closed(_))) => return HowItEnded::ClosedByClient,
            Ok(Ok(Incoming::Pong(_))) => None,
            Ok(Ok(Incoming::Data(data))) => Some(data),
        };
        match incoming {
            None => {
                deadline.pong(Instant::now());
                shared.with(|server, now| server.socket_pong(now, id));
            }
            Some(Data::Binary(_)) => shared.with(|server, now| server.socket_binary(now, id, &message)),
            Some(Data::Text(_)) => {
                let text = String::from_utf8_lossy(&message);
                shared.with(|server, now| server.socket_text(now, id, &text));
            }
        }
    }
}

impl Wire for soketto::Sender<Io> {
    async fn write(&mut self, frame: Frame) -> Result<(), Broken> {
        let written = match frame {
            Frame::Text(text) => self.send_text_owned(text).await,
            Frame::Ping => {
                let nothing = ByteSlice125::try_from(&[][..]).map_err(|_| Broken)?;
                self.send_ping(nothing).await
            }
            Frame::Close(_) => return Err(Broken),
        };
        written.map_err(|_| Broken)?;
        self.flush().await.map_err(|_| Broken)
    }
}
