//! A kit for tests here and above: people and channels with names, builders of valid objects, a small world to begin with.
//! Behind the feature `testing`; it knows domain words only.

pub mod build;
mod cast;
mod store;

pub use cast::*;
pub use store::MemoryStore;
