//! Is the link alive? Pings, probes, deadlines, and a computer that slept.

use std::time::Duration;

use super::super::waits::Wait;
use super::{Connection, Order, Phase, PING_EVERY};
use crate::domain::Now;

/// The answer to a ping while somebody looks at the page, and otherwise.
const PONG_LIMIT_IN_USE: Duration = Duration::from_secs(5);
const PONG_LIMIT: Duration = Duration::from_secs(10);
/// A deadline noticed this much too late means that the timer slept, not that the server did.
const LATE: Duration = Duration::from_secs(5);
/// The wall clock ran ahead of the monotonic one by this much: the computer slept.
const SLEPT_MS: i64 = 60_000;

impl Connection {
    /// Whatever came in: has the computer slept since the last time? Then the link is doubtful.
    pub fn noticed(&mut self, now: Now) -> Vec<Order> {
        let Some(before) = self.last_now.replace(now) else {
            return Vec::new();
        };
        let wall = now.wall.0.saturating_sub(before.wall.0);
        let mono = i64::try_from(now.mono.since(before.mono).as_millis()).unwrap_or(i64::MAX);
        if wall.saturating_sub(mono) > SLEPT_MS {
            self.probe(now)
        } else {
            Vec::new()
        }
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
            // A throttled tab runs its timers late: the answer may be waiting right behind this call.
            return if now.mono.since(due) > LATE {
                self.ping(now)
            } else {
                self.give_up(now)
            };
        }
        if self.waits.take_due(Wait::PingDue, now.mono).is_some() {
            return self.ping(now);
        }
        Vec::new()
    }

    fn ping(&mut self, now: Now) -> Vec<Order> {
        self.waits.start(Wait::PingDue, now.mono, PING_EVERY);
        self.waits.start(Wait::Pong, now.mono, self.pong_limit());
        vec![self.send_ping()]
    }

    pub(super) fn send_ping(&mut self) -> Order {
        let seq = self.next_request();
        self.ping = Some(seq);
        Order::Ping {
            generation: self.generation,
            seq,
        }
    }

    pub(super) fn pong_limit(&self) -> Duration {
        if self.in_use {
            PONG_LIMIT_IN_USE
        } else {
            PONG_LIMIT
        }
    }

    /// Something suggests that the state of the link may have changed.
    pub(super) fn probe(&mut self, now: Now) -> Vec<Order> {
        match self.phase {
            Phase::Waiting => self.connect(now),
            // One question at a time.
            Phase::Live if self.waits.get(Wait::Pong).is_none() => self.ping(now),
            _ => Vec::new(),
        }
    }
}
