//! What an earlier page showed, from the local store. It gives way to whatever is known already, and the server's word on each
//! thing stands as soon as it is there: posts are stale, memberships and categories marked as kept.

use crate::domain::*;
use crate::event::{KeptChannel, KeptOne, KeptTimeline, KeptView};

use super::posts::ThreadFacts;
use super::threads::ReplyBase;
use super::{Changes, Chunk, Key, State, Timeline};

impl State {
    /// The view of an earlier page was read.
    pub(super) fn view_restored(&mut self, kept: &KeptView, changes: &mut Changes) {
        if let Some(config) = &kept.config {
            self.config_loaded(config, changes);
        }
        if self.me.is_none() {
            if let Some(me) = &kept.me {
                self.me_loaded(me, changes);
            }
        }
        self.preferences_loaded(&kept.preferences, crate::event::Scope::Some, changes);
        let unknown = |user: &&User| !self.users.contains_key(&user.id);
        let unknown: Vec<User> = kept.users.iter().filter(unknown).cloned().collect();
        self.users_loaded(&unknown, changes);
        self.emoji_loaded(&kept.emoji, changes);
        for team in &kept.teams {
            self.teams.insert(team.id, team.clone());
        }
        self.team_members_loaded(&kept.team_members, changes);
        for one in &kept.channels {
            self.channel_restored(one, changes);
        }
        for (team_id, categories) in &kept.categories {
            if self.teams.contains_key(team_id) && self.categories(*team_id).is_empty() {
                self.categories_loaded(*team_id, categories, changes);
                self.stale_categories.insert(*team_id);
            }
        }
        for timeline in &kept.timelines {
            self.timeline_restored(timeline, changes);
        }
        changes.insert(Key::Teams);
        changes.insert(Key::Sidebar);
        self.place_resolved_again(changes);
    }

    fn channel_restored(&mut self, kept: &KeptChannel, changes: &mut Changes) {
        let id = kept.channel.id;
        let is_mine = self.me == Some(kept.member.user_id) && kept.member.channel_id == id;
        if !is_mine || self.channels.contains_key(&id) || self.members.contains_key(&id) {
            return;
        }
        self.channels.insert(id, kept.channel.clone());
        self.members.insert(id, kept.member.clone());
        self.kept_members.insert(id);
        self.view_caught_up(id, changes);
        if let Some(people) = &kept.people {
            self.group_members.insert(id, people.clone());
        }
        changes.insert(Key::Channel(id));
        changes.insert(Key::Unread(id));
    }

    fn timeline_restored(&mut self, kept: &KeptTimeline, changes: &mut Changes) {
        let id = kept.channel_id;
        let fits = self.members.contains_key(&id)
            && !self.timelines.contains_key(&id)
            && kept.is_flat == self.flat_threads;
        if !fits {
            return;
        }
        let mut timeline = Timeline {
            reached_start: kept.reached_start,
            loaded: !kept.is_bare,
            live_until: Some(kept.until),
            broken_at: Some(kept.until),
            kept_until: Some(kept.until),
            ..Timeline::default()
        };
        for one in kept.posts.iter().filter(|one| one.post.channel_id == id) {
            self.post_restored(one, changes);
            if self.posts.contains_key(&one.post.id) && self.belongs_in_channel(&one.post) {
                if one.after_hole || timeline.chunks.is_empty() {
                    timeline.chunks.push(Chunk::default());
                }
                let chunk = timeline.chunks.last_mut();
                chunk.map(|chunk| chunk.posts.insert(one.post.order()));
            }
        }
        timeline.chunks.retain(|chunk| !chunk.posts.is_empty());
        self.timelines.insert(id, timeline);
        self.stale.insert(id);
        if kept.opened > 0 {
            self.opened.insert(id, kept.opened);
        }
        self.opened_count = self.opened_count.max(kept.opened);
        changes.insert(Key::Timeline(id));
    }

    fn post_restored(&mut self, kept: &KeptOne, changes: &mut Changes) {
        let post = &kept.post;
        if self.posts.contains_key(&post.id) {
            return;
        }
        self.store_post(post, ThreadFacts::Partial, changes);
        if post.root_id.is_none() && self.posts.contains_key(&post.id) {
            let base = ReplyBase {
                as_of: kept.counted_until,
                count: post.reply_count,
                last_reply_at: post.last_reply_at,
                participants: post.participants.clone(),
                named_at: kept.is_named.then_some(kept.counted_until),
            };
            self.reply_bases.insert(post.id, base);
            self.recounted(post.id, changes);
        }
    }

    /// A root as it is kept: all replies that are known are in its number. Until when they are, and whether everybody is named.
    pub(crate) fn counted_until(&self, root: &Post) -> (Timestamp, bool) {
        let Some(base) = self.reply_bases.get(&root.id) else {
            return (root.update_at, false);
        };
        let replies = self.replies.get(&root.id).into_iter().flatten();
        let known = replies.filter(|order| self.posts.contains_key(&order.id));
        let newest = known.map(|order| order.create_at).max();
        (
            base.as_of.max(newest.unwrap_or_default()),
            base.named_at.is_some(),
        )
    }
}
