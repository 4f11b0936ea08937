//! Parts of a view that are drawn anew when what they read changes.

use leptos::prelude::*;

/// Such a part, as one type whatever draws it: each type that is drawn costs the module hundreds of bytes.
pub fn live<V: IntoAny + 'static>(
    draw: impl Fn() -> V + Send + Sync + 'static,
) -> Box<dyn Fn() -> AnyView + Send + Sync> {
    Box::new(move || draw().into_any())
}
