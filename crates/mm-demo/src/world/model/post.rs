//! Posts, lists of posts and reactions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::is_false;
use crate::world::id::Id;

/// A stored post. What depends on the reader or on the thread is added in [`PostView`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Post {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
    pub original_id: Id,
    pub message: String,
    /// Empty for an ordinary post.
    pub kind: String,
    pub props: Map<String, Value>,
    pub hashtags: String,
    pub file_ids: Vec<Id>,
    pub priority: Option<Priority>,
    /// Written by a person over the interface: those have a `remote_id`, system posts, commands and webhooks do not.
    pub by_person: bool,
}

impl Post {
    /// A root?
    pub fn is_root(&self) -> bool {
        self.root_id.is_none()
    }

    /// A message of the server about the channel (`rest.md` 5.6).
    pub fn is_system(&self) -> bool {
        self.kind.starts_with("system_")
    }

    /// Join, leave, add and remove messages do not count as messages.
    pub fn counts(&self) -> bool {
        !matches!(
            self.kind.as_str(),
            "system_join_channel"
                | "system_leave_channel"
                | "system_join_leave"
                | "system_add_to_channel"
                | "system_remove_from_channel"
                | "system_add_remove"
                | "system_join_team"
                | "system_leave_team"
                | "system_add_to_team"
                | "system_remove_from_team"
        )
    }
}

/// Priority of a root post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// `important`, `urgent` or empty.
    pub priority: Option<String>,
    pub requested_ack: Option<bool>,
    pub persistent_notifications: Option<bool>,
}

/// A post in the wire's shape.
#[derive(Debug, Clone, Serialize)]
pub struct PostView {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
    pub original_id: Id,
    pub message: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub props: Map<String, Value>,
    pub hashtags: String,
    pub file_ids: Option<Vec<Id>>,
    pub pending_post_id: String,
    #[serde(skip_serializing_if = "is_false")]
    pub has_reactions: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<&'static str>,
    pub reply_count: usize,
    pub last_reply_at: i64,
    pub participants: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
}

/// A list of posts (`rest.md` 3.5). `order` is newest first; `posts` may hold more.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PostList {
    pub order: Vec<Id>,
    pub posts: BTreeMap<Id, PostView>,
    pub next_post_id: Id,
    pub prev_post_id: Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_next: Option<bool>,
    pub first_inaccessible_post_time: i64,
}

/// A reaction, in the wire's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    pub user_id: Id,
    pub post_id: Id,
    pub emoji_name: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub remote_id: String,
    pub channel_id: Id,
}
