//! Files on their way: attached to a text in a composer, then to the post that was made of it.

use crate::domain::*;
use crate::event::{Attached, DraftPlace, FailureReason, Notice, NoticeKind, Outgoing, UploadPhase};

use super::{Changes, Key, State};

/// ```text
/// FileAttached → Waiting ⇄ Sending ── FileUploaded → Done ── its post is confirmed → (gone)
///                   ▲         │                       │
///                   │         └─ FileRefused → Failed │ the server made the post without it
///                   └── its post is sent (again) ┴────┘
/// ```
/// A file stands in the composer of its place unless a post on its way has it: which of both, is asked of the outbox alone. A file that the
/// server told of begins as Done, has no bytes here (`AttachmentId::of_server`), and can only fail. One that the server has stands once, and in
/// no composer when it is in a post of one's own.
impl State {
    pub(super) fn file_attached(&mut self, attached: &Attached, changes: &mut Changes) {
        // What another tab tells may be older; but not if the server's draft has it, so that it stands here by another name.
        let by_the_server = attached.uploaded().map(AttachmentId::of_server);
        let is_here = by_the_server.is_some_and(|id| self.attachment(&id).is_some());
        if self.detached.contains(&attached.file.id) && !is_here {
            return;
        }
        self.detached.remove(&attached.file.id);
        let mut known = self.attachments.iter_mut();
        match known.find(|known| known.file.id == attached.file.id) {
            // What an earlier page or another tab knows is never more than that the server has it.
            Some(_) if attached.uploaded().is_some() => {
                return self.file_moved(&attached.file.id, attached.phase.clone(), changes);
            }
            Some(_) => return,
            None => self.attachments.push(attached.clone()),
        }
        changes.insert(Key::Attachments(attached.place));
        self.stands_once(&attached.file.id, changes);
    }

    /// The server's draft has it: what was taken away before counts no more.
    pub(super) fn file_came(&mut self, attached: &Attached, changes: &mut Changes) {
        self.detached.remove(&attached.file.id);
        self.file_attached(attached, changes);
    }

    /// The server has this file. If it is here by another name (another tab of the browser has its bytes, or told of it), the one of a post on
    /// its way stays, else the one with the bytes, since it can be sent anew. If it is in a post by now, none does.
    fn stands_once(&mut self, id: &AttachmentId, changes: &mut Changes) {
        let Some(file_id) = self.attachment(id).and_then(Attached::uploaded) else {
            return;
        };
        let here = self.attachments.iter();
        let here = here.filter(|known| known.uploaded() == Some(file_id));
        let worth = |known: &Attached| {
            let id = &known.file.id;
            (self.is_sent(id), id.on_server_only().is_none())
        };
        let mut here: Vec<((bool, bool), AttachmentId)> =
            here.map(|known| (worth(known), known.file.id.clone())).collect();
        here.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        let stays = usize::from(!self.is_posted(file_id));
        let gone = here.into_iter().skip(stays);
        let gone: Vec<AttachmentId> = gone
            .filter(|((is_sent, _), _)| !is_sent)
            .map(|(_, id)| id)
            .collect();
        self.files_detached(&gone, changes);
        if stays > 0 {
            // By this name it may come again, when the other one is gone.
            self.detached.retain(|id| !gone.contains(id));
        }
    }

    /// A post of one's own has this file.
    pub fn is_posted(&self, file_id: FileId) -> bool {
        let mut posts = self.posts.values();
        posts.any(|post| self.me == Some(post.user_id) && has_file(post, file_id))
    }

    /// The files of one's own post are in no composer: it was sent on another device, or in another tab.
    pub(super) fn files_posted(&mut self, post: &Post, changes: &mut Changes) {
        let is_own = self.me == Some(post.user_id);
        if !is_own || self.attachments.is_empty() || (post.files.is_empty() && post.file_ids.is_empty()) {
            return;
        }
        let is_in = |known: &&Attached| known.uploaded().is_some_and(|id| has_file(post, id));
        let there = self.attachments.iter().filter(is_in);
        let ids: Vec<AttachmentId> = there
            .map(|known| known.file.id.clone())
            .filter(|id| !self.is_sent(id))
            .collect();
        self.files_detached(&ids, changes);
    }

    pub(super) fn file_moved(&mut self, id: &AttachmentId, phase: UploadPhase, changes: &mut Changes) {
        let attached = self.attachments.iter_mut().find(|known| known.file.id == *id);
        let Some(attached) = attached.filter(|known| known.phase != phase) else {
            return;
        };
        if let (Some(known), UploadPhase::Done(id)) = (attached.uploaded(), &phase) {
            // Two tabs have uploaded it: the same one of both ids stands in all tabs.
            let double = known.max(*id);
            self.doubles.insert(double);
            attached.phase = UploadPhase::Done(known.min(*id));
            self.files_detached(&[AttachmentId::of_server(double)], changes);
        } else {
            attached.phase = phase;
        }
        if let Some(attached) = self.attachment(id) {
            changes.insert(Key::Attachments(attached.place));
        }
        self.stands_once(id, changes);
    }

    /// A second id of a file that is here by another one.
    pub fn is_double(&self, file_id: FileId) -> bool {
        self.doubles.contains(&file_id)
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
            let has_bytes = attached.file.id.on_server_only().is_none();
            if has_bytes && matches!(attached.phase, UploadPhase::Failed(_)) {
                attached.phase = UploadPhase::Waiting;
            }
            changes.insert(Key::Attachments(attached.place));
        }
    }

    /// The server has the post of these files. It makes a post also without those that it does not know any more (`rest.md 4.8`): they
    /// are in the composer again, and uploaded anew; what has no bytes here stands there as failed. Another tab that sent the post may have
    /// uploaded the same file under another id.
    pub(super) fn files_confirmed(&mut self, own: &Outgoing, post: &Post, changes: &mut Changes) {
        let has =
            |id: FileId, name: &str| has_file(post, id) || post.files.iter().any(|file| file.name == name);
        let (mut taken, mut left_out) = (Vec::new(), None);
        let files = self.uploaded(own).into_iter();
        let posted: Vec<FileId> = files.filter(|id| self.is_posted(*id)).collect();
        for attached in &mut self.attachments {
            if !own.files.iter().any(|file| file.id == attached.file.id) {
                continue;
            }
            match attached.phase {
                UploadPhase::Done(id) if !has(id, &attached.file.name) => {
                    left_out = Some(attached.file.name.clone());
                    match attached.file.id.on_server_only() {
                        // Another tab or device has sent it with another post.
                        _ if posted.contains(&id) => taken.push(attached.file.id.clone()),
                        None => attached.phase = UploadPhase::Waiting,
                        Some(_) => attached.phase = UploadPhase::Failed(FailureReason::FileGone),
                    }
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
        let id = |file: &Attachment| match self.attachment(&file.id) {
            Some(attached) => attached.uploaded(),
            None => file.id.on_server_only(),
        };
        post.files.iter().filter_map(id).collect()
    }
}

fn has_file(post: &Post, id: FileId) -> bool {
    post.file_ids.contains(&id) || post.files.iter().any(|file| file.id == id)
}
