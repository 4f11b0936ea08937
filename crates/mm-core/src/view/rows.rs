//! What the screen shows, as values. Every type here is cheap to compare: an equal projection redraws nothing.

use std::sync::Arc;

use crate::domain::*;
use crate::event::FailureReason;

/// A row of a message list.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// `separator` with a date: a local day begins with the next post.
    Day(LocalDay),
    /// `separator` "New messages".
    NewMessages,
    /// A post of the server. Text, reactions and marks are read by id (`view::post`), so that an edit wakes one row only.
    Post(PostRow),
    /// An own post on its way.
    Pending(PendingRow),
    /// Posts are missing here; ask for what is before `before` when it comes into view.
    Gap {
        /// First known post after the hole; `None` at the end of what is loaded while newer posts exist.
        before: Option<PostId>,
    },
    /// The channel begins here.
    Start,
}

impl Row {
    /// A key that survives pending → confirmed, so that node and focus survive too: posts that came from this tab keep
    /// their pending id as key.
    pub fn key(&self) -> RowKey {
        match self {
            Row::Day(day) => RowKey::Day(*day),
            Row::NewMessages => RowKey::NewMessages,
            Row::Post(row) => match &row.own_key {
                Some(pending) => RowKey::Own(pending.clone()),
                None => RowKey::Post(row.id),
            },
            Row::Pending(row) => RowKey::Own(row.pending.clone()),
            Row::Gap { before } => RowKey::Gap(*before),
            Row::Start => RowKey::Start,
        }
    }
}

/// Key of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// Day line.
    Day(LocalDay),
    /// New-messages line.
    NewMessages,
    /// A post.
    Post(PostId),
    /// A post sent from this tab, before and after confirmation.
    Own(PendingPostId),
    /// A gap.
    Gap(Option<PostId>),
    /// Begin of the channel.
    Start,
}

/// A calendar day in the person's time zone: days since 1970-01-01. The edge gives the zone's offset per time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalDay(pub i32);

/// Offsets from UTC, so that days are right without a time-zone database in the module.
pub trait Zone {
    /// Minutes east of UTC at that time.
    fn offset_minutes(&self, at: Timestamp) -> i32;
}

/// A constant offset, for tests and as a fallback.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedZone(pub i32);

impl Zone for FixedZone {
    fn offset_minutes(&self, _: Timestamp) -> i32 {
        self.0
    }
}

/// A confirmed post in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PostRow {
    /// The post.
    pub id: PostId,
    /// Author, for the profile and picture.
    pub user_id: UserId,
    /// Set when this tab sent it.
    pub own_key: Option<PendingPostId>,
    /// Server time.
    pub create_at: Timestamp,
    /// Same author shortly before: no name and picture of its own (`rest.md 5.5`).
    pub grouped: bool,
    /// Deleted while on the screen: "(message deleted)".
    pub deleted: bool,
}

/// An own post on its way, in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingRow {
    /// Key.
    pub pending: PendingPostId,
    /// Author: oneself.
    pub user_id: UserId,
    /// Text.
    pub message: Arc<str>,
    /// Files.
    pub files: Vec<Attachment>,
    /// Local time of the key press.
    pub at: Timestamp,
    /// Grouped like a post.
    pub grouped: bool,
    /// `None` while sending; the reason once failed.
    pub failed: Option<FailureReason>,
}

/// All that is shown of one post besides its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PostView {
    /// The post; its text is already the edited one while an edit is on its way.
    pub post: Arc<Post>,
    /// Author's account, if known.
    pub author: Option<Arc<User>>,
    /// Name to show: account's by the naming preference, or a webhook's own.
    pub author_name: String,
    /// Tag to show beside the name.
    pub tag: Option<AuthorTag>,
    /// Reactions by first appearance, grouped by stored name.
    pub reactions: Vec<ReactionView>,
    /// Replies and whether one follows, for roots with replies.
    pub thread: Option<ThreadSummary>,
    /// Saved for later.
    pub is_saved: bool,
    /// An edit is on its way.
    pub edit_pending: bool,
    /// What one may do with it.
    pub may: PostRights,
}

/// Tag beside an author's name; decided by the account, never by forgeable props alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorTag {
    /// BOT.
    Bot,
    /// Webhook of an integration.
    Webhook,
    /// GUEST.
    Guest,
}

/// One kind of reaction under a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReactionView {
    /// Stored short name.
    pub emoji_name: String,
    /// Custom emoji's id, if it is one.
    pub custom: Option<EmojiId>,
    /// People, in order of reacting.
    pub users: Vec<UserId>,
    /// Oneself is among them.
    pub mine: bool,
}

/// Reply summary under a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreadSummary {
    /// Replies.
    pub reply_count: i64,
    /// Newest reply.
    pub last_reply_at: Option<Timestamp>,
    /// Unread replies.
    pub unread_replies: i64,
    /// People in it, for pictures.
    pub participants: Vec<UserId>,
}

/// What one may do with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)] // each field is the act it allows
pub struct PostRights {
    pub edit: bool,
    pub delete: bool,
    pub react: bool,
    pub reply: bool,
    pub pin: bool,
}

/// One team in the rail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamEntry {
    /// Id.
    pub id: TeamId,
    /// Name in addresses.
    pub name: String,
    /// Shown name.
    pub display_name: String,
    /// When the icon last changed; `None` without an icon.
    pub icon: Option<Timestamp>,
    /// It is the open one.
    pub current: bool,
    /// Something unread in it.
    pub unread: bool,
    /// Mentions in it.
    pub mentions: i64,
}

/// Kind of a section of the sidebar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionKind {
    /// Unread channels, when the person wants them apart: exists on the screen only.
    Unreads,
    /// A category of the account.
    Category(CategoryKind),
}

/// A section of the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidebarSection {
    /// Category.
    pub id: CategoryId,
    /// Kind: built-in ones are named in the person's language.
    pub kind: SectionKind,
    /// Stored name, for custom ones.
    pub display_name: String,
    /// Folded: then only unread and open channels are listed.
    pub collapsed: bool,
    /// Channels shown, in order. The rest of an entry is read by id (`view::sidebar_entry`).
    pub channels: Vec<ChannelId>,
}

/// A channel in the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidebarEntry {
    /// Channel.
    pub id: ChannelId,
    /// Kind, for the icon.
    pub kind: ChannelKind,
    /// Shown name (`view::names`).
    pub display_name: String,
    /// The other person of a direct message: for presence.
    pub teammate: Option<UserId>,
    /// People in a group message, oneself included.
    pub group_size: usize,
    /// Where it leads.
    pub place: crate::event::Place,
    /// Bold and dot.
    pub unread: bool,
    /// Number.
    pub mentions: i64,
    /// Dimmed.
    pub muted: bool,
    /// Archived.
    pub archived: bool,
}

/// The open channel's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelHeader {
    /// Channel.
    pub id: ChannelId,
    /// Kind.
    pub kind: ChannelKind,
    /// Shown name.
    pub display_name: String,
    /// Header text, markdown.
    pub header: String,
    /// Purpose, plain text.
    pub purpose: String,
    /// The other person of a direct message.
    pub teammate: Option<UserId>,
    /// People, if known.
    pub member_count: Option<i64>,
    /// Why one may not write, if so.
    pub read_only: Option<ReadOnly>,
    /// Muted.
    pub muted: bool,
}

/// How old what is shown may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Freshness {
    /// As the server has it.
    #[default]
    UpToDate,
    /// As it was at this moment of the local clock.
    AsOf(Timestamp),
}

/// A person, as their profile shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileView {
    /// Name as everywhere (`view::names`).
    pub display_name: String,
    /// First and last name; empty where the server keeps them back.
    pub full_name: String,
    /// User name, without `@`.
    pub username: String,
    /// Job title; may be empty.
    pub position: String,
    /// IANA time zone; empty if unknown.
    pub timezone: String,
    /// Bot, guest or neither.
    pub tag: Option<AuthorTag>,
    /// Deactivated: nobody reads what is written to them.
    pub is_deactivated: bool,
}

/// Why one may not write in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Archived.
    Archived,
    /// No permission.
    NoPermission,
    /// The other person's account is deactivated.
    Deactivated,
}

/// Something the switcher found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitcherEntry {
    /// A channel one is in.
    Channel(SidebarEntry),
    /// A person without an open direct message.
    Person {
        /// Who.
        user_id: UserId,
        /// Shown name.
        display_name: String,
        /// User name.
        username: String,
    },
}

/// Unread figures of a channel, as shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Unread {
    /// Bold and dot.
    pub is_unread: bool,
    /// Number in the badge; 0 shows none.
    pub mentions: i64,
    /// Dimmed.
    pub muted: bool,
}

/// What the page's title tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TitleView {
    /// Name of the open channel, if one is.
    pub channel: Option<String>,
    /// Mentions everywhere.
    pub mentions: i64,
    /// Something is unread somewhere.
    pub unread: bool,
}
