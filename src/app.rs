//! `<App/>`: gives the context to everything below and draws the page.

use leptos::prelude::*;

use crate::store::AppContext;
use crate::ui::Root;

/// The application, once its store and edge exist.
#[component]
pub fn App(
    /// Makes the handle under the application's own owner.
    context: AppContext,
) -> impl IntoView {
    provide_context(context);
    view! { <Root /> }
}
