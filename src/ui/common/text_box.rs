//! The multi-line text box: uncontrolled (the element holds the text, nothing is written back while somebody types), grows with
//! its text, keeps keys of the input method away from us.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};

use super::dom;
use super::sign;
use crate::store::effect;

use super::input_guard::InputGuard;

/// What a text box tells readers about the list of suggestions it drives.
#[derive(Clone, Copy)]
pub struct Controls {
    /// Id of the list; `None` while it is closed.
    pub list: Signal<Option<String>>,
    /// Id of the marked option.
    pub active: Signal<Option<String>>,
}

/// What a text box tells the list of suggestions it drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// The text changed, and is what will be sent.
    Settled,
    /// Characters are being chosen with an input method.
    Composing,
    /// The focus left.
    Left,
}

/// The box.
#[component]
pub fn TextBox(
    /// Accessible name and placeholder.
    #[prop(into)]
    label: Signal<String>,
    /// The element, for reading its text.
    node: NodeRef<html::Textarea>,
    /// Text it begins with.
    #[prop(into)]
    initial: String,
    /// A key that is not the input method's; before the box itself acts on it.
    #[prop(into)]
    on_key: Callback<KeyboardEvent>,
    /// The text changed.
    #[prop(into)]
    on_text: Callback<String>,
    /// Cannot be written in.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Id of the element that says why.
    #[prop(optional, into)]
    described_by: Signal<Option<String>>,
    /// The list of suggestions.
    #[prop(optional)]
    controls: Option<Controls>,
    /// What that list needs to know.
    #[prop(optional, into)]
    on_writing: Option<Callback<Writing>>,
) -> impl IntoView {
    let guard = InputGuard::new();
    let tell = move |writing: Writing| {
        if let Some(on_writing) = on_writing {
            // The focus also leaves a box that is being taken away, when who would listen is gone already.
            let _ = on_writing.try_run(writing);
        }
    };
    effect(move || {
        if let Some(element) = node.get() {
            grow(&element);
        }
    });
    view! {
        <textarea
            class={"text-box"}
            rows="1"
            dir="auto"
            node_ref=node
            aria-label=sign(move || label.get())
            placeholder=sign(move || label.get())
            prop:value=initial.clone()
            disabled=sign(move || disabled.get())
            aria-describedby=sign(move || described_by.get())
            aria-autocomplete=controls.map(|_| "list")
            aria-controls=sign(move || controls.and_then(|c| c.list.get()))
            aria-activedescendant=sign(move || controls.and_then(|c| c.active.get()))
            on:compositionstart=move |event| {
                guard.started(event);
                tell(Writing::Composing);
            }
            on:compositionend=move |event| {
                guard.ended(event);
                tell(Writing::Settled);
            }
            on:blur=move |_| {
                if !keeps_focus(node) {
                    tell(Writing::Left);
                }
            }
            on:keydown=move |event| {
                if !guard.owns(&event) {
                    on_key.run(event);
                }
            }
            on:input=move |_| {
                if let Some(element) = node.get_untracked() {
                    grow(&element);
                    on_text.run(element.value());
                }
                if !guard.is_composing() {
                    tell(Writing::Settled);
                }
            }
        >
            {initial.clone()}
        </textarea>
    }
    .into_any()
}

/// Where only the window lost the focus the box still has it, and who comes back goes on.
fn keeps_focus(node: NodeRef<html::Textarea>) -> bool {
    let element = node.try_get_untracked().flatten();
    element.is_some_and(|element| dom::focused().as_ref() == Some(&element))
}

/// Sets the height by the text where the browser does not do so by itself (`field-sizing`).
pub fn grow(element: &HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(element);
    if js_sys::Reflect::has(&style, &"fieldSizing".into()).unwrap_or(false) {
        return;
    }
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", element.scroll_height()));
}

/// Puts another text into the box, with the caret at its end.
pub fn set_text(element: &HtmlTextAreaElement, text: &str) {
    set_text_at(element, text, text);
}

/// Puts another text into the box, with the caret behind its beginning `head`.
pub fn set_text_at(element: &HtmlTextAreaElement, text: &str, head: &str) {
    element.set_value(text);
    let caret = u32::try_from(head.encode_utf16().count()).unwrap_or(u32::MAX);
    let _ = element.set_selection_range(caret, caret);
    grow(element);
}
