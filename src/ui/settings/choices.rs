//! Ways to choose: one of a few, on or off.

use leptos::prelude::*;

use crate::ui::i18n::{use_tr, Text};

/// One of a few, all in view.
#[component]
pub fn RadioGroup<T>(
    /// Name of the group.
    label: Text,
    /// Word that ties the buttons together.
    name: &'static str,
    /// What can be chosen, with its text.
    options: Vec<(T, Text)>,
    /// What is.
    #[prop(into)]
    chosen: Signal<T>,
    /// Another was chosen.
    #[prop(into)]
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let tr = use_tr();
    let radios = options
        .into_iter()
        .map(|(value, text)| {
            view! {
                <label class={"choice"}>
                    <input
                        type="radio"
                        name=name
                        prop:checked=move || chosen.get() == value
                        checked=move || chosen.get() == value
                        on:change=move |_| on_choose.run(value)
                    />
                    <span>{tr.follow(text)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <div class={"setting"}>
            <span class={"field-label"} aria-hidden={"true"}>
                {tr.follow(label)}
            </span>
            <div class={"choices"} role="radiogroup" aria-label=tr.follow(label)>
                {radios}
            </div>
        </div>
    }
    .into_any()
}

/// On or off.
#[component]
pub fn Check(
    /// What it switches.
    label: Text,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// It was switched.
    #[prop(into)]
    on_switch: Callback<bool>,
) -> impl IntoView {
    let tr = use_tr();
    view! {
        <label class={"choice"}>
            <input
                type="checkbox"
                prop:checked=move || on.get()
                checked=move || on.get()
                on:change=move |_| on_switch.run(!on.get_untracked())
            />
            <span>{tr.follow(label)}</span>
        </label>
    }
    .into_any()
}
