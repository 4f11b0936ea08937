//! Two kinds of time that must not be mixed: a monotonic clock for timeouts, server milliseconds for facts.

use std::time::Duration;

/// Milliseconds on a clock that never goes back; its zero means nothing. For timeouts only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Monotonic(pub u64);

impl Monotonic {
    /// This moment plus a span.
    pub fn after(self, span: Duration) -> Monotonic {
        Monotonic(
            self.0
                .saturating_add(u64::try_from(span.as_millis()).unwrap_or(u64::MAX)),
        )
    }

    /// Time since an earlier moment; zero if it is not earlier.
    pub fn since(self, earlier: Monotonic) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// Milliseconds since the Unix epoch. Facts about posts use the server's clock; the local wall clock is compared
/// only with itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The later of two.
    pub fn latest(self, other: Timestamp) -> Timestamp {
        self.max(other)
    }
}

/// Both clocks at one moment, as the edge read them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Now {
    /// For timeouts.
    pub mono: Monotonic,
    /// Local wall clock: for sleep detection and the time shown beside one's own unsent message.
    pub wall: Timestamp,
}
