//! A file on its way to the server.

use crate::domain::*;

use super::{DraftPlace, FailureReason};

/// A file that was attached to a text, and how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The file.
    pub file: Attachment,
    /// Where it was attached.
    pub place: DraftPlace,
    /// How far it got.
    pub phase: UploadPhase,
}

impl Attached {
    /// Its id on the server, if it is there.
    pub fn uploaded(&self) -> Option<FileId> {
        match self.phase {
            UploadPhase::Done(id) => Some(id),
            _ => None,
        }
    }
}

/// How far a file got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadPhase {
    /// Waits for its turn or for the network.
    Waiting,
    /// So many percent have been sent.
    Sending(u8),
    /// The server has it, under this id.
    Done(FileId),
    /// Refused.
    Failed(FailureReason),
}
