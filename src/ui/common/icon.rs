//! Icons: drawings only, always hidden from readers; the name stands on the control.

use leptos::prelude::*;
use leptos::svg;

use super::icons::Drawing;

/// An icon by its drawing.
#[component]
pub fn Icon(drawing: Drawing) -> impl IntoView {
    let Drawing { ground, strokes } = drawing;
    let ground = (!ground.is_empty()).then(|| svg::path().attr("class", "icon-ground").attr("d", ground));
    svg::svg()
        .attr("class", "icon")
        .attr("aria-hidden", "true")
        .attr("viewBox", "0 0 24 24")
        .child((ground, svg::path().attr("d", strokes)))
}
