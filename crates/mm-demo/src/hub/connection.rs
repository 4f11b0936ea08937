//! One connection: its owner, its queues and its numbering. It outlives its socket (`websocket.md` 4.1).

use super::frame;
use super::queues::{ActiveQueue, DeadQueue, EventBody, Pushed, Queued, SLOW_FROM};
use super::SocketId;

/// Internal name of a connection, in the order of registration; the public id can change (a lost resume).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub u64);

/// What the client said it is looking at (`websocket.md` 5.4). `Some("")` counts as said.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    /// The centre channel.
    pub channel: Option<String>,
    /// The team (kept, not used).
    pub team: Option<String>,
    /// Channel of the thread in the right-hand side.
    pub side_thread: Option<String>,
    /// Channel of the thread in the global threads view.
    pub thread_view: Option<String>,
}

impl Presence {
    /// Whether all slots were said and none of them is this channel.
    pub fn hides(&self, channel: &str) -> bool {
        [&self.channel, &self.side_thread, &self.thread_view]
            .into_iter()
            .all(|slot| slot.as_deref().is_some_and(|seen| seen != channel))
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Internal name.
    pub key: Key,
    /// Public id, as `hello` tells it.
    pub id: String,
    /// Owner.
    pub user_id: String,
    /// Login session of the latest socket.
    pub session_id: String,
    /// The socket that carries it now; `None` while it waits to be resumed.
    pub socket: Option<SocketId>,
    /// When the latest socket opened.
    pub opened_at: i64,
    /// The client asked for `should_ack`.
    pub posted_ack: bool,
    /// What it is looking at.
    pub presence: Presence,
    /// Its queue was full: it has left the hub and cannot be resumed; what waits is still written, then it closes.
    pub overflowed: bool,
    /// That close frame was handed out.
    pub close_sent: bool,
    pub(super) active: ActiveQueue,
    pub(super) dead: DeadQueue,
    pub(super) next_seq: i64,
}

impl Connection {
    /// A new connection without events.
    pub fn new(key: Key, id: String, user_id: String, session_id: String) -> Connection {
        Connection {
            key,
            id,
            user_id,
            session_id,
            socket: None,
            opened_at: 0,
            posted_ack: false,
            presence: Presence::default(),
            overflowed: false,
            close_sent: false,
            active: ActiveQueue::default(),
            dead: DeadQueue::default(),
            next_seq: 0,
        }
    }

    /// Messages that wait.
    pub fn queued(&self) -> usize {
        self.active.len()
    }

    /// Whether droppable events are dropped now.
    pub fn is_slow(&self) -> bool {
        self.active.len() >= SLOW_FROM
    }

    /// Queues an event.
    pub fn push_event(&mut self, body: EventBody) -> Pushed {
        self.push(Queued::Event(body))
    }

    /// Queues a reply.
    pub fn push_reply(&mut self, reply: String) -> Pushed {
        self.push(Queued::Reply(reply))
    }

    /// The next frame to write. An event gets its number now and moves to the dead queue.
    pub fn write_next(&mut self) -> Option<String> {
        match self.active.pop()? {
            Queued::Reply(text) => Some(text),
            Queued::Event(body) => Some(self.write(body)),
        }
    }

    /// Numbers an event at once, outside the queue.
    pub fn write(&mut self, body: EventBody) -> String {
        let seq = self.next_seq;
        self.next_seq += 1;
        let text = frame::numbered(&body, seq);
        self.dead.push(seq, body);
        text
    }

    fn push(&mut self, item: Queued) -> Pushed {
        if self.overflowed {
            return Pushed::Full;
        }
        let pushed = self.active.push(item);
        self.overflowed = pushed == Pushed::Full;
        pushed
    }
}
