//! Files on their way: attached to a text in a composer, then to the post that was made of it.

use crate::domain::*;
use crate::event::{Attached, DraftPlace, Notice, NoticeKind, Outgoing, UploadPhase};

use super::{Changes, Key, State};

/// ```text
/// FileAttached → Waiting ⇄ Sending ── FileUploaded → Done ── its post is confirmed → (gone)
///                   ▲         │                       │
///                   │         └─ FileRefused → Failed │ the server made the post without it
///                   └── its post is sent (again) ┴────┘
/// ```
/// A file stands in the composer of its place unless a post on its way has it: which of both, is asked of the outbox alone.
impl State {
    pub(super) fn file_attached(&mut self, attached: &Attached, changes: &mut Changes) {
        // What another tab tells may be older.
        if self.detached.contains(&attached.file.id) {
            return;
        }
        let known = self
            .attachments
            .iter_mut()
            .find(|known| known.file.id == attached.file.id);
        match known {
            // What an earlier page or another tab knows is never more than that the server has it.
            Some(known) if matches!(attached.phase, UploadPhase::Done(_)) => {
                known.phase = attached.phase.clone()
            }
            Some(_) => return,
            None => self.attachments.push(attached.clone()),
        }
        changes.insert(Key::Attachments(attached.place));
    }

    pub(super) fn file_moved(&mut self, id: &AttachmentId, phase: UploadPhase, changes: &mut Changes) {
        let attached = self.attachments.iter_mut().find(|known| known.file.id == *id);
        let Some(attached) = attached.filter(|known| known.phase != phase) else {
            return;
        };
        attached.phase = phase;
        changes.insert(Key::Attachments(attached.place));
    }

    pub(super) fn files_detached(&mut self, ids: &[AttachmentId], changes: &mut Changes) {
        self.attachments.retain(|known| {
            let is_gone = ids.contains(&known.file.id);
            if is_gone {
                self.detached.insert(known.file.id.clone());
                changes.insert(Key::Attachments(known.place));
            }
            !is_gone
        });
    }

    /// A post was made of a text with its files, or is tried again: what was refused may be taken now.
    pub(super) fn files_wanted(&mut self, files: &[Attachment], changes: &mut Changes) {
        for attached in &mut self.attachments {
            if !files.iter().any(|file| file.id == attached.file.id) {
                continue;
            }
            if matches!(attached.phase, UploadPhase::Failed(_)) {
                attached.phase = UploadPhase::Waiting;
            }
            changes.insert(Key::Attachments(attached.place));
        }
    }

    /// The server has the post of these files. It makes a post also without those that it does not know any more (`rest.md 4.8`): they
    /// are in the composer again, and uploaded anew. Another tab that sent the post may have uploaded the same file under another id.
    pub(super) fn files_confirmed(&mut self, own: &Outgoing, post: &Post, changes: &mut Changes) {
        let has = |id: FileId, name: &str| {
            let mut files = post.files.iter();
            post.file_ids.contains(&id) || files.any(|file| file.id == id || file.name == name)
        };
        let (mut taken, mut left_out) = (Vec::new(), None);
        for attached in &mut self.attachments {
            if !own.files.iter().any(|file| file.id == attached.file.id) {
                continue;
            }
            match attached.phase {
                UploadPhase::Done(id) if !has(id, &attached.file.name) => {
                    attached.phase = UploadPhase::Waiting;
                    left_out = Some(attached.file.name.clone());
                    changes.insert(Key::Attachments(attached.place));
                }
                _ => taken.push(attached.file.id.clone()),
            }
        }
        self.files_detached(&taken, changes);
        if left_out.is_some() {
            let kind = NoticeKind::FileLeftOut;
            let detail = left_out;
            self.notice_raised(&Notice { kind, detail }, changes);
        }
    }

    /// All files on their way.
    pub fn attachments(&self) -> &[Attached] {
        &self.attachments
    }

    /// A file on its way.
    pub fn attachment(&self, id: &AttachmentId) -> Option<&Attached> {
        self.attachments.iter().find(|known| known.file.id == *id)
    }

    /// The files in the composer of a place.
    pub fn attached_to(&self, place: DraftPlace) -> impl Iterator<Item = &Attached> {
        self.attachments
            .iter()
            .filter(move |known| known.place == place && !self.is_sent(&known.file.id))
    }

    /// A post on its way has this file.
    pub fn is_sent(&self, id: &AttachmentId) -> bool {
        let mut files = self.outbox.iter().flat_map(|item| &item.post.files);
        files.any(|file| file.id == *id)
    }

    /// The ids of a post's files on the server; of those that are there already.
    pub fn uploaded(&self, post: &Outgoing) -> Vec<FileId> {
        let id = |file: &Attachment| match self.attachment(&file.id)?.phase {
            UploadPhase::Done(id) => Some(id),
            _ => None,
        };
        post.files.iter().filter_map(id).collect()
    }
}
