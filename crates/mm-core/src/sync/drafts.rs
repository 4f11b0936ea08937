//! What stands in a place when the server's copy of its text comes by: the newer one, by versions where they tell, by time where two
//! changed the same.
//!
//! ```text
//!                       the version known here, or an older one ─► nothing
//!   a copy of           the text that stands here ───────────────► stands, is said
//!   the server's ─────► one's own words of an earlier request ───► what stands here is said once more
//!                       anything else: somebody is writing here ─► what stands here is said
//!                       changed here, and later ─────────────────► what stands here (or that it is gone) is said
//!                       else ────────────────────────────────────► it comes into the box
//! ```
//! Times decide only between two changes of which neither knew the other. They are the server's, as far as they are known here.

use crate::domain::*;
use crate::event::{DraftMark, HeardDraft, IsWriting, ServerDraft, Turn};
use crate::mutant::{self, Mutant};

/// What stands in a place now.
#[derive(Clone, Copy, Debug)]
pub struct Here<'a> {
    /// The text; empty if none.
    pub text: &'a str,
    /// What is known of it.
    pub mark: &'a DraftMark,
    /// The person is writing in it at this moment.
    pub is_writing: bool,
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// Nothing that was not known.
    Known,
    /// The text stands, and this is known of it.
    Stands(DraftMark),
    /// Another text stands; an empty one: none.
    Gives {
        /// What is known of it.
        mark: DraftMark,
        /// The text.
        text: String,
    },
}

/// Two texts of one millisecond have one version, and who of two was heard last only the server knows: both sides stay with the one that was
/// typed later, or sorts last. Of three the last one may come when this one is to be told once more already.
fn is_tie(here: Here<'_>, draft: &ServerDraft) -> bool {
    draft.update_at == here.mark.base
        && here.mark.is_there
        && draft.message != here.text
        && (draft.is_typed_after(here.mark.at) || !here.mark.is_unsaid)
}

/// One that is gone was told anew within its millisecond.
fn is_anew(here: Here<'_>, draft: &ServerDraft) -> bool {
    draft.update_at == here.mark.base && !here.mark.is_there && draft.is_first
}

/// The server has this copy.
pub fn draft_told(here: Here<'_>, draft: &ServerDraft) -> Merged {
    let is_tie = is_tie(here, draft);
    if draft.update_at <= here.mark.base && !is_tie && !is_anew(here, draft) {
        return Merged::Known;
    }
    let mut mark = here.mark.clone();
    mark.learn(draft.update_at, draft.knows.as_ref());
    mark.is_there = true;
    mark.extra.clone_from(&draft.extra);
    mark.files.clone_from(&draft.file_ids);
    // Somebody may have typed the same words anew.
    let is_own = mark.said.contains(&draft.message) && !draft.is_typed_after(mark.at);
    // Words that were typed over here may come more than once: another device tells them again for its files.
    let is_typed_over = !here.text.is_empty() && draft.message != here.text;
    if !is_typed_over {
        mark.said.retain(|said| *said != draft.message);
    }
    if draft.message == here.text {
        // The same words, typed here since then: without hearing of that the server would take what came between for newer.
        mark.is_unsaid &= mark.is_own && draft.written_at() < mark.at;
        if draft.is_typed_after(mark.at) {
            mark.at = draft.written_at();
        }
        return Merged::Stands(mark);
    }
    // An empty box holds no words that a text could overwrite.
    let is_writing = here.is_writing && !here.text.is_empty();
    let written_at = draft.written_at();
    let (mine, theirs) = (mark.at.min(mark.base), draft.typed.map(|_| written_at));
    let is_first = is_tie && (theirs.unwrap_or(mine), draft.message.as_str()) < (mine, here.text);
    // Words that were typed earlier, and told by somebody who did not know these, or that they are gone.
    let is_unaware = here.text.is_empty() || !draft.knows(here.mark.base);
    let is_late = mark.is_own && written_at < mark.at && is_unaware;
    let is_later_here = mark.is_unsaid && written_at <= mark.at && !mutant::is(Mutant::ToldTextWins);
    if is_own || is_writing || is_first || is_late || is_later_here {
        mark.is_unsaid = true;
        return Merged::Stands(mark);
    }
    mark.at = written_at;
    mark.is_own = false;
    mark.is_unsaid = false;
    Merged::Gives {
        mark,
        text: draft.message.clone(),
    }
}

/// The server has none any more; `version`: of the copy that went, if it is told.
pub fn draft_gone(here: Here<'_>, version: Option<Timestamp>) -> Merged {
    if version.is_some_and(|version| version < here.mark.base) {
        return Merged::Known;
    }
    let mut mark = here.mark.clone();
    mark.learn(mark.base.max(version.unwrap_or_default()), None);
    mark.is_there = false;
    mark.files.clear();
    if here.text.is_empty() {
        mark.is_unsaid = false;
        return Merged::Stands(mark);
    }
    if mark.is_unsaid || here.is_writing {
        mark.is_unsaid = true;
        return Merged::Stands(mark);
    }
    mark.is_own = false;
    mark.extra.clear();
    Merged::Gives {
        mark,
        text: String::new(),
    }
}

/// Another tab of this browser has kept something else in a place. Gives what is known of the text here if that stands, and is told once more.
pub fn draft_heard(text: &str, mark: &DraftMark, heard: &HeardDraft) -> Option<DraftMark> {
    let theirs = &heard.mark;
    if theirs.turn.is_before(mark.turn) {
        return Some(mark.clone());
    }
    let is_later = mark.turn.is_before(theirs.turn);
    let is_writing = match heard.is_writing {
        IsWriting::No => false,
        IsWriting::Unkept => !is_later,
        IsWriting::Now => true,
    };
    if is_writing && text != heard.text {
        let turn = match mark.turn.max(theirs.turn) {
            Turn::UNKNOWN => Turn::UNKNOWN,
            known => known.next(None),
        };
        return Some(DraftMark { turn, ..mark.clone() });
    }
    if is_later || text == heard.text {
        return None;
    }
    if !theirs.is_own && mark.is_unsaid && theirs.base != Timestamp::default() {
        // They have it from the server: it meets the text here as the server's copy does.
        return met(text, mark, heard);
    }
    // What was told of them is older than what the server has of the text here, though nobody knows which key came last.
    let is_told = !theirs.is_unsaid || mark.turn.is_same(theirs.turn);
    // Both are the server's, of one millisecond: as in `draft_told`.
    let is_tie = theirs.base == mark.base && !theirs.is_unsaid && !mark.is_unsaid && !text.is_empty();
    let is_first = is_tie && !heard.text.is_empty() && (theirs.at, heard.text.as_str()) < (mark.at, text);
    (is_first || (is_told && theirs.base < mark.base)).then(|| mark.clone())
}

fn met(text: &str, mark: &DraftMark, heard: &HeardDraft) -> Option<DraftMark> {
    let here = Here {
        text,
        mark,
        is_writing: false,
    };
    let copy = ServerDraft {
        place: heard.place,
        message: heard.text.clone(),
        update_at: heard.mark.base,
        is_first: false,
        // Of the files themselves the other tab tells by their records.
        files: Vec::new(),
        file_ids: heard.mark.files.clone(),
        knows: None,
        typed: Some(heard.mark.at),
        extra: heard.mark.extra.clone(),
    };
    let merged = match copy.message.as_str() {
        "" => draft_gone(here, Some(copy.update_at)),
        _ => draft_told(here, &copy),
    };
    match merged {
        Merged::Known => Some(mark.clone()),
        Merged::Stands(mark) => Some(mark),
        Merged::Gives { .. } => None,
    }
}

#[cfg(test)]
mod tests;
