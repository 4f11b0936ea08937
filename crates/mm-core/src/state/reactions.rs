//! Reactions. The server repeats additions and removals: one person has one reaction of a name, however often told.

use std::sync::Arc;

use crate::domain::*;
use crate::mutant::{self, Mutant};

use super::{Changes, Key, State};

impl State {
    /// Somebody reacted. A repeated addition comes with a new time; the first place in the row is kept.
    pub(super) fn reaction_added(&mut self, reaction: &Reaction, changes: &mut Changes) {
        let Some(post) = self.posts.get_mut(&reaction.post_id) else {
            return;
        };
        if add_reaction(Arc::make_mut(post), reaction) {
            changes.insert(Key::Post(reaction.post_id));
        }
    }

    /// One pinned or unpinned a post. Its time stays: the server's next word on it stands.
    pub(super) fn post_pinned(&mut self, post_id: PostId, pinned: bool, changes: &mut Changes) {
        if let Some(post) = self.posts.get_mut(&post_id) {
            Arc::make_mut(post).is_pinned = pinned;
            changes.insert(Key::Post(post_id));
        }
    }

    /// Somebody took a reaction back.
    pub(super) fn reaction_removed(&mut self, reaction: &Reaction, changes: &mut Changes) {
        let Some(post) = self.posts.get_mut(&reaction.post_id) else {
            return;
        };
        let is_there = post.reactions.iter().flatten().any(|r| is_same(r, reaction));
        if !is_there {
            return;
        }
        if let Some(reactions) = &mut Arc::make_mut(post).reactions {
            reactions.retain(|r| !is_same(r, reaction));
        }
        changes.insert(Key::Post(reaction.post_id));
    }
}

/// Says whether anything changed.
pub(super) fn add_reaction(post: &mut Post, reaction: &Reaction) -> bool {
    let reactions = post.reactions.get_or_insert_with(Vec::new);
    let known = reactions.iter_mut().find(|r| is_same(r, reaction));
    if let Some(known) = known.filter(|_| !mutant::is(Mutant::ReactionTwice)) {
        // One's own was shown with a time that was guessed.
        let is_newer = known.create_at < reaction.create_at;
        known.create_at = known.create_at.max(reaction.create_at);
        return is_newer;
    }
    let at = reactions.partition_point(|r| r.create_at <= reaction.create_at);
    reactions.insert(at, reaction.clone());
    true
}

fn is_same(a: &Reaction, b: &Reaction) -> bool {
    a.user_id == b.user_id && a.emoji_name == b.emoji_name
}
