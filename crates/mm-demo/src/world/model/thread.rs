//! Threads and who follows them.

use serde::{Deserialize, Serialize};

use crate::world::id::Id;

/// The replies to a root.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Thread {
    /// Living replies, oldest first, with their times.
    pub replies: Vec<(i64, Id)>,
    /// Those who replied, in the order of their first reply.
    pub participants: Vec<Id>,
}

impl Thread {
    /// Time of the newest reply, 0 without one.
    pub fn last_reply_at(&self) -> i64 {
        self.replies.last().map_or(0, |(at, _)| *at)
    }

    /// Number of replies after a time.
    pub fn replies_after(&self, time: i64) -> usize {
        self.replies.len() - self.replies.partition_point(|(at, _)| *at <= time)
    }
}

/// One person's relation to a thread.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Follow {
    pub following: bool,
    pub last_viewed_at: i64,
    pub unread_mentions: i64,
    pub last_updated_at: i64,
}
