//! The REST half of the protocol: requests we make, answers turned into events, errors turned into remedies
//! (`rest.md`). Pure: it builds [`HttpRequest`] values and reads [`HttpAnswer`] values.

mod http;

pub use http::*;
