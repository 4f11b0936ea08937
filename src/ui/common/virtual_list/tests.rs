//! The model against a pretended page: rows have true heights that only the page knows.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::heights::Heights;
use super::model::{Anchor, Entry, Model, Motion, Role, TAIL};
use super::window::{MAX_ROWS, STEP};

const VIEWPORT: f64 = 800.0;

/// What a browser would do with what the model says.
struct Page {
    model: Model<u32>,
    keys: Vec<u32>,
    true_heights: BTreeMap<u32, f64>,
    before: f64,
    after: f64,
    scroll: f64,
    motion: Motion,
}

impl Page {
    fn new(rows: u32) -> Self {
        let mut page = Self {
            model: Model::new(),
            keys: Vec::new(),
            true_heights: BTreeMap::new(),
            before: 0.0,
            after: 0.0,
            scroll: 0.0,
            motion: Motion::AtRest,
        };
        page.model.set_viewport(VIEWPORT);
        page.append(rows, true);
        page
    }

    /// Without a true height of its own, a row has one by its key: between 20 and 319 pixels.
    fn true_height(&self, key: u32) -> f64 {
        let usual = 20.0 + f64::from(key.wrapping_mul(2_654_435_761) % 300);
        self.true_heights.get(&key).copied().unwrap_or(usual)
    }

    fn tell(&mut self, ends_here: bool) {
        let entry = |&key: &u32| Entry {
            key,
            role: Role::Item,
            estimate: 48.0,
        };
        self.model
            .set_rows(self.keys.iter().map(entry).collect(), ends_here);
        self.settle();
    }

    fn append(&mut self, rows: u32, ends_here: bool) {
        let next = self.keys.last().map_or(1_000_000, |k| k + 1);
        self.keys.extend(next..next + rows);
        self.tell(ends_here);
    }

    fn prepend(&mut self, rows: u32) {
        let first = self.keys.first().copied().unwrap_or(1_000_000);
        self.keys.splice(0..0, first - rows..first);
        self.tell(true);
    }

    /// Frames until nothing changes any more; in each the rows are measured before it is painted.
    fn settle(&mut self) {
        for _ in 0..20 {
            let measured: Vec<f64> = self.rendered().iter().map(|k| self.true_height(*k)).collect();
            self.model.set_measured(measured);
            let layout = self.model.layout(self.scroll, self.motion);
            (self.before, self.after) = (layout.before, layout.after);
            self.scroll = layout
                .scroll_to
                .unwrap_or(self.scroll)
                .clamp(0.0, self.greatest());
            if !self.model.wants_range() {
                return;
            }
            self.model.refresh_range();
        }
        panic!("the rows in the page never settle");
    }

    fn rendered(&self) -> Vec<u32> {
        self.keys[self.model.range()].to_vec()
    }

    fn content(&self) -> f64 {
        let rows: f64 = self.rendered().iter().map(|k| self.true_height(*k)).sum();
        self.before + rows + self.after
    }

    fn greatest(&self) -> f64 {
        (self.content() - VIEWPORT).max(0.0)
    }

    fn scroll_by(&mut self, by: f64) {
        self.scroll = (self.scroll + by).clamp(0.0, self.greatest());
        self.model.scrolled_to(self.scroll);
        if self.model.wants_range() {
            self.model.refresh_range();
        }
        self.settle();
    }

    /// Rows on the screen and how far their upper edges are from the viewport's.
    fn seen(&self) -> Vec<(u32, f64)> {
        let mut top = self.before - self.scroll;
        let mut seen = Vec::new();
        for key in self.rendered() {
            let height = self.true_height(key);
            if top + height > 0.0 && top < VIEWPORT {
                seen.push((key, top));
            }
            top += height;
        }
        seen
    }

    fn top_of(&self, key: u32) -> Option<f64> {
        self.seen()
            .into_iter()
            .find(|(k, _)| *k == key)
            .map(|(_, top)| top)
    }

    fn held(&self) -> Option<(u32, f64)> {
        match self.model.anchor() {
            Anchor::Row { key, .. } => Some((*key, self.top_of(*key)?)),
            Anchor::End => None,
        }
    }

    fn is_clamped(&self) -> bool {
        self.scroll <= 0.5 || self.scroll >= self.greatest() - 0.5
    }
}

fn is_same(before: &[(u32, f64)], after: &[(u32, f64)]) -> bool {
    let same = |(a, b): (&(u32, f64), &(u32, f64))| a.0 == b.0 && (a.1 - b.1).abs() <= 1.0;
    before.len() <= after.len() && before.iter().zip(after).all(same)
}

#[test]
fn it_opens_at_the_end_and_stays_there() {
    let mut page = Page::new(500);
    assert!(page.model.is_at_end());
    page.append(3, true);
    let (last, top) = page.seen().pop().expect("rows are seen");
    assert_eq!(Some(&last), page.keys.last());
    assert!((top + page.true_height(last) + TAIL - VIEWPORT).abs() < 1.0);
}

#[test]
fn few_rows_are_not_scrolled() {
    let page = Page::new(2);
    assert_eq!(page.model.range(), 0..2);
    assert_eq!(page.scroll, 0.0);
}

#[test]
fn scrolled_up_nothing_that_arrives_moves_it_down() {
    let mut page = Page::new(500);
    page.scroll_by(-3_000.0);
    assert!(!page.model.is_at_end());
    let before = page.seen();
    page.append(100, true);
    assert!(is_same(&before, &page.seen()));
    let newest_read = page.keys[499];
    assert_eq!(page.model.items_after(Some(&newest_read)), 100);
}

#[test]
fn rows_before_the_first_do_not_move_it() {
    let mut page = Page::new(60);
    page.scroll_by(-100_000.0);
    assert_eq!(page.scroll, 0.0);
    let before = page.held().expect("a row is held");
    page.prepend(60);
    assert!((page.top_of(before.0).expect("still seen") - before.1).abs() <= 1.0);
    assert!(page.scroll > 60.0);
}

#[test]
fn while_somebody_scrolls_the_scroll_position_is_left_alone() {
    let mut page = Page::new(2_000);
    page.motion = Motion::Scrolling;
    page.scroll_by(-9_000.0);
    for _ in 0..200 {
        let wanted = page.scroll - 100.0;
        page.scroll_by(-100.0);
        assert!(
            (page.scroll - wanted).abs() < 0.01,
            "{} instead of {wanted}",
            page.scroll
        );
    }
    let held = page.held().expect("a row is held");
    page.motion = Motion::AtRest;
    page.settle();
    assert!((page.top_of(held.0).expect("still seen") - held.1).abs() <= 1.0);
}

#[test]
fn an_anchor_that_goes_hands_over_to_its_neighbour() {
    let mut page = Page::new(300);
    page.scroll_by(-2_000.0);
    let (key, _) = page.held().expect("a row is held");
    let (next, top) = page
        .seen()
        .into_iter()
        .find(|(k, _)| *k == key + 1)
        .expect("a next row");
    page.keys.retain(|k| *k != key);
    page.tell(true);
    assert!((page.top_of(next).expect("still seen") - top).abs() <= 1.0);
}

#[test]
fn a_place_is_found_again() {
    let mut page = Page::new(300);
    page.scroll_by(-2_345.0);
    let remembered = page.model.anchor().clone();
    let held = page.held().expect("a row is held");
    let mut again = Page::new(300);
    again.model.hold(remembered);
    again.settle();
    assert!((again.top_of(held.0).expect("seen again") - held.1).abs() <= 1.0);
}

/// Lays the page out, where it is scrolled to then.
fn placed(model: &mut Model<u32>) -> f64 {
    model.layout(0.0, Motion::AtRest).scroll_to.unwrap_or_default()
}

#[test]
fn the_scroll_position_of_another_list_is_not_taken_for_ones_own() {
    let mut page = Page::new(300);
    page.scroll_by(-2_345.0);
    let (remembered, held) = (page.model.anchor().clone(), page.held().expect("a row is held"));
    let mut again = Page {
        scroll: 580.0,
        model: Model::new(),
        ..Page::new(0)
    };
    again.model.set_viewport(VIEWPORT);
    again.keys.clone_from(&page.keys);
    let entry = |&key: &u32| Entry {
        key,
        role: Role::Item,
        estimate: 48.0,
    };
    again.model.set_rows(again.keys.iter().map(entry).collect(), true);
    again.model.hold(remembered);
    // The browser tells late of what was scrolled before, in the same element.
    assert!(!again.model.is_scrolled(580.0, 9_000.0));
    again.model.scrolled_to(580.0);
    again.settle();
    assert!((again.top_of(held.0).expect("seen again") - held.1).abs() <= 1.0);
}

#[test]
fn where_a_shorter_page_pushes_it_nobody_has_scrolled() {
    let mut page = Page::new(300);
    page.settle();
    let end = page.scroll;
    // New rows are lower than was reckoned with: until they are measured the page ends above where it was scrolled to.
    assert!(!page.model.is_scrolled(end - 300.0, end - 300.0));
    assert!(page.model.is_scrolled(end - 300.0, end));
    page.scroll_by(-2_000.0);
    assert!(page.model.is_scrolled(end, end), "to the end, by hand");
}

#[test]
fn who_scrolls_while_rows_come_moves_by_what_was_scrolled() {
    let mut page = Page::new(300);
    page.scroll_by(-2_345.0);
    let (key, top) = page.held().expect("a row is held");
    let first = page.keys[0];
    page.keys.splice(0..0, first - 60..first);
    let entry = |&key: &u32| Entry {
        key,
        role: Role::Item,
        estimate: 48.0,
    };
    page.model.set_rows(page.keys.iter().map(entry).collect(), true);
    // The page does not show the new rows yet.
    page.scroll -= 40.0;
    page.model.scrolled_to(page.scroll);
    page.model.refresh_range();
    page.settle();
    assert!((page.top_of(key).expect("still seen") - top - 40.0).abs() <= 1.0);
}

#[test]
fn no_frame_builds_many_rows_that_nobody_sees() {
    let mut model = Model::new();
    model.set_viewport(VIEWPORT);
    let entry = |key: u32| Entry {
        key,
        role: Role::Item,
        estimate: 50.0,
    };
    model.set_rows((0..300).map(entry).collect(), true);
    let seen = model.visible_range().len();
    assert_eq!(model.range().len(), seen);
    let mut before = model.range().len();
    while model.wants_range() {
        model.refresh_range();
        assert!(model.range().len() <= before + 2 * STEP && model.range().len() > before);
        before = model.range().len();
    }
    // A burst: what is seen is new, and nothing else is built.
    model.set_rows((0..600).map(entry).collect(), true);
    assert_eq!(model.range(), model.visible_range());
    assert_eq!(model.range().end, 600);
}

#[test]
fn a_line_that_may_go_is_not_held() {
    let mut model = Model::new();
    model.set_viewport(VIEWPORT);
    let entry = |key: u32| Entry {
        key,
        role: if key.is_multiple_of(2) {
            Role::Line
        } else {
            Role::Item
        },
        estimate: 50.0,
    };
    model.set_rows((0..100).map(entry).collect(), true);
    let end = placed(&mut model);
    model.scrolled_to(end - (100.0 * 50.0 + TAIL - VIEWPORT) + 1_000.0);
    assert_eq!(
        *model.anchor(),
        Anchor::Row {
            key: 21,
            offset: 50.0
        }
    );
}

#[test]
fn holes_are_asked_for_when_near() {
    let mut model = Model::new();
    model.set_viewport(VIEWPORT);
    let entry = |key: u32| Entry {
        key,
        role: if key == 0 || key == 200 {
            Role::Hole
        } else {
            Role::Item
        },
        estimate: 50.0,
    };
    model.set_rows((0..400).map(entry).collect(), true);
    placed(&mut model);
    assert_eq!(model.nearest_hole(), None);
    model.scrolled_to(10_500.0);
    assert_eq!(model.nearest_hole(), Some(&200));
    model.scrolled_to(5_000.0);
    assert_eq!(model.nearest_hole(), None);
    model.scrolled_to(700.0);
    assert_eq!(model.nearest_hole(), Some(&0));
}

#[test]
fn without_the_newest_rows_the_end_is_not_the_end() {
    let mut page = Page::new(200);
    page.append(0, false);
    assert!(!page.model.is_at_end());
    let before = page.seen();
    page.append(50, false);
    assert!(is_same(&before, &page.seen()));
}

#[derive(Clone, Debug)]
enum Step {
    Prepend(u32),
    Append(u32),
    Grow(usize, f64),
    Remove(usize),
    Scroll(f64),
    Move(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1u32..80).prop_map(Step::Prepend),
        (1u32..80).prop_map(Step::Append),
        (any::<prop::sample::Index>(), 5.0..900.0)
            .prop_map(|(at, height)| Step::Grow(at.index(100_000), height)),
        any::<prop::sample::Index>().prop_map(|at| Step::Remove(at.index(100_000))),
        (-4_000.0..4_000.0).prop_map(Step::Scroll),
        any::<bool>().prop_map(Step::Move),
    ]
}

fn act(page: &mut Page, step: &Step) {
    match *step {
        Step::Prepend(rows) => page.prepend(rows),
        Step::Append(rows) => page.append(rows, true),
        Step::Grow(at, height) => {
            let key = page.keys[at % page.keys.len()];
            page.true_heights.insert(key, height);
            page.settle();
        }
        Step::Remove(at) => {
            if page.keys.len() > 1 {
                let at = at % page.keys.len();
                page.keys.remove(at);
                page.tell(true);
            }
        }
        Step::Scroll(by) => page.scroll_by(by),
        Step::Move(moving) => {
            page.motion = if moving { Motion::Scrolling } else { Motion::AtRest };
            page.settle();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_line_under_the_eye_never_moves_by_itself(rows in 1u32..300, steps in prop::collection::vec(step(), 1..30)) {
        let mut page = Page::new(rows);
        for step in &steps {
            let (held, at_end) = (page.held(), page.model.is_at_end());
            act(&mut page, step);
            prop_assert!(page.model.range().len() <= MAX_ROWS);
            // No blank: what is on the screen is covered by rows, as far as there are any.
            let seen = page.seen();
            let (first, top) = seen[0];
            prop_assert!(top <= 0.5 || first == page.keys[0], "blank above: {top}");
            let (last, top) = seen[seen.len() - 1];
            let bottom = top + page.true_height(last);
            let is_last = Some(&last) == page.keys.last();
            prop_assert!(bottom >= VIEWPORT - 0.5 || is_last, "blank below: {bottom}");
            if matches!(step, Step::Scroll(_)) {
                continue;
            }
            if at_end {
                prop_assert!(page.scroll >= page.greatest() - 1.0, "left the end");
            } else if let Some((key, top)) = held.filter(|(key, _)| page.keys.contains(key)) {
                let now = page.top_of(key);
                let stays = now.is_some_and(|now| (now - top).abs() <= 1.0);
                prop_assert!(stays || page.is_clamped(), "{key} moved from {top} to {now:?}");
            }
        }
    }

    #[test]
    fn sums_are_those_of_plain_addition(heights in prop::collection::vec(0.0..400.0f64, 0..200), changes in prop::collection::vec((0usize..220, 0.0..400.0f64), 0..50)) {
        let mut plain = heights.clone();
        let mut sums = Heights::new(heights);
        for (at, height) in changes {
            sums.set(at, height);
            if let Some(old) = plain.get_mut(at) {
                *old = height;
            }
        }
        let mut top = 0.0;
        for (at, height) in plain.iter().enumerate() {
            prop_assert!((sums.top(at) - top).abs() < 0.001);
            if *height > 0.01 {
                prop_assert_eq!(sums.at(top + height / 2.0), at);
            }
            top += height;
        }
        prop_assert!((sums.total() - top).abs() < 0.001);
        prop_assert_eq!(sums.at(top + 1.0), plain.len().saturating_sub(1));
        prop_assert_eq!(sums.at(-1.0), plain.iter().position(|_| true).unwrap_or_default());
    }
}
