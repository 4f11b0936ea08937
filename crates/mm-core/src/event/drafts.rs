//! Texts not yet sent: as the server has them, and what is known here about each of them.

use crate::domain::*;

use super::DraftPlace;

/// A text not yet sent, as the server keeps it (`rest.md 3.9`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerDraft {
    /// Where it belongs.
    pub place: DraftPlace,
    /// The text; never empty.
    pub message: String,
    /// When it was last kept, by the server's clock: tells its versions apart.
    pub update_at: Timestamp,
    /// What else belongs to it and is not shown here, as a JSON object: files, priority, props. Empty if nothing does. It goes back to the
    /// server with the next text of the place.
    pub extra: String,
}

/// What is known of the text of a place besides the text. Kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftMark {
    /// When it was last changed here, by the server's clock as far as it is known.
    pub at: Timestamp,
    /// Version of the server's copy that is known here ([`ServerDraft::update_at`]); 0 if none ever was.
    pub base: Timestamp,
    /// As far as is known the server has a copy.
    pub is_there: bool,
    /// The words were typed in this browser, not told by the server.
    pub is_own: bool,
    /// The server is to be told of the last change: of a text, or (a tombstone) that it is gone.
    pub is_unsaid: bool,
    /// Texts that were told to the server without an answer: a copy with one of them is one's own, not somebody's newer one.
    pub said: Vec<String>,
    /// [`ServerDraft::extra`] of the last copy.
    pub extra: String,
}
