//! Everything that can change [`crate::state::State`], whatever its source: socket, REST reply, one's own act, or the
//! connection. A fetched page and a pushed post take the same door, so merging and tombstones exist once.
//!
//! Events are facts in the past tense. They hold domain types only; `wire` and `rest` make them.

mod attached;
mod drafts;
mod kept;
mod screen;
mod shapes;
mod versions;

pub use attached::*;
pub use drafts::*;
pub use kept::*;
pub use screen::*;
pub use shapes::*;
pub use versions::Versions;

use crate::domain::*;

/// A fact. The catalogue that applies it is `State::apply`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // fields are named after what they hold; shapes are in the variant docs
pub enum Event {
    // ── Posts (websocket.md 6.1) ────────────────────────────────────────────────────────────────────────────
    /// A post was created somewhere (brief: ADD_POST).
    PostCreated(Box<PostCreated>),
    /// A post changed: text, pin, props (brief: UPDATE_POST). Newest `update_at` wins; never makes a ghost.
    PostEdited(Box<Post>),
    /// A post is gone, with its replies if it was a root (brief: DELETE_POST). A tombstone wins for ever.
    PostDeleted {
        post_id: PostId,
        channel_id: ChannelId,
        root_id: Option<PostId>,
    },
    /// A message only for oneself; REST will never return it.
    EphemeralReceived(Box<Post>),
    /// One marked a post as unread, on any device: the membership's counters as they are now.
    PostMarkedUnread(MarkedUnread),
    /// One pinned or unpinned a post; shown before the server says so.
    PostPinned { post_id: PostId, pinned: bool },
    /// Somebody reacted.
    ReactionAdded {
        reaction: Reaction,
        channel_id: Option<ChannelId>,
    },
    /// Somebody took a reaction back.
    ReactionRemoved {
        reaction: Reaction,
        channel_id: Option<ChannelId>,
    },
    /// A page of posts arrived over REST.
    PostsLoaded(Box<PostsLoaded>),
    /// A thread's posts arrived over REST: those behind `after`; `complete` if nothing is missing behind them.
    ThreadLoaded {
        root_id: PostId,
        posts: Vec<Post>,
        after: Option<PostOrder>,
        complete: bool,
    },
    /// Single posts arrived over REST (by id, create, patch): merged, placed only where their chunk is known.
    PostsReceived(Vec<Post>),
    /// Posts that came along while one's own was looked for: merged, placed only where their chunk is known. Newer ones may exist.
    PostsFound(Vec<Post>),
    /// Posts that were asked for do not exist or may not be read.
    PostsMissing(Vec<PostId>),

    // ── Own acts on posts: optimistic echo and its ends (drawing in state/outbox.rs) ───────────────────────
    /// One pressed Enter: the echo appears, bound to the channel that was painted.
    PostQueued(Box<Outgoing>),
    /// What a page before this one could not send, read from the local store in the order of the key presses.
    OutboxRestored(Vec<KeptPost>),
    /// The request is on its way.
    PostSendStarted(PendingPostId),
    /// The server refused or could not be reached often enough; text kept, reason shown.
    PostSendFailed {
        pending: PendingPostId,
        reason: FailureReason,
    },
    /// One pressed "Try again".
    PostSendRetried(PendingPostId),
    /// One pressed "Discard".
    PostSendDiscarded(PendingPostId),
    /// One saved an edit; shown at once, replaced by the server's copy.
    PostEditQueued { post_id: PostId, message: String },
    /// The edit was refused: the stored text is shown again, the typed one is kept in the editor.
    PostEditFailed {
        post_id: PostId,
        message: String,
        reason: FailureReason,
    },
    /// The edit was confirmed (the new copy comes as `PostsReceived` or `PostEdited`).
    PostEditConfirmed { post_id: PostId, message: String },
    /// One confirmed a deletion; shown at once.
    PostDeleteQueued { post_id: PostId },
    /// The deletion was refused: the post is shown again.
    PostDeleteFailed { post_id: PostId, reason: FailureReason },

    // ── Files on their way (drawing in state/attachments.rs) ──────────────────────────────────────────────────
    /// A file was attached to a text, by the person or an earlier page; or more is known of it.
    FileAttached(Box<Attached>),
    /// The server's draft has this file, also if it was taken from here before.
    FileCame(Box<Attached>),
    /// So many percent of a file have been sent.
    FileProgressed { id: AttachmentId, percent: u8 },
    /// The server has a file.
    FileUploaded { id: AttachmentId, file_id: FileId },
    /// The server will not have it.
    FileRefused { id: AttachmentId, reason: FailureReason },
    /// A file is not to be sent any more.
    FileDetached(AttachmentId),

    // ── Channels and memberships (6.3) ────────────────────────────────────────────────────────────────────
    /// Channels arrived; with `Scope::All` the list is complete and others are forgotten.
    ChannelsLoaded { channels: Vec<Channel>, scope: Scope },
    /// Own memberships arrived; with `Scope::All` complete.
    MembersLoaded {
        members: Vec<ChannelMember>,
        scope: Scope,
    },
    /// A channel exists or changed that is not described (created, converted, direct or group message added, scheme changed):
    /// `sync` fetches it with one's membership.
    ChannelAnnounced { channel_id: ChannelId },
    /// A channel was archived (also permanent deletion) or restored.
    ChannelArchived {
        channel_id: ChannelId,
        delete_at: Option<Timestamp>,
    },
    /// Somebody joined a channel; oneself too.
    MemberAdded {
        channel_id: ChannelId,
        user_id: UserId,
        team_id: Option<TeamId>,
    },
    /// Somebody left or was removed; if oneself, everything of the channel leaves memory.
    MemberRemoved { channel_id: ChannelId, user_id: UserId },
    /// Channels were read, here or on another device: the server has them read up to these times of its own.
    ChannelsViewed { times: Map<ChannelId, Timestamp> },
    /// A channel was read here up to there, and the server does not know yet.
    ChannelRead { channel_id: ChannelId, at: Timestamp },
    /// An earlier page read a channel up to there, and the server may not know: it had it read up to `from`.
    ViewKept {
        channel_id: ChannelId,
        at: Timestamp,
        from: Timestamp,
    },
    /// A channel was read here, and the server will not hear of it: what it has counts again.
    ViewNotTold { channel_id: ChannelId },
    /// Numbers about a channel.
    ChannelStatsLoaded(ChannelStats),
    /// Members of group messages, without oneself.
    GroupMembersLoaded(Map<ChannelId, Vec<User>>),

    // ── Teams (6.4) ───────────────────────────────────────────────────────────────────────────────────────
    /// Own teams; with `Scope::All` complete.
    TeamsLoaded { teams: Vec<Team>, scope: Scope },
    /// Own team memberships (left ones included, with `delete_at`).
    TeamMembersLoaded(Vec<TeamMember>),
    /// One was added to a team (often told twice): `sync` fetches the team with its channels.
    TeamAnnounced { team_id: TeamId },
    /// A team is gone for oneself: left, removed or archived.
    TeamLeft { team_id: TeamId },

    // ── People (6.5) ──────────────────────────────────────────────────────────────────────────────────────
    /// The signed-in account is known, with its own settings.
    MeLoaded(Box<User>),
    /// Profiles arrived or changed. A copy of oneself without settings never blanks what is known.
    UsersLoaded(Vec<User>),
    /// System roles of a person changed.
    UserRolesChanged { user_id: UserId, roles: String },
    /// Presence arrived, by poll or about oneself.
    StatusesLoaded(Vec<Status>),
    /// Somebody is typing.
    TypingReceived {
        channel_id: ChannelId,
        root_id: Option<PostId>,
        user_id: UserId,
        at: Monotonic,
    },
    /// Time passed: typing entries older than the given moment end.
    TypingExpired { before: Monotonic },

    // ── Threads (6.6) ─────────────────────────────────────────────────────────────────────────────────────
    /// A thread's state for oneself; its root post may come along. `previous` holds the unread replies and mentions before
    /// this change where the server says so: it moves the team's totals when the thread was not known.
    ThreadUpdated {
        thread: Thread,
        previous: Option<(i64, i64)>,
        team_id: Option<TeamId>,
        root: Option<Box<Post>>,
    },
    /// One follows a thread or stopped.
    ThreadFollowChanged { thread_id: PostId, is_following: bool },
    /// Threads were read on any device.
    ThreadsRead(ThreadsRead),
    /// Totals of unread threads per team, from REST.
    ThreadTotalsLoaded {
        team_id: TeamId,
        unread_threads: i64,
        unread_mentions: i64,
    },

    // ── Preferences, categories, drafts (6.7) ─────────────────────────────────────────────────────────────
    /// Preferences arrived; with `Scope::All` complete.
    PreferencesLoaded {
        preferences: Vec<Preference>,
        scope: Scope,
    },
    /// Preferences were deleted.
    PreferencesDeleted(Vec<PreferenceKey>),
    /// All categories of a team, in order.
    CategoriesLoaded {
        team_id: TeamId,
        categories: Vec<Category>,
    },
    /// Categories changed in a way that is not described: `sync` fetches those of the team (`None`: of the open one).
    CategoriesOutdated { team_id: Option<TeamId> },
    /// The order of a team's categories.
    CategoryOrderChanged { team_id: TeamId, order: Vec<CategoryId> },
    /// One folded or unfolded a category.
    CategoryCollapsed {
        team_id: TeamId,
        category_id: CategoryId,
        collapsed: bool,
    },
    /// The text in a composer changed.
    DraftChanged { place: DraftPlace, text: String },
    /// This is known of the text of a place from now on.
    DraftMarked { place: DraftPlace, mark: Box<DraftMark> },
    /// The server has this text: kept by another device. Whether it comes into the box is for the engine to decide.
    DraftTold(Box<ServerDraft>),
    /// The server's text of a place is gone; it was of this version. As above.
    DraftGone { place: DraftPlace, update_at: Timestamp },
    /// A text went without being sent, and can be brought back.
    TextCleared(String),
    /// The texts that can be brought back, newest first, as the local store or another tab has them.
    ClearedTextsKept(Vec<String>),

    // ── Server (6.8, 6.9) ─────────────────────────────────────────────────────────────────────────────────
    /// `hello`: a new connection begins. The connection machine reads it; the state only counts it.
    Hello {
        connection_id: ConnectionId,
        server_version: String,
    },
    /// Licence or configuration changed in a way that is not described: `sync` fetches the configuration.
    ConfigOutdated,
    /// Client configuration.
    ConfigLoaded(ServerConfig),
    /// Roles.
    RolesLoaded(Vec<Role>),
    /// A custom emoji exists.
    EmojiLoaded(Vec<CustomEmoji>),

    // ── The local store ──────────────────────────────────────────────────────────────────────────────────
    /// What an earlier page showed was read from the local store. It gives way to all that is known already, and is old until the
    /// server has spoken.
    ViewRestored(Box<KeptView>),

    // ── Session, connection, navigation ───────────────────────────────────────────────────────────────────
    /// Whether and as whom one is signed in.
    SessionChanged(SessionState),
    /// The connection's phase as shown (brief: SET_CONNECTED, SET_WEBSOCKET).
    ConnectionChanged(ConnectionStatus),
    /// What is shown may be older than the server's: it is as of this moment of the local clock.
    Outdated { since: Timestamp },
    /// No events flow, but what is shown was asked for at this moment, and will be again.
    Polled { at: Timestamp },
    /// What is shown is as the server has it.
    CaughtUp,
    /// Something to tell the person (brief: SET_ERROR).
    NoticeRaised(Notice),
    /// One dismissed a notice, or its cause ended.
    NoticeCleared(NoticeKind),
    /// What is open changed.
    PlaceOpened(Place),
    /// A thread panel opened or closed.
    ThreadOpened(Option<PostId>),
    /// The window got or lost the person's eyes: posts that arrive unseen get the "New messages" line.
    AttentionChanged(Attention),
    /// Loading of a channel's posts began or ended; `aria-busy` follows.
    LoadingChanged { channel_id: ChannelId, loading: Loading },
    /// What is cached of these channels may be incomplete (`None`: all): refetched when opened.
    MarkedStale { channel_id: Option<ChannelId> },
    /// Threads that are not open may be incomplete: refetched when opened.
    LeftThreadsStale,
    /// The socket said something we know and deliberately do not need (table in docs/events.md). Counted.
    NotNeeded(&'static str),
    /// The socket said something we do not know. Counted, harmless.
    Unknown(String),
    /// A known event could not be read. Counted; its channel, if known, is marked stale.
    Broken {
        event: String,
        channel_id: Option<ChannelId>,
    },
}
