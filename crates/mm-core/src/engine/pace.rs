//! Sizes of the stream's batches and bounds, all in one place (brief, S20 and S31). The runtime and the browser's timer read them here.

/// So many frames are applied for one [`super::Input::Drain`], before the runtime looks at its clock.
pub const BATCH: usize = 4;

/// For so long a drain ends with [`batches`] that changed the open channel, in milliseconds since frames began to wait: its messages are
/// built before the next paint, and many of them would take longer than a frame. Whoever is behind for longer wants to see the end of it.
pub const PATIENT_FOR_MS: u64 = 4_000;

/// Most batches of the open channel before a paint.
const MOST_BATCHES: usize = 2;
/// Two paints in a row lie further apart when there was too much to build, in milliseconds: two frames at 60 Hz.
const PAINTS_APART_MS: u64 = 34;
/// What lies further apart was no row of paints, in milliseconds.
const PAUSE_MS: u64 = 200;

/// How many batches of the open channel are applied before a paint. `before`: as many as the last time; `apart_ms`: since then. One more where
/// painting keeps up, half as many where it does not: how long a message takes depends on the machine and on what it does besides.
#[must_use]
pub fn batches(before: usize, apart_ms: u64) -> usize {
    match apart_ms {
        PAUSE_MS.. => before.max(1),
        PAINTS_APART_MS.. => (before / 2).max(1),
        _ => (before + 1).min(MOST_BATCHES),
    }
}

/// A drain works this long, in milliseconds, then lets the page breathe: half a frame at 60 Hz.
pub const DRAIN_BUDGET_MS: u64 = 8;

/// A frame that comes this long after the last one is applied at once, in milliseconds.
pub const QUIET_MS: u64 = 50;

/// A hidden page gets no animation frames; it drains after this many milliseconds.
pub const HIDDEN_DRAIN_MS: u32 = 100;

/// Once so many frames wait, nobody waits for the next paint any more: a page that is hidden or paints seldom must not pile them up.
pub const DRAIN_AT_COUNT: usize = 2048;

/// While so many frames wait, typing and presence are no longer taken in: from as many on the server drops them as well
/// (`websocket.md 1.7`).
pub const SHED_ABOVE: usize = 128;

/// The frame that has waited longest is passed over this often, then it is its turn: of so many frames and one, one is the oldest.
pub const PASSED_OVER: u32 = 32;
