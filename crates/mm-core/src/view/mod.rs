//! Pure projections of the state: what is seen. One function a thing on the screen; no caches, no writing.

mod rows;

pub use rows::*;
