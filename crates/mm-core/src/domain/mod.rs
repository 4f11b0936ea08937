//! What Tsubame talks about: typed ids, times, people, teams, channels, posts.
//!
//! Domain types are what the client means, not what the server says: `wire` and `rest` translate. They
//! know nothing of JSON; `None` means "not known" or "none", never an empty string.

mod channel;
mod collections;
mod file;
mod ids;
mod letters;
mod map;
#[cfg(test)]
mod map_tests;
mod permission;
mod post;
mod preference;
mod reaction;
mod secret;
mod server;
mod set;
mod status;
mod team;
mod thread;
mod time;
mod user;

pub use channel::*;
pub use collections::*;
pub use file::*;
pub use ids::*;
pub use letters::*;
pub use map::Map;
pub use permission::*;
pub use post::*;
pub use preference::*;
pub use reaction::*;
pub use secret::*;
pub use server::*;
pub use set::Set;
pub use status::*;
pub use team::*;
pub use thread::*;
pub use time::*;
pub use user::*;
