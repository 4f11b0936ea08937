//! Icons from the sprite `public/icons.svg`: drawings only, always hidden from readers; the name stands on the control.

use leptos::prelude::*;
use leptos::svg;

use crate::store::use_app;

/// An icon of the sprite by its id. Built without a template: the reference is a dynamic attribute.
#[component]
pub fn Icon(
    /// Id in the sprite.
    name: &'static str,
) -> impl IntoView {
    let sprite = use_app().environment().asset_url("icons.svg");
    svg::svg()
        .attr("class", "icon")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg::r#use().attr("href", format!("{sprite}#{name}")))
}
