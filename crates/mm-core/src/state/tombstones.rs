//! Deleted posts. A tombstone wins for ever: no late page, edit or answer brings a deleted post back. While the post's place
//! is on the screen, "(message deleted)" stands there.

use crate::domain::*;
use crate::mutant::{self, Mutant};

use super::{Changes, Key, State};

/// What remains of a deleted post while its place is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Channel.
    pub channel_id: ChannelId,
    /// Place, if the post had been loaded.
    pub order: Option<PostOrder>,
    /// Author, if known.
    pub user_id: Option<UserId>,
}

impl State {
    /// A post is gone, with its replies if it was a root: the server tells of the root only.
    pub(super) fn post_deleted(
        &mut self,
        post_id: PostId,
        channel_id: ChannelId,
        root_id: Option<PostId>,
        changes: &mut Changes,
    ) {
        self.pending_deletes.remove(&post_id);
        self.pending_edits.remove(&post_id);
        self.early_edits.remove(&post_id);
        self.doubted.remove(&post_id);
        self.suspected.remove(&post_id);
        if self.tombstones.contains_key(&post_id) {
            return;
        }
        let known = self.posts.get(&post_id).cloned();
        let tombstone = Tombstone {
            channel_id,
            order: known.as_ref().map(|p| p.order()),
            user_id: known.as_ref().map(|p| p.user_id),
        };
        if !mutant::is(Mutant::TombstoneForgotten) {
            self.tombstones.insert(post_id, tombstone);
        }
        changes.insert(Key::Post(post_id));
        changes.insert(Key::Timeline(channel_id));
        let root = root_id.or(known.as_ref().and_then(|p| p.root_id));
        self.posts.remove(&post_id);
        match root {
            Some(root) => self.reply_deleted(root, post_id, known.as_ref().map(|p| p.order()), changes),
            None => self.replies_dropped(post_id, changes),
        }
        if let Some(post) = known {
            let order = post.order();
            if self.open_channel != Some(channel_id) {
                self.placeholder_removed(channel_id, &order);
            }
            if let Some(root) = root.filter(|root| self.open_thread != Some(*root)) {
                self.reply_unplaced(root, &order);
            }
        }
    }

    /// Replies of a deleted root vanish without a word of their own.
    fn replies_dropped(&mut self, root: PostId, changes: &mut Changes) {
        let replies = self.replies.remove(&root).unwrap_or_default();
        for order in replies {
            self.post_dropped(order.id, changes);
        }
        self.complete_threads.remove(&root);
        self.reply_bases.remove(&root);
        self.early_edits.retain(|_, p| p.root_id != Some(root));
        if self.threads.remove(&root).is_some() {
            changes.insert(Key::Thread(root));
        }
        changes.insert(Key::ThreadTimeline(root));
    }

    /// A post leaves memory and lists, without a tombstone.
    pub(super) fn post_dropped(&mut self, post_id: PostId, changes: &mut Changes) {
        let Some(post) = self.posts.remove(&post_id) else {
            return;
        };
        self.pending_edits.remove(&post_id);
        self.pending_deletes.remove(&post_id);
        self.reply_bases.remove(&post_id);
        let order = post.order();
        self.placeholder_removed(post.channel_id, &order);
        if let Some(root) = post.root_id {
            self.reply_unplaced(root, &order);
            self.recounted(root, changes);
            changes.insert(Key::ThreadTimeline(root));
        }
        changes.insert(Key::Post(post_id));
        changes.insert(Key::Timeline(post.channel_id));
    }

    fn placeholder_removed(&mut self, channel_id: ChannelId, order: &PostOrder) {
        if let Some(timeline) = self.timelines.get_mut(&channel_id) {
            timeline.remove(order);
        }
    }

    fn reply_unplaced(&mut self, root: PostId, order: &PostOrder) {
        if let Some(replies) = self.replies.get_mut(&root) {
            replies.remove(order);
        }
    }

    /// The places of deleted posts close up once the channel is left.
    pub(super) fn channel_placeholders_closed(&mut self, channel_id: ChannelId) {
        let dead = self.dead_orders(
            self.timelines
                .get(&channel_id)
                .map(|t| set_of(t.orders().copied())),
        );
        for order in dead {
            self.placeholder_removed(channel_id, &order);
        }
    }

    /// The same for a thread that is closed.
    pub(super) fn thread_placeholders_closed(&mut self, root: PostId) {
        let dead = self.dead_orders(self.replies.get(&root).cloned());
        for order in dead {
            self.reply_unplaced(root, &order);
        }
    }

    fn dead_orders(&self, orders: Option<Set<PostOrder>>) -> Vec<PostOrder> {
        let orders = orders.unwrap_or_default();
        orders
            .into_iter()
            .filter(|o| self.tombstones.contains_key(&o.id))
            .collect()
    }
}
