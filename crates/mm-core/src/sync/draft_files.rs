//! Files of a text that the server keeps: which of them come into the composer and which go, and which it is told of.
//!
//! Files are no part of the text, of which one of two stands: whatever becomes of the texts, what another device attached comes, and what it
//! took away or sent goes. A file is lost only where its person took it away.
//!
//! ```text
//!  in the server's copy, and can be sent ── gone here, in a post of one's own, there already, no room ─► stays in the copy
//!                                        └─ else ─────────────────────────────────────────────────────► comes
//!  in the copy known before, and not in this one ─────────────────────────────────────────────────────► goes
//!  never in a copy that is known here ────────────────────────────────────────────────────────────────► stays, and is told
//! ```

use crate::domain::*;
use crate::event::{Attached, DraftMark, DraftPlace, ServerDraft};
use crate::mutant::{self, Mutant};
use crate::state::State;

/// A post holds no more (`rest.md 4.8`), and no draft does.
pub const MOST_FILES: usize = 10;

/// What becomes of the files in a composer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesMoved {
    /// These come.
    pub come: Vec<Attachment>,
    /// These go.
    pub go: Vec<AttachmentId>,
}

/// The server has this copy. Of the files that are `known` to have been in the one before go those that are not in this one.
pub fn files_told(state: &State, draft: &ServerDraft, known: &[FileId]) -> FilesMoved {
    let (none, place) = (DraftMark::default(), draft.place);
    let mark = state.draft_mark(place).unwrap_or(&none);
    let can_be_sent = |id: FileId| {
        draft
            .files
            .iter()
            .any(|file| file.id == AttachmentId::of_server(id))
    };
    let is_going = |id: &FileId| known.contains(id) && !can_be_sent(*id);
    let go = in_composer(state, place, is_going);
    let room = MOST_FILES.saturating_sub(state.attached_to(place).count() - go.len());
    let comes = |file: &&Attachment| {
        if mutant::is(Mutant::DraftFilesNotShown) {
            return false;
        }
        let id = file.id.on_server_only();
        id.is_some_and(|id| {
            !mark.gone.contains(&id) && !is_here(state, id) && !state.is_posted(id) && !state.is_double(id)
        })
    };
    let come = draft.files.iter().filter(comes).take(room).cloned();
    FilesMoved {
        come: come.collect(),
        go,
    }
}

/// The server's copy is gone, and its files with it: sent, or thrown away.
pub fn files_left(state: &State, place: DraftPlace) -> FilesMoved {
    let there = state.draft_mark(place).map_or(&[][..], |mark| &mark.files);
    FilesMoved {
        come: Vec::new(),
        go: in_composer(state, place, |id| there.contains(id)),
    }
}

/// The files that the server is to have with the text of a place: those it has, but for what is gone here or on its way in a post, then
/// those it has not heard of. What does not fit stays here.
pub fn files_to_tell(state: &State, place: DraftPlace) -> Vec<FileId> {
    let none = DraftMark::default();
    let mark = state.draft_mark(place).unwrap_or(&none);
    let is_sent = |id: FileId| {
        let mut attached = state.attachments().iter();
        attached.any(|file| file.uploaded() == Some(id) && state.is_sent(&file.file.id))
    };
    let there = mark.files.iter().copied();
    let mut files: Vec<FileId> = there
        .filter(|id| !mark.gone.contains(id) && !is_sent(*id) && !state.is_double(*id))
        .collect();
    for id in state.attached_to(place).filter_map(Attached::uploaded) {
        if !files.contains(&id) {
            files.push(id);
        }
    }
    files.truncate(MOST_FILES);
    files
}

fn in_composer(state: &State, place: DraftPlace, which: impl Fn(&FileId) -> bool) -> Vec<AttachmentId> {
    let wanted = |attached: &&Attached| attached.uploaded().is_some_and(|id| which(&id));
    let attached = state.attached_to(place).filter(wanted);
    attached.map(|attached| attached.file.id.clone()).collect()
}

fn is_here(state: &State, id: FileId) -> bool {
    let mut attached = state.attachments().iter();
    attached.any(|known| known.uploaded() == Some(id))
}
