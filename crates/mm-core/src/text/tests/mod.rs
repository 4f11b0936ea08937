//! Tests of the text room.

mod bounds;
mod corpus;
mod links;
mod meaning;
mod world;
