//! Raw shapes of the server's objects and their way into the domain, shared by socket payloads and REST bodies.
//!
//! Raw types have the server's field names and hold nothing else; `into_domain` refuses (`None`) what lacks a valid id, so a list
//! loses one entry and an event is counted as broken. All fields are optional on the wire (`websocket.md 3.7`).

mod channel;
mod metadata;
mod misc;
mod post;
mod props;
mod system;
mod thread;
mod user;

pub use channel::*;
pub use metadata::*;
pub use misc::*;
pub use post::*;
pub use props::*;
pub use thread::*;
pub use user::*;

use crate::domain::Timestamp;
use crate::wire::nested::Int;

/// A time that means "never" when 0 (or less: other people's membership rows say -1).
pub(crate) fn moment(value: Int) -> Option<Timestamp> {
    (value.0 > 0).then_some(Timestamp(value.0))
}

/// A raw shape that becomes a domain value.
pub trait IntoDomain {
    /// What it becomes.
    type Domain;

    /// The domain value; `None` if an id it cannot do without is missing or not one.
    fn into_domain(self) -> Option<Self::Domain>;
}

/// All that can be used, and how many could not.
pub fn all_into_domain<T: IntoDomain>(raw: Vec<T>) -> (Vec<T::Domain>, usize) {
    let total = raw.len();
    let good: Vec<T::Domain> = raw.into_iter().filter_map(T::into_domain).collect();
    let skipped = total - good.len();
    (good, skipped)
}
