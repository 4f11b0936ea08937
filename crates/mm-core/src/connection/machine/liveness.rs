//! Is the link alive? Pings with a deadline, and what the browser and the clocks tell about it (`websocket.md 1.6`, traps 29, 30).
//!
//! Called by the machine for its deadlines and by the engine for signals; it knows nothing of sessions and retries beyond
//! asking the machine to connect or to give up.

use std::time::Duration;

use super::super::socket::Wake;
use super::super::waits::Wait;
use super::{Connection, Order, Phase};
use crate::domain::{Monotonic, Now};

/// Time between two pings: browsers cannot see the server's own.
const PING_EVERY: Duration = Duration::from_secs(30);
/// The answer to a ping: a dead link is noticed within this time if something suggests it, else within it and [`PING_EVERY`], 35 s.
const PONG_LIMIT: Duration = Duration::from_secs(5);
/// The same while the person writes: together with [`QUIET`] no more than 5 s after any key.
const PONG_LIMIT_IN_USE: Duration = Duration::from_secs(3);
/// A deadline noticed this much too late means that the timer slept, not that the server did.
const LATE: Duration = Duration::from_secs(5);
/// A socket that has been opening for this long may be waiting on a network that is gone: news of the network begins another.
const OPENING_LONG: Duration = Duration::from_secs(2);
/// While the person writes, a link from which nothing was heard for this long is asked whether it lives.
const QUIET: Duration = Duration::from_secs(2);
/// The wall clock ran ahead of the monotonic one by this much: the computer slept.
const SLEPT_MS: i64 = 60_000;

impl Connection {
    /// The browser signalled, or the person asked.
    pub fn woke(&mut self, now: Now, wake: Wake) -> Vec<Order> {
        match wake {
            Wake::Visible | Wake::Focused | Wake::Online => self.probe(now),
            // Without a network a try is in vain; a live link is asked, since the browser may be wrong.
            Wake::Offline if self.phase == Phase::Live => self.probe(now),
            Wake::Offline | Wake::Hidden | Wake::Blurred | Wake::Leaving => Vec::new(),
        }
    }

    /// The person writes or goes somewhere: a dead link is to be noticed before they rely on it (`quality-bars.md` F3). If something was
    /// heard a moment ago, the link is asked a moment later: it may have died since.
    pub fn used(&mut self, now: Now) -> Vec<Order> {
        if self.phase != Phase::Live || self.waits.get(Wait::Pong).is_some() {
            return Vec::new();
        }
        self.in_use = true;
        let due = self.heard_at.after(QUIET);
        if due <= now.mono {
            return self.ping(now);
        }
        if self.waits.get(Wait::PingDue).is_none_or(|at| at > due) {
            self.waits.set(Wait::PingDue, due);
        }
        Vec::new()
    }

    /// When something was last heard.
    pub fn heard_at(&self) -> Monotonic {
        self.heard_at
    }

    /// Try now instead of waiting; probe if connected.
    pub fn reconnect_now(&mut self, now: Now) -> Vec<Order> {
        self.probe(now)
    }

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

    pub(super) fn ping(&mut self, now: Now) -> Vec<Order> {
        self.waits.start(Wait::PingDue, now.mono, PING_EVERY);
        let limit = if std::mem::take(&mut self.in_use) {
            PONG_LIMIT_IN_USE
        } else {
            PONG_LIMIT
        };
        self.waits.start(Wait::Pong, now.mono, limit);
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

    /// Something suggests that the state of the link may have changed.
    fn probe(&mut self, now: Now) -> Vec<Order> {
        match self.phase {
            Phase::Waiting => self.connect(now),
            Phase::Connecting if now.mono.since(self.opening_since) >= OPENING_LONG => self.connect(now),
            // One question at a time.
            Phase::Live if self.waits.get(Wait::Pong).is_none() => self.ping(now),
            _ => Vec::new(),
        }
    }

    /// The link is proven: from now on it is asked now and then. A ping that is still out gets its deadline.
    pub(super) fn watch(&mut self, now: Now) {
        self.waits.start(Wait::PingDue, now.mono, PING_EVERY);
        if self.ping.is_some() {
            self.waits.start(Wait::Pong, now.mono, PONG_LIMIT);
        }
    }

    /// The deadline of a ping has passed. A throttled or frozen tab runs its timers late: the answer may be waiting right behind
    /// this call, so it is asked once more, but only once: in a throttled tab every timer is late.
    pub(super) fn unanswered(&mut self, now: Now, due: Monotonic) -> Vec<Order> {
        if now.mono.since(due) > LATE && !self.excused {
            self.excused = true;
            return self.ping(now);
        }
        self.give_up(now)
    }
}
