//! Opening: a new connection or the resumption of one that waits (`websocket.md` 1.2, 4.2, 4.3).

use crate::world::SessionInfo;

use super::company::Company;
use super::connection::{Connection, Key, Presence};
use super::ids::is_id;
use super::{frame, Hub, Phase, SocketId, SocketOut};

/// What the query of the upgrade asks for, as it stands there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResumeWish {
    /// `connection_id`; empty for a new connection.
    pub connection_id: String,
    /// `sequence_number`.
    pub sequence_number: String,
    /// `posted_ack=true`.
    pub posted_ack: bool,
}

/// A readable wish.
pub enum Point {
    /// A new connection.
    New,
    /// This connection, from this number on.
    At(String, i64),
}

/// The wish cannot be read; a real server ends the stream after the upgrade.
pub struct Unreadable;

impl ResumeWish {
    /// Reads the wish of an authenticated upgrade.
    pub fn parse(&self) -> Result<Point, Unreadable> {
        if self.connection_id.is_empty() {
            return Ok(Point::New);
        }
        if !is_id(&self.connection_id) {
            return Err(Unreadable);
        }
        let seq = self.sequence_number.parse().map_err(|_| Unreadable)?;
        Ok(Point::At(self.connection_id.clone(), seq))
    }
}

impl Hub {
    /// Gives an authenticated socket its connection.
    pub(super) fn attach(
        &mut self,
        now: i64,
        company: &mut impl Company,
        socket: SocketId,
        session: &SessionInfo,
        point: Point,
        posted_ack: bool,
    ) {
        let known = match point {
            Point::New => None,
            Point::At(id, seq) => self.waiting(&session.user_id, &id).map(|key| (key, seq)),
        };
        let key = match known {
            Some((key, _)) => key,
            None => self.register(session),
        };
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        connection.socket = Some(socket);
        connection.session_id = session.session_id.clone();
        connection.opened_at = now;
        connection.posted_ack = posted_ack;
        connection.presence = Presence::default();
        if let Some(state) = self.sockets.get_mut(&socket) {
            state.phase = Phase::Live(key);
        }
        self.ready.insert(socket);
        match known {
            Some((_, seq)) => self.resume(company, socket, key, seq),
            None => self.greet(company, key),
        }
        company.connected(now, &session.user_id);
    }

    /// The waiting connection of this user with this id. One that still has a socket cannot be resumed.
    fn waiting(&self, user: &str, id: &str) -> Option<Key> {
        self.connections
            .values()
            .find(|c| c.id == id && c.user_id == user && c.socket.is_none())
            .map(|c| c.key)
    }

    fn register(&mut self, session: &SessionInfo) -> Key {
        self.last_key += 1;
        let key = Key(self.last_key);
        let id = self.ids.next_id();
        let (user, session) = (session.user_id.clone(), session.session_id.clone());
        self.connections
            .insert(key, Connection::new(key, id, user, session));
        key
    }

    fn greet(&mut self, company: &impl Company, key: Key) {
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        let hello = frame::hello(&connection.id, &connection.user_id, &company.server_version());
        let pushed = connection.push_event(hello);
        self.after_push(key, pushed);
    }

    /// Continues at `seq`: replays what was written before, goes on silently, or says `hello` under a new id.
    fn resume(&mut self, company: &impl Company, socket: SocketId, key: Key, seq: i64) {
        let new_id = self.ids.next_id();
        let Some(connection) = self.connections.get_mut(&key) else {
            return;
        };
        let Some(state) = self.sockets.get_mut(&socket) else {
            return;
        };
        connection.next_seq = seq;
        if seq == 0 {
            // The real server takes 0 for "nothing to check": no replay, no hello, numbering from 0 again.
            return;
        }
        if let Some(missing) = connection.dead.since(seq) {
            for (number, body) in missing {
                connection.next_seq = number + 1;
                state
                    .outbox
                    .push_back(SocketOut::Text(frame::numbered(&body, number)));
            }
        } else if connection.dead.last_number().is_some_and(|last| last != seq - 1) {
            connection.dead.clear();
            connection.id = new_id;
            connection.next_seq = 0;
            let hello = frame::hello(&connection.id, &connection.user_id, &company.server_version());
            let text = connection.write(hello);
            state.outbox.push_back(SocketOut::Text(text));
        }
    }
}
