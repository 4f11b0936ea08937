//! The machine.
//!
//! ```text
//!          start                 opened             hello, next event, or answer to our ping
//!  Idle ─────────► Connecting ───────────► Proving ─────────────────────────────────────────► Live
//!   ▲                  │  ▲                   │                                                │
//!   │ stop             │  │ retry due, online, │ closed, 5 s without proof                      │ closed, ping unanswered,
//!   │ (from anywhere)  │  │ visible, asked for ▼                                                │ hole in the numbers
//!   └──────────────────┴──┴──────────────── Waiting ◄───────────────────────────────────────────┘
//! ```
//! The failure count goes to zero only on Live. What is needed to resume survives Waiting, not Idle.

mod liveness;

use std::time::Duration;

use super::backoff::{Backoff, Jitter};
use super::numbering::{self, Incoming, Numbering};
use super::socket::{SessionMark, SocketCommand, SocketGeneration};
use super::waits::{Wait, Waits};
use crate::domain::Secret;
use crate::domain::{ConnectionId, Monotonic, Now, Seq};
use crate::event::ConnectionStatus;

/// A server that has not answered the upgrade by then will not.
const OPEN_LIMIT: Duration = Duration::from_secs(20);
/// Authentication must be confirmed within this time (brief, S5; the server drops after 5 s as well).
const PROOF_LIMIT: Duration = Duration::from_secs(5);
/// A link that lived this long was healthy: the first retry is free.
const HEALTHY: Duration = Duration::from_secs(5);
/// Where the machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Phase {
    /// No session.
    #[default]
    Idle,
    /// The upgrade is under way.
    Connecting,
    /// Open, but nothing is proven: a bad cookie opens as well.
    Proving,
    /// Events flow.
    Live,
    /// Between two tries.
    Waiting,
}

/// What to do with the event that just came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Apply it.
    Apply,
    /// It was applied before.
    Duplicate,
    /// Not an event, or of a socket that is no longer ours.
    Nothing,
}

/// What the machine wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// A command for the socket.
    Socket(SocketCommand),
    /// Send the challenge with this request number, then the rest.
    Challenge {
        /// Which socket.
        generation: SocketGeneration,
        /// Request number.
        seq: i64,
        /// The session's token.
        token: Secret,
    },
    /// Send a ping with this request number.
    Ping {
        /// Which socket.
        generation: SocketGeneration,
        /// Request number.
        seq: i64,
    },
    /// A new connection: everything missed since the last one is lost; one resync.
    Fresh {
        /// The first try of the session to connect: the lists were asked for a moment ago.
        first: bool,
    },
    /// The connection was resumed: nothing is missing, nothing needs to be fetched.
    Resumed,
    /// Ask the server whether the session still lives.
    CheckSession,
    /// A try failed; tell the person if it goes on.
    Failed,
}

/// The machine.
#[derive(Clone, Debug, Default)]
pub struct Connection {
    phase: Phase,
    generation: SocketGeneration,
    /// Never starts again: answers queued on the server come after a resume with their old numbers.
    last_request: i64,
    numbering: Numbering,
    /// The browser's session when the newest socket was opened.
    session: Option<SessionMark>,
    was_connected: bool,
    token: Option<Secret>,
    backoff: Backoff,
    jitter: Jitter,
    waits: Waits,
    ping: Option<i64>,
    live_since: Option<Monotonic>,
    /// The person wrote since the last ping.
    in_use: bool,
    last_now: Option<Now>,
    /// When the newest socket began to open.
    opening_since: Monotonic,
    /// When anything was last heard on the newest socket.
    heard_at: Monotonic,
    /// The one allowance for a late timer is used up: the next unanswered ping ends the socket, however late its timer runs.
    excused: bool,
}

impl Connection {
    /// A machine at rest.
    pub fn new(seed: u64) -> Self {
        Self {
            jitter: Jitter::new(seed),
            ..Self::default()
        }
    }

    /// Where it is.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The newest socket's number.
    pub fn generation(&self) -> SocketGeneration {
        self.generation
    }

    /// As shown to the person.
    pub fn status(&self) -> ConnectionStatus {
        match self.phase {
            Phase::Idle => ConnectionStatus::Idle,
            Phase::Connecting | Phase::Proving => ConnectionStatus::Connecting,
            Phase::Live => ConnectionStatus::Connected,
            Phase::Waiting => ConnectionStatus::Waiting {
                until: self.waits.get(Wait::Retry).unwrap_or_default(),
                failures: self.backoff.failures(),
            },
        }
    }

    /// The server's id for this connection while it is live: header `Connection-Id`.
    pub fn id(&self) -> Option<ConnectionId> {
        self.numbering.id().filter(|_| self.phase == Phase::Live)
    }

    /// Live, and the last ping is answered: what the server had to say before that answer has come.
    pub fn is_answered(&self) -> bool {
        self.phase == Phase::Live && self.ping.is_none()
    }

    /// The socket that requests may be sent on, with the next request number; `None` unless live.
    pub fn request(&mut self) -> Option<(SocketGeneration, i64)> {
        (self.phase == Phase::Live).then(|| (self.generation, self.next_request()))
    }

    /// When to call [`Connection::deadline`].
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.waits.next()
    }

    /// The server knows this client as `id` and `next` is the number expected of it, from a connection this machine did not see: for
    /// recordings that begin in the middle.
    pub fn go_on_from(&mut self, id: ConnectionId, next: Seq) {
        self.numbering.go_on_from(id, next);
        self.was_connected = true;
    }

    /// A session exists: connect. With another token, the new session replaces the old one (brief, S26).
    pub fn start(&mut self, now: Now, token: Option<Secret>) -> Vec<Order> {
        let same = self.token == token;
        self.token = token;
        if self.phase != Phase::Idle && same {
            return Vec::new();
        }
        self.connect(now)
    }

    /// What came another way is newer than what a resumed connection would tell first: the next connection begins anew.
    pub fn begin_anew(&mut self, now: Now) -> Vec<Order> {
        if self.numbering.id().is_none() {
            return Vec::new();
        }
        self.numbering.forget();
        match self.phase {
            Phase::Connecting | Phase::Proving => self.connect(now),
            _ => Vec::new(),
        }
    }

    /// The session ended: close and stay closed (brief, S16).
    pub fn stop(&mut self) -> Vec<Order> {
        let orders = self.drop_socket();
        let (generation, last_request) = (self.generation, self.last_request);
        let jitter = Jitter::new(self.jitter.draw());
        *self = Self {
            generation,
            last_request,
            jitter,
            ..Self::default()
        };
        orders
    }

    /// The upgrade succeeded. The ping that goes out at once is the barrier that tells "resumed" from "lost".
    pub fn opened(
        &mut self,
        now: Now,
        generation: SocketGeneration,
        session: Option<SessionMark>,
    ) -> Vec<Order> {
        if generation != self.generation || self.phase != Phase::Connecting {
            return Vec::new();
        }
        if std::mem::replace(&mut self.session, session) != session && self.numbering.id().is_some() {
            // Another session can resume the connection, but what the server had to say after the former one had ended it has dropped,
            // and counts as told (websocket.md 2.4).
            return self.begin_anew(now);
        }
        self.phase = Phase::Proving;
        self.waits.clear_all();
        self.waits.start(Wait::Proof, now.mono, PROOF_LIMIT);
        let mut orders = Vec::new();
        if let Some(token) = self.token.clone() {
            orders.push(Order::Challenge {
                generation,
                seq: self.next_request(),
                token,
            });
        }
        orders.push(self.send_ping());
        orders
    }

    /// A frame came.
    pub fn frame(
        &mut self,
        now: Now,
        generation: SocketGeneration,
        frame: Incoming,
    ) -> (Verdict, Vec<Order>) {
        if generation != self.generation {
            return (Verdict::Nothing, Vec::new());
        }
        self.heard_at = now.mono;
        match (self.phase, frame) {
            (Phase::Proving | Phase::Live, Incoming::Hello { connection_id, seq }) if seq.0 == 0 => {
                (Verdict::Apply, self.hello(now, connection_id))
            }
            (Phase::Proving | Phase::Live, Incoming::Event { seq }) => self.event(now, seq),
            (
                Phase::Proving | Phase::Live,
                Incoming::Reply {
                    seq_reply,
                    not_authenticated,
                },
            ) => (Verdict::Nothing, self.reply(now, seq_reply, not_authenticated)),
            (Phase::Proving | Phase::Live, _) => {
                self.numbering.hole();
                (Verdict::Nothing, self.give_up(now))
            }
            _ => (Verdict::Nothing, Vec::new()),
        }
    }

    /// The socket closed or failed.
    pub fn closed(&mut self, now: Now, generation: SocketGeneration) -> Vec<Order> {
        let active = matches!(self.phase, Phase::Connecting | Phase::Proving | Phase::Live);
        if generation != self.generation || !active {
            return Vec::new();
        }
        self.wait(now)
    }

    /// A deadline may be due.
    pub fn deadline(&mut self, now: Now) -> Vec<Order> {
        if self.waits.take_due(Wait::Retry, now.mono).is_some() {
            return self.connect(now);
        }
        if self.waits.take_due(Wait::Open, now.mono).is_some() {
            return self.give_up(now);
        }
        if self.waits.take_due(Wait::Proof, now.mono).is_some() {
            let mut orders = vec![Order::CheckSession];
            orders.extend(self.give_up(now));
            return orders;
        }
        if let Some(due) = self.waits.take_due(Wait::Pong, now.mono) {
            return self.unanswered(now, due);
        }
        if self.waits.take_due(Wait::PingDue, now.mono).is_some() {
            return self.ping(now);
        }
        Vec::new()
    }

    fn hello(&mut self, now: Now, id: ConnectionId) -> Vec<Order> {
        let first = !self.was_connected && self.backoff.failures() == 0;
        self.numbering.hello(id);
        self.become_live(now);
        vec![Order::Fresh { first }]
    }

    fn event(&mut self, now: Now, seq: Seq) -> (Verdict, Vec<Order>) {
        let order = self.numbering.take(seq);
        if self.phase == Phase::Proving && order != numbering::Order::Next {
            // Neither a proof nor a beginning: start over without the old id (websocket.md 4.3).
            self.numbering.forget();
            return (Verdict::Nothing, self.give_up(now));
        }
        match order {
            numbering::Order::Next if self.phase == Phase::Proving => (Verdict::Apply, self.resumed(now)),
            numbering::Order::Next => (Verdict::Apply, Vec::new()),
            numbering::Order::Duplicate => (Verdict::Duplicate, Vec::new()),
            numbering::Order::Gap => {
                self.numbering.hole();
                (Verdict::Nothing, self.give_up(now))
            }
        }
    }

    fn reply(&mut self, now: Now, seq_reply: Option<i64>, not_authenticated: bool) -> Vec<Order> {
        if not_authenticated {
            // What was to be told since the session ended is dropped, without a gap in the numbers (websocket.md 2.4).
            self.numbering.forget();
            let mut orders = vec![Order::CheckSession];
            orders.extend(self.give_up(now));
            return orders;
        }
        // Answers of an older socket may still arrive after a resume.
        if seq_reply.is_none() || seq_reply != self.ping {
            return Vec::new();
        }
        self.ping = None;
        self.excused = false;
        self.waits.clear(Wait::Pong);
        match (self.phase, self.numbering.id()) {
            (Phase::Proving, Some(_)) => self.resumed(now),
            // An answer without hello and nothing to resume: the server and we disagree.
            (Phase::Proving, None) => self.give_up(now),
            _ => Vec::new(),
        }
    }

    fn resumed(&mut self, now: Now) -> Vec<Order> {
        self.become_live(now);
        vec![Order::Resumed]
    }

    fn become_live(&mut self, now: Now) {
        self.phase = Phase::Live;
        self.was_connected = true;
        self.backoff.succeeded();
        self.live_since = Some(now.mono);
        self.waits.clear(Wait::Proof);
        self.watch(now);
    }

    fn connect(&mut self, now: Now) -> Vec<Order> {
        self.phase = Phase::Connecting;
        self.generation = SocketGeneration(self.generation.0.saturating_add(1));
        self.ping = None;
        self.excused = false;
        self.live_since = None;
        self.opening_since = now.mono;
        self.waits.clear_all();
        self.waits.start(Wait::Open, now.mono, OPEN_LIMIT);
        let path = self.numbering.path();
        vec![Order::Socket(SocketCommand::Open {
            generation: self.generation,
            path,
        })]
    }

    /// Drops the socket and waits.
    fn give_up(&mut self, now: Now) -> Vec<Order> {
        let mut orders = self.drop_socket();
        orders.extend(self.wait(now));
        orders
    }

    fn wait(&mut self, now: Now) -> Vec<Order> {
        let healthy = self
            .live_since
            .take()
            .is_some_and(|since| now.mono.since(since) >= HEALTHY);
        let (span, orders) = if healthy {
            (self.backoff.at_once(&mut self.jitter), Vec::new())
        } else {
            (self.backoff.failed(&mut self.jitter), vec![Order::Failed])
        };
        self.phase = Phase::Waiting;
        self.ping = None;
        self.waits.clear_all();
        self.waits.start(Wait::Retry, now.mono, span);
        orders
    }

    fn drop_socket(&mut self) -> Vec<Order> {
        let open = matches!(self.phase, Phase::Connecting | Phase::Proving | Phase::Live);
        open.then_some(Order::Socket(SocketCommand::Close(self.generation)))
            .into_iter()
            .collect()
    }

    fn next_request(&mut self) -> i64 {
        self.last_request = self.last_request.saturating_add(1);
        self.last_request
    }
}
