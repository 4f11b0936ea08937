//! The demo server over a real loopback socket, as browsers meet it.
#![cfg(feature = "shell")]
#![allow(missing_docs, reason = "test helpers")]

mod control;
mod data;
mod deflate;
mod files;
mod kit;
mod people;
mod plugin;
mod proxy;
mod sockets;
mod tls;
