//! Writing a socket: what the server hands out, in order, each frame as late as the server says.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{interval_at, sleep_until, timeout, Instant};

use crate::hub::{SocketId, SocketOut};
use crate::server::HowItEnded;

use super::super::Shared;

/// Protocol pings go out this often.
const PING_PERIOD: Duration = Duration::from_secs(60);
/// The stream ends when a frame could not be written for so long.
const WRITE_DEADLINE: Duration = Duration::from_secs(30);
/// How long the client may take to answer our close frame.
const CLOSE_GRACE: Duration = Duration::from_secs(1);

/// What goes out on the wire.
pub enum Frame {
    /// A text frame.
    Text(String),
    /// A protocol ping.
    Ping,
    /// A close frame; `None` has an empty payload.
    Close(Option<u16>),
}

/// The stream broke.
pub struct Broken;

/// The writing half of a WebSocket library.
pub trait Wire {
    /// Writes one frame and flushes it.
    async fn write(&mut self, frame: Frame) -> Result<(), Broken>;
}

/// See the module.
pub struct Writer<'a, W> {
    shared: &'a Shared,
    id: SocketId,
    wire: W,
    /// Frames taken from the server that are not to leave yet.
    late: VecDeque<(Instant, SocketOut)>,
}

impl<'a, W: Wire> Writer<'a, W> {
    /// A writer that has written nothing yet.
    pub fn new(shared: &'a Shared, id: SocketId, wire: W) -> Writer<'a, W> {
        Writer {
            shared,
            id,
            wire,
            late: VecDeque::new(),
        }
    }

    /// Writes until the socket ends; `bell` rings when there is something new.
    pub async fn run(&mut self, bell: &Notify) -> HowItEnded {
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
                    if let Err(how) = self.send(Frame::Ping).await {
                        return how;
                    }
                }
            }
        }
    }

    /// Takes frames from the server and returns the next one that may leave. Without a delay it takes one at a time, so
    /// that a slow reader fills the server's queue and not ours.
    fn next_due(&mut self) -> Option<SocketOut> {
        let id = self.id;
        loop {
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
            SocketOut::Text(text) => self.send(Frame::Text(text)).await,
            SocketOut::Close(code) => {
                self.send(Frame::Close(code)).await?;
                tokio::time::sleep(CLOSE_GRACE).await;
                Err(HowItEnded::Cut)
            }
            SocketOut::Drop => Err(HowItEnded::Cut),
        }
    }

    async fn send(&mut self, frame: Frame) -> Result<(), HowItEnded> {
        match timeout(WRITE_DEADLINE, self.wire.write(frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(Broken)) => Err(HowItEnded::Cut),
            Err(_) => Err(HowItEnded::TimedOut),
        }
    }
}
