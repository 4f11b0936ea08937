//! Behaviour of the machine, by `websocket.md` section 8.

mod connecting;
mod liveness;
mod numbers;
mod waiting;

use super::*;
use crate::domain::{ConnectionId, Monotonic, Now, Seq, Timestamp};

/// A machine with a clock.
pub struct Rig {
    pub machine: Connection,
    pub now: Now,
    pub orders: Vec<Order>,
}

pub fn id(letter: char) -> ConnectionId {
    ConnectionId::parse(&letter.to_string().repeat(26)).unwrap()
}

impl Rig {
    pub fn new() -> Self {
        let now = Now {
            mono: Monotonic(1_000),
            wall: Timestamp(1_800_000_000_000),
        };
        Self {
            machine: Connection::new(7),
            now,
            orders: Vec::new(),
        }
    }

    /// A rig that is live for a while.
    pub fn live() -> Self {
        let mut rig = Self::new();
        rig.start();
        rig.open();
        rig.hello(id('a'));
        let ping = rig.pinged();
        rig.reply(ping);
        rig.pass(10_000);
        rig.take();
        rig
    }

    pub fn start(&mut self) {
        let orders = self.machine.start(self.now, None);
        self.orders.extend(orders);
    }

    pub fn open(&mut self) {
        self.open_in("a session");
    }

    pub fn open_in(&mut self, session: &str) {
        let session = Some(SessionMark::of(session));
        let orders = self.machine.opened(self.now, self.generation(), session);
        self.orders.extend(orders);
    }

    pub fn hello(&mut self, connection_id: ConnectionId) -> Verdict {
        self.frame(Incoming::Hello {
            connection_id,
            seq: Seq(0),
        })
    }

    pub fn event(&mut self, seq: i64) -> Verdict {
        self.frame(Incoming::Event { seq: Seq(seq) })
    }

    pub fn reply(&mut self, seq: i64) {
        self.frame(Incoming::Reply {
            seq_reply: Some(seq),
            not_authenticated: false,
        });
    }

    pub fn frame(&mut self, frame: Incoming) -> Verdict {
        let (verdict, orders) = self.machine.frame(self.now, self.generation(), frame);
        self.orders.extend(orders);
        verdict
    }

    pub fn close(&mut self) {
        let orders = self.machine.closed(self.now, self.generation());
        self.orders.extend(orders);
    }

    pub fn wake(&mut self, wake: Wake) {
        let orders = self.machine.woke(self.now, wake);
        self.orders.extend(orders);
    }

    /// Time passes; due deadlines are served on time.
    pub fn pass(&mut self, millis: u64) {
        let end = self.now.mono.0 + millis;
        while let Some(at) = self.machine.next_wakeup().filter(|at| at.0 <= end) {
            self.at(at.0.max(self.now.mono.0));
            let orders = self.machine.deadline(self.now);
            self.orders.extend(orders);
            self.answer_ping();
        }
        self.at(end);
    }

    fn answer_ping(&mut self) {
        if self.machine.phase() == Phase::Live {
            if let Some(Order::Ping { seq, .. }) = self.orders.last().cloned() {
                self.reply(seq);
            }
        }
    }

    pub fn at(&mut self, mono: u64) {
        let step = mono - self.now.mono.0;
        self.now.mono = Monotonic(mono);
        self.now.wall = Timestamp(self.now.wall.0 + step as i64);
    }

    pub fn generation(&self) -> SocketGeneration {
        self.machine.generation()
    }

    pub fn take(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.orders)
    }

    pub fn opened_path(&self) -> String {
        let found = self.orders.iter().rev().find_map(|order| match order {
            Order::Socket(SocketCommand::Open { path, .. }) => Some(path.clone()),
            _ => None,
        });
        found.expect("a socket was opened")
    }

    pub fn pinged(&self) -> i64 {
        let found = self.orders.iter().rev().find_map(|order| match order {
            Order::Ping { seq, .. } => Some(*seq),
            _ => None,
        });
        found.expect("a ping went out")
    }

    pub fn opens(&self) -> usize {
        self.orders
            .iter()
            .filter(|order| matches!(order, Order::Socket(SocketCommand::Open { .. })))
            .count()
    }
}
