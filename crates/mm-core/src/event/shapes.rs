//! Contents of events that carry more than a few fields: what `wire`, `rest` and `action` fill in and reducers read.

use crate::domain::*;

/// Whether a list is everything there is, or a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Complete: what is not in it is gone.
    All,
    /// Some entries.
    Some,
}

/// A `posted` event.
#[derive(Clone, Debug, PartialEq)]
pub struct PostCreated {
    /// The post.
    pub post: Post,
    /// The server counts it as a mention of oneself.
    pub mentions_me: bool,
    /// One follows the thread.
    pub follows: bool,
    /// The author is to be shown online.
    pub set_online: bool,
    /// Kind of channel, for channels not yet known.
    pub channel_kind: Option<ChannelKind>,
    /// Team of the channel.
    pub team_id: Option<TeamId>,
}

/// Counters after "mark as unread". `msg_count` are *read* counters (`rest.md 3.4`, ChannelUnreadAt).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedUnread {
    /// The channel.
    pub channel_id: ChannelId,
    /// Read posts.
    pub msg_count: i64,
    /// Read root posts.
    pub msg_count_root: i64,
    /// Unread mentions.
    pub mention_count: i64,
    /// Unread mentions in roots.
    pub mention_count_root: i64,
    /// Urgent mentions.
    pub urgent_mention_count: i64,
    /// Read up to here.
    pub last_viewed_at: Timestamp,
}

/// A page of a channel's posts.
#[derive(Clone, Debug, PartialEq)]
pub struct PostsLoaded {
    /// The channel.
    pub channel_id: ChannelId,
    /// What was asked.
    pub window: Window,
    /// Posts of the page in ascending (create_at, id) order: only those of the server's `order`.
    pub posts: Vec<Post>,
    /// Other posts that came along (roots, thread posts): kept, not placed in the channel.
    pub extra: Vec<Post>,
    /// The page begins at the channel's first post (`prev_post_id` was empty).
    pub reached_start: bool,
    /// The page ends at the channel's newest post (`next_post_id` was empty).
    pub reached_end: bool,
}

/// Which part of a channel was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Window {
    /// The newest page.
    Latest,
    /// Around the oldest unread post (`posts/unread`).
    Unread,
    /// Directly before a post.
    Before(PostId),
    /// Directly after a post.
    After(PostId),
    /// Everything changed after a server time; may hold deleted posts. `truncated` when the limit of 1000 was hit.
    Since { at: Timestamp, truncated: bool },
}

/// Shapes of `thread_read_changed`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ThreadsRead {
    /// One thread, with its counters as they are now.
    One {
        thread_id: PostId,
        at: Timestamp,
        unread_replies: i64,
        unread_mentions: i64,
    },
    /// Every thread of a channel.
    Channel { channel_id: ChannelId, at: Timestamp },
    /// Every thread of a team.
    Team { team_id: TeamId },
}

/// A custom emoji.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomEmoji {
    /// Id, for its picture.
    pub id: EmojiId,
    /// Short name.
    pub name: String,
}

/// One's own post on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// Key for merging with the server's post.
    pub pending: PendingPostId,
    /// The channel that was painted when the key was pressed.
    pub channel_id: ChannelId,
    /// Thread, if a reply.
    pub root_id: Option<PostId>,
    /// Text as typed.
    pub message: String,
    /// Random id that goes into `props` and stays with the post.
    pub client_id: String,
    /// Local wall clock at the key press: shown until the server's time is known.
    pub at: Timestamp,
    /// Newest time of the server that was known at the key press: from where to look for the post.
    pub since: Timestamp,
    /// Files that belong to it: it waits until the server has them all.
    pub files: Vec<Attachment>,
}

/// One's own post as the local store had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPost {
    /// The post.
    pub post: Outgoing,
    /// Why it had failed; one that had not goes on by itself.
    pub failed: Option<FailureReason>,
}

/// Why an act failed, for the person: the server's own words where it gave some.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FailureReason {
    /// The server refused; its message.
    Refused { message: String },
    /// No answer, or not one of a Mattermost server.
    Unreachable,
    /// The person is signed out.
    SignedOut,
    /// A file of it is not there any more.
    FileGone,
}
