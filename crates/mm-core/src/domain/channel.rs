//! Channels, memberships, sidebar categories (`rest.md 3.4, 3.9`).

use super::{CategoryId, ChannelId, Map, TeamId, Timestamp, UserId};

/// Kind of channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChannelKind {
    /// `O`: everybody in the team may join.
    Public,
    /// `P`: by invitation.
    Private,
    /// `D`: two people, or one with oneself.
    Direct,
    /// `G`: three to eight people.
    Group,
}

impl ChannelKind {
    /// Direct and group messages belong to no team, and every foreign post in them is a mention (`rest.md 5.1`).
    pub fn is_message(self) -> bool {
        matches!(self, ChannelKind::Direct | ChannelKind::Group)
    }
}

/// A channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Id.
    pub id: ChannelId,
    /// Team; `None` for direct and group messages.
    pub team_id: Option<TeamId>,
    /// Kind.
    pub kind: ChannelKind,
    /// When created.
    pub create_at: Timestamp,
    /// Newer copies replace older ones.
    pub update_at: Timestamp,
    /// Archived since.
    pub delete_at: Option<Timestamp>,
    /// Shown name; empty for direct messages, user names for group messages (then see `view::names`).
    pub display_name: String,
    /// Name in addresses; `id__id` for direct messages.
    pub name: String,
    /// Header text (markdown).
    pub header: String,
    /// Purpose text.
    pub purpose: String,
    /// Time of the newest post, edit or pin.
    pub last_post_at: Timestamp,
    /// Time of the newest root post.
    pub last_root_post_at: Timestamp,
    /// Number of posts ever, replies included.
    pub total_msg_count: i64,
    /// Number of root posts ever.
    pub total_msg_count_root: i64,
}

impl Channel {
    /// The other person of a direct message; oneself in a note to self.
    pub fn teammate(&self, me: UserId) -> Option<UserId> {
        if self.kind != ChannelKind::Direct {
            return None;
        }
        let (a, b) = self.name.split_once("__")?;
        let (a, b) = (UserId::parse(a).ok()?, UserId::parse(b).ok()?);
        Some(if a == me { b } else { a })
    }
}

/// One's own membership of a channel: read counters and settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelMember {
    /// The channel.
    pub channel_id: ChannelId,
    /// The person (oneself).
    pub user_id: UserId,
    /// Space-separated roles in the channel.
    pub roles: String,
    /// Read up to here (server time).
    pub last_viewed_at: Timestamp,
    /// How many posts one has *read* (not: has not read).
    pub msg_count: i64,
    /// How many root posts one has read.
    pub msg_count_root: i64,
    /// Unread mentions, replies included.
    pub mention_count: i64,
    /// Unread mentions in root posts.
    pub mention_count_root: i64,
    /// Unread urgent mentions.
    pub urgent_mention_count: i64,
    /// Newer copies replace older ones.
    pub last_update_at: Timestamp,
    /// Settings, all strings (`rest.md 3.4`).
    pub notify_props: Map<String, String>,
}

impl ChannelMember {
    /// Muted: `mark_unread` is `mention`.
    pub fn is_muted(&self) -> bool {
        self.notify_props
            .get("mark_unread")
            .is_some_and(|v| v == "mention")
    }
}

/// Kind of sidebar category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategoryKind {
    /// Favourites.
    Favorites,
    /// Channels in no other category.
    Channels,
    /// Direct and group messages.
    DirectMessages,
    /// Made by the person.
    Custom,
}

/// Order inside a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategorySorting {
    /// By display name (also the server's empty default).
    Alphabetical,
    /// Newest root post first.
    Recent,
    /// As listed.
    Manual,
}

/// A sidebar category of one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// Id.
    pub id: CategoryId,
    /// Team.
    pub team_id: TeamId,
    /// Kind.
    pub kind: CategoryKind,
    /// Order inside.
    pub sorting: CategorySorting,
    /// Name as stored; built-in ones are shown by kind in the person's language.
    pub display_name: String,
    /// All channels in it are muted.
    pub muted: bool,
    /// Folded in the sidebar.
    pub collapsed: bool,
    /// Members, in manual order.
    pub channel_ids: Vec<ChannelId>,
}

/// Numbers about a channel (`GET /channels/{id}/stats`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelStats {
    /// The channel.
    pub channel_id: ChannelId,
    /// People in it.
    pub member_count: i64,
    /// Pinned posts.
    pub pinned_post_count: i64,
}
