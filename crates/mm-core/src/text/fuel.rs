//! A bound on the work one message may cost.
//!
//! The dialect is defined by searches that look ahead, so a hostile message could make every
//! position search to the end. Each parse gets fuel in proportion to its length; searches burn
//! what they look at, and a search without fuel finds nothing, so the rest stays plain text.

/// Work left for one parse, counted in bytes looked at.
#[derive(Debug)]
pub(super) struct Fuel(usize);

/// Looks per byte of the source: hundreds of times what a written message needs.
const PER_BYTE: usize = 250;
/// Enough for short messages, whatever they hold.
const BASE: usize = 50_000;

impl Fuel {
    /// Fuel for a source of `len` bytes.
    pub(super) fn for_source(len: usize) -> Self {
        Self(len.saturating_mul(PER_BYTE).saturating_add(BASE))
    }

    /// Burns `work`; false when there was not enough left.
    pub(super) fn burn(&mut self, work: usize) -> bool {
        match self.0.checked_sub(work) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => {
                self.0 = 0;
                false
            }
        }
    }

    /// Whether searches may still look ahead.
    pub(super) fn left(&self) -> bool {
        self.0 > 0
    }
}
