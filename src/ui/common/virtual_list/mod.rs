//! Long lists of rows of any height: only those near the viewport are in the page, and the line under the eye does not
//! move by itself. `model` decides (pure), `scroller` measures and sets.

mod heights;
mod model;
mod observer;
mod scroller;
#[cfg(test)]
mod tests;
mod window;

pub use model::{Anchor, Entry, Role};
pub use scroller::{Cause, Scroller};
