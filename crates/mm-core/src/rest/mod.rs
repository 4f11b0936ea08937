//! The REST half of the protocol: requests we make, answers turned into events, errors turned into remedies
//! (`rest.md`). Pure: it builds [`HttpRequest`] values and reads [`HttpAnswer`] values.
//!
//! One file per area. A request is made by a function named after what is asked (`posts::window`), its answer is read by
//! `read_…` beside it. Lists lose entries that cannot be read and then end with an [`crate::event::Event::Broken`] that counts them.
//! First [`accept`] or a `read_…`, then [`ApiError::remedy`] says what to do about an error.

pub mod categories;
pub mod channels;
pub mod config;
pub mod drafts;
pub mod emoji;
mod error;
pub mod files;
mod http;
pub mod login;
pub mod members;
mod path;
pub mod posts;
pub mod preferences;
pub mod reactions;
mod read;
pub mod roles;
pub mod search;
pub mod teams;
pub mod threads;
pub mod users;

#[cfg(test)]
mod tests;

pub use error::{ApiError, Remedy};
pub use http::*;
pub use read::{accept, read_done};
