//! What changed, as keys: only keys wake (`style-anchors.md`, absorb 8).

use crate::domain::*;
use crate::event::DraftPlace;

/// The name of a piece of state that something on the screen may depend on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// One post: text, reactions, mark of deletion, reply summary.
    Post(PostId),
    /// Own post on its way.
    Pending(PendingPostId),
    /// Which rows a channel shows (posts, order, gaps, lines).
    Timeline(ChannelId),
    /// Which rows a thread shows.
    ThreadTimeline(PostId),
    /// State of a thread for oneself.
    Thread(PostId),
    /// A channel's own fields.
    Channel(ChannelId),
    /// Unread and mention counters, mute, of a channel.
    Unread(ChannelId),
    /// Who is typing in a channel (threads included).
    Typing(ChannelId),
    /// A person's names and picture.
    User(UserId),
    /// A person's presence.
    Presence(UserId),
    /// Which teams one is in, and their fields and badges.
    Teams,
    /// Structure of the sidebar: categories, membership, order.
    Sidebar,
    /// Preferences and settings that change how things are shown.
    Preferences,
    /// Configuration of the server.
    Config,
    /// The draft of a place (only when changed from elsewhere than its own composer).
    Draft(DraftPlace),
    /// Files attached in a place, also those of its messages on their way.
    Attachments(DraftPlace),
    /// Texts that can be brought back.
    ClearedTexts,
    /// What is open.
    Place,
    /// The open thread panel.
    OpenThread,
    /// Signed in or not.
    Session,
    /// Connection status.
    Connection,
    /// Notices.
    Notices,
    /// Loading state of a channel.
    Loading(ChannelId),
    /// Custom emoji.
    Emoji,
    /// Everything: after log-out or reset.
    Everything,
}

/// A set of keys.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Changes(pub Set<Key>);

impl Changes {
    /// Nothing changed.
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds a key.
    pub fn insert(&mut self, key: Key) {
        self.0.insert(key);
    }

    /// Adds all of another set.
    pub fn merge(&mut self, other: Changes) {
        self.0.extend(other.0);
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a key is in it.
    pub fn contains(&self, key: &Key) -> bool {
        self.0.contains(key)
    }
}
