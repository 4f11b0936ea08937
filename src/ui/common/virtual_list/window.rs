//! Which rows are in the page: those that are seen at once, those near them a few at a time, so that no frame has to build many that
//! nobody sees. Pure; used by the model only.

use std::ops::Range;

use super::heights::Heights;

/// Rows kept ready above and below what is seen, in pixels.
pub const OVERSCAN: f64 = 600.0;

/// At most so many rows are in the page, whatever their heights.
pub const MAX_ROWS: usize = 80;

/// So many rows that are not seen are added in one go, on either side.
pub const STEP: usize = 6;

/// Places of the rows that are seen at least partly.
pub fn seen(heights: &Heights, scroll: f64, viewport: f64) -> Range<usize> {
    if heights.len() == 0 {
        return 0..0;
    }
    heights.at(scroll)..heights.at(scroll + viewport - 0.5) + 1
}

/// What is to be in the page in the end.
pub fn wanted(heights: &Heights, scroll: f64, viewport: f64) -> Range<usize> {
    let seen = seen(heights, scroll, viewport);
    if seen.is_empty() {
        return seen;
    }
    let mut first = heights.at(scroll - OVERSCAN).min(seen.start);
    let mut end = (heights.at(scroll + viewport + OVERSCAN) + 1).max(seen.end);
    let spare = MAX_ROWS.saturating_sub(seen.len());
    first = first.max(seen.start.saturating_sub(spare / 2));
    end = end.min(seen.end + spare - spare / 2);
    if seen.len() > MAX_ROWS {
        end = first + MAX_ROWS;
    }
    first..end
}

/// What is to be in the page next: what is seen, what is there already, and `step` rows more on either side.
pub fn next(wanted: Range<usize>, seen: Range<usize>, there: Range<usize>, step: usize) -> Range<usize> {
    let seen = seen.start.max(wanted.start)..seen.end.min(wanted.end);
    let kept = there.start.max(wanted.start)..there.end.min(wanted.end);
    let joins = !kept.is_empty() && kept.start <= seen.end && seen.start <= kept.end;
    let base = if joins {
        kept.start.min(seen.start)..kept.end.max(seen.end)
    } else {
        seen
    };
    base.start.saturating_sub(step).max(wanted.start)..(base.end + step).min(wanted.end)
}
