//! Files of texts in composers that other devices shall have as well (`sync/draft_files.rs`).
//!
//! A file belongs to the draft when the server has it and there are words: it keeps no draft without any. It is told with the text; where the
//! text is known there and the files are others, the text is told once more. What was taken away or sent here is remembered with the text
//! (`DraftMark::gone`), so that no copy of before brings it back.

use std::time::Duration;

use super::drafts::{RESTORED_AFTER, TOLD_AFTER};
use super::drafts_heard::HEARD_AFTER;
use super::Engine;
use crate::domain::*;
use crate::event::*;
use crate::mutant::{self, Mutant};
use crate::sync::{self, Ask, FilesMoved};

impl Engine {
    /// The server knows the text of a place, and has it with other files than are here.
    pub(super) fn are_files_unsaid(&self, place: DraftPlace) -> bool {
        let text = self.state.draft(place);
        let Some(mark) = self.state.draft_mark(place).filter(|mark| mark.is_there) else {
            return false;
        };
        if text.is_empty() || self.is_taken(place, text) || mutant::is(Mutant::DraftFilesNotTold) {
            return false;
        }
        let files = sync::files_to_tell(&self.state, place);
        let saying = self.drafts.places.get(&place);
        if saying.is_some_and(|saying| saying.is_doubtful) && !self.is_said_now(place) {
            return true;
        }
        let is_refused = saying.is_some_and(|saying| saying.refused.as_ref() == Some(&files));
        !is_refused && (files.len() != mark.files.len() || files.iter().any(|id| !mark.files.contains(id)))
    }

    /// The text that would be told once more with other files is the server's still, as far as one can know: it was looked at since that is
    /// due. Over a link that hears nothing any more a newer one would be overwritten, or one that was sent elsewhere would come back.
    pub(super) fn is_text_current(&self, place: DraftPlace, team: TeamId) -> bool {
        let due = self.drafts.places.get(&place).and_then(|saying| saying.due);
        let listed = self.drafts.listed.get(&team);
        listed.is_some_and(|listed| due.is_some_and(|due| due <= *listed))
    }

    /// The files of a place may be others now: they are told after this time.
    pub(super) fn files_noted(&mut self, now: Now, place: DraftPlace, wait: Duration) {
        self.files_sent_are_gone(now, place);
        self.files_stay_gone(now, place);
        if self.are_files_unsaid(place) {
            let saying = self.drafts.places.entry_or_default(place);
            saying.due = saying.due.or(Some(now.mono.after(wait)));
        }
    }

    /// A message took a file along before it was known by which name the server has it. Where so many wait that not all are remembered, those
    /// that others have pushed out are not noted anew: they would push out others, and tabs would tell each other for ever.
    fn files_sent_are_gone(&mut self, now: Now, place: DraftPlace) {
        let Some(mark) = self.state.draft_mark(place) else {
            return;
        };
        let here = self
            .state
            .attachments()
            .iter()
            .filter(|attached| attached.place == place);
        let sent = here.filter(|attached| self.state.is_sent(&attached.file.id));
        let sent = sent.filter_map(Attached::uploaded);
        let news = sent.filter(|id| !mark.gone.contains(id));
        let news: Vec<FileId> = news.take(mark.room_for_gone()).collect();
        if !news.is_empty() {
            let mut mark = mark.clone();
            mark.note_gone(news);
            self.draft_marked(now, place, mark);
        }
    }

    /// What was taken away in another tab, or by an earlier page, is here under another name.
    fn files_stay_gone(&mut self, now: Now, place: DraftPlace) {
        let Some(mark) = self.state.draft_mark(place).filter(|mark| !mark.gone.is_empty()) else {
            return;
        };
        let is_gone = |attached: &&Attached| attached.uploaded().is_some_and(|id| mark.gone.contains(&id));
        let gone = self.state.attached_to(place).filter(is_gone);
        let gone: Vec<AttachmentId> = gone.map(|attached| attached.file.id.clone()).collect();
        for id in gone {
            self.apply(now, Event::FileDetached(id));
        }
    }

    /// The files of an earlier page, or what it knew of them, were read.
    pub(super) fn files_restored(&mut self, now: Now) {
        let places = self.state.attachments().iter().map(|attached| attached.place);
        for place in set_of(places) {
            self.files_noted(now, place, RESTORED_AFTER);
        }
    }

    /// Another tab told of a file.
    pub(super) fn files_heard(&mut self, now: Now, place: Option<DraftPlace>) {
        if let Some(place) = place {
            self.files_noted(now, place, HEARD_AFTER);
        }
    }

    /// What a copy of the server's means for the files here. One that what was told from here has overwritten, though nothing was known of it,
    /// is older, and its files would be lost.
    pub(super) fn files_of_copy(&self, draft: &ServerDraft) -> FilesMoved {
        let base = self
            .state
            .draft_mark(draft.place)
            .map_or(Timestamp::default(), |mark| mark.base);
        let saying = self.drafts.places.get(&draft.place);
        let is_overwritten = saying.is_some_and(|saying| saying.overwrote(base, draft.update_at));
        if draft.update_at < base && !is_overwritten {
            return FilesMoved::default();
        }
        let is_newer = draft.update_at > base;
        let known = if is_newer && draft.knows(base) {
            self.mark_of(draft.place).files
        } else {
            Vec::new()
        };
        sync::files_told(&self.state, draft, &known)
    }

    /// The same for the answer to what was told from here. What another device told meanwhile is overwritten by it, and not taken away. Where
    /// the text is gone by now the copy is to go as well, and what files are here stay.
    pub(super) fn files_of_answer(
        &self,
        mark: &mut DraftMark,
        ask: &Ask,
        kept: Option<&ServerDraft>,
    ) -> FilesMoved {
        let (Ask::KeepDraft { files, .. }, Some(kept)) =
            (ask, kept.filter(|kept| kept.update_at >= mark.base))
        else {
            return FilesMoved::default();
        };
        let mut known = std::mem::replace(&mut mark.files, kept.file_ids.clone());
        known.retain(|id| kept.update_at > mark.base && files.contains(id));
        sync::files_told(&self.state, kept, &known)
    }

    /// Two devices told their files in one millisecond, with one version: which of them was heard last only the server knows. What is told
    /// of it later than its answer is taken for that, so that no file counts as known to the server, and taken away elsewhere, that is not.
    pub(super) fn files_of_tie(&mut self, now: Now, draft: &ServerDraft) {
        let mut mark = self.mark_of(draft.place);
        let is_text_known = mark.is_there && !self.state.draft(draft.place).is_empty();
        if is_text_known && draft.update_at == mark.base && draft.file_ids != mark.files {
            mark.files.clone_from(&draft.file_ids);
            self.draft_marked(now, draft.place, mark);
        }
    }

    /// Files come from the server's copy, and go with it.
    pub(super) fn files_moved(&mut self, now: Now, place: DraftPlace, files: FilesMoved) {
        if !self.are_drafts_synced() {
            return;
        }
        for id in files.go {
            self.apply(now, Event::FileDetached(id));
        }
        for file in files.come {
            let phase = UploadPhase::Done(match file.id.on_server_only() {
                Some(id) => id,
                None => continue,
            });
            self.apply(now, Event::FileCame(Box::new(Attached { file, place, phase })));
        }
        self.files_noted(now, place, TOLD_AFTER);
    }

    /// A fact after which the files of a text may be others than the server knows.
    pub(super) fn follow_files(&mut self, now: Now, event: &Event) {
        match event {
            Event::PostQueued(post) if !post.files.is_empty() => self.files_sent(now, post),
            Event::FileUploaded { id, .. } => {
                if let Some(place) = self.state.attachment(id).map(|attached| attached.place) {
                    self.files_noted(now, place, TOLD_AFTER);
                }
            }
            _ => {}
        }
    }

    /// The person took a file away.
    pub(super) fn file_taken_away(&mut self, now: Now, id: &AttachmentId) {
        let attached = self.state.attachment(id);
        if let Some((place, file)) = attached.and_then(|file| Some((file.place, file.uploaded()?))) {
            self.files_are_gone(now, place, vec![file]);
        }
    }

    /// A message took its files along.
    pub(super) fn files_sent(&mut self, now: Now, post: &Outgoing) {
        let place = DraftPlace {
            channel_id: post.channel_id,
            root_id: post.root_id,
        };
        let files = self.state.uploaded(post);
        self.files_are_gone(now, place, files);
    }

    fn files_are_gone(&mut self, now: Now, place: DraftPlace, files: Vec<FileId>) {
        let known = self.state.draft_mark(place);
        if let Some(mut mark) = known.cloned().filter(|_| !files.is_empty()) {
            mark.note_gone(files);
            self.draft_marked(now, place, mark);
        }
        self.files_noted(now, place, TOLD_AFTER);
    }
}
