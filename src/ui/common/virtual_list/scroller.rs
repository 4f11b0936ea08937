//! The model at work in the page: measures the rows that are there, sets the space around them and the scroll position,
//! before the browser paints. All reading comes before all writing.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::store::effect;

use super::model::{Anchor, Model, Motion};
use super::observer::SizeObserver;
use crate::ui::common::dom;

/// Without scrolling for so long, in milliseconds, nobody scrolls any more.
const REST_MS: i32 = 150;

/// Elements of the list; the rows are the children of `rows`.
#[derive(Clone, Copy)]
pub struct Parts {
    /// What scrolls.
    pub list: NodeRef<html::Div>,
    /// Space above the rows.
    pub before: NodeRef<html::Div>,
    /// The rows.
    pub rows: NodeRef<html::Div>,
    /// Space under the rows.
    pub after: NodeRef<html::Div>,
}

/// The handle of a list; `Copy`.
pub struct Scroller<K: Ord + Clone + Send + Sync + 'static> {
    model: StoredValue<Model<K>>,
    parts: Parts,
    tick: RwSignal<u32>,
    observer: StoredValue<Option<SizeObserver>>,
    /// Somebody scrolled; counted, so that a timer knows whether it was the last time.
    scrolled: StoredValue<(u32, Motion)>,
    settled: Callback<Cause>,
}

/// Why the list was settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Somebody scrolled.
    Scrolled,
    /// Rows or sizes changed.
    Changed,
}

impl<K: Ord + Clone + Send + Sync + 'static> Clone for Scroller<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Ord + Clone + Send + Sync + 'static> Copy for Scroller<K> {}

impl<K: Ord + Clone + Send + Sync + 'static> Scroller<K> {
    /// A list; `settled` is called whenever what is seen may have changed, right before paint: it must not change the page
    /// itself.
    pub fn new(settled: Callback<Cause>) -> Self {
        let scroller = Self {
            model: StoredValue::new(Model::new()),
            parts: Parts {
                list: NodeRef::new(),
                before: NodeRef::new(),
                rows: NodeRef::new(),
                after: NodeRef::new(),
            },
            tick: RwSignal::new(0),
            observer: StoredValue::new(None),
            scrolled: StoredValue::new((0, Motion::AtRest)),
            settled,
        };
        let observer = SizeObserver::new(move || scroller.settle());
        scroller.observer.set_value(Some(observer));
        let parts = scroller.parts;
        effect(move || {
            // The rows together as well: when some only leave, none of them tells.
            for part in [parts.list, parts.rows] {
                if let Some(element) = part.get() {
                    observer.observe(&element);
                }
            }
        });
        scroller
    }

    /// Where to put the elements.
    pub fn parts(self) -> Parts {
        self.parts
    }

    /// Subscribes to wishes for other rows in the page.
    pub fn track(self) {
        self.tick.track();
    }

    /// Reads the model; `None` once the list is gone.
    pub fn with<T>(self, read: impl FnOnce(&Model<K>) -> T) -> Option<T> {
        self.model.try_with_value(read)
    }

    /// Changes the model; `None` once the list is gone.
    pub fn update<T>(self, change: impl FnOnce(&mut Model<K>) -> T) -> Option<T> {
        self.model.try_update_value(change)
    }

    /// Observes a row as soon as it is built, until its owner is gone.
    pub fn observe(self, row: Element) {
        let Some(observer) = self.observer.try_get_value().flatten() else {
            return;
        };
        observer.observe(&row);
        let row = StoredValue::new_local(row);
        on_cleanup(move || {
            let _ = row.try_with_value(|row| observer.unobserve(row));
        });
    }

    /// Wants the rows in the page to be chosen anew.
    pub fn refresh(self) {
        let _ = self.tick.try_update(|tick| *tick = tick.wrapping_add(1));
        self.settle_soon();
    }

    /// Settles before the next paint: for a model that was changed where no size of the page changes, so that nobody tells.
    pub fn settle_soon(self) {
        dom::next_frame(move || self.settle());
    }

    /// Holds something else from now on, and goes there.
    pub fn hold(self, anchor: Anchor<K>) {
        if self.update(|model| model.set_anchor(anchor)).is_some() {
            self.refresh();
        }
    }

    /// The list was scrolled, by somebody or by ourselves.
    pub fn on_scroll(self) {
        let Some(list) = self.parts.list.try_get_untracked().flatten() else {
            return;
        };
        let page = dom::scroll_top(&list);
        let limit = f64::from(list.scroll_height() - list.client_height());
        let told = self.update(|model| {
            let is_new = model.is_scrolled(page, limit);
            if is_new {
                model.scrolled_to(page);
            }
            (is_new, model.wants_range())
        });
        let Some((true, wants_range)) = told else { return };
        if wants_range {
            let _ = self.tick.try_update(|tick| *tick = tick.wrapping_add(1));
        }
        let _ = self.scrolled.try_update_value(|(count, motion)| {
            let is_first = *motion == Motion::AtRest;
            (*count, *motion) = (count.wrapping_add(1), Motion::Scrolling);
            if is_first {
                self.rest_after(*count);
            }
        });
        let _ = self.settled.try_run(Cause::Scrolled);
    }

    /// Comes to rest once nobody has scrolled for a while.
    fn rest_after(self, seen: u32) {
        dom::later(REST_MS, move || {
            let Some((count, _)) = self.scrolled.try_get_value() else {
                return;
            };
            if count != seen {
                self.rest_after(count);
                return;
            }
            self.scrolled.try_set_value((count, Motion::AtRest));
            self.settle();
        });
    }

    /// Measures the rows, sets the space around them and the scroll position.
    pub fn settle(self) {
        // A frame or a timer may come when the list is gone.
        let element = |part: NodeRef<html::Div>| part.try_get_untracked().flatten();
        let Some((list, rows)) = element(self.parts.list).zip(element(self.parts.rows)) else {
            return;
        };
        let viewport = f64::from(list.client_height());
        let range = self.with(Model::range).unwrap_or_default();
        let children = rows.children();
        if viewport <= 0.0 || usize::try_from(children.length()) != Ok(range.len()) {
            return;
        }
        let page = dom::scroll_top(&list);
        let heights: Vec<f64> = (0..children.length())
            .filter_map(|at| Some(children.item(at)?.get_bounding_client_rect().height()))
            .collect();
        let motion = self
            .scrolled
            .try_get_value()
            .map_or(Motion::AtRest, |(_, motion)| motion);
        let wanted = self.update(|model| {
            model.set_viewport(viewport);
            model.set_measured(heights);
            (model.layout(page, motion), model.wants_range())
        });
        let Some((layout, wants_range)) = wanted else {
            return;
        };
        self.set_spaces(layout.before, layout.after);
        if let Some(top) = layout.scroll_to {
            dom::set_scroll_top(&list, top);
        }
        if wants_range {
            // Not at once: rows put in while sizes are being reported would be reported a frame late, as an error.
            dom::next_frame(move || {
                let _ = self.tick.try_update(|tick| *tick = tick.wrapping_add(1));
            });
        }
        let _ = self.settled.try_run(Cause::Changed);
    }

    /// Sets the space around rows that are being put in, before they are measured. Where the ones in the page stayed, no size changes and
    /// nobody tells: then the list is settled from here, if rows came above, or if more are wanted.
    pub fn prepare(self) {
        let known = self.with(|model| (model.spaces(), model.is_measured(), model.wants_range()));
        if let Some(((before, after), is_measured, wants_range)) = known {
            let has_moved = self.set_spaces(before, after);
            if is_measured && (has_moved || wants_range) {
                self.settle();
            }
        }
    }

    /// Whether the rows moved.
    fn set_spaces(self, before: f64, after: f64) -> bool {
        set_height(self.parts.after, after);
        set_height(self.parts.before, before)
    }
}

/// Through the object model, which the page's policy allows; only if it differs, and whether it did.
fn set_height(node: NodeRef<html::Div>, height: f64) -> bool {
    let Some(element) = node.try_get_untracked().flatten() else {
        return false;
    };
    let style = HtmlElement::style(&element);
    // Whole numbers: the page does without what writes fractions, which is large.
    let hundredths = (height * 100.0).round() as i64;
    let height = format!("{}.{:02}px", hundredths / 100, hundredths % 100);
    let differs = style.get_property_value("block-size").ok().as_deref() != Some(&height);
    if differs {
        // A height is a valid value.
        let _ = style.set_property("block-size", &height);
    }
    differs
}
