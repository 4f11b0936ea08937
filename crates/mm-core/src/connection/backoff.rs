//! How long to wait before the next try (brief, S14, S15).

use std::time::Duration;

/// The ladder; after its end the last step is kept for ever: the person may be on a train.
const LADDER: [u64; 5] = [3_000, 6_000, 12_000, 24_000, 48_000];

/// A healthy link that breaks is tried again within this time; the spread keeps a whole company from returning in one moment.
const AT_ONCE_MS: u64 = 500;

/// Counts failures in a row.
#[derive(Clone, Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Failures in a row, the free retry of a healthy link not counted.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// The link is live: start from the first step next time.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// The wait after a healthy link broke.
    pub fn at_once(&mut self, jitter: &mut Jitter) -> Duration {
        Duration::from_millis(jitter.below(AT_ONCE_MS))
    }

    /// The wait after a try that failed: the step, a quarter less or more.
    pub fn failed(&mut self, jitter: &mut Jitter) -> Duration {
        let step = LADDER
            .get(self.failures as usize)
            .or(LADDER.last())
            .copied()
            .unwrap_or_default();
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(step - step / 4 + jitter.below(step / 2))
    }
}

/// Reproducible chance (SplitMix64): the edge seeds it with real randomness, a test with a number.
#[derive(Clone, Debug, Default)]
pub struct Jitter(u64);

impl Jitter {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below a bound; 0 for bound 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.draw().checked_rem(bound).unwrap_or(0)
    }
}
