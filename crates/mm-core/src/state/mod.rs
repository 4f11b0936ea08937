//! What the client knows, normalised: each fact in one place, maps by id. [`State::apply`] is the only way to change it.
//!
//! Reducers are idempotent (twice equals once), take time only from the event, and cannot fail.

mod changes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use changes::*;

use crate::domain::*;
use crate::event::*;

/// Everything known. Rooms to the right read it; only `apply` writes.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Signed in or not.
    pub(crate) session: SessionState,
    /// Own account.
    pub(crate) me: Option<UserId>,
    /// Client configuration.
    pub(crate) config: ServerConfig,
    /// Roles by name.
    pub(crate) roles: BTreeMap<String, Role>,
    /// Custom emoji by name.
    pub(crate) custom_emoji: BTreeMap<String, EmojiId>,

    /// People.
    pub(crate) users: BTreeMap<UserId, Arc<User>>,
    /// Presence of people whose presence was asked for.
    pub(crate) presence: BTreeMap<UserId, Presence>,

    /// Own teams.
    pub(crate) teams: BTreeMap<TeamId, Team>,
    /// Own team memberships that are in force.
    pub(crate) team_members: BTreeMap<TeamId, TeamMember>,
    /// Unread threads and mentions in threads per team.
    pub(crate) thread_totals: BTreeMap<TeamId, (i64, i64)>,

    /// Channels one is in (or looks at).
    pub(crate) channels: BTreeMap<ChannelId, Channel>,
    /// Own memberships.
    pub(crate) members: BTreeMap<ChannelId, ChannelMember>,
    /// Numbers about channels.
    pub(crate) channel_stats: BTreeMap<ChannelId, ChannelStats>,
    /// People of group messages, without oneself.
    pub(crate) group_members: BTreeMap<ChannelId, Vec<UserId>>,
    /// Channels one marked as unread by hand: staying in them does not read them.
    pub(crate) manually_unread: BTreeSet<ChannelId>,
    /// Sidebar categories per team, in order.
    pub(crate) categories: BTreeMap<TeamId, Vec<Category>>,

    /// Posts.
    pub(crate) posts: BTreeMap<PostId, Arc<Post>>,
    /// Deleted posts: a tombstone wins for ever.
    pub(crate) tombstones: BTreeMap<PostId, Tombstone>,
    /// What is loaded of each channel.
    pub(crate) timelines: BTreeMap<ChannelId, Timeline>,
    /// Replies known per thread, in order.
    pub(crate) replies: BTreeMap<PostId, BTreeSet<PostOrder>>,
    /// Threads whose replies are all loaded.
    pub(crate) complete_threads: BTreeSet<PostId>,
    /// Own view of threads.
    pub(crate) threads: BTreeMap<PostId, Thread>,
    /// Where the "New messages" line stands in a channel: fixed when it is opened, until it is left.
    pub(crate) new_lines: BTreeMap<ChannelId, Timestamp>,
    /// Channels whose cache may be incomplete.
    pub(crate) stale: BTreeSet<ChannelId>,
    /// Loading under way.
    pub(crate) loading: BTreeMap<ChannelId, Loading>,

    /// Own posts on their way, in the order they were sent.
    pub(crate) outbox: Vec<OutgoingItem>,
    /// Edits on their way: text shown instead of the stored one.
    pub(crate) pending_edits: BTreeMap<PostId, String>,
    /// Deletions on their way: hidden as if deleted.
    pub(crate) pending_deletes: BTreeSet<PostId>,

    /// Who is typing: (channel, thread, person) → since when.
    pub(crate) typing: BTreeMap<(ChannelId, Option<PostId>, UserId), Monotonic>,
    /// Preferences.
    pub(crate) preferences: BTreeMap<PreferenceKey, String>,
    /// Texts not yet sent.
    pub(crate) drafts: BTreeMap<DraftPlace, String>,

    /// What is open.
    pub(crate) place: Place,
    /// The channel in the centre, once known.
    pub(crate) open_channel: Option<ChannelId>,
    /// The team whose sidebar is shown, once known.
    pub(crate) open_team: Option<TeamId>,
    /// The thread panel.
    pub(crate) open_thread: Option<PostId>,
    /// The connection.
    pub(crate) connection: ConnectionStatus,
    /// Notices, one a kind.
    pub(crate) notices: BTreeMap<NoticeKind, Notice>,
    /// Counters of events by name, for diagnostics.
    pub(crate) counters: BTreeMap<String, u64>,
}

/// What remains of a deleted post while its place is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Channel.
    pub channel_id: ChannelId,
    /// Place, if the post had been loaded.
    pub order: Option<PostOrder>,
    /// Author, if known.
    pub user_id: Option<UserId>,
}

/// What is loaded of a channel: chunks in ascending order; between two chunks is a gap.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Timeline {
    /// Chunks, oldest first, each in ascending order and not empty unless the channel is.
    pub chunks: Vec<Chunk>,
    /// The first chunk begins at the channel's first post.
    pub reached_start: bool,
    /// The last chunk ends at the newest post: new posts are appended to it.
    pub reached_end: bool,
}

/// Posts known to follow each other without a hole.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Chunk {
    /// Ids in (create_at, id) order.
    pub posts: BTreeSet<PostOrder>,
}

/// An own post on its way.
///
/// ```text
/// PostQueued → Queued ── PostSendStarted → Sending ── posted event or answer → (gone: the server's post stands)
///                 ▲                          │
///                 └──── PostSendRetried ── Failed { reason } ── PostSendDiscarded → (gone)
/// ```
/// Event, answer and page in any order give one post: whichever comes second finds the item gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingItem {
    /// What is sent.
    pub post: Outgoing,
    /// How far it got.
    pub phase: OutgoingPhase,
}

/// How far an own post got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutgoingPhase {
    /// Waits for its turn (one at a time in a channel) or for the network.
    Queued,
    /// The request is under way.
    Sending,
    /// Refused or given up; text kept.
    Failed(FailureReason),
}
