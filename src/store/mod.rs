//! What components see of the engine: a handle to dispatch with, memoised reads that wake by key.
//!
//! [`Store`] owns the engine and the cells; [`AppContext`] is the `Copy` handle given by context. Components read with
//! [`AppContext::select`] and write with [`AppContext::dispatch`], nothing else.

mod cells;
mod context;
mod local;
mod reactive;

pub use cells::Cells;
pub use context::{use_app, AppContext, DateStyle, DateWish, Dispatch, Environment, Store};
pub use local::{use_local, Density, Language, LocalState, Overlay, Theme};
pub use reactive::{effect, memo};
