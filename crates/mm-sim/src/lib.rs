//! Two worlds in a box: [`Pair`] couples engines with the demo server's brain, in virtual time, with latency and faults. No clock, no
//! threads, no hash order: the same seed and the same acts give the same run.
//!
//! [`Client`] stands for the edge: it runs an engine's effects against the server, keeps cookies like a browser, and feeds answers
//! and frames back after the link's delay.
//!
//! [`runs`] plays whole days in the box from a seed, and makes one that fails short: `docs/simulation.md`.

mod client;
mod pair;
pub mod runs;
mod screen;

pub use client::{Client, Link, Mishap};
pub use pair::{ClientId, Pair, UnderWay};
pub use screen::Screen;
