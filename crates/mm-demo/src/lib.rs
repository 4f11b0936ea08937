//! A demo server that speaks Mattermost 11.6's REST v4 and WebSocket protocols.
//!
//! [`world`] is the pure brain (no clock, no I/O, virtual time); [`call`] and [`outgoing`] are the border
//! over which a server shell talks to it.

pub mod call;
pub mod outgoing;
pub mod world;
