//! Who is typing where. Entries end by time (the engine tells) or with the person's post.

use crate::domain::*;

use super::{Changes, Key, State};

impl State {
    /// Somebody is typing; the newest moment counts.
    pub(super) fn typing_received(
        &mut self,
        (channel_id, root_id, user_id): (ChannelId, Option<PostId>, UserId),
        at: Monotonic,
        changes: &mut Changes,
    ) {
        if self.me == Some(user_id) {
            return;
        }
        let since = self
            .typing
            .entry_or_insert_with((channel_id, root_id, user_id), || {
                changes.insert(Key::Typing(channel_id));
                at
            });
        *since = (*since).max(at);
    }

    /// Time passed: what is older has ended.
    pub(super) fn typing_expired(&mut self, before: Monotonic, changes: &mut Changes) {
        self.typing.retain(|(channel_id, _, _), at| {
            let stays = *at >= before;
            if !stays {
                changes.insert(Key::Typing(*channel_id));
            }
            stays
        });
    }

    /// A post is what the typing was about.
    pub(super) fn typing_ended(&mut self, post: &Post, changes: &mut Changes) {
        if self
            .typing
            .remove(&(post.channel_id, post.root_id, post.user_id))
            .is_some()
        {
            changes.insert(Key::Typing(post.channel_id));
        }
    }
}
