//! What belongs to one person's own view: sidebar categories, preferences, drafts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::world::id::Id;

/// Kind of a sidebar category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryKind {
    /// Favourites.
    Favorites,
    /// Everything not placed elsewhere.
    Channels,
    /// Direct and group messages not placed elsewhere.
    DirectMessages,
    /// Made by the person.
    Custom,
}

/// A sidebar category, in the wire's shape. `id` is no [`Id`] for the built-in ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Category {
    pub id: String,
    pub user_id: Id,
    pub team_id: Id,
    pub sort_order: i64,
    /// Empty, `manual`, `recent` or `alpha`.
    pub sorting: String,
    #[serde(rename = "type")]
    pub kind: CategoryKind,
    pub display_name: String,
    pub muted: bool,
    pub collapsed: bool,
    pub channel_ids: Vec<Id>,
}

/// A preference, in the wire's shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    pub user_id: Id,
    pub category: String,
    pub name: String,
    pub value: String,
}

/// A draft kept on the server. `metadata` is added when it is sent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Draft {
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub user_id: Id,
    pub channel_id: Id,
    pub root_id: Id,
    pub message: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub props: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub file_ids: Vec<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Map<String, Value>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Value>,
}
