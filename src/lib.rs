//! Tsubame, a web client for Mattermost servers.
//!
//! Reading order: [`ports`] (what the outside must offer) → [`runtime`] (the loop around the engine) → [`store`] (what components
//! read and dispatch) → [`routes`] (addresses) → [`ui`] (what is drawn) → [`app`] (how it starts). `browser` is the only code that
//! touches the browser; everything else also builds and is tested natively.
//!
//! A room uses only rooms to its left: `store` ← `ui runtime` ← `browser`; below them all lies the engine, `mm-core`.

// The tests of pieces use what the tests of whole pages use.
#[cfg(test)]
extern crate self as tsubame;

pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod ports;
pub mod routes;
pub mod runtime;
pub mod store;
pub mod ui;
