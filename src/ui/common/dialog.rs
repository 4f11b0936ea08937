//! Modal dialogs on the browser's own `<dialog>`: it keeps the focus inside and the page behind inert. We give it a name, a way
//! out, and bring the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::store::effect;

use super::{dom, Before};
use crate::ui::i18n::{use_tr, Text};

/// What a dialog is called: by a text of ours, or by somebody's name.
#[derive(Clone, Copy)]
pub enum Name {
    /// A text.
    Text(Text),
    /// Words that are not ours.
    Words(Signal<String>),
}

impl From<Text> for Name {
    fn from(text: Text) -> Self {
        Name::Text(text)
    }
}

impl From<Signal<String>> for Name {
    fn from(words: Signal<String>) -> Self {
        Name::Words(words)
    }
}

/// A modal dialog, open for as long as it exists.
#[component]
pub fn Dialog(
    /// Accessible name.
    #[prop(into)]
    label: Name,
    /// Class for its looks.
    class: &'static str,
    /// `dialog` or `alertdialog`.
    #[prop(default = "dialog")]
    role: &'static str,
    /// Id of the element that says what it is about.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Esc, or a press beside it. Without it the dialog stays.
    #[prop(optional)]
    on_close: Option<Callback<()>>,
    /// What it holds; an element with the attribute `autofocus` gets the focus.
    children: Children,
) -> impl IntoView {
    let tr = use_tr();
    let node = NodeRef::<html::Dialog>::new();
    keep_focus(node);
    let close = move || {
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    view! {
        <dialog
            node_ref=node
            class=class
            role=(role != "dialog").then_some(role)
            aria-describedby=described_by
            aria-label=move || match label {
                Name::Text(text) => tr.text(text).to_owned(),
                Name::Words(words) => words.get(),
            }
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                close();
            }
            on:close=move |_| {
                if on_close.is_none() {
                    show(node);
                }
            }
            on:click=move |event| {
                let dialog = node.get_untracked().map(|n| n.unchecked_into::<web_sys::EventTarget>());
                if event.target().is_some() && event.target() == dialog {
                    close();
                }
            }
        >
            <div class={"dialog-body"}>{children()}</div>
        </dialog>
    }
    .into_any()
}

/// Opens the dialog when it enters the page, and gives the focus back when it leaves.
fn keep_focus(node: NodeRef<html::Dialog>) {
    let before = Before::now();
    effect(move || {
        node.track();
        show(node);
    });
    on_cleanup(move || before.back());
}

fn show(node: NodeRef<html::Dialog>) {
    if let Some(dialog) = node.get_untracked() {
        // Only a dialog that is open already refuses.
        let _ = dialog.show_modal();
        if let Some(first) = dom::all(&dialog, "[autofocus]").first() {
            dom::focus(first);
        }
    }
}
