//! Texts not yet sent: as the server has them, and what is known here about each of them.

use crate::domain::*;

use super::{DraftPlace, Versions};

/// A text not yet sent, as the server keeps it (`rest.md 3.9`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerDraft {
    /// Where it belongs.
    pub place: DraftPlace,
    /// The text; never empty.
    pub message: String,
    /// When it was last kept, by the server's clock: tells its versions apart.
    pub update_at: Timestamp,
    /// It is the first version since there was none: a text that is told after its going begins anew.
    pub is_first: bool,
    /// Its files that are there and can be sent, in their order.
    pub files: Vec<Attachment>,
    /// The ids of all its files, also of those of which the server tells nothing: it is in a post by now, or gone.
    pub file_ids: Vec<FileId>,
    /// The versions of it that its teller knew; `None`: another client told it, and is taken to have known all before. Files that came with
    /// another one are not missed because they were taken away.
    pub knows: Option<Versions>,
    /// When its words were typed, by the server's clock; they may be told again long after that, with another file. `None`: another client
    /// told it.
    pub typed: Option<Timestamp>,
    /// What else belongs to it and is not shown here, as a JSON object: priority, props. Empty if nothing does. It goes back to the
    /// server with the next text of the place.
    pub extra: String,
}

impl ServerDraft {
    /// Whether its teller knew this version, as far as one can say.
    pub fn knows(&self, version: Timestamp) -> bool {
        self.knows.as_ref().is_none_or(|known| known.knows(version))
    }

    /// Whether its words were surely typed after this.
    pub fn is_typed_after(&self, at: Timestamp) -> bool {
        self.typed > Some(at)
    }

    /// When its words were written, as far as one can say.
    pub fn written_at(&self) -> Timestamp {
        self.typed
            .map_or(self.update_at, |typed| typed.min(self.update_at))
    }
}

/// What the server, and by it one's other devices, is told of a text besides the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// The versions of the server's copy that are known here: [`ServerDraft::knows`].
    pub over: Versions,
    /// When the words were typed: [`ServerDraft::typed`].
    pub typed: Timestamp,
}

/// Which of two texts of a place is the later one: each key makes it higher than that of all texts that are known here to have stood there,
/// and as high as the server's time, if that is known. Clocks that are off change nothing: who knew a text is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Turn(pub i64);

impl Turn {
    /// Nothing is known of it: it is neither earlier nor later than others.
    pub const UNKNOWN: Self = Self(0);

    /// The one of a text that takes the place of one with this turn. `time`: the server's, if it is known.
    #[must_use]
    pub fn next(self, time: Option<Timestamp>) -> Self {
        let behind = match self {
            Self::UNKNOWN => 0,
            Self(turn) => turn.saturating_add(1),
        };
        Self(time.map_or(behind, |time| time.0.max(behind)))
    }

    /// When its key was pressed, by a clock that may be behind: no earlier than the last time of the server's that is in it.
    pub fn not_before(self, at: Timestamp) -> Timestamp {
        at.max(Timestamp(self.0))
    }

    /// Surely earlier.
    pub fn is_before(self, other: Self) -> bool {
        self != Self::UNKNOWN && other != Self::UNKNOWN && self < other
    }

    /// Surely the same.
    pub fn is_same(self, other: Self) -> bool {
        self != Self::UNKNOWN && self == other
    }
}

/// What is known of the text of a place besides the text. Kept with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftMark {
    /// Tells texts of this browser apart: that of the last key in the place, in whichever tab.
    pub turn: Turn,
    /// When it was last changed here, by the server's clock as far as it is known.
    pub at: Timestamp,
    /// Version of the server's copy that is known here ([`ServerDraft::update_at`]); 0 if none ever was.
    pub base: Timestamp,
    /// The versions that are known here, that one among them.
    pub known: Versions,
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
    /// [`ServerDraft::file_ids`] of the last copy. Those among them that are not in the composer go back to the server as they came, but for
    /// those that are gone.
    pub files: Vec<FileId>,
    /// Files that the person took away here, or sent: they do not come back, and the server is not told of them any more.
    pub gone: Vec<FileId>,
}

/// So many files that are gone are remembered of a place: no draft has more than half of it, and each was told of at most a few times since.
const MOST_GONE: usize = 20;

impl DraftMark {
    /// This version of the server's copy is known now, and whichever its teller knew.
    pub fn learn(&mut self, version: Timestamp, over: Option<&Versions>) {
        let over = over.into_iter().flat_map(Versions::iter);
        self.known.learn(over.chain([self.base, version]));
        self.base = version;
    }

    /// So many more files that are gone can be noted without forgetting others.
    pub fn room_for_gone(&self) -> usize {
        MOST_GONE.saturating_sub(self.gone.len())
    }

    /// These files were taken away or sent here.
    pub fn note_gone(&mut self, files: impl IntoIterator<Item = FileId>) {
        for file in files {
            if !self.gone.contains(&file) {
                self.gone.push(file);
            }
        }
        self.gone.drain(..self.gone.len().saturating_sub(MOST_GONE));
    }

    /// Another tab tells which are gone. Both come to hold the same ones, in the order that was told, whoever hears of the other first: where they
    /// did not they would tell each other for ever. Of too many nobody knows any more which are the oldest.
    pub fn hear_gone(&mut self, theirs: &[FileId]) {
        let mine = self.gone.iter().filter(|file| !theirs.contains(file));
        let mut all: Vec<FileId> = theirs.iter().chain(mine).copied().collect();
        while all.len() > MOST_GONE {
            let first = all.iter().min().copied();
            all.retain(|file| Some(*file) != first);
        }
        self.gone = all;
    }
}

/// What another tab has kept of a place.
#[derive(Clone, Debug, PartialEq)]
pub struct HeardDraft {
    /// The place.
    pub place: DraftPlace,
    /// The text; empty if it is gone.
    pub text: String,
    /// What is known of it.
    pub mark: DraftMark,
    /// Keys of this tab, of the last moment or not kept yet, stand against it.
    pub is_writing: IsWriting,
}

/// Whether the person writes here, or wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsWriting {
    /// No.
    No,
    /// Something that is not kept yet.
    Unkept,
    /// A moment ago, in the window that has the focus.
    Now,
}
