//! Tests of the text room.

mod bounds;
mod corpus;
mod emoji_table;
mod links;
mod meaning;
mod world;
