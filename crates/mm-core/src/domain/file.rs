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
    /// The edge's key of its bytes, or [`AttachmentId::of_server`].
    pub id: AttachmentId,
    /// File name; untrusted text.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
}

/// Begins the id of a file without bytes here. What the edge makes is shorter, and random.
const OF_SERVER: &str = "of-server-";

impl Attachment {
    /// A file that was attached on another device: the server has it, and this browser has no bytes of it.
    pub fn of_server(file: &FileInfo) -> Self {
        Self {
            id: AttachmentId::of_server(file.id),
            name: file.name.clone(),
            size: file.size,
        }
    }
}

impl AttachmentId {
    /// The id of a file that the server has under this one, and of which there are no bytes here. All tabs of a browser call it the same.
    pub fn of_server(file: FileId) -> Self {
        Self::new(format!("{OF_SERVER}{file}"))
    }

    /// The file's id on the server, if there are no bytes of it here: then it cannot be sent once more.
    pub fn on_server_only(&self) -> Option<FileId> {
        FileId::parse(self.as_str().strip_prefix(OF_SERVER)?).ok()
    }
}
