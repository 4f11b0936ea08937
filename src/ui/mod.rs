//! Components: read by `select`, write by `dispatch`; no decoding, no fetching.

use leptos::prelude::*;

/// Everything that is drawn.
#[component]
pub fn Root() -> impl IntoView {
    view! { <main></main> }
}
