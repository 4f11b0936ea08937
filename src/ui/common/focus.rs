//! Where the focus was before something was laid over the page, and the way back to it.

use leptos::prelude::*;
use web_sys::HtmlElement;

use super::dom;

/// What had the focus at one moment.
#[derive(Clone, Copy)]
pub struct Before(StoredValue<Option<Mark>, LocalStorage>);

#[derive(Clone)]
struct Mark {
    element: HtmlElement,
    /// What stands around it and can take the focus when it is gone: a message, when its toolbar is.
    around: Option<HtmlElement>,
}

impl Before {
    /// Remembers what has the focus now.
    pub fn now() -> Self {
        let mark = dom::focused().filter(|element| !is_body(element)).map(|element| {
            let around = dom::nearest(&element, "[tabindex]:not([role=menuitem])");
            Mark { element, around }
        });
        Self(StoredValue::new_local(mark))
    }

    /// Gives the focus back once what was laid over has left: behind an open dialog the page is inert.
    pub fn back(self) {
        self.give(|| true);
    }

    /// Gives the focus back if it was lost with what has left.
    pub fn back_if_lost(self) {
        self.give(|| dom::focused().is_none_or(|element| is_body(&element)));
    }

    fn give(self, wanted: impl Fn() -> bool + 'static) {
        let Some(mark) = self.0.try_with_value(Clone::clone).flatten() else {
            return;
        };
        dom::soon(move || {
            if !wanted() {
                return;
            }
            let composer = || dom::document().and_then(|d| dom::first(&d, "[data-composer] textarea"));
            let places = [Some(mark.element), mark.around];
            let there = places.into_iter().flatten().find(|e| e.is_connected());
            if let Some(element) = there.or_else(composer) {
                dom::focus(&element);
            }
        });
    }
}

fn is_body(element: &HtmlElement) -> bool {
    element.tag_name() == "BODY"
}
