//! The numbers of one server connection: which event comes next, and whether the server still knows us (`websocket.md 3.5, 4.2`).

use crate::domain::{ConnectionId, Seq};
use crate::mutant::{self, Mutant};

/// What the machine sees of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// `hello`.
    Hello {
        /// The connection's id.
        connection_id: ConnectionId,
        /// Always 0 on a real server.
        seq: Seq,
    },
    /// Any other event.
    Event {
        /// Its number.
        seq: Seq,
    },
    /// An answer to one of our requests.
    Reply {
        /// The request's number; absent when it was 0.
        seq_reply: Option<i64>,
        /// FAIL 401: the session is gone.
        not_authenticated: bool,
    },
    /// A frame that is neither, or cannot be read: it may have been numbered, so nothing after it can be trusted.
    Unreadable,
}

/// How an event's number compares with the one expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The expected one.
    Next,
    /// Already seen.
    Duplicate,
    /// Something is missing before it.
    Gap,
}

/// What is needed to resume: the server's id for us and the number we wait for. Lives in memory of one tab only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Numbering {
    known: Option<(ConnectionId, Seq)>,
    /// A reconnect was already made because of a hole at this number.
    retried_at: Option<Seq>,
}

impl Numbering {
    /// `hello`: numbers start anew.
    pub fn hello(&mut self, id: ConnectionId) {
        self.known = Some((id, Seq(1)));
        self.retried_at = None;
    }

    /// The server knows us and this number is next.
    pub fn go_on_from(&mut self, id: ConnectionId, next: Seq) {
        self.known = Some((id, next));
        self.retried_at = None;
    }

    /// The server's id for us.
    pub fn id(&self) -> Option<ConnectionId> {
        self.known.map(|(id, _)| id)
    }

    /// Forgets the connection: the next one is new.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Compares and, if it is the next, moves on before anybody handles the event.
    pub fn take(&mut self, seq: Seq) -> Order {
        let Some((_, expected)) = &mut self.known else {
            return Order::Gap;
        };
        match seq.cmp(expected) {
            std::cmp::Ordering::Less => Order::Duplicate,
            std::cmp::Ordering::Greater if !mutant::is(Mutant::HoleSteppedOver) => Order::Gap,
            _ => {
                if !mutant::is(Mutant::SeqNotAdvanced) {
                    *expected = seq.next();
                }
                Order::Next
            }
        }
    }

    /// A hole or an unreadable frame: the first time the same number is asked for again, the second time the connection is
    /// given up.
    pub fn hole(&mut self) {
        let expected = self.known.map(|(_, expected)| expected);
        if self.retried_at == expected {
            self.forget();
        } else {
            self.retried_at = expected;
        }
    }

    /// Path of the upgrade. Never a known id with number 0: that would lose events without a word (`websocket.md 4.3`).
    pub fn path(&self) -> String {
        match self.known {
            Some((id, _)) if mutant::is(Mutant::ResumeFromZero) => {
                format!("/api/v4/websocket?connection_id={id}&sequence_number=0")
            }
            Some((id, expected)) if expected.0 > 0 => {
                format!(
                    "/api/v4/websocket?connection_id={id}&sequence_number={}",
                    expected.0
                )
            }
            _ => "/api/v4/websocket?connection_id=&sequence_number=0".into(),
        }
    }
}
