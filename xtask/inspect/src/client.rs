//! The client of a recorded connection: the engine's connection machine, and what the recording stands for.
//!
//! What the recording client sent differs from what ours would send, so its requests stand for our ping:
//! the first that is answered proves the link. Used by `session` only.

use std::collections::BTreeSet;

use mm_core::connection::{Connection, Incoming, Order, Phase, SocketCommand, SocketGeneration, Verdict};
use mm_core::domain::{ConnectionId, Monotonic, Now, Seq};
use mm_core::event::Event;
use mm_core::wire::{self, Frame};

/// One client: its machine, lasting over its connections.
pub struct Client {
    machine: Connection,
    generation: SocketGeneration,
    /// Number of our ping that waits for its answer.
    ping: Option<i64>,
    /// Numbers of the recorded requests of the open connection.
    requests: BTreeSet<i64>,
    /// The number from which the recorded client asked to go on.
    asked_from: Option<i64>,
    /// The server's id for it and the number expected next.
    expected: Option<(ConnectionId, i64)>,
    /// The number after the highest that came on the open connection.
    came_to: i64,
}

/// What the machine did with a frame.
pub enum Taken {
    /// A verdict, with how many numbers are missing before the frame and what the machine ordered.
    Shown(Verdict, u64, Vec<Order>),
    /// The recorded client had asked again for what was applied before.
    Again,
}

impl Client {
    /// A client that is about to open its first connection.
    pub fn new(now: Now) -> Self {
        let mut machine = Connection::new(1);
        let orders = machine.start(now, None);
        let mut client = Self {
            machine,
            generation: SocketGeneration::default(),
            ping: None,
            requests: BTreeSet::new(),
            asked_from: None,
            expected: None,
            came_to: 0,
        };
        client.obey(&orders);
        client
    }

    /// The recording begins after this client's first connection, which had this id and came to this number.
    pub fn was_known_as(&mut self, id: &str, seq: i64) {
        if let Ok(id) = ConnectionId::parse(id) {
            self.machine.go_on_from(id, Seq(seq.max(1)));
            self.expected = Some((id, seq.max(1)));
        }
    }

    /// Whether the server knows this client under `id`.
    pub fn is(&self, id: &str) -> bool {
        self.expected.is_some_and(|(known, _)| known.as_str() == id)
    }

    /// Where the machine is.
    pub fn phase(&self) -> Phase {
        self.machine.phase()
    }

    /// A connection is opened (or refused), asking to go on from a number or for a new one.
    pub fn open(&mut self, now: Now, accepted: bool, asked_from: Option<i64>) {
        self.requests.clear();
        self.came_to = 0;
        self.asked_from = asked_from;
        if self.machine.phase() != Phase::Connecting {
            // The recording does not wait as long as we would.
            self.close(now);
            let orders = self.machine.reconnect_now(now);
            self.obey(&orders);
        }
        let generation = self.generation;
        let orders = match accepted {
            true => self.machine.opened(now, generation, None),
            false => self.machine.closed(now, generation),
        };
        self.obey(&orders);
    }

    /// The recorded client asked something.
    pub fn asked(&mut self, seq: i64) {
        self.requests.insert(seq);
    }

    /// The connection ended.
    pub fn close(&mut self, now: Now) {
        let generation = self.generation;
        let orders = self.machine.closed(now, generation);
        self.obey(&orders);
    }

    /// A frame came.
    pub fn frame(&mut self, now: Now, frame: &Frame<'_>) -> Taken {
        let seq = match frame {
            Frame::Event(event) => Some(event.seq.0),
            _ => None,
        };
        if self.asked_again(seq) {
            return Taken::Again;
        }
        let missing = self.missing_before(seq);
        self.came_to = self.came_to.max(seq.unwrap_or(0).saturating_add(1));
        let seen = self.seen(frame);
        let generation = self.generation;
        let (verdict, orders) = self.machine.frame(now, generation, seen);
        self.obey(&orders);
        match (verdict, seen) {
            (Verdict::Apply, Incoming::Hello { connection_id, .. }) => {
                self.expected = Some((connection_id, 1))
            }
            (Verdict::Apply, Incoming::Event { seq }) => {
                self.expected = self.expected.map(|(id, _)| (id, seq.next().0));
            }
            _ => {}
        }
        Taken::Shown(verdict, missing, orders)
    }

    fn obey(&mut self, orders: &[Order]) {
        for order in orders {
            match order {
                Order::Socket(SocketCommand::Open { generation, .. }) => self.generation = *generation,
                Order::Ping { seq, .. } => self.ping = Some(*seq),
                _ => {}
            }
        }
    }

    /// What the machine is shown of a frame.
    fn seen(&self, frame: &Frame<'_>) -> Incoming {
        match frame {
            Frame::Event(event) => {
                let hello = wire::decode(event, Monotonic::default());
                let id = hello.into_iter().find_map(|event| match event {
                    Event::Hello { connection_id, .. } => Some(connection_id),
                    _ => None,
                });
                match id {
                    Some(connection_id) => Incoming::Hello {
                        connection_id,
                        seq: event.seq,
                    },
                    None => Incoming::Event { seq: event.seq },
                }
            }
            Frame::Reply(reply) => Incoming::Reply {
                seq_reply: reply
                    .seq_reply
                    .filter(|seq| reply.ok && self.requests.contains(seq))
                    .and(self.ping),
                not_authenticated: reply.is_unauthenticated(),
            },
            Frame::Unreadable { .. } => Incoming::Unreadable,
        }
    }

    /// Whether the recorded client asked again for a number that was applied before: our machine asks for
    /// none of those, so it is not shown them.
    fn asked_again(&self, seq: Option<i64>) -> bool {
        match (self.asked_from, self.expected, seq) {
            (Some(from), Some((_, expected)), Some(seq)) => from > 0 && (from..expected).contains(&seq),
            _ => false,
        }
    }

    /// Numbers that never came. After a hole our machine lets go of the link, and what comes on it then is no hole again.
    fn missing_before(&self, seq: Option<i64>) -> u64 {
        let missing = self
            .expected
            .zip(seq)
            .map(|((_, expected), seq)| seq.saturating_sub(expected.max(self.came_to)));
        missing
            .and_then(|missing| u64::try_from(missing).ok())
            .unwrap_or(0)
    }
}
