//! Posts: what is known of each, whichever way it came. The newest `update_at` wins, a tombstone wins for ever, and an edit of
//! a post we do not have shows nothing.

use std::sync::Arc;

use crate::domain::*;
use crate::event::PostCreated;
use crate::mutant::{self, Mutant};

use super::reactions::add_reaction;
use super::timeline::Placing;
use super::{Changes, Key, State};

/// How many edits of posts that are not loaded are remembered, for a page that was made before them.
const MAX_EARLY_EDITS: usize = 256;

/// How much a copy says about its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ThreadFacts {
    /// From a list or thread: reply counts are right as of its `update_at`.
    Counted,
    /// From an event or a single answer: may lack them.
    Partial,
}

impl State {
    /// A post was made somewhere: counted, confirmed if it is one's own, placed.
    pub(super) fn post_created(&mut self, event: &PostCreated, changes: &mut Changes) {
        let post = &event.post;
        self.arrival_counted(event, changes);
        self.typing_ended(post, changes);
        if event.set_online {
            self.seen_online(post.user_id, changes);
        }
        self.line_moved_by(post);
        self.put_new(post, Liveness::Live, changes);
    }

    /// A message only for oneself: in memory, never fetched, never counted.
    pub(super) fn ephemeral_received(&mut self, post: &Post, changes: &mut Changes) {
        let mut post = post.clone();
        post.kind = PostKind::Ephemeral;
        self.put_new(&post, Liveness::Live, changes);
    }

    /// A post changed. One that is not loaded is only remembered, so that an older page does not bring the old text back.
    pub(super) fn post_edited(&mut self, post: &Post, changes: &mut Changes) {
        if self.posts.contains_key(&post.id) {
            self.store_post(post, ThreadFacts::Partial, changes);
        } else if !self.is_buried(post) {
            self.remember_edit(post);
        }
    }

    fn remember_edit(&mut self, post: &Post) {
        let older = self
            .early_edits
            .get(&post.id)
            .is_some_and(|e| e.update_at > post.update_at);
        if older || mutant::is(Mutant::EarlyEditForgotten) {
            return;
        }
        self.early_edits.insert(post.id, Arc::new(post.clone()));
        if self.early_edits.len() > MAX_EARLY_EDITS {
            let oldest = self
                .early_edits
                .values()
                .min_by_key(|p| (p.update_at, p.id))
                .map(|p| p.id);
            if let Some(id) = oldest {
                self.early_edits.remove(&id);
            }
        }
    }

    /// Single posts from REST: merged; placed where their chunk is known, and one's own just-sent ones also at the end.
    pub(super) fn posts_received(&mut self, posts: &[Post], liveness: Liveness, changes: &mut Changes) {
        for post in posts {
            self.doubted.remove(&post.id);
            self.put_new(post, liveness, changes);
        }
    }

    /// Posts that do not exist or may not be read leave the screen, without a tombstone: they may come back.
    pub(super) fn posts_missing(&mut self, ids: &[PostId], changes: &mut Changes) {
        for id in ids {
            self.doubted.remove(id);
            self.post_dropped(*id, changes);
        }
    }

    fn put_new(&mut self, post: &Post, liveness: Liveness, changes: &mut Changes) {
        let confirmed = self.store_post(post, ThreadFacts::Partial, changes);
        if !self.posts.contains_key(&post.id) {
            return;
        }
        let newest = match liveness {
            Liveness::Live => true,
            Liveness::Answer => confirmed == Confirmed::Now,
            Liveness::Found => false,
        };
        if self.belongs_in_channel(post) {
            let timeline = if newest {
                self.timelines.entry_or_default(post.channel_id)
            } else if let Some(timeline) = self.timelines.get_mut(&post.channel_id) {
                timeline
            } else {
                return;
            };
            let placing = if newest {
                timeline.place_newest(post.order())
            } else if confirmed == Confirmed::Now {
                // Found long after: it was in sight as one on its way, and stays.
                timeline.place_apart(post.order())
            } else {
                timeline.place(post.order())
            };
            if liveness == Liveness::Live {
                // A page has overtaken this event, and lacks the post: perhaps it is deleted, and the event that tells so is yet to come.
                let is_overtaken = timeline.live_until.is_some_and(|until| post.order() < until);
                if is_overtaken && placing == Placing::Placed {
                    self.suspected.insert(post.id);
                }
                timeline.heard(post.order());
            } else if placing == Placing::Placed {
                timeline.answered(post.order());
            }
            if placing == Placing::Placed {
                changes.insert(Key::Timeline(post.channel_id));
                self.tail_trimmed(post.channel_id);
            }
        }
        self.memory_bounded(changes);
    }

    /// With collapsed threads a channel shows roots only; replies are read in their thread.
    pub(crate) fn belongs_in_channel(&self, post: &Post) -> bool {
        post.root_id.is_none() || !self.is_collapsed_threads()
    }

    /// Merges a copy into what is known. Does nothing for a deleted post. Keys of the post itself are noted; rows are the
    /// caller's business, except the thread's.
    pub(super) fn store_post(
        &mut self,
        incoming: &Post,
        facts: ThreadFacts,
        changes: &mut Changes,
    ) -> Confirmed {
        if incoming.delete_at.is_some() {
            self.post_deleted(incoming.id, incoming.channel_id, incoming.root_id, changes);
            return Confirmed::No;
        }
        let pending = self.take_confirmed(incoming, changes);
        self.files_posted(incoming, changes);
        let confirmed = if pending.is_some() {
            Confirmed::Now
        } else {
            Confirmed::No
        };
        if self.is_buried(incoming) {
            return confirmed;
        }
        let mut copy = incoming.clone();
        if pending.is_some() {
            copy.pending_post_id = pending;
        }
        // A page of the very millisecond of the edit was made after it, and may know of a reaction besides.
        let edit = self.early_edits.remove(&copy.id);
        if let Some(edit) = edit.filter(|edit| edit.update_at > copy.update_at) {
            copy = merged(&copy, &edit);
        }
        let id = copy.id;
        let mut next = match self.posts.get(&id) {
            Some(old) => merged(old, &copy),
            None => copy,
        };
        if self.is_key_of_another(&next) {
            next.pending_post_id = None;
        }
        let is_root = next.root_id.is_none();
        let unchanged = self.posts.get(&id).is_some_and(|old| **old == next);
        if !unchanged {
            self.posts.insert(id, Arc::new(next));
            changes.insert(Key::Post(id));
        }
        if is_root {
            self.reply_base_taken(incoming, facts, changes);
        } else {
            self.reply_noted(incoming, changes);
        }
        confirmed
    }

    /// A message that was deleted before its own tab knew that it had arrived is said again, with the same key: a row has it once.
    fn is_key_of_another(&self, post: &Post) -> bool {
        let known = self.posts.get(&post.id);
        let is_new = known.is_none_or(|known| known.pending_post_id.is_none());
        let key = post
            .pending_post_id
            .as_ref()
            .filter(|key| is_new && self.sent.contains(*key));
        key.is_some_and(|key| {
            self.posts
                .values()
                .any(|other| other.pending_post_id.as_ref() == Some(key))
        })
    }

    /// Whether a post, or the root it answers, is deleted.
    pub(crate) fn is_buried(&self, post: &Post) -> bool {
        self.tombstones.contains_key(&post.id)
            || post
                .root_id
                .is_some_and(|root| self.tombstones.contains_key(&root))
    }

    /// Keys of every list that may show a post.
    pub(super) fn note_post_rows(&self, post_id: PostId, changes: &mut Changes) {
        changes.insert(Key::Post(post_id));
        if let Some(post) = self.posts.get(&post_id) {
            changes.insert(Key::Timeline(post.channel_id));
            changes.insert(Key::ThreadTimeline(post.thread_id()));
        }
    }
}

/// Whether a stored copy confirmed a post of the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Confirmed {
    /// It did, just now.
    Now,
    /// It did not.
    No,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Liveness {
    /// From the socket: everything newer will come too.
    Live,
    /// From a REST answer about single posts: one's own has just been made.
    Answer,
    /// From a REST answer about what happened since: one's own may have been made long ago.
    Found,
}

/// The newer of two copies, filled with what it lacks from the other: the one with the later edit, of which an answer without reactions may have
/// told. Equal times: the second.
fn merged(old: &Post, incoming: &Post) -> Post {
    let is_older = (incoming.edit_at, incoming.update_at) < (old.edit_at, old.update_at);
    let (newer, older) = if is_older && !mutant::is(Mutant::EditsByArrival) {
        (old, incoming)
    } else {
        (incoming, old)
    };
    let mut post = newer.clone();
    post.pending_post_id = newer
        .pending_post_id
        .clone()
        .or_else(|| older.pending_post_id.clone());
    post.participants = newer.participants.clone().or_else(|| older.participants.clone());
    post.is_following = newer.is_following.or(older.is_following);
    post.last_reply_at = newer.last_reply_at.or(older.last_reply_at);
    // Counted by the thread's reducer, from the copy that says most.
    post.reply_count = old.reply_count;
    // A reaction raises the post's time on the server, without saying so: a copy from before it must not take it away. The copy's
    // text may still be the newest, and so may be what it says of other reactions.
    let outlasts = |r: &&Reaction| r.create_at > newer.update_at;
    for reaction in older.reactions.iter().flatten().filter(outlasts) {
        add_reaction(&mut post, reaction);
    }
    if newer.reactions.is_none() {
        // A copy without metadata says nothing of reactions, picture sizes and files; what a page made before it says of them may
        // still be news.
        if older.reactions.is_some() {
            post.update_at = older.update_at;
        }
        post.reactions = older.reactions.clone();
        post.image_sizes = older.image_sizes.clone();
        if post.files.is_empty() {
            post.files = older
                .files
                .iter()
                .filter(|f| newer.file_ids.contains(&f.id))
                .cloned()
                .collect();
            post.file_ids.retain(|id| !post.files.iter().any(|f| f.id == *id));
        }
    }
    post
}
