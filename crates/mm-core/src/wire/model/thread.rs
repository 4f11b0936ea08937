//! Thread as one follows it (`rest.md 3.9`).

use super::{participant, post};
use crate::domain::*;
use crate::wire::fields::{any_of, one, Fields};
use crate::wire::nested::Unfit;

/// A thread with what came along.
pub struct ThreadParts {
    /// The thread; followed, since only followed ones are listed and told of.
    pub thread: Thread,
    /// Its root, completed by what only the thread says.
    pub root: Option<Post>,
    /// Full profiles of participants, where there were some.
    pub users: Vec<User>,
}

/// A thread.
pub fn thread(fields: &Fields<'_>) -> Result<ThreadParts, Unfit> {
    let id = fields.id("id")?;
    let people = any_of(fields.raw("participants"), participant);
    let mut participants = Vec::with_capacity(people.len());
    let mut users = Vec::new();
    for (id, user) in people {
        participants.push(id);
        users.extend(user);
    }
    let thread = Thread {
        id,
        reply_count: fields.count("reply_count"),
        last_reply_at: fields.time("last_reply_at"),
        last_viewed_at: fields.time("last_viewed_at"),
        participants,
        unread_replies: fields.count("unread_replies"),
        unread_mentions: fields.count("unread_mentions"),
        is_following: true,
    };
    let root = fields
        .raw("post")
        .and_then(|raw| one(raw.get(), post).ok())
        .filter(|post| post.id == thread.id)
        .map(|post| complete(post, &thread));
    Ok(ThreadParts { thread, root, users })
}

/// The copy of the root inside a thread has no counts of its own (recorded: `reply_count` 0 beside a thread with 1).
fn complete(mut post: Post, thread: &Thread) -> Post {
    post.reply_count = thread.reply_count;
    post.last_reply_at = Some(thread.last_reply_at).filter(|at| at.0 > 0);
    post.participants = Some(thread.participants.clone());
    post.is_following = Some(true);
    post
}
