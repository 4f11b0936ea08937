//! Tests of the REST room, by behaviour.

mod fixtures_decode;
mod support;
