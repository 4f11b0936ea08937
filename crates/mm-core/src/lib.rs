//! Tsubame's engine: everything the client knows and decides, without clock, I/O, async or browser.
//!
//! Reading order: [`domain`] (what we talk about) → [`event`] (what can happen) → [`state`] (what is known) → [`view`] (what is
//! seen) → [`action`] (what a person does) → [`engine`] (how it fits together). [`wire`] and [`rest`] speak the server's language,
//! [`connection`] keeps the socket, [`cache`] what outlives the page, [`text`] reads messages. [`inspect`] says what the readers make of recorded traffic.
//!
//! A room uses only rooms to its left: `domain text` ← `event` ← `wire rest state` ← `connection cache view sync action call` ← `engine`;
//! `cargo xtask check` enforces it.

pub mod action;
pub mod cache;
pub mod connection;
pub mod domain;
pub mod engine;
pub mod event;
pub mod inspect;
pub mod mutant;
pub mod rest;
pub mod state;
pub mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod text;
pub mod view;
pub mod wire;
