//! What the machine waits for, as a table: the edge only ever asks for the nearest deadline.

use std::time::Duration;

use crate::domain::Monotonic;

/// A kind of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// The next try.
    Retry,
    /// The upgrade.
    Open,
    /// `hello`, or the proof that the connection was resumed.
    Proof,
    /// The time to ask "are you there".
    PingDue,
    /// The answer to that.
    Pong,
}

const KINDS: usize = 5;

/// Deadlines, one a kind.
#[derive(Clone, Debug, Default)]
pub struct Waits([Option<Monotonic>; KINDS]);

impl Waits {
    /// Waits until a moment.
    pub fn set(&mut self, wait: Wait, at: Monotonic) {
        if let Some(slot) = self.0.get_mut(wait as usize) {
            *slot = Some(at);
        }
    }

    /// Waits for a span from now.
    pub fn start(&mut self, wait: Wait, now: Monotonic, span: Duration) {
        self.set(wait, now.after(span));
    }

    /// Waits no longer.
    pub fn clear(&mut self, wait: Wait) {
        if let Some(slot) = self.0.get_mut(wait as usize) {
            *slot = None;
        }
    }

    /// Waits for nothing.
    pub fn clear_all(&mut self) {
        self.0 = [None; KINDS];
    }

    /// When a wait ends, if it is on.
    pub fn get(&self, wait: Wait) -> Option<Monotonic> {
        self.0.get(wait as usize).copied().flatten()
    }

    /// The nearest end.
    pub fn next(&self) -> Option<Monotonic> {
        self.0.iter().flatten().min().copied()
    }

    /// Ends a wait that is due and says when it was.
    pub fn take_due(&mut self, wait: Wait, now: Monotonic) -> Option<Monotonic> {
        let at = self.get(wait).filter(|at| *at <= now)?;
        self.clear(wait);
        Some(at)
    }
}
