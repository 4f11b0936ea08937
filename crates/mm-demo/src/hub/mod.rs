//! The hub: every WebSocket connection of the demo server, in virtual time (`websocket.md` 1 to 5).
//!
//! [`crate::server::Server`] calls it with what happens on sockets and with the events that the world wants sent;
//! it asks back through [`Company`] who is signed in and who belongs where. It must not know a runtime, a clock, a
//! TCP stream or the world's data model: a socket is a number, and what goes out is fetched with
//! [`Hub::take_next`] one frame at a time, so that a slow reader fills the queue as on a real server.

mod actions;
mod company;
mod connection;
mod frame;
mod ids;
mod queues;
mod recipients;
mod request;
mod resume;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::outgoing::Outgoing;
use crate::world::SessionInfo;

pub use company::Company;
pub use queues::{ACTIVE_QUEUE, DEAD_QUEUE, SLOW_FROM};
pub use request::MAX_REQUEST_BYTES;
pub use resume::ResumeWish;

use connection::{Connection, Key};
use frame::Encoded;
use ids::Ids;
use queues::Pushed;

/// An anonymous socket that has not proven who it is by then is dropped (milliseconds).
pub const AUTHENTICATION_LIMIT: i64 = 5_000;
/// The reaper's period, and the age of the last user activity from which it takes a connection (milliseconds).
pub const REAPER_PERIOD: i64 = 300_000;

/// One WebSocket as the shell knows it. A connection that resumes moves to another socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SocketId(pub u64);

/// What the shell does with a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketOut {
    /// Write a text frame.
    Text(String),
    /// Write a close frame (`None`: with an empty payload, which a browser shows as 1005), then end.
    Close(Option<u16>),
    /// End the TCP stream without a close frame (a browser shows 1006).
    Drop,
}

/// Whether connections that wait to be resumed survive a restart of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queues {
    /// They survive, so clients can resume (only a test can do this; a real restart loses them).
    Kept,
    /// They are gone, as after a real restart.
    Lost,
}

#[derive(Clone, Debug)]
enum Phase {
    /// Waits for a challenge.
    Anonymous { until: i64, posted_ack: bool },
    /// Carries a connection.
    Live(Key),
    /// Nothing more is read or written but what the outbox holds.
    Ended,
}

#[derive(Clone, Debug)]
struct Socket {
    phase: Phase,
    /// Frames that go out before the connection's queue: replayed ones and the last one of all.
    outbox: VecDeque<SocketOut>,
}

/// All sockets and connections.
#[derive(Clone, Debug)]
pub struct Hub {
    sockets: BTreeMap<SocketId, Socket>,
    connections: BTreeMap<Key, Connection>,
    ids: Ids,
    last_socket: u64,
    last_key: u64,
    reap_at: i64,
    ready: BTreeSet<SocketId>,
}

impl Hub {
    /// An empty hub. The same seed gives the same connection ids.
    pub fn new(seed: u64, now: i64) -> Hub {
        Hub {
            sockets: BTreeMap::new(),
            connections: BTreeMap::new(),
            ids: Ids::new(seed),
            last_socket: 0,
            last_key: 0,
            reap_at: now + REAPER_PERIOD,
            ready: BTreeSet::new(),
        }
    }

    /// A socket opened. `session` is the login that the upgrade request itself carried, if it is alive.
    pub fn opened(
        &mut self,
        now: i64,
        company: &mut impl Company,
        session: Option<SessionInfo>,
        wish: ResumeWish,
    ) -> SocketId {
        self.last_socket += 1;
        let id = SocketId(self.last_socket);
        let phase = Phase::Anonymous {
            until: now + AUTHENTICATION_LIMIT,
            posted_ack: wish.posted_ack,
        };
        self.sockets.insert(
            id,
            Socket {
                phase,
                outbox: VecDeque::new(),
            },
        );
        if let Some(session) = session {
            match wish.parse() {
                Ok(point) => self.attach(now, company, id, &session, point, wish.posted_ack),
                Err(_) => self.end(now, company, id, SocketOut::Drop),
            }
        }
        id
    }

    /// The socket is gone on the wire, however it ended. The connection stays and waits to be resumed.
    pub fn socket_gone(&mut self, now: i64, company: &mut impl Company, id: SocketId) {
        let Some(socket) = self.sockets.remove(&id) else {
            return;
        };
        self.ready.remove(&id);
        if let Phase::Live(key) = socket.phase {
            self.detach(now, company, key);
        }
    }

    /// The answer to a protocol ping came: whoever did nothing for long is away from now on (`websocket.md` 1.6).
    pub fn pong(&mut self, now: i64, company: &mut impl Company, id: SocketId) {
        if let Some(user) = self.user_of(id).map(str::to_owned) {
            company.set_active(now, &user, false, false);
        }
    }

    /// Queues an event for everybody who is to get it.
    pub fn broadcast(&mut self, now: i64, company: &mut impl Company, event: &Outgoing) {
        let keys: Vec<Key> = self
            .connections
            .values()
            .filter(|connection| recipients::wants(connection, event, company, now))
            .map(|connection| connection.key)
            .collect();
        let mut encoded = Encoded::new(event);
        for key in keys {
            let Some(connection) = self.connections.get_mut(&key) else {
                continue;
            };
            let body = encoded.for_connection(event, &connection.user_id, connection.posted_ack);
            let pushed = connection.push_event(body);
            self.after_push(key, pushed);
        }
    }

    /// The next thing to do on a socket; `None` when there is nothing (more) now. Events get their number here.
    pub fn take_next(&mut self, id: SocketId) -> Option<SocketOut> {
        let socket = self.sockets.get_mut(&id)?;
        if let Some(out) = socket.outbox.pop_front() {
            return Some(out);
        }
        let Phase::Live(key) = socket.phase else {
            return None;
        };
        let connection = self.connections.get_mut(&key)?;
        if let Some(text) = connection.write_next() {
            return Some(SocketOut::Text(text));
        }
        if connection.overflowed && !connection.close_sent {
            connection.close_sent = true;
            return Some(SocketOut::Close(None));
        }
        None
    }

    /// Sockets that may have something to write since this was last called.
    pub fn take_ready(&mut self) -> Vec<SocketId> {
        std::mem::take(&mut self.ready).into_iter().collect()
    }

    /// When [`Hub::tick`] has something to do next.
    pub fn next_wakeup(&self) -> Option<i64> {
        let deadline = self.sockets.values().filter_map(|socket| match socket.phase {
            Phase::Anonymous { until, .. } => Some(until),
            _ => None,
        });
        let waiting = self.connections.values().any(|c| c.socket.is_none());
        deadline.chain(waiting.then_some(self.reap_at)).min()
    }

    /// Drops sockets that did not authenticate in time and connections that nobody resumed.
    pub fn tick(&mut self, now: i64, company: &mut impl Company) {
        let late: Vec<SocketId> = self
            .sockets
            .iter()
            .filter(|(_, s)| matches!(s.phase, Phase::Anonymous { until, .. } if until <= now))
            .map(|(id, _)| *id)
            .collect();
        for id in late {
            self.end(now, company, id, SocketOut::Drop);
        }
        while self.reap_at <= now {
            let horizon = self.reap_at - REAPER_PERIOD;
            self.connections.retain(|_, c| {
                let active = c.opened_at.max(company.last_user_activity(&c.session_id));
                c.socket.is_some() || active >= horizon
            });
            self.reap_at += REAPER_PERIOD;
        }
    }

    /// The server stops: every socket ends without a close frame.
    pub fn restart(&mut self, now: i64, company: &mut impl Company, queues: Queues) {
        self.cut(now, company, None);
        if queues == Queues::Lost {
            self.connections.clear();
        }
    }

    /// Ends the sockets of one user, or all, without a close frame.
    pub fn cut(&mut self, now: i64, company: &mut impl Company, user: Option<&str>) {
        for id in self.sockets_of(user) {
            self.end(now, company, id, SocketOut::Drop);
        }
    }

    /// The sockets of one user, or all.
    pub fn sockets_of(&self, user: Option<&str>) -> Vec<SocketId> {
        self.sockets
            .keys()
            .filter(|id| user.is_none() || self.user_of(**id) == user)
            .copied()
            .collect()
    }

    /// Whose socket this is, once it has authenticated.
    pub fn user_of(&self, id: SocketId) -> Option<&str> {
        match self.sockets.get(&id)?.phase {
            Phase::Live(key) => self.connections.get(&key).map(|c| c.user_id.as_str()),
            _ => None,
        }
    }

    /// Whether only the last word is left to be written on this socket.
    pub fn has_ended(&self, id: SocketId) -> bool {
        matches!(self.sockets.get(&id), Some(socket) if matches!(socket.phase, Phase::Ended))
    }

    /// Puts a socket among the ready ones once more.
    pub fn wake(&mut self, id: SocketId) {
        self.ready.insert(id);
    }

    /// Number of messages that wait to be written for a socket.
    pub fn queued(&self, id: SocketId) -> usize {
        let Some(socket) = self.sockets.get(&id) else {
            return 0;
        };
        let waiting = match socket.phase {
            Phase::Live(key) => self.connections.get(&key).map_or(0, Connection::queued),
            _ => 0,
        };
        socket.outbox.len() + waiting
    }

    /// Ends a socket from our side: `last` is all that is still written.
    fn end(&mut self, now: i64, company: &mut impl Company, id: SocketId, last: SocketOut) {
        let Some(socket) = self.sockets.get_mut(&id) else {
            return;
        };
        let phase = std::mem::replace(&mut socket.phase, Phase::Ended);
        if matches!(phase, Phase::Ended) {
            return;
        }
        socket.outbox.clear();
        socket.outbox.push_back(last);
        self.ready.insert(id);
        if let Phase::Live(key) = phase {
            self.detach(now, company, key);
        }
    }

    /// A connection loses its socket: it waits, or is gone if its queue overflowed.
    fn detach(&mut self, now: i64, company: &mut impl Company, key: Key) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        connection.socket = None;
        let user = connection.user_id.clone();
        if connection.overflowed {
            self.connections.remove(&key);
        }
        let still_here = self
            .connections
            .values()
            .any(|c| c.user_id == user && c.socket.is_some());
        if !still_here {
            company.disconnected(now, &user);
        }
    }

    fn push_reply(&mut self, key: Key, reply: String) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        let pushed = connection.push_reply(reply);
        self.after_push(key, pushed);
    }

    fn after_push(&mut self, key: Key, pushed: Pushed) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        if let Some(socket) = connection.socket {
            self.ready.insert(socket);
        } else if pushed == Pushed::Full {
            self.connections.remove(&key);
        }
    }
}
