//! Tests of the text room.

mod corpus;
mod world;
