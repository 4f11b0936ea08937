//! One's own posts, edits and deletions on their way: shown at once, ended by whatever confirms them first.

use std::sync::Arc;

use crate::domain::*;
use crate::event::{FailureReason, KeptPost, Outgoing};

use super::{Changes, Key, State};

/// An own post on its way.
///
/// ```text
/// PostQueued → Queued ── PostSendStarted → Sending ── posted event or answer → (gone: the server's post stands)
///                 ▲                          │
///                 └──── PostSendRetried ── Failed { reason } ── PostSendDiscarded → (gone)
/// ```
/// A page that begins finds what the one before it kept: Failed as Failed, the others as Queued (`OutboxRestored`). Event, answer and page in any order give one post: whichever comes second finds the item gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingItem {
    /// What is sent.
    pub post: Outgoing,
    /// How far it got.
    pub phase: OutgoingPhase,
}

/// How far an own post got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutgoingPhase {
    /// Waits for its turn (one at a time in a channel) or for the network.
    Queued,
    /// The request is under way.
    Sending,
    /// Refused or given up; text kept.
    Failed(FailureReason),
}

impl State {
    pub(super) fn post_queued(&mut self, outgoing: &Outgoing, changes: &mut Changes) {
        // A key is used once: a repeated event must not bring back what was confirmed or discarded.
        if !self.sent.insert(outgoing.pending.clone()) {
            return;
        }
        self.outbox.push(OutgoingItem {
            post: outgoing.clone(),
            phase: OutgoingPhase::Queued,
        });
        self.files_wanted(&outgoing.files, changes);
        note_outgoing(outgoing, changes);
    }

    /// What an earlier page left unsent stands before what was written since. One that failed waits for the person, the others for
    /// their turn.
    pub(super) fn outbox_restored(&mut self, kept: &[KeptPost], changes: &mut Changes) {
        let mut first = Vec::new();
        for one in kept {
            if !self.sent.insert(one.post.pending.clone()) {
                continue;
            }
            let phase = one
                .failed
                .clone()
                .map_or(OutgoingPhase::Queued, OutgoingPhase::Failed);
            note_outgoing(&one.post, changes);
            self.files_wanted(&one.post.files, changes);
            first.push(OutgoingItem {
                post: one.post.clone(),
                phase,
            });
        }
        first.append(&mut self.outbox);
        self.outbox = first;
        self.outbox_compared(changes);
    }

    /// Another tab of this browser may have kept a post as arrived while this one's answer was lost.
    fn outbox_compared(&mut self, changes: &mut Changes) {
        let own = |post: &&Arc<Post>| self.me == Some(post.user_id) && post.props.client_id.is_some();
        let own: Vec<Arc<Post>> = self.posts.values().filter(own).cloned().collect();
        for post in own {
            self.take_confirmed(&post, changes);
        }
    }

    /// The newest time of the server that is known in a channel: the local clock may be a day off.
    pub fn newest_server_time(&self, channel_id: ChannelId) -> Timestamp {
        let posts = self.timeline(channel_id).and_then(|t| t.orders().next_back());
        let channel = self.channel(channel_id).map(|channel| channel.last_post_at);
        posts
            .map(|order| order.create_at)
            .max(channel)
            .unwrap_or_default()
    }

    pub(super) fn post_send_moved(
        &mut self,
        pending: &PendingPostId,
        phase: OutgoingPhase,
        changes: &mut Changes,
    ) {
        let Some(item) = self.outbox.iter_mut().find(|i| i.post.pending == *pending) else {
            return;
        };
        let allowed = match (&item.phase, &phase) {
            (OutgoingPhase::Failed(_), OutgoingPhase::Sending) => false,
            (OutgoingPhase::Sending, OutgoingPhase::Queued) => false,
            (old, new) => old != new,
        };
        if allowed {
            let is_wanted = phase == OutgoingPhase::Queued;
            item.phase = phase;
            note_outgoing(&item.post, changes);
            if is_wanted {
                let files = item.post.files.clone();
                self.files_wanted(&files, changes);
            }
        }
    }

    pub(super) fn post_send_discarded(&mut self, pending: &PendingPostId, changes: &mut Changes) {
        if let Some(at) = self.outbox.iter().position(|i| i.post.pending == *pending) {
            let item = self.outbox.remove(at);
            note_outgoing(&item.post, changes);
            let files: Vec<AttachmentId> = item.post.files.into_iter().map(|file| file.id).collect();
            self.files_detached(&files, changes);
        }
    }

    /// The outbox item that a post of the server confirms, removed from the outbox. Pages carry no pending id: there the random
    /// id in the properties tells. A foreign post never confirms, even with our key (`surprises.md`, Sending).
    pub(super) fn take_confirmed(&mut self, post: &Post, changes: &mut Changes) -> Option<PendingPostId> {
        if self.outbox.is_empty() || self.me != Some(post.user_id) {
            return None;
        }
        let at = self.outbox.iter().position(|item| {
            let own = &item.post;
            let same_key = post.pending_post_id.as_ref() == Some(&own.pending);
            let same_client_id =
                !own.client_id.is_empty() && post.props.client_id.as_deref() == Some(own.client_id.as_str());
            own.channel_id == post.channel_id && (same_key || same_client_id)
        })?;
        let item = self.outbox.remove(at);
        note_outgoing(&item.post, changes);
        self.files_confirmed(&item.post, post, changes);
        Some(item.post.pending)
    }

    /// The last wish about a post counts: it is not deleted any more.
    pub(super) fn post_edit_queued(&mut self, post_id: PostId, message: &str, changes: &mut Changes) {
        if self.tombstones.contains_key(&post_id) {
            return;
        }
        self.post_delete_failed(post_id, changes);
        self.pending_edits.insert(post_id, message.to_owned());
        changes.insert(Key::Post(post_id));
    }

    /// The edit ended, well or badly: the server's text is shown again. A newer edit of the same post stays.
    pub(super) fn post_edit_ended(&mut self, post_id: PostId, message: &str, changes: &mut Changes) {
        if self
            .pending_edits
            .get(&post_id)
            .is_some_and(|text| text == message)
        {
            self.pending_edits.remove(&post_id);
            changes.insert(Key::Post(post_id));
        }
    }

    /// If the server does not want it the post shows its own text: an edit of before is not wanted any more.
    pub(super) fn post_delete_queued(&mut self, post_id: PostId, changes: &mut Changes) {
        if !self.tombstones.contains_key(&post_id) && self.pending_deletes.insert(post_id) {
            self.pending_edits.remove(&post_id);
            self.note_post_rows(post_id, changes);
        }
    }

    pub(super) fn post_delete_failed(&mut self, post_id: PostId, changes: &mut Changes) {
        if self.pending_deletes.remove(&post_id) {
            self.note_post_rows(post_id, changes);
        }
    }
}

fn note_outgoing(outgoing: &Outgoing, changes: &mut Changes) {
    changes.insert(Key::Pending(outgoing.pending.clone()));
    changes.insert(Key::Timeline(outgoing.channel_id));
    if let Some(root) = outgoing.root_id {
        changes.insert(Key::ThreadTimeline(root));
    }
}
