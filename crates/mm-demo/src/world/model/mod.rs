//! What the world consists of. Structs whose JSON is sent as it stands have their fields in the wire's order.

mod channel;
mod file;
mod post;
mod session;
mod sidebar;
mod team;
mod thread;
mod user;

pub use channel::{Channel, ChannelKind, Member, MemberTeam, MemberView};
pub use file::{Emoji, FileInfo, StoredFile, Upload};
pub use post::{Post, PostList, PostView, Priority, Reaction};
pub use session::{AccessToken, Session};
pub use sidebar::{Category, CategoryKind, Draft, Preference};
pub use team::{Team, TeamMember};
pub use thread::{Follow, Thread};
pub use user::{Status, User};

/// `skip_serializing_if` for numbers that are left out when 0.
pub(crate) fn is_zero(value: &i64) -> bool {
    *value == 0
}

/// `skip_serializing_if` for booleans that are left out when false.
pub(crate) fn is_false(value: &bool) -> bool {
    !*value
}
