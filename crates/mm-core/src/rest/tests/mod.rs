//! Tests of the REST room, by behaviour.

mod acts;
mod errors;
mod fixtures_decode;
mod hostile;
mod lists;
mod support;
