//! Files attached to posts (`rest.md 3.7`).

use super::{AttachmentId, FileId, ImageSize};

/// Metadata of an uploaded file; bytes stay at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Id.
    pub id: FileId,
    /// File name as uploaded; untrusted text.
    pub name: String,
    /// Extension without the dot.
    pub extension: String,
    /// Size in bytes.
    pub size: i64,
    /// Media type as the server says.
    pub mime_type: String,
    /// Pixels, for pictures.
    pub image: Option<ImageSize>,
    /// The server has a preview picture.
    pub has_preview: bool,
}

/// A file that a person chose to send. Its bytes stay at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The edge's key of its bytes.
    pub id: AttachmentId,
    /// File name; untrusted text.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
}
