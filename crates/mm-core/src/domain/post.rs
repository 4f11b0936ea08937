//! Posts (`rest.md 3.5, 3.6, 5.6`).

use super::{ChannelId, FileInfo, Map, PendingPostId, PostId, Reaction, Timestamp, UserId};

/// A post as the server knows it, reduced to what the client shows or decides by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Id.
    pub id: PostId,
    /// Channel.
    pub channel_id: ChannelId,
    /// Author's account; for webhooks the owner.
    pub user_id: UserId,
    /// Thread's root, if this is a reply.
    pub root_id: Option<PostId>,
    /// Server clock; with the id it gives the order. Never changes.
    pub create_at: Timestamp,
    /// Any change, reactions and replies included; newest wins.
    pub update_at: Timestamp,
    /// Edited since: shows "(edited)".
    pub edit_at: Option<Timestamp>,
    /// Deleted since (only in `since` answers).
    pub delete_at: Option<Timestamp>,
    /// Text, markdown.
    pub message: String,
    /// Kind of post.
    pub kind: PostKind,
    /// Pinned to the channel.
    pub is_pinned: bool,
    /// Client's key of an own post, echoed by the server once.
    pub pending_post_id: Option<PendingPostId>,
    /// Replies in the thread (roots).
    pub reply_count: i64,
    /// Newest reply (roots, with collapsed threads); `None` when the copy does not say.
    pub last_reply_at: Option<Timestamp>,
    /// People in the thread (roots, with collapsed threads); `None` when the copy does not say.
    pub participants: Option<Vec<UserId>>,
    /// Whether one follows the thread; `None` when the copy does not say.
    pub is_following: Option<bool>,
    /// Files, in order.
    pub files: Vec<FileInfo>,
    /// Ids of files whose metadata is not there.
    pub file_ids: Vec<super::FileId>,
    /// Reactions; `None` when the copy carries no metadata.
    pub reactions: Option<Vec<Reaction>>,
    /// Properties that are shown or decided by.
    pub props: PostProps,
    /// Sizes of pictures in the text by address: room is reserved before they arrive.
    pub image_sizes: Map<String, ImageSize>,
    /// Priority, if any.
    pub priority: Option<Priority>,
}

impl Post {
    /// Place in a channel: the same order as the server's lists.
    pub fn order(&self) -> PostOrder {
        PostOrder {
            create_at: self.create_at,
            id: self.id,
        }
    }

    /// The thread this post belongs to: its root, or itself.
    pub fn thread_id(&self) -> PostId {
        self.root_id.unwrap_or(self.id)
    }

    /// System messages are not counted, edited or replied to as people's words are.
    pub fn is_system(&self) -> bool {
        matches!(self.kind, PostKind::System(_))
    }
}

/// Total order of posts in a channel: server time, then id (`quality-bars.md 3.2` fact 6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PostOrder {
    /// Server time of creation.
    pub create_at: Timestamp,
    /// Breaks ties.
    pub id: PostId,
}

/// Kind of post by its `type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostKind {
    /// Empty, `slack_attachment`, `custom_*`, `system_auto_responder`: somebody's words.
    Normal,
    /// `/me` text.
    Me,
    /// `system_ephemeral` and kin: only for oneself, never stored by the server.
    Ephemeral,
    /// Written by the server about something that happened.
    System(SystemKind),
}

/// What a system message tells (`rest.md 5.6`). `message` always holds an English fallback.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the fields are the names in the sentence above them
pub enum SystemKind {
    /// Joined the channel.
    JoinChannel { username: String },
    /// Left the channel.
    LeaveChannel { username: String },
    /// Was added to the channel by `username`.
    AddToChannel { username: String, added: String },
    /// Was removed from the channel.
    RemoveFromChannel { removed: String },
    /// Joined the team.
    JoinTeam { username: String },
    /// Left the team.
    LeaveTeam { username: String },
    /// Was added to the team.
    AddToTeam { username: String, added: String },
    /// Was removed from the team.
    RemoveFromTeam { username: String },
    /// Header changed.
    HeaderChange {
        username: String,
        old: String,
        new: String,
    },
    /// Purpose changed.
    PurposeChange {
        username: String,
        old: String,
        new: String,
    },
    /// Shown name changed.
    DisplayNameChange {
        username: String,
        old: String,
        new: String,
    },
    /// Public became private or the other way round.
    PrivacyChange { username: String },
    /// Archived.
    ChannelArchived { username: String },
    /// Restored.
    ChannelRestored { username: String },
    /// Anything else: show the fallback text.
    Other(String),
}

/// Properties the client uses; the rest is dropped (`rest.md 3.6`). Anybody can forge the override fields:
/// a tag is shown only when the author's account is a bot (`surprises.md`, Trust).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PostProps {
    /// Says it came from a webhook.
    pub from_webhook: bool,
    /// Says it came from a bot.
    pub from_bot: bool,
    /// Name to show instead of the author's.
    pub override_username: Option<String>,
    /// Webhook's own name.
    pub webhook_display_name: Option<String>,
    /// Channels that may be linked in the text: name → shown name.
    pub channel_mentions: Map<String, String>,
    /// `@here` and the like did not notify: do not highlight.
    pub mention_highlight_disabled: bool,
    /// Message attachments (`rest.md 3.10`), typed and bounded.
    pub attachments: Vec<MessageAttachment>,
    /// Our own random id of the send, kept by the server: finds an own post after a lost answer.
    pub client_id: Option<String>,
}

/// A message attachment by an integration; every field is untrusted text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct MessageAttachment {
    /// Plain summary.
    pub fallback: String,
    /// `#rrggbb` or `good`/`warning`/`danger`; anything else is dropped when decoding.
    pub color: String,
    /// Text above.
    pub pretext: String,
    /// Author line.
    pub author_name: String,
    /// Title.
    pub title: String,
    /// Address of the title; passes the same allow-list as links in text before it is used.
    pub title_link: String,
    /// Markdown text.
    pub text: String,
    /// Fields: title, value, short.
    pub fields: Vec<(String, String, bool)>,
    /// Footer text.
    pub footer: String,
}

/// Priority of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Important.
    Important,
    /// Urgent: feeds the urgent counters.
    Urgent,
}

/// Size of a picture in the text, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageSize {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}
