//! Attached files, uploads in parts and custom emoji.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{is_false, is_zero};
use crate::world::id::Id;

/// A file as the interface shows it, in the wire's shape.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FileInfo {
    pub id: Id,
    pub user_id: Id,
    #[serde(default, skip_serializing_if = "Id::is_none")]
    pub post_id: Id,
    pub channel_id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub name: String,
    pub extension: String,
    pub size: i64,
    pub mime_type: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub width: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub height: i64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_preview_image: bool,
    /// Base 64 of a tiny JPEG.
    pub mini_preview: Option<String>,
    pub remote_id: String,
    pub archived: bool,
}

/// A file with its bytes, which all copies of a world share.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredFile {
    pub info: FileInfo,
    #[serde(with = "crate::world::snapshot::base64_bytes")]
    pub bytes: Arc<[u8]>,
}

/// An upload in parts, in the wire's shape.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Upload {
    pub id: Id,
    #[serde(rename = "type")]
    pub kind: String,
    pub create_at: i64,
    pub user_id: Id,
    pub channel_id: Id,
    pub filename: String,
    pub file_size: i64,
    pub file_offset: i64,
    pub remote_id: String,
    pub req_file_id: String,
    /// What has come so far; not sent.
    #[serde(skip)]
    pub received: Vec<u8>,
}

/// A custom emoji, in the wire's shape.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Emoji {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub creator_id: Id,
    pub name: String,
}
