//! Threads as one follows them (`rest.md 3.9`, `websocket.md 6.6`).

use super::{PostId, Timestamp, UserId};

/// One's own view of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The root post's id.
    pub id: PostId,
    /// Replies.
    pub reply_count: i64,
    /// Newest reply.
    pub last_reply_at: Timestamp,
    /// Read up to here.
    pub last_viewed_at: Timestamp,
    /// People in it, in the server's order.
    pub participants: Vec<UserId>,
    /// Unread replies.
    pub unread_replies: i64,
    /// Unread mentions.
    pub unread_mentions: i64,
    /// Whether one follows it.
    pub is_following: bool,
}
