//! Putting a piece of text into a composer. The browser counts in UTF-16 units, we in bytes.

use std::ops::Range;

use mm_core::action::Action;
use mm_core::event::DraftPlace;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::store::AppContext;
use crate::ui::common::{dom, text_box};

/// Puts a word where the caret stands in the composer of a place, instead of what is selected there, apart from the word
/// before it.
pub fn insert(app: AppContext, place: DraftPlace, piece: &str) {
    let word = if place.root_id.is_some() {
        "thread"
    } else {
        "channel"
    };
    let selector = format!("[data-composer={word}] textarea");
    let found = dom::document().and_then(|d| dom::first(&d, &selector));
    if let Some(element) = found.and_then(|e| e.dyn_into::<HtmlTextAreaElement>().ok()) {
        let selected = selection(&element);
        let text = element.value();
        let before = text
            .get(..selected.start)
            .and_then(|head| head.chars().next_back());
        let gap = if before.is_none_or(char::is_whitespace) {
            ""
        } else {
            " "
        };
        replace(app, place, &element, selected, &format!("{gap}{piece}"));
    }
}

/// Puts a piece in the place of some bytes, with the caret behind it; the draft follows.
pub fn replace(
    app: AppContext,
    place: DraftPlace,
    element: &HtmlTextAreaElement,
    bytes: Range<usize>,
    piece: &str,
) {
    let before = element.value();
    let (Some(head), Some(tail)) = (before.get(..bytes.start), before.get(bytes.end..)) else {
        return;
    };
    let head = format!("{head}{piece}");
    let text = format!("{head}{}", tail.strip_prefix(' ').unwrap_or(tail));
    text_box::set_text_at(element, &text, &head);
    app.dispatch(Action::ChangeDraft { place, text });
}

/// Bytes of what is selected; empty where the caret stands.
pub fn selection(element: &HtmlTextAreaElement) -> Range<usize> {
    let text = element.value();
    let byte = |unit: Option<u32>| unit.map_or(text.len(), |unit| byte_at(&text, unit));
    let (start, end) = (element.selection_start(), element.selection_end());
    byte(start.ok().flatten())..byte(end.ok().flatten())
}

/// The byte at which a UTF-16 unit begins.
fn byte_at(text: &str, unit: u32) -> usize {
    let mut left = unit as usize;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
}

#[cfg(test)]
mod tests;
