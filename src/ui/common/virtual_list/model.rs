//! Which rows of a long list are in the page, how high the empty space above and below them is, and where the list is
//! scrolled to, so that the line under the eye stays where it is. Pure: no page, no clock; the list component asks and
//! measures.
//!
//! Two systems of heights: *model* heights count from the first row, with measured or estimated rows. *Page* heights are
//! what `scrollTop` counts. They differ by `shift`: while somebody scrolls, the difference between estimated and measured
//! rows above is taken by the space above instead of by moving the scroll position, which would disturb the gesture.
use mm_core::domain::{Map, Set};
use std::ops::Range;

use super::heights::Heights;
use super::window::{self, OVERSCAN};

/// So close to the end counts as being there, in pixels.
const END_TOLERANCE: f64 = 4.0;

/// Scroll positions closer than this are one position, rounded by the browser, in pixels.
const SAME: f64 = 1.0;

/// Space under the last row, in pixels.
pub const TAIL: f64 = 8.0;

/// Height of the viewport while it is not known, in pixels.
const UNKNOWN_VIEWPORT: f64 = 900.0;

/// What a row is to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It stays for as long as the list exists: the eye may hold on to it.
    Item,
    /// A line between items that may go or move when rows are loaded.
    Line,
    /// Rows are missing here: they are asked for when it comes near.
    Hole,
}

/// A row, as far as the model cares.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<K> {
    /// Key, unique in the list.
    pub key: K,
    /// What it is.
    pub role: Role,
    /// Height to reckon with until measured.
    pub estimate: f64,
}

/// What stays where it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Anchor<K> {
    /// The end of the list.
    End,
    /// A row: its upper edge, so many pixels under the upper edge of the viewport (above it if negative).
    Row {
        /// The row.
        key: K,
        /// The distance.
        offset: f64,
    },
}

/// What is to be set in the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Height of the space above the rows in the page.
    pub before: f64,
    /// Height of the space under them.
    pub after: f64,
    /// Where to scroll to; `None`: stay.
    pub scroll_to: Option<f64>,
}

/// Whether somebody is scrolling right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// The scroll position should be left alone if at all possible.
    Scrolling,
    /// It may be set.
    AtRest,
}

/// The state of a list.
#[derive(Clone, Debug)]
pub struct Model<K> {
    entries: Vec<Entry<K>>,
    heights: Heights,
    measured: Vec<bool>,
    anchor: Anchor<K>,
    /// Nothing lies behind the last row: whoever is at the end stays at the end.
    ends_here: bool,
    viewport: f64,
    /// Page height of the first row, if the space above could be negative.
    shift: f64,
    /// Page height last set or told.
    scroll: f64,
    /// The page was laid out by this model: before that its scroll position means nothing, it may be that of another list.
    is_placed: bool,
    range: Range<usize>,
}

impl<K: Ord + Clone> Model<K> {
    /// An empty list that will open at its end.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            heights: Heights::default(),
            measured: Vec::new(),
            anchor: Anchor::End,
            ends_here: true,
            viewport: UNKNOWN_VIEWPORT,
            shift: 0.0,
            scroll: 0.0,
            is_placed: false,
            range: 0..0,
        }
    }

    /// The rows are these now. Heights measured before stay with their keys; an anchor that is gone is replaced by
    /// the nearest row that is still there, which then is what does not move.
    pub fn set_rows(&mut self, entries: Vec<Entry<K>>, ends_here: bool) {
        let known = self.known_heights(&entries);
        let measured = known.iter().map(Option::is_some).collect();
        let heights = entries
            .iter()
            .zip(&known)
            .map(|(entry, known)| known.unwrap_or(entry.estimate));
        let heights = Heights::new(heights);
        let anchor = self.anchor_among(&entries);
        let there = self.there_among(&entries);
        self.ends_here = ends_here;
        self.entries = entries;
        self.heights = heights;
        self.measured = measured;
        self.anchor = anchor;
        if self.anchor == Anchor::End && !ends_here && self.entries.iter().any(|e| e.role == Role::Item) {
            self.anchor_here(self.model_scroll());
        }
        self.range = self.next_range(there, 0);
    }

    /// Where the rows that are in the page stand among other entries, from the first to the last of them.
    fn there_among(&self, entries: &[Entry<K>]) -> Range<usize> {
        let there = self.entries.get(self.range.clone()).unwrap_or_default();
        let there: Set<&K> = mm_core::domain::set_of(there.iter().map(|e| &e.key));
        let is_there = |entry: &Entry<K>| there.contains(&entry.key);
        let first = entries.iter().position(is_there);
        let last = entries.iter().rposition(is_there);
        first.zip(last).map_or(0..0, |(first, last)| first..last + 1)
    }

    /// Measured heights of the new entries, as far as they were in the list before: by place at both ends, which is nearly
    /// all of them, and by key between.
    fn known_heights(&self, entries: &[Entry<K>]) -> Vec<Option<f64>> {
        let old = &self.entries;
        let same = |(a, b): &(&Entry<K>, &Entry<K>)| a.key == b.key;
        let front = old.iter().zip(entries).take_while(same).count();
        let most = old.len().min(entries.len()) - front;
        let back = old.iter().rev().zip(entries.iter().rev());
        let back = back.take(most).take_while(same).count();
        let height = |at: usize| self.measured.get(at)?.then(|| self.heights.get(at));
        let between: Map<&K, f64> = (front..old.len() - back)
            .filter_map(|at| Some((&old[at].key, height(at)?)))
            .collect();
        let of = |(at, entry): (usize, &Entry<K>)| {
            if at < front {
                height(at)
            } else if at >= entries.len() - back {
                height(at + old.len() - entries.len())
            } else {
                between.get(&entry.key).copied()
            }
        };
        entries.iter().enumerate().map(of).collect()
    }

    /// The anchor, or what takes its place among other rows.
    fn anchor_among(&self, entries: &[Entry<K>]) -> Anchor<K> {
        let Anchor::Row { key, offset } = &self.anchor else {
            return Anchor::End;
        };
        if entries.iter().any(|entry| entry.key == *key) {
            return self.anchor.clone();
        }
        let Some(at) = self.place(key) else {
            // Never seen: a remembered place that no longer exists, or whose rows are still to come.
            return self.anchor.clone();
        };
        let left: Set<&K> = mm_core::domain::set_of(entries.iter().map(|e| &e.key));
        let stays = |&at: &usize| left.contains(&self.entries[at].key);
        let below = (at + 1..self.entries.len()).find(stays);
        let nearest = below.or_else(|| (0..at).rev().find(stays));
        match nearest {
            Some(near) => Anchor::Row {
                key: self.entries[near].key.clone(),
                offset: offset + self.heights.top(near) - self.heights.top(at),
            },
            None => Anchor::End,
        }
    }

    /// The viewport is so high now.
    pub fn set_viewport(&mut self, height: f64) {
        if height > 0.0 {
            self.viewport = height;
        }
    }

    /// Heights of the rows in the page, from the first of [`Model::range`] on.
    pub fn set_measured(&mut self, heights: impl IntoIterator<Item = f64>) {
        for (at, height) in self.range.clone().zip(heights) {
            self.measured[at] = true;
            if (self.heights.get(at) - height).abs() > 0.01 {
                self.heights.set(at, height);
            }
        }
    }

    /// The list was scrolled to this page height by somebody: what is under the eye now is held from here on. What counts is by how
    /// much: rows may have come since the page was laid out, and the position does not know of them yet.
    pub fn scrolled_to(&mut self, page: f64) {
        if self.is_placed {
            let by = page - self.scroll;
            self.scroll = page;
            self.anchor_here(self.model_scroll() + by);
        }
    }

    /// Holds what is under the eye when scrolled to this model height.
    fn anchor_here(&mut self, scroll: f64) {
        if self.ends_here && scroll >= self.greatest_scroll() - END_TOLERANCE {
            self.anchor = Anchor::End;
            return;
        }
        let Some(at) = self.under_eye(scroll) else { return };
        self.anchor = Anchor::Row {
            key: self.entries[at].key.clone(),
            offset: self.heights.top(at) - scroll,
        };
    }

    /// The first item seen in full; else any item seen, else the nearest.
    fn under_eye(&self, scroll: f64) -> Option<usize> {
        let is_item = |at: &usize| self.entries[*at].role == Role::Item;
        let first = self.heights.at(scroll);
        let end = self.heights.at(scroll + self.viewport) + 1;
        let mut seen = (first..end.min(self.entries.len())).filter(is_item);
        let partly = seen.clone().next();
        let in_full = seen.find(|at| self.heights.top(*at) >= scroll - 0.5);
        in_full
            .or(partly)
            .or_else(|| (0..first).rev().find(is_item))
            .or_else(|| (first..self.entries.len()).next())
    }

    /// From here on this is held; the list goes there with the rows chosen next.
    pub fn set_anchor(&mut self, anchor: Anchor<K>) {
        self.anchor = anchor;
    }

    /// From here on this is held; the list goes there, at first with the rows that are seen.
    pub fn hold(&mut self, anchor: Anchor<K>) {
        self.set_anchor(anchor);
        self.range = self.next_range(self.range.clone(), 0);
    }

    /// Whether the heights of all rows in the page are known: then none of them is new there.
    pub fn is_measured(&self) -> bool {
        let measured = self.measured.get(self.range.clone());
        measured.is_some_and(|measured| measured.iter().all(|known| *known))
    }

    /// Height of the viewport, as far as it is known.
    pub fn viewport(&self) -> f64 {
        self.viewport
    }

    /// What is held.
    pub fn anchor(&self) -> &Anchor<K> {
        &self.anchor
    }

    /// The end of the list is seen and will stay so.
    pub fn is_at_end(&self) -> bool {
        self.anchor == Anchor::End && self.ends_here
    }

    /// Places of the rows that are in the page.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Whether the rows in the page soon do not suffice.
    pub fn wants_range(&self) -> bool {
        let spare = OVERSCAN / 2.0;
        let scroll = self.model_scroll();
        let first = self.heights.at(scroll - spare);
        let last = self.heights.at(scroll + self.viewport + spare);
        let suffices = self.range.contains(&first) && self.range.contains(&last);
        // When rows are low, the greatest number may lie within the spare space.
        !self.entries.is_empty() && !suffices && self.grown_range() != self.range
    }

    /// Chooses the rows anew, a few more than there were. From now on heights are taken for these.
    pub fn refresh_range(&mut self) {
        self.range = self.grown_range();
    }

    fn grown_range(&self) -> Range<usize> {
        self.next_range(self.range.clone(), window::STEP)
    }

    fn next_range(&self, there: Range<usize>, step: usize) -> Range<usize> {
        let wanted = window::wanted(&self.heights, self.model_scroll(), self.viewport);
        window::next(wanted, self.visible_range(), there, step)
    }

    /// Places of the rows that are seen at least partly.
    pub fn visible_range(&self) -> Range<usize> {
        window::seen(&self.heights, self.model_scroll(), self.viewport)
    }

    /// The hole to fill next: the one nearest to the eye that is seen, or would be after some more scrolling.
    pub fn nearest_hole(&self) -> Option<&K> {
        let scroll = self.model_scroll();
        let ahead = self.viewport.max(OVERSCAN);
        let near = self.heights.at(scroll - ahead)..self.heights.at(scroll + self.viewport + ahead) + 1;
        let middle = scroll + self.viewport / 2.0;
        let distance = |at: &usize| (self.heights.top(*at) - middle).abs();
        near.filter(|at| self.entries.get(*at).is_some_and(|e| e.role == Role::Hole))
            .min_by(|a, b| distance(a).total_cmp(&distance(b)))
            .map(|at| &self.entries[at].key)
    }

    /// Key of the lowest item that is seen.
    pub fn lowest_seen(&self) -> Option<&K> {
        let seen = self.visible_range().rev();
        let mut items = seen.filter_map(|at| self.entries.get(at));
        items.find(|e| e.role == Role::Item).map(|e| &e.key)
    }

    /// How many items stand behind a key; all of them if it is not there.
    pub fn items_after(&self, key: Option<&K>) -> usize {
        let behind = self.entries.iter().rev().take_while(|e| Some(&e.key) != key);
        behind.filter(|e| e.role == Role::Item).count()
    }

    /// Where a key stands.
    pub fn place(&self, key: &K) -> Option<usize> {
        self.entries.iter().position(|e| e.key == *key)
    }

    /// Distance from the seen part to the end of the list, in pixels.
    pub fn below(&self) -> f64 {
        (self.greatest_scroll() - self.model_scroll()).max(0.0)
    }

    /// Where the anchor wants the list to be scrolled to, in model heights.
    fn model_scroll(&self) -> f64 {
        let wanted = match &self.anchor {
            Anchor::End => f64::INFINITY,
            Anchor::Row { key, offset } => match self.place(key) {
                Some(at) => self.heights.top(at) - offset,
                None => f64::INFINITY,
            },
        };
        wanted.min(self.greatest_scroll()).max(0.0)
    }

    fn greatest_scroll(&self) -> f64 {
        (self.heights.total() + TAIL - self.viewport).max(0.0)
    }

    /// What to set in the page, whose list is scrolled to `page` now.
    pub fn layout(&mut self, page: f64, motion: Motion) -> Layout {
        let scroll = self.model_scroll();
        self.accept_limits(scroll);
        self.is_placed = true;
        let top = self.heights.top(self.range.start);
        let (_, after) = self.spaces();
        let shift = page - scroll;
        let before = top + shift;
        let possible = before >= 0.0 && (self.range.start > 0 || shift.abs() < 0.5);
        let free = motion == Motion::Scrolling && !matches!(self.anchor, Anchor::End);
        if free && possible {
            self.shift = shift;
            self.scroll = page;
            let before = before.max(0.0);
            return Layout {
                before,
                after,
                scroll_to: None,
            };
        }
        self.shift = 0.0;
        self.scroll = scroll;
        let scroll_to = ((page - scroll).abs() > 0.01).then_some(scroll);
        Layout {
            before: top,
            after,
            scroll_to,
        }
    }

    /// Space above and under the rows in the page as far as it is known before they are measured.
    pub fn spaces(&self) -> (f64, f64) {
        let before = self.heights.top(self.range.start) + self.shift;
        let after = self.heights.total() - self.heights.top(self.range.end) + TAIL;
        (before.max(0.0), after)
    }

    /// Where the anchor's wish cannot be met because the list begins or ends there, the anchor is what is seen instead:
    /// otherwise the list would jump once more rows are there.
    fn accept_limits(&mut self, scroll: f64) {
        let (Anchor::Row { key, offset }, Some(measured)) =
            (&self.anchor, self.measured.get(self.range.clone()))
        else {
            return;
        };
        let wanted = self.place(key).map(|at| self.heights.top(at) - offset);
        let is_met = wanted.is_none_or(|wanted| (wanted - scroll).abs() <= 0.5);
        let is_sure = measured.iter().all(|is_measured| *is_measured)
            && (self.range.start == 0 || self.range.end == self.entries.len());
        if !is_met && is_sure {
            self.anchor_here(scroll);
        }
    }

    /// Whether a scroll position of the page is news, and somebody's: not one that was set, rounded by the browser, nor one from before
    /// the page was laid out, nor one to which the browser was pushed because the page became shorter for a moment. `limit`: the
    /// greatest position there is.
    pub fn is_scrolled(&self, page: f64, limit: f64) -> bool {
        let by = page - self.scroll;
        let is_pushed = by < 0.0 && limit - page <= SAME;
        self.is_placed && by.abs() >= SAME && !is_pushed
    }
}

impl<K: Ord + Clone> Default for Model<K> {
    fn default() -> Self {
        Self::new()
    }
}
