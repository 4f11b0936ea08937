//! A demo server that speaks Mattermost 11.6's REST v4 and WebSocket protocols.
//!
//! From the inside out: [`world`] is the pure brain (data and REST; no clock, no I/O, virtual time), [`hub`] the pure
//! half for sockets, [`chaos`] what goes wrong on purpose, [`server`] all together: the whole server as a library, for
//! simulated tests. [`lively`] is a company that talks. `shell` puts a network
//! around it. [`call`] and [`outgoing`] are the borders over which they talk.

pub mod call;
pub mod chaos;
pub mod hub;
pub mod lively;
pub mod outgoing;
pub mod server;
#[cfg(feature = "shell")]
pub mod shell;
pub mod world;
