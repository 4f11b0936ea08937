//! A bound on the work one message may cost.
//!
//! The dialect is defined by searches that look ahead, so a hostile message could make every
//! position search to the end. Each parse gets fuel in proportion to its length; searches burn
//! what they look at, and a search without fuel finds nothing, so the rest stays plain text.

use super::chars;

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

    /// Position of `needle` from `from` on, when there is fuel for looking.
    pub(super) fn find(&mut self, src: &str, from: usize, needle: &str) -> Option<usize> {
        if !self.left() {
            return None;
        }
        let found = chars::find(src, from, needle);
        self.burn(found.unwrap_or(src.len()).saturating_sub(from) + 1);
        found
    }

    /// Position of the first of `marks` (ASCII) from `from` on, when there is fuel for looking.
    pub(super) fn find_any(&mut self, src: &str, from: usize, marks: &[u8]) -> Option<usize> {
        if !self.left() {
            return None;
        }
        let len = chars::tail(src, from).bytes().position(|b| marks.contains(&b));
        let found = len.map(|len| from + len);
        self.burn(found.unwrap_or(src.len()).saturating_sub(from) + 1);
        found
    }

    /// Whether searches may still look ahead.
    pub(super) fn left(&self) -> bool {
        self.0 > 0
    }
}
