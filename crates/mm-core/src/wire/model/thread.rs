//! Thread as one follows it (`rest.md 3.9`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::post::participant_ids;
use super::{IntoDomain, RawPost, RawUser};
use crate::domain::*;
use crate::wire::nested::{entries, Int, Text};

/// A thread as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawThread<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    pub reply_count: Int,
    pub last_reply_at: Int,
    pub last_viewed_at: Int,
    #[serde(borrow)]
    pub participants: Option<&'a RawValue>,
    #[serde(borrow)]
    pub post: Option<&'a RawValue>,
    pub unread_replies: Int,
    pub unread_mentions: Int,
    pub delete_at: Int,
}

/// A thread with what came along.
pub struct ThreadParts {
    /// The thread; followed, since only followed ones are listed and told of.
    pub thread: Thread,
    /// Its root, completed by what only the thread says.
    pub root: Option<Post>,
    /// Full profiles of participants, where there were some.
    pub users: Vec<User>,
}

impl IntoDomain for RawThread<'_> {
    type Domain = ThreadParts;

    fn into_domain(self) -> Option<ThreadParts> {
        let thread = Thread {
            id: PostId::parse(self.id.as_str()).ok()?,
            reply_count: self.reply_count.0.max(0),
            last_reply_at: Timestamp(self.last_reply_at.0),
            last_viewed_at: Timestamp(self.last_viewed_at.0),
            participants: participant_ids(self.participants).unwrap_or_default(),
            unread_replies: self.unread_replies.0.max(0),
            unread_mentions: self.unread_mentions.0.max(0),
            is_following: true,
        };
        let root = self
            .post
            .and_then(|raw| serde_json::from_str::<RawPost<'_>>(raw.get()).ok())
            .and_then(RawPost::into_domain)
            .filter(|post| post.id == thread.id)
            .map(|post| complete(post, &thread));
        let users = self
            .participants
            .and_then(|raw| entries::<RawUser<'_>>(raw.get()).ok())
            .map(|(users, _)| users.into_iter().filter_map(RawUser::into_domain).collect())
            .unwrap_or_default();
        Some(ThreadParts { thread, root, users })
    }
}

/// The copy of the root inside a thread has no counts of its own (recorded: `reply_count` 0 beside a thread with 1).
fn complete(mut post: Post, thread: &Thread) -> Post {
    post.reply_count = thread.reply_count;
    post.last_reply_at = Some(thread.last_reply_at).filter(|at| at.0 > 0);
    post.participants = Some(thread.participants.clone());
    post.is_following = Some(true);
    post
}
