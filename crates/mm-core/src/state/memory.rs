//! The bound on posts in memory: whole channels go, those least recently opened first, never the open one, and never one's
//! own unsent posts (they live in the outbox).

use crate::domain::*;

use super::{Changes, Key, State};

/// Posts kept in memory.
pub(crate) const MAX_POSTS: usize = 20_000;

/// When over the bound, so much is freed that the next post does not free again.
const AFTER_FREEING: usize = 18_000;

/// So many more posts come in before it is tried again to free some, when that did not suffice.
const LOOK_AGAIN_AFTER: usize = 1_000;

/// Posts kept of a channel whose posts were never asked for: they came by themselves.
const MAX_UNASKED: usize = 100;

/// Posts of a loaded channel that is not open: beyond so many only the newest half stays, at once. Who comes back finds a long way to scroll
/// before anything has to be loaded.
const MAX_AWAY: usize = 1_000;

/// Below so many posts there is room for channels that nobody asked for: `since` may bring a thousand, and nothing that was visited goes
/// for them.
const ROOM: usize = 15_000;

/// Sizes, for diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)] // each field counts what it is named after
pub struct MemoryFigures {
    pub posts: usize,
    pub tombstones: usize,
    pub timelines: usize,
    pub channels: usize,
    pub users: usize,
    pub outbox: usize,
    pub drafts: usize,
}

impl State {
    /// Sizes, for diagnostics.
    pub fn memory(&self) -> MemoryFigures {
        MemoryFigures {
            posts: self.posts.len(),
            tombstones: self.tombstones.len(),
            timelines: self.timelines.len(),
            channels: self.channels.len(),
            users: self.users.len(),
            outbox: self.outbox.len(),
            drafts: self.drafts.len(),
        }
    }

    /// Posts may be loaded that nobody asked for: nothing is freed for them.
    pub fn has_room(&self) -> bool {
        self.posts.len() < ROOM
    }

    /// Of a channel that is not open only the newest posts stay, and few of one that was never opened.
    pub(super) fn tail_trimmed(&mut self, id: ChannelId) {
        if self.open_channel == Some(id) {
            return;
        }
        let Some(timeline) = self.timelines.get_mut(&id) else {
            return;
        };
        let keep = match timeline.loaded {
            true if timeline.len() <= MAX_AWAY => return,
            true => MAX_AWAY / 2,
            false => MAX_UNASKED,
        };
        for order in timeline.keep_newest(keep) {
            if !self.is_needed(order.id) {
                self.posts.remove(&order.id);
                self.reply_bases.remove(&order.id);
            }
        }
    }

    /// Roots of known replies stay readable in their thread, and what somebody is changing is not let go.
    fn is_needed(&self, id: PostId) -> bool {
        self.replies.contains_key(&id)
            || self.threads.contains_key(&id)
            || self.pending_edits.contains_key(&id)
            || self.pending_deletes.contains(&id)
    }

    /// Frees whole channels when there are too many posts.
    pub(super) fn memory_bounded(&mut self, changes: &mut Changes) {
        if self.posts.len() <= MAX_POSTS.max(self.bound_posts) {
            return;
        }
        let cached = set_of(self.posts.values().map(|p| p.channel_id));
        let mut candidates: Vec<(u64, ChannelId)> = cached
            .into_iter()
            .filter(|id| self.open_channel != Some(*id))
            .map(|id| (self.opened.get(&id).copied().unwrap_or(0), id))
            .collect();
        sort_by_key(&mut candidates, |candidate| *candidate);
        for (_, id) in candidates {
            if self.posts.len() <= AFTER_FREEING {
                break;
            }
            self.channel_posts_forgotten(id, changes);
        }
        // The open channel alone may be larger than the bound: looking again at every post would be dear.
        self.bound_posts = self.posts.len().saturating_add(LOOK_AGAIN_AFTER);
    }

    /// Drops the posts of a channel and what hangs on them.
    pub(super) fn channel_posts_forgotten(&mut self, id: ChannelId, changes: &mut Changes) {
        let ids: Vec<PostId> = self
            .posts
            .values()
            .filter(|p| p.channel_id == id)
            .map(|p| p.id)
            .collect();
        for post_id in &ids {
            self.posts.remove(post_id);
            self.replies.remove(post_id);
            self.reply_bases.remove(post_id);
            self.complete_threads.remove(post_id);
            self.pending_edits.remove(post_id);
            self.doubted.remove(post_id);
            self.suspected.remove(post_id);
            self.pending_deletes.remove(post_id);
            if self.threads.remove(post_id).is_some() {
                changes.insert(Key::Thread(*post_id));
            }
            changes.insert(Key::Post(*post_id));
        }
        // Replies whose root is not loaded.
        let gone = set_of(ids.iter());
        self.replies.retain(|_, replies| {
            replies.retain(|o| !gone.contains(&o.id));
            !replies.is_empty()
        });
        self.early_edits.retain(|_, p| p.channel_id != id);
        self.timelines.remove(&id);
        self.new_lines.remove(&id);
        changes.insert(Key::Timeline(id));
    }
}
