//! Reading the state: what projections and decisions ask for. No logic beyond looking up.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::domain::*;
use crate::event::*;

use super::arrivals::Arrivals;
use super::unread::is_counted;
use super::{OutgoingItem, State, Timeline};

impl State {
    /// Own account's id, once known.
    pub fn me(&self) -> Option<UserId> {
        self.me
    }

    /// Own account.
    pub fn me_user(&self) -> Option<&Arc<User>> {
        self.users.get(&self.me?)
    }

    /// A person.
    pub fn user(&self, id: UserId) -> Option<&Arc<User>> {
        self.users.get(&id)
    }

    /// A person by user name (lower case, without `@`).
    pub fn user_named(&self, username: &str) -> Option<&Arc<User>> {
        self.users.get(self.usernames.get(username)?)
    }

    /// All known people, by id.
    pub fn users(&self) -> impl Iterator<Item = &Arc<User>> {
        self.users.values()
    }

    /// A person's presence; `None` when it was never asked for.
    pub fn presence(&self, id: UserId) -> Option<Presence> {
        self.presence.get(&id).copied()
    }

    /// Client configuration.
    pub fn config(&self) -> &ServerConfig {
        &self.config
    }

    /// Signed in or not.
    pub fn session(&self) -> &SessionState {
        &self.session
    }

    /// The connection as shown.
    pub fn connection(&self) -> ConnectionStatus {
        self.connection
    }

    /// Whether the window has the focus.
    pub fn attention(&self) -> Attention {
        self.attention
    }

    /// Notices to show.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.values()
    }

    /// What is open, as in the address bar.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The channel in the centre, once known.
    pub fn open_channel(&self) -> Option<ChannelId> {
        self.open_channel
    }

    /// The team whose sidebar is shown, once known.
    pub fn open_team(&self) -> Option<TeamId> {
        self.open_team
    }

    /// The root of the open thread panel.
    pub fn open_thread(&self) -> Option<PostId> {
        self.open_thread
    }

    /// The text not yet sent at a place; empty if none.
    pub fn draft(&self, place: DraftPlace) -> &str {
        self.drafts.get(&place).map_or("", String::as_str)
    }

    /// All texts not yet sent.
    pub fn drafts(&self) -> &Map<DraftPlace, String> {
        &self.drafts
    }

    /// What is known of the text of a place, also of one that is gone.
    pub fn draft_mark(&self, place: DraftPlace) -> Option<&DraftMark> {
        self.draft_marks.get(&place)
    }

    /// Texts that were cleared without being sent, newest first, at most ten.
    pub fn cleared_texts(&self) -> &[String] {
        &self.cleared
    }

    /// A channel.
    pub fn channel(&self, id: ChannelId) -> Option<&Channel> {
        self.channels.get(&id)
    }

    /// All known channels, by id.
    pub fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.channels.values()
    }

    /// Own membership of a channel.
    pub fn member(&self, id: ChannelId) -> Option<&ChannelMember> {
        self.members.get(&id)
    }

    /// Numbers about a channel, if asked for.
    pub fn channel_stats(&self, id: ChannelId) -> Option<ChannelStats> {
        self.channel_stats.get(&id).copied()
    }

    /// People of a group message, without oneself, if known.
    pub fn group_members(&self, id: ChannelId) -> Option<&[UserId]> {
        self.group_members.get(&id).map(Vec::as_slice)
    }

    /// A team one is in.
    pub fn team(&self, id: TeamId) -> Option<&Team> {
        self.teams.get(&id)
    }

    /// Sidebar categories of a team, in order; empty when not loaded.
    pub fn categories(&self, id: TeamId) -> &[Category] {
        self.categories.get(&id).map_or(&[], Vec::as_slice)
    }

    /// A post; `None` when it is not loaded or deleted.
    pub fn post(&self, id: PostId) -> Option<&Arc<Post>> {
        self.posts.get(&id)
    }

    /// Whether a post was deleted.
    pub fn is_deleted(&self, id: PostId) -> bool {
        self.tombstones.contains_key(&id)
    }

    /// What is loaded of a channel.
    pub fn timeline(&self, id: ChannelId) -> Option<&Timeline> {
        self.timelines.get(&id)
    }

    /// A channel's posts have to be asked for when it is opened: never loaded, or possibly incomplete.
    pub fn needs_posts(&self, id: ChannelId) -> bool {
        self.stale.contains(&id) || self.timelines.get(&id).is_none_or(|t| !t.loaded)
    }

    /// Whether what is cached of a channel may be incomplete.
    pub fn is_stale(&self, id: ChannelId) -> bool {
        self.stale.contains(&id)
    }

    /// Oldest loaded post of a channel that the server knows: ask for what is before it.
    pub fn oldest_loaded(&self, id: ChannelId) -> Option<PostId> {
        self.timelines
            .get(&id)?
            .orders()
            .map(|o| o.id)
            .find(|id| self.is_on_server(*id))
    }

    /// Newest loaded post of a channel that the server knows: ask for what is after it.
    pub fn newest_loaded(&self, id: ChannelId) -> Option<PostId> {
        self.timelines
            .get(&id)?
            .orders()
            .rev()
            .map(|o| o.id)
            .find(|id| self.is_on_server(*id))
    }

    /// The server has not said yet how a team's sidebar is made up.
    pub fn needs_categories(&self, id: TeamId) -> bool {
        self.categories(id).is_empty() || self.stale_categories.contains(&id)
    }

    pub(super) fn is_on_server(&self, id: PostId) -> bool {
        self.posts.get(&id).is_some_and(|p| p.kind != PostKind::Ephemeral)
    }

    /// Whether all replies of a thread are loaded.
    pub fn is_thread_complete(&self, root: PostId) -> bool {
        self.complete_threads.contains(&root)
    }

    /// Own view of a thread.
    pub fn thread(&self, root: PostId) -> Option<&Thread> {
        self.threads.get(&root)
    }

    /// Whether any thread of a team is unread.
    pub fn has_unread_threads(&self) -> bool {
        self.thread_totals.values().any(|totals| *totals != (0, 0))
    }

    /// Posts of which only the server can say whether they still exist.
    pub fn doubted(&self) -> impl Iterator<Item = PostId> + '_ {
        self.doubted.iter().copied()
    }

    /// Loading under way in a channel.
    pub fn loading(&self, id: ChannelId) -> Loading {
        self.loading.get(&id).copied().unwrap_or_default()
    }

    /// Posts came to a channel after it was last read here. Replies are read in their thread, where threads are collapsed.
    pub fn has_unseen(&self, id: ChannelId) -> bool {
        let (Some(channel), Some(member)) = (self.channels.get(&id), self.members.get(&id)) else {
            return false;
        };
        let newest = if self.is_collapsed_threads() {
            channel.last_root_post_at
        } else {
            channel.last_post_at
        };
        newest > member.last_viewed_at
    }

    /// Of a channel newer posts were told of than are loaded, or no page was loaded of it. Only posts count, not what became of them.
    pub fn lacks_newest(&self, id: ChannelId) -> bool {
        let newest = self
            .channels
            .get(&id)
            .map(|channel| match self.is_collapsed_threads() {
                true => channel.last_root_post_at,
                false => channel.last_post_at,
            });
        let timeline = self.timelines.get(&id).filter(|timeline| timeline.loaded);
        let loaded = timeline.and_then(|timeline| timeline.orders().next_back());
        loaded.map(|order| order.create_at) < newest
    }

    /// The server's own word on a membership counts the reading up to this very time.
    pub(crate) fn is_view_counted(&self, id: ChannelId, at: Timestamp) -> bool {
        let viewed = self.members.get(&id).map(|member| member.last_viewed_at);
        viewed == Some(at) && self.read_floors.get(&id) == Some(&at)
    }

    /// The totals count more than what was read, which is not known here: a list has overtaken the word on the reading.
    pub(crate) fn is_view_unsure(&self, id: ChannelId, at: Timestamp) -> bool {
        let viewed = self.members.get(&id).map(|member| member.last_viewed_at);
        viewed == Some(at) && self.arrivals.get(&id).is_some_and(|arrivals| arrivals.floor > at)
    }

    /// Channels of which was read so much as was reckoned from totals that were not the server's.
    pub(crate) fn unsure_views(&self) -> impl Iterator<Item = ChannelId> + '_ {
        self.unsure_views.iter().copied()
    }

    /// Channels whose totals were told from before posts that are not remembered any more.
    pub(crate) fn unsure_totals(&self) -> impl Iterator<Item = ChannelId> + '_ {
        self.unsure_totals.iter().copied()
    }

    /// A list of totals has overtaken a post that changes the membership: only the server can say whether that was told with it. So it is
    /// where the membership is later than the post, and what was marked as unread came after it: that may be of before both. And where it was
    /// touched in the moment of a post that no totals count yet, perhaps by a reading of before the post.
    pub(crate) fn is_membership_unsure(&self, event: &PostCreated) -> bool {
        let (post, id) = (&event.post, event.post.channel_id);
        let (Some(channel), Some(member)) = (self.channels.get(&id), self.members.get(&id)) else {
            return false;
        };
        let concerns = event.mentions_me || channel.kind.is_message() || self.is_own(post);
        let counts_it = |arrivals: &Arrivals| arrivals.floor_of(post) >= post.create_at;
        let is_overtaken = self.arrivals.get(&id).is_some_and(counts_it);
        let is_missed = match post.create_at.cmp(&self.counted_at(member)) {
            Ordering::Less => self.manually_unread.contains(&id),
            Ordering::Equal => self.manually_unread.contains(&id) || !is_overtaken,
            Ordering::Greater => is_overtaken,
        };
        concerns && is_counted(&post.kind) && post.create_at > member.last_viewed_at && is_missed
    }

    /// As of when the counters of a membership are.
    pub(super) fn counted_at(&self, member: &ChannelMember) -> Timestamp {
        let told = self.counted_at.get(&member.channel_id).copied();
        told.unwrap_or(member.last_update_at)
    }

    /// Somebody's post that was counted as read for its time alone. A pin moves a channel's time further, in one millisecond also behind
    /// what is said after it: only the server can say whether it was read. So it is with own words of the very time up to which the server has
    /// told that was read: they may have come after that.
    pub(crate) fn is_reading_unsure(&self, post: &Post) -> bool {
        let (id, at) = (post.channel_id, &post.create_at);
        let is_viewed = |member: &ChannelMember| member.last_viewed_at >= *at;
        let is_counted = |arrivals: &Arrivals| arrivals.posts.contains_key(&post.order());
        let told = self.read_floors.get(&id);
        let is_untold = match self.is_own(post) {
            true => told == Some(at),
            false => told < Some(at),
        };
        self.members.get(&id).is_some_and(is_viewed)
            && is_untold
            && self.arrivals.get(&id).is_some_and(is_counted)
    }

    /// One marked a post of this channel as unread: staying in it does not read it.
    pub fn is_manually_unread(&self, id: ChannelId) -> bool {
        self.manually_unread.contains(&id)
    }

    /// Names of one's roles: in the system, in teams, in the open channel.
    pub fn own_role_names(&self) -> impl Iterator<Item = &str> {
        let system = self.me_user().map(|me| me.roles.as_str());
        let teams = self.team_members.values().map(|member| member.roles.as_str());
        let channel = self
            .open_channel
            .and_then(|id| self.member(id))
            .map(|member| member.roles.as_str());
        system
            .into_iter()
            .chain(teams)
            .chain(channel)
            .flat_map(str::split_whitespace)
    }

    /// Whether it is known what a role allows.
    pub fn knows_role(&self, name: &str) -> bool {
        self.roles.contains_key(name)
    }

    /// Since when the longest shown typing entry stands.
    pub fn oldest_typing(&self) -> Option<Monotonic> {
        self.typing.values().min().copied()
    }

    /// Own posts on their way, in send order.
    pub fn outbox(&self) -> &[OutgoingItem] {
        &self.outbox
    }

    /// An own post on its way.
    pub fn outgoing(&self, pending: &PendingPostId) -> Option<&OutgoingItem> {
        self.outbox.iter().find(|i| i.post.pending == *pending)
    }

    /// The text of an edit on its way.
    pub fn pending_edit(&self, id: PostId) -> Option<&str> {
        self.pending_edits.get(&id).map(String::as_str)
    }

    /// Custom emoji by short name.
    pub fn custom_emoji(&self, name: &str) -> Option<EmojiId> {
        self.custom_emoji.get(name).copied()
    }

    /// Counters of events by name, for diagnostics.
    pub fn counters(&self) -> &Table<String, u64> {
        &self.counters
    }

    /// A preference.
    pub fn preference(&self, category: &str, name: &str) -> Option<&str> {
        self.preferences
            .get(&PreferenceKey::new(category, name))
            .map(String::as_str)
    }

    /// Whether replies stand in threads only (`rest.md 5.2`). The server's default is always on.
    pub fn is_collapsed_threads(&self) -> bool {
        !self.flat_threads
    }

    /// Whether unread channels stand in a section of their own (`rest.md 5.3`).
    pub fn has_unread_section(&self) -> bool {
        match self.preference("sidebar_settings", "show_unread_section") {
            Some(value) => value == "true",
            None => self.config.get("ExperimentalGroupUnreadChannels") == Some("default_on"),
        }
    }
}
