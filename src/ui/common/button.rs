//! Buttons with a drawing and a name.

use leptos::prelude::*;

use super::sign;

use super::icon::Icon;
use super::icons::Drawing;
use crate::ui::i18n::{use_tr, Text};

/// A button that shows an icon; its name is for readers and the tooltip.
#[component]
pub fn IconButton(
    /// Its drawing.
    icon: Drawing,
    /// Accessible name; a state is told by `pressed`, never by another name.
    label: Text,
    /// Pressed by pointer or key.
    #[prop(into)]
    on_press: Callback<()>,
    /// State of a toggle.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let tr = use_tr();
    let name = tr.follow(label);
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=name
            title=name
            aria-pressed=sign(move || pressed.map(|p| p.get().to_string()))
            disabled=sign(move || disabled.get())
            on:click=move |_| on_press.run(())
        >
            <Icon drawing=icon />
        </button>
    }
    .into_any()
}

/// A button that shows its name.
#[component]
pub fn TextButton(
    /// What it says.
    label: Text,
    /// Pressed by pointer or key.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much it stands out.
    #[prop(default = Weight::Plain)]
    weight: Weight,
) -> impl IntoView {
    let tr = use_tr();
    view! {
        <button type="button" class=weight.class() on:click=move |_| on_press.run(())>
            {tr.follow(label)}
        </button>
    }
    .into_any()
}

/// How much a button stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    Plain,
    /// The next act.
    Primary,
    /// Cannot be undone.
    Danger,
}

impl Weight {
    /// Class of the button.
    pub fn class(self) -> &'static str {
        match self {
            Weight::Plain => "button",
            Weight::Primary => "button primary",
            Weight::Danger => "button danger",
        }
    }
}
