//! Reactions (`rest.md 3.7`).

use super::{PostId, Timestamp, UserId};

/// Somebody's reaction to a post. Adding or removing twice is normal (`surprises.md`, Sending).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Who.
    pub user_id: UserId,
    /// To which post.
    pub post_id: PostId,
    /// Emoji short name as stored, without colons; needed for removal even when an alias is shown.
    pub emoji_name: String,
    /// When.
    pub create_at: Timestamp,
}
