//! Changes of posts that keep the channel's log and the thread in step.

use super::Store;
use crate::world::id::Id;
use crate::world::model::{Follow, Post};

impl Store {
    /// Adds a post. A reply is entered in its thread.
    pub fn insert_post(&mut self, post: Post) {
        if !post.is_root() {
            let thread = self.threads.entry(post.root_id).or_default();
            let at = thread
                .replies
                .partition_point(|(time, _)| *time <= post.create_at);
            thread.replies.insert(at, (post.create_at, post.id));
            if !thread.participants.contains(&post.user_id) {
                thread.participants.push(post.user_id);
            }
        }
        self.index.logs.entry(post.channel_id).or_default().insert(&post);
        self.posts.insert(post.id, post);
    }

    /// Changes a post; `update_at` becomes `now` (never earlier than it was).
    pub fn change_post(&mut self, id: Id, now: i64, change: impl FnOnce(&mut Post)) {
        let Some(post) = self.posts.get_mut(&id) else {
            return;
        };
        let log = self.index.logs.entry(post.channel_id).or_default();
        let files_before = post.file_ids.len();
        log.by_update.remove(&(post.update_at, id));
        post.update_at = now.max(post.update_at);
        change(post);
        log.by_update.insert((post.update_at, id));
        if post.delete_at == 0 {
            log.files = (log.files + post.file_ids.len()).saturating_sub(files_before);
            if post.is_pinned {
                log.pinned.insert(id);
            } else {
                log.pinned.remove(&id);
            }
        }
    }

    /// Marks a post as deleted, with its replies if it is a root. Counters of the channel stay as they are; a reply that goes raises
    /// its root's `update_at`, as one that comes does (`fixtures/wire/events/post_deleted.jsonl`).
    pub fn delete_post(&mut self, id: Id, now: i64, by: Id) {
        let Some(post) = self.posts.get(&id).cloned() else {
            return;
        };
        let mut doomed = vec![id];
        if let Some(thread) = self.threads.get(&id) {
            doomed.extend(thread.replies.iter().map(|(_, reply)| *reply));
        }
        for gone in doomed {
            let Some(old) = self.posts.get(&gone).cloned() else {
                continue;
            };
            self.index
                .logs
                .entry(old.channel_id)
                .or_default()
                .remove_living(&old);
            self.change_post(gone, now, |p| {
                p.delete_at = now;
                p.message = String::new();
                p.file_ids = Vec::new();
                p.props = std::iter::once(("deleteBy".to_owned(), by.as_str().into())).collect();
            });
        }
        self.threads.remove(&id);
        if !post.is_root() {
            self.leave_thread(&post);
            self.change_post(post.root_id, now, |_| {});
        }
    }

    fn leave_thread(&mut self, reply: &Post) {
        let Some(thread) = self.threads.get_mut(&reply.root_id) else {
            return;
        };
        thread.replies.retain(|(_, id)| *id != reply.id);
        let posts = &self.posts;
        let still_there = thread
            .replies
            .iter()
            .any(|(_, id)| posts.get(id).is_some_and(|other| other.user_id == reply.user_id));
        if !still_there {
            thread.participants.retain(|user| *user != reply.user_id);
        }
        if thread.replies.is_empty() {
            self.threads.remove(&reply.root_id);
        }
    }

    /// Number of living replies to a root.
    pub fn reply_count(&self, root: Id) -> usize {
        self.threads.get(&root).map_or(0, |thread| thread.replies.len())
    }

    /// Somebody's relation to a thread, made if there is none.
    pub fn follow_entry(&mut self, user: Id, root: Id) -> &mut Follow {
        self.index.user_threads.entry(user).or_default().insert(root);
        self.index.thread_users.entry(root).or_default().insert(user);
        self.follows.entry((user, root)).or_default()
    }

    /// Those who follow a thread.
    pub fn followers(&self, root: Id) -> Vec<Id> {
        let entered = self.index.thread_users.get(&root);
        let follows = |user: &Id| {
            self.follows
                .get(&(*user, root))
                .is_some_and(|follow| follow.following)
        };
        entered.into_iter().flatten().copied().filter(follows).collect()
    }
}
