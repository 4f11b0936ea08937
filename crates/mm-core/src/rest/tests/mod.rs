//! Tests of the REST room, by behaviour.

mod errors;
mod fixtures_decode;
mod hostile;
mod lists;
mod support;
