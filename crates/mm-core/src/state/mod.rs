//! What the client knows, normalised: each fact in one place, maps by id. [`State::apply`] is the only way to change it.
//!
//! Reducers are idempotent (twice equals once), take time only from the event, and cannot fail. One file per area:
//! `posts timeline pages tombstones threads reactions outbox attachments` for messages, `channels members unread teams categories` for the
//! sidebar, `users status typing` for people, `session place preferences drafts notices memory` for oneself.

mod arrivals;
mod attachments;
mod categories;
mod changes;
mod channels;
mod drafts;
mod members;
mod memory;
mod notices;
mod outbox;
mod pages;
mod place;
mod posts;
mod preferences;
mod reactions;
mod read;
mod restored;
mod session;
mod since;
mod status;
mod teams;
#[cfg(test)]
mod tests;
mod threads;
mod timeline;
mod tombstones;
mod typing;
mod unread;
mod users;
use std::sync::Arc;

pub use changes::*;
pub use memory::MemoryFigures;
pub use outbox::{OutgoingItem, OutgoingPhase};
pub use place::{Resolution, Target};
#[cfg(test)]
pub(crate) use since::SINCE_MARGIN;
pub use timeline::{Chunk, Timeline};
pub use tombstones::Tombstone;
pub use unread::UnreadCounts;

pub(crate) use place::NewLine;
pub(crate) use unread::is_counted;

use crate::domain::*;
use crate::event::*;
use arrivals::Arrivals;
use posts::Liveness;
use threads::ReplyBase;

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
    pub(crate) roles: Table<String, Role>,
    /// Custom emoji by name.
    pub(crate) custom_emoji: Table<String, EmojiId>,

    /// People.
    pub(crate) users: Map<UserId, Arc<User>>,
    /// People by user name.
    pub(crate) usernames: Table<String, UserId>,
    /// Presence of people whose presence was asked for.
    pub(crate) presence: Table<UserId, Presence>,

    /// Own teams.
    pub(crate) teams: Table<TeamId, Team>,
    /// Own team memberships that are in force.
    pub(crate) team_members: Table<TeamId, TeamMember>,
    /// Unread threads and mentions in threads per team.
    pub(crate) thread_totals: Table<TeamId, (i64, i64)>,

    /// Channels one is in (or looks at).
    pub(crate) channels: Table<ChannelId, Channel>,
    /// Own memberships.
    pub(crate) members: Table<ChannelId, ChannelMember>,
    /// Numbers about channels.
    pub(crate) channel_stats: Table<ChannelId, ChannelStats>,
    /// People of group messages, without oneself.
    pub(crate) group_members: Table<ChannelId, Vec<UserId>>,
    /// Posts counted from events, per channel.
    pub(crate) arrivals: Table<ChannelId, Arrivals>,
    /// Channels one marked as unread by hand: staying in them does not read them.
    pub(crate) manually_unread: Set<ChannelId>,
    /// Posts up to here are in the read counter that the server told of a membership.
    pub(crate) read_floors: Table<ChannelId, Timestamp>,
    /// As of when the server's copy was whose counters stand: settings may be those of a later one, which came before it.
    pub(crate) counted_at: Table<ChannelId, Timestamp>,
    /// Channels that were read here without the server's knowledge, until it says how far it has them.
    pub(crate) untold_views: Set<ChannelId>,
    /// Channels of which was read so much as was reckoned from totals that were not the server's: it is asked.
    pub(crate) unsure_views: Set<ChannelId>,
    /// Channels whose totals were told from before posts that are not remembered any more: they are asked for again.
    pub(crate) unsure_totals: Set<ChannelId>,
    /// How far the server has channels read that were read further here.
    pub(crate) heard_views: Table<ChannelId, Timestamp>,
    /// How far an earlier page had read channels of which no membership is known yet, and how far the server had them.
    pub(crate) kept_views: Table<ChannelId, (Timestamp, Timestamp)>,
    /// Memberships known from the local store only: the server's word on them stands, whatever it says.
    pub(crate) kept_members: Set<ChannelId>,
    /// Teams whose categories are from the local store, or from before the connection was lost: they are asked for when the team is opened.
    pub(crate) stale_categories: Set<TeamId>,
    /// Sidebar categories per team, in order.
    pub(crate) categories: Table<TeamId, Vec<Category>>,

    /// Posts.
    pub(crate) posts: Map<PostId, Arc<Post>>,
    /// Edits of posts that are not loaded: an older page must not bring the old text.
    pub(crate) early_edits: Map<PostId, Arc<Post>>,
    /// Deleted posts: a tombstone wins for ever.
    pub(crate) tombstones: Table<PostId, Tombstone>,
    /// What is loaded of each channel.
    pub(crate) timelines: Table<ChannelId, Timeline>,
    /// Replies known per thread, in order.
    pub(crate) replies: Table<PostId, Set<PostOrder>>,
    /// Counted numbers of replies, by root.
    pub(crate) reply_bases: Table<PostId, ReplyBase>,
    /// Threads whose replies are all loaded.
    pub(crate) complete_threads: Set<PostId>,
    /// Own view of threads.
    pub(crate) threads: Table<PostId, Thread>,
    /// Where the "New messages" line stands in a channel: fixed when it is opened, until it is left.
    pub(crate) new_lines: Table<ChannelId, NewLine>,
    /// Channels whose cache may be incomplete.
    pub(crate) stale: Set<ChannelId>,
    /// Posts from before a lost connection that a page of the newest ones lacks: deleted meanwhile, or newer than the page.
    pub(crate) doubted: Set<PostId>,
    /// Posts that a page of the newest ones lacks while events flow: newer than the page, or an event will tell of their deletion. If the
    /// connection is lost before, they are doubted.
    pub(crate) suspected: Set<PostId>,
    /// Loading under way.
    pub(crate) loading: Table<ChannelId, Loading>,

    /// Own posts on their way, in the order they were sent.
    pub(crate) outbox: Vec<OutgoingItem>,
    /// Keys of all posts sent from this tab: a key is used once, and marks one's own rows.
    pub(crate) sent: Set<PendingPostId>,
    /// Files attached to texts and to posts on their way, in the order they were attached.
    pub(crate) attachments: Vec<Attached>,
    /// Files that were sent or taken away: they do not come back.
    pub(crate) detached: Set<AttachmentId>,
    /// Second ids of files that two tabs of a browser have uploaded: nobody sends them, or sees them.
    pub(crate) doubles: Set<FileId>,
    /// Edits on their way: text shown instead of the stored one.
    pub(crate) pending_edits: Table<PostId, String>,
    /// Deletions on their way: hidden as if deleted.
    pub(crate) pending_deletes: Set<PostId>,

    /// Who is typing: (channel, thread, person) → since when.
    pub(crate) typing: Map<(ChannelId, Option<PostId>, UserId), Monotonic>,
    /// Preferences.
    pub(crate) preferences: Map<PreferenceKey, String>,
    /// Replies stand among the channel's posts: follows from configuration and preferences, kept because it is asked for
    /// with every count.
    pub(crate) flat_threads: bool,
    /// Texts not yet sent.
    pub(crate) drafts: Map<DraftPlace, String>,
    /// What is known of them, and of those that are gone.
    pub(crate) draft_marks: Table<DraftPlace, DraftMark>,
    /// Texts that were cleared, newest first.
    pub(crate) cleared: Vec<String>,

    /// What is open.
    pub(crate) place: Place,
    /// The channel in the centre, once known.
    pub(crate) open_channel: Option<ChannelId>,
    /// The team whose sidebar is shown, once known.
    pub(crate) open_team: Option<TeamId>,
    /// When channels were last opened, as a running number: memory is freed in this order.
    pub(crate) opened: Table<ChannelId, u64>,
    /// The running number.
    pub(crate) opened_count: u64,
    /// Number of posts up to which nothing is freed, above the ordinary bound.
    pub(crate) bound_posts: usize,
    /// Whether the person looks.
    pub(crate) attention: Attention,
    /// The thread panel.
    pub(crate) open_thread: Option<PostId>,
    /// The connection.
    pub(crate) connection: ConnectionStatus,
    /// What is shown is as of this moment; `None` while it is of now.
    pub(crate) outdated_since: Option<Timestamp>,
    /// No events flow, and what is shown is asked for now and then.
    pub(crate) is_polled: bool,
    /// Notices, one a kind.
    pub(crate) notices: Map<NoticeKind, Notice>,
    /// Counters of events by name, for diagnostics.
    pub(crate) counters: Table<String, u64>,
}

impl State {
    /// Applies a fact and tells what changed: the catalogue. Order matters nowhere between areas; within a post's arrival the
    /// reducer says why.
    pub fn apply(&mut self, event: &Event) -> Changes {
        let mut changes = Changes::none();
        self.catalogue(event, &mut changes);
        changes
    }

    fn catalogue(&mut self, event: &Event, to: &mut Changes) {
        use Event::*;
        match event {
            PostCreated(created) => self.post_created(created, to),
            PostEdited(post) => self.post_edited(post, to),
            PostDeleted {
                post_id,
                channel_id,
                root_id,
            } => self.post_deleted(*post_id, *channel_id, *root_id, to),
            EphemeralReceived(post) => self.ephemeral_received(post, to),
            PostMarkedUnread(unread) => self.post_marked_unread(unread, to),
            PostPinned { post_id, pinned } => self.post_pinned(*post_id, *pinned, to),
            ReactionAdded { reaction, .. } => self.reaction_added(reaction, to),
            ReactionRemoved { reaction, .. } => self.reaction_removed(reaction, to),
            PostsLoaded(page) => self.posts_loaded(page, to),
            ThreadLoaded {
                root_id,
                posts,
                after,
                complete,
            } => self.thread_loaded(*root_id, posts, *after, *complete, to),
            PostsReceived(posts) => self.posts_received(posts, Liveness::Answer, to),
            PostsFound(posts) => self.posts_received(posts, Liveness::Found, to),
            PostsMissing(ids) => self.posts_missing(ids, to),

            PostQueued(outgoing) => self.post_queued(outgoing, to),
            OutboxRestored(kept) => self.outbox_restored(kept, to),
            PostSendStarted(pending) => self.post_send_moved(pending, OutgoingPhase::Sending, to),
            PostSendFailed { pending, reason } => {
                self.post_send_moved(pending, OutgoingPhase::Failed(reason.clone()), to);
            }
            PostSendRetried(pending) => self.post_send_moved(pending, OutgoingPhase::Queued, to),
            PostSendDiscarded(pending) => self.post_send_discarded(pending, to),
            PostEditQueued { post_id, message } => self.post_edit_queued(*post_id, message, to),
            PostEditFailed { post_id, message, .. } | PostEditConfirmed { post_id, message } => {
                self.post_edit_ended(*post_id, message, to);
            }
            PostDeleteQueued { post_id } => self.post_delete_queued(*post_id, to),
            PostDeleteFailed { post_id, .. } => self.post_delete_failed(*post_id, to),

            FileAttached(file) => self.file_attached(file, to),
            FileCame(file) => self.file_came(file, to),
            FileProgressed { id, percent } => self.file_moved(id, UploadPhase::Sending(*percent), to),
            FileUploaded { id, file_id } => self.file_moved(id, UploadPhase::Done(*file_id), to),
            FileRefused { id, reason } => self.file_moved(id, UploadPhase::Failed(reason.clone()), to),
            FileDetached(id) => self.files_detached(std::slice::from_ref(id), to),

            ChannelsLoaded { channels, scope } => self.channels_loaded(channels, *scope, to),
            MembersLoaded { members, scope } => self.members_loaded(members, *scope, to),
            ChannelArchived {
                channel_id,
                delete_at,
            } => self.channel_archived(*channel_id, *delete_at, to),
            MemberAdded {
                channel_id, user_id, ..
            } => self.member_added(*channel_id, *user_id, to),
            MemberRemoved { channel_id, user_id } => self.member_removed(*channel_id, *user_id, to),
            ChannelsViewed { times } => self.channels_viewed(times, to),
            ChannelRead { channel_id, at } => self.channel_read(*channel_id, *at, to),
            ViewKept { channel_id, at, from } => self.view_kept(*channel_id, *at, *from, to),
            ViewNotTold { channel_id } => self.view_not_told(*channel_id),
            ChannelStatsLoaded(stats) => self.channel_stats_loaded(*stats, to),
            GroupMembersLoaded(groups) => self.group_members_loaded(groups, to),

            TeamsLoaded { teams, scope } => self.teams_loaded(teams, *scope, to),
            TeamMembersLoaded(members) => self.team_members_loaded(members, to),
            TeamLeft { team_id } => self.team_left(*team_id, to),

            MeLoaded(user) => self.me_loaded(user, to),
            UsersLoaded(users) => self.users_loaded(users, to),
            UserRolesChanged { user_id, roles } => self.user_roles_changed(*user_id, roles, to),
            StatusesLoaded(statuses) => self.statuses_loaded(statuses, to),
            TypingReceived {
                channel_id,
                root_id,
                user_id,
                at,
            } => self.typing_received((*channel_id, *root_id, *user_id), *at, to),
            TypingExpired { before } => self.typing_expired(*before, to),

            ThreadUpdated {
                thread,
                previous,
                team_id,
                root,
            } => self.thread_updated(thread, *previous, *team_id, root.as_deref(), to),
            ThreadFollowChanged {
                thread_id,
                is_following,
            } => self.thread_follow_changed(*thread_id, *is_following, to),
            ThreadsRead(read) => self.threads_read(read, to),
            ThreadTotalsLoaded {
                team_id,
                unread_threads,
                unread_mentions,
            } => self.thread_totals_loaded(*team_id, (*unread_threads, *unread_mentions), to),

            PreferencesLoaded { preferences, scope } => self.preferences_loaded(preferences, *scope, to),
            PreferencesDeleted(keys) => self.preferences_deleted(keys, to),
            CategoriesLoaded { team_id, categories } => self.categories_loaded(*team_id, categories, to),
            CategoryOrderChanged { team_id, order } => self.category_order_changed(*team_id, order, to),
            CategoryCollapsed {
                team_id,
                category_id,
                collapsed,
            } => self.category_collapsed(*team_id, category_id, *collapsed, to),
            DraftChanged { place, text } => self.draft_changed(*place, text, to),
            DraftMarked { place, mark } => self.draft_marked(*place, mark, to),
            TextCleared(text) => self.text_cleared(text, to),
            ClearedTextsKept(texts) => self.cleared_texts_kept(texts, to),

            ConfigLoaded(config) => self.config_loaded(config, to),
            RolesLoaded(roles) => self.roles_loaded(roles, to),
            EmojiLoaded(emoji) => self.emoji_loaded(emoji, to),

            ViewRestored(kept) => self.view_restored(kept, to),

            SessionChanged(session) => self.session_changed(session, to),
            ConnectionChanged(status) => self.connection_changed(*status, to),
            Outdated { since } => self.age_changed(Some(*since), to),
            CaughtUp => self.age_changed(None, to),
            Polled { at } => self.polled(*at, to),
            NoticeRaised(notice) => self.notice_raised(notice, to),
            NoticeCleared(kind) => self.notice_cleared(*kind, to),
            PlaceOpened(place) => self.place_opened(place, to),
            ThreadOpened(root) => self.thread_opened(*root, to),
            AttentionChanged(attention) => self.attention_changed(*attention),
            LoadingChanged { channel_id, loading } => self.loading_changed(*channel_id, *loading, to),
            MarkedStale { channel_id } => self.marked_stale(*channel_id, to),
            LeftThreadsStale => self.left_threads_stale(),

            // The engine decides what they mean here.
            DraftTold(_) | DraftGone { .. } => {}
            // Orders for `sync`: nothing is known yet.
            ChannelAnnounced { .. } | TeamAnnounced { .. } | CategoriesOutdated { .. } | ConfigOutdated => {}
            Hello { .. } => self.counted("hello"),
            NotNeeded(name) => self.counted(name),
            Unknown(name) => self.counted(name),
            Broken { event, channel_id } => {
                self.counted(&format!("{event} (unreadable)"));
                if channel_id.is_some() {
                    self.marked_stale(*channel_id, to);
                }
            }
        }
    }
}
