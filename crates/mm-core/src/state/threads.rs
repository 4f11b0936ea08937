//! Threads: which replies are known, how many there are, and one's own view of a thread.
//!
//! A root's reply count comes from the newest copy that counted (`reply_bases`), plus the replies that came later. So a copy
//! without counts, a repeated reply, or a reply that came before its root change nothing wrongly. A deletion carries no time: whether
//! a copy had counted the reply, and whether its author has others, is not to be known, so what is shown then is only good until
//! the server has been asked (`sync::follow`).

use std::sync::Arc;

use crate::domain::*;
use crate::event::ThreadsRead;
use crate::mutant::{self, Mutant};

use super::posts::ThreadFacts;
use super::{Changes, Key, State};

/// A counted number of replies with the people in them: right at that server time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReplyBase {
    pub as_of: Timestamp,
    pub count: i64,
    pub last_reply_at: Option<Timestamp>,
    pub participants: Option<Vec<UserId>>,
    /// Until when the people are complete: server time of the newest copy that said who replied, and when last.
    pub named_at: Option<Timestamp>,
}

/// Changes of one post in one millisecond get times one after the other: a copy so much later may have been made before the reply. Milliseconds.
const ONE_MOMENT: i64 = 5;

impl ReplyBase {
    /// From here on replies are not in its number. One of its moment is, unless it says that the last one came before.
    fn end(&self) -> PostOrder {
        let past = self.as_of.0.saturating_add(1);
        if self.named_at != Some(self.as_of) {
            return first_of(past);
        }
        let after_last = self.last_reply_at.map(|last| last.0.saturating_add(1));
        first_of(after_last.unwrap_or(self.as_of.0).clamp(self.moment(), past))
    }

    /// Whether a reply of this time may or may not be in its number, because it does not say when somebody replied last.
    fn is_unsure_of(&self, reply: Timestamp) -> bool {
        self.named_at < Some(self.as_of) && (self.moment()..=self.as_of.0).contains(&reply.0)
    }

    /// The beginning of the moment in which it was made.
    fn moment(&self) -> i64 {
        self.as_of.0.saturating_sub(ONE_MOMENT)
    }
}

/// The first place of a millisecond.
fn first_of(millis: i64) -> PostOrder {
    PostOrder {
        create_at: Timestamp(millis),
        id: PostId::MIN,
    }
}

impl State {
    /// A thread's posts arrived.
    pub(super) fn thread_loaded(
        &mut self,
        root_id: PostId,
        posts: &[Post],
        after: Option<PostOrder>,
        complete: bool,
        changes: &mut Changes,
    ) {
        for post in posts {
            self.store_post(post, ThreadFacts::Counted, changes);
        }
        self.replies_doubted(root_id, posts, after, complete);
        if complete && !self.tombstones.contains_key(&root_id) {
            self.complete_threads.insert(root_id);
        }
        changes.insert(Key::ThreadTimeline(root_id));
        self.memory_bounded(changes);
    }

    /// Nobody told what was said in threads that are not open.
    pub(super) fn left_threads_stale(&mut self) {
        let open = self.open_thread;
        self.complete_threads.retain(|root| Some(*root) == open);
    }

    /// Replies that stand in the stretch of a page but not in the page were deleted while nobody told, or came after the page was made.
    fn replies_doubted(&mut self, root: PostId, page: &[Post], after: Option<PostOrder>, complete: bool) {
        let last = page.iter().filter(|post| post.id != root).map(Post::order).max();
        let told = set_of(page.iter().map(|post| post.id));
        let in_stretch = |order: &PostOrder| (complete || Some(*order) <= last) && Some(*order) > after;
        let known = self.replies.get(&root).into_iter().flatten();
        let missing = known.filter(|order| in_stretch(order) && !told.contains(&order.id));
        let missing: Vec<PostId> = missing
            .map(|order| order.id)
            .filter(|id| self.is_on_server(*id))
            .collect();
        self.doubted.extend(missing);
    }

    /// A copy of a root arrived: takes over its count if it is the newest that counts.
    pub(super) fn reply_base_taken(&mut self, root: &Post, facts: ThreadFacts, changes: &mut Changes) {
        let says = facts == ThreadFacts::Counted || root.reply_count > 0 || root.last_reply_at.is_some();
        let nobody = facts == ThreadFacts::Counted && root.reply_count == 0;
        let names = nobody || (root.last_reply_at.is_some() && root.participants.is_some());
        let known = self.reply_bases.get(&root.id);
        let newer = known.is_none_or(|base| {
            // Of one moment, the copy that says who replied, and when last, knows more.
            let is_outdone = root.update_at == base.as_of && base.named_at == Some(base.as_of) && !names;
            says && root.update_at >= base.as_of && !is_outdone && !self.counts_a_deleted(root)
        });
        if newer {
            // An edit or a pin counts without saying who replied when: known from the copy before and from the replies that came.
            let former = known.filter(|_| !names);
            let base = ReplyBase {
                as_of: root.update_at,
                count: root.reply_count,
                last_reply_at: root.last_reply_at.or(former.and_then(|b| b.last_reply_at)),
                participants: root
                    .participants
                    .clone()
                    .or_else(|| former.and_then(|b| b.participants.clone())),
                named_at: former.map_or(names.then_some(root.update_at), |b| b.named_at),
            };
            self.reply_bases.insert(root.id, base);
        } else if names && !self.counts_a_deleted(root) {
            self.replies_named(root);
        }
        self.recounted(root.id, changes);
    }

    /// An older copy than the one that counts may be newer than the one that said last who replied.
    fn replies_named(&mut self, root: &Post) {
        let base = self.reply_bases.get_mut(&root.id);
        if let Some(base) = base.filter(|base| base.named_at.is_some_and(|at| at < root.update_at)) {
            base.last_reply_at = root.last_reply_at;
            base.participants.clone_from(&root.participants);
            base.named_at = Some(root.update_at);
        }
    }

    /// Whether a copy of a root was made before its newest reply was deleted: the answer to one's own deletion overtakes events that
    /// are older.
    fn counts_a_deleted(&self, root: &Post) -> bool {
        let is_newest = |order: PostOrder| Some(order.create_at) == root.last_reply_at;
        root.last_reply_at.is_some()
            && self
                .tombstones
                .values()
                .any(|t| t.channel_id == root.channel_id && t.order.is_some_and(is_newest))
    }

    /// A reply is known: it stands in its thread and counts.
    pub(super) fn reply_noted(&mut self, reply: &Post, changes: &mut Changes) {
        let Some(root) = reply.root_id else { return };
        if self.replies.entry_or_default(root).insert(reply.order()) {
            changes.insert(Key::ThreadTimeline(root));
        }
        self.recounted(root, changes);
    }

    /// Whether a known reply is of the moment of the copy that counted, which does not say when somebody replied last: it may or may not be in
    /// its number.
    pub(crate) fn is_count_unsure(&self, root: PostId) -> bool {
        let base = self
            .reply_bases
            .get(&root)
            .filter(|_| self.posts.contains_key(&root));
        let mut known = self.replies.get(&root).into_iter().flatten();
        base.is_some_and(|base| known.any(|reply| base.is_unsure_of(reply.create_at)))
    }

    /// Whether the copy that counted has replies that are not known here, and none has said who replied.
    pub(crate) fn has_unnamed_replies(&self, root: PostId) -> bool {
        let base = self.reply_bases.get(&root);
        base.filter(|_| self.posts.contains_key(&root))
            .is_some_and(|base| {
                let known = self
                    .replies
                    .get(&root)
                    .map_or(0, |known| known.range(..base.end()).count());
                base.named_at.is_none() && base.count > i64::try_from(known).unwrap_or(i64::MAX)
            })
    }

    /// A reply was deleted: it counted in the base unless it came later.
    pub(super) fn reply_deleted(
        &mut self,
        root: PostId,
        reply: PostId,
        order: Option<PostOrder>,
        changes: &mut Changes,
    ) {
        if let Some(base) = self.reply_bases.get_mut(&root) {
            let in_base = order.is_none_or(|o| o < base.end());
            if in_base && base.count > 0 {
                base.count -= 1;
            }
            if order.is_some_and(|o| base.last_reply_at == Some(o.create_at)) {
                let left = self.replies.get(&root).into_iter().flatten().rev();
                let is_left = |o: &&PostOrder| o.id != reply && self.posts.contains_key(&o.id);
                base.last_reply_at = left.copied().find(|o| is_left(&o)).map(|o| o.create_at);
            }
        }
        changes.insert(Key::Post(reply));
        changes.insert(Key::ThreadTimeline(root));
        self.recounted(root, changes);
    }

    pub(super) fn recounted(&mut self, root: PostId, changes: &mut Changes) {
        let (Some(base), Some(post)) = (self.reply_bases.get(&root), self.posts.get(&root)) else {
            return;
        };
        let after = base.end();
        let past = |at: Timestamp| first_of(at.0.saturating_add(1));
        let from = base.named_at.map_or(first_of(0), past).min(after);
        let mut count = base.count;
        let mut last_reply_at = base.last_reply_at;
        let mut participants = base.participants.clone();
        for order in self.replies.get(&root).into_iter().flat_map(|r| r.range(from..)) {
            let Some(reply) = self.posts.get(&order.id) else {
                continue;
            };
            count = count.saturating_add(i64::from(
                *order >= after || mutant::is(Mutant::ReplyCountedTwice),
            ));
            last_reply_at = last_reply_at.max(Some(order.create_at));
            let people = participants.get_or_insert_with(Vec::new);
            if !people.contains(&reply.user_id) {
                people.push(reply.user_id);
            }
        }
        if (count, last_reply_at) == (post.reply_count, post.last_reply_at)
            && participants == post.participants
        {
            return;
        }
        if let Some(post) = self.posts.get_mut(&root) {
            let post = Arc::make_mut(post);
            post.reply_count = count;
            post.last_reply_at = last_reply_at;
            post.participants = participants;
            changes.insert(Key::Post(root));
        }
    }

    /// A thread's state for oneself arrived; its root may come along, without counts.
    pub(super) fn thread_updated(
        &mut self,
        thread: &Thread,
        previous: Option<(i64, i64)>,
        team_id: Option<TeamId>,
        root: Option<&Post>,
        changes: &mut Changes,
    ) {
        if let Some(root) = root.filter(|r| self.posts.contains_key(&r.id)) {
            self.store_post(root, ThreadFacts::Partial, changes);
        }
        if self.tombstones.contains_key(&thread.id) {
            return;
        }
        let known = self.threads.get(&thread.id);
        if known.is_some_and(|old| old.last_reply_at > thread.last_reply_at) {
            return;
        }
        let before = known.map(|t| (t.unread_replies, t.unread_mentions)).or(previous);
        // Threads of direct messages are listed and read in any team, and are in the figures of none (rest.md 3.3).
        let channel = self
            .thread_channel(thread.id)
            .or(root.map(|root| root.channel_id));
        let channel = channel.and_then(|id| self.channels.get(&id));
        let team = channel.map_or(team_id, |channel| channel.team_id);
        if let (Some(team), Some(before)) = (team, before) {
            self.totals_moved(
                team,
                before,
                (thread.unread_replies, thread.unread_mentions),
                changes,
            );
        }
        if self.threads.insert(thread.id, thread.clone()).as_ref() != Some(thread) {
            self.note_thread(thread.id, changes);
        }
    }

    /// One follows a thread or stopped.
    pub(super) fn thread_follow_changed(&mut self, id: PostId, is_following: bool, changes: &mut Changes) {
        if let Some(thread) = self.threads.get_mut(&id) {
            thread.is_following = is_following;
        }
        if let Some(post) = self.posts.get_mut(&id) {
            if post.is_following != Some(is_following) {
                Arc::make_mut(post).is_following = Some(is_following);
            }
        }
        self.note_thread(id, changes);
    }

    /// Threads were read on some device.
    pub(super) fn threads_read(&mut self, read: &ThreadsRead, changes: &mut Changes) {
        match *read {
            ThreadsRead::One {
                thread_id,
                at,
                unread_replies,
                unread_mentions,
            } => self.thread_read(thread_id, at, (unread_replies, unread_mentions), changes),
            ThreadsRead::Channel { channel_id, at } => {
                for id in self.threads_where(|state, id| state.thread_channel(id) == Some(channel_id)) {
                    self.thread_read(id, at, (0, 0), changes);
                }
            }
            ThreadsRead::Team { team_id } => {
                for id in self.threads_where(|state, id| state.thread_team(id) == Some(team_id)) {
                    let at = self.threads.get(&id).map_or(Timestamp(0), |t| t.last_reply_at);
                    self.thread_read(id, at, (0, 0), changes);
                }
                if let Some(totals) = self.thread_totals.get_mut(&team_id) {
                    *totals = (0, 0);
                }
                changes.insert(Key::Teams);
            }
        }
    }

    fn thread_read(&mut self, id: PostId, at: Timestamp, unread: (i64, i64), changes: &mut Changes) {
        let Some(thread) = self.threads.get_mut(&id) else {
            return;
        };
        let before = (thread.unread_replies, thread.unread_mentions);
        // Marking unread moves the time back, with unread replies; a late "read" never does.
        if at < thread.last_viewed_at && unread == (0, 0) {
            return;
        }
        thread.last_viewed_at = at;
        (thread.unread_replies, thread.unread_mentions) = unread;
        if let Some(team) = self.thread_team(id) {
            self.totals_moved(team, before, unread, changes);
        }
        self.note_thread(id, changes);
    }

    fn totals_moved(&mut self, team: TeamId, before: (i64, i64), now: (i64, i64), changes: &mut Changes) {
        let totals = self.thread_totals.get(&team).copied().unwrap_or_default();
        let moved = (
            totals
                .0
                .saturating_add(i64::from(now.0 > 0) - i64::from(before.0 > 0))
                .max(0),
            totals.1.saturating_add(now.1.saturating_sub(before.1)).max(0),
        );
        if totals != moved {
            self.thread_totals.insert(team, moved);
            changes.insert(Key::Teams);
        }
    }

    /// Totals of a team's unread threads arrived.
    pub(super) fn thread_totals_loaded(
        &mut self,
        team_id: TeamId,
        totals: (i64, i64),
        changes: &mut Changes,
    ) {
        if self.thread_totals.insert(team_id, totals) != Some(totals) {
            changes.insert(Key::Teams);
        }
    }

    fn threads_where(&self, is_meant: impl Fn(&State, PostId) -> bool) -> Vec<PostId> {
        self.threads
            .keys()
            .copied()
            .filter(|id| is_meant(self, *id))
            .collect()
    }

    fn thread_channel(&self, id: PostId) -> Option<ChannelId> {
        self.posts.get(&id).map(|p| p.channel_id)
    }

    fn thread_team(&self, id: PostId) -> Option<TeamId> {
        self.channels.get(&self.thread_channel(id)?)?.team_id
    }

    fn note_thread(&self, id: PostId, changes: &mut Changes) {
        changes.insert(Key::Thread(id));
        changes.insert(Key::Post(id));
    }
}
