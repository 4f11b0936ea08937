//! Files on their way: one at a time, in the order in which they were attached, from the moment they are attached. A post with files goes
//! when the server has them all (`sync/sending.rs`).
//!
//! A file that another tab of the browser attached is that tab's to send, until its post is this tab's.

use super::{Effect, Engine};
use crate::domain::*;
use crate::event::*;
use crate::sync::Ask;

/// What this page does about files.
#[derive(Clone, Debug, Default)]
pub(super) struct Uploads {
    /// Attached in other tabs.
    theirs: Set<AttachmentId>,
}

impl Engine {
    /// After every input: the next file goes.
    pub(super) fn mind_uploads(&mut self, now: Now) {
        let may = *self.state.session() == SessionState::SignedIn && !self.cache.is_reading();
        if !may || self.requests.any(|ask| matches!(ask, Ask::Upload(_))) {
            return;
        }
        let waits = |attached: &&Attached| {
            matches!(attached.phase, UploadPhase::Waiting | UploadPhase::Sending(_))
                && attached.file.id.on_server_only().is_none()
                && !self.uploads.theirs.contains(&attached.file.id)
        };
        let next = self.state.attachments().iter().find(waits);
        if let Some(id) = next.map(|attached| attached.file.id.clone()) {
            self.ask(now, Ask::Upload(id), 0);
        }
    }

    pub(super) fn upload_begins(&mut self, now: Now, ask: &Ask) {
        if let Ask::Upload(id) = ask {
            let id = id.clone();
            self.apply(now, Event::FileProgressed { id, percent: 0 });
        }
    }

    /// So much of a request's file has been sent.
    pub(super) fn progressed(&mut self, now: Now, id: RequestId, percent: u8) {
        let flight = self.requests.flights().find(|(other, _)| *other == id);
        if let Some(Ask::Upload(id)) = flight.map(|(_, flight)| flight.ask.clone()) {
            self.apply(now, Event::FileProgressed { id, percent });
        }
    }

    /// The person does not want it sent: what is under way is broken off.
    pub(super) fn upload_cancelled(&mut self, id: &AttachmentId) {
        let ask = Ask::Upload(id.clone());
        self.requests.drop_waiting(|waiting| *waiting == ask);
        let under_way: Vec<RequestId> = self
            .requests
            .flights()
            .filter(|(_, flight)| flight.ask == ask)
            .map(|(id, _)| id)
            .collect();
        self.requests.recall(|flying| *flying == ask);
        self.out.effects.extend(under_way.into_iter().map(Effect::Abort));
    }

    /// Another tab has told of a file.
    pub(super) fn file_heard(&mut self, now: Now, event: Event) {
        match &event {
            Event::FileAttached(attached) => {
                let id = &attached.file.id;
                if self.state.attachment(id).is_none() {
                    self.uploads.theirs.insert(id.clone());
                }
                let outbox = self.state.outbox().iter();
                let has = |post: &Outgoing| post.files.iter().any(|file| file.id == *id);
                for item in outbox.filter(|item| has(&item.post)) {
                    self.sending.heard_of_file(&item.post.pending, now.mono);
                }
            }
            // Its post may be on its way there, and stands here until it is known to have arrived.
            Event::FileDetached(id) if self.state.is_sent(id) => return,
            Event::FileDetached(id) => {
                self.cache.file_gone(id);
                self.upload_cancelled(id);
            }
            _ => {}
        }
        let attached = match &event {
            Event::FileAttached(attached) => Some((attached.place, attached.file.id.clone())),
            _ => None,
        };
        self.apply(now, event);
        let is_old = |id: &AttachmentId| id.on_server_only().is_none() && self.state.attachment(id).is_none();
        if let Some((_, id)) = attached.as_ref().filter(|(_, id)| is_old(id)) {
            // It is in no composer here any more. There it may be.
            self.cache.file_gone(id);
        }
        self.files_heard(now, attached.map(|(place, _)| place));
    }
}
