//! Unread and mention counters (`rest.md 5.1`): raised by posts, lowered by views, taken over wholesale from lists.
//!
//! A member's `msg_count` is how many posts one *has read*; unread is the channel's total minus it. Each post counts once:
//! it is remembered in [`Arrivals`] until a list that includes it (`last_post_at`) has come. So duplicates, replays after a
//! resync and a view that overtakes a post all give the server's numbers.

use crate::domain::*;
use crate::event::{MarkedUnread, PostCreated};
use crate::mutant::{self, Mutant};

use super::arrivals::Arrival;
use super::{Changes, Key, State};

/// Unread figures of a channel, for one's setting of collapsed threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct UnreadCounts {
    /// Posts not read, muted or not.
    pub messages: i64,
    /// Mentions, for the badge.
    pub mentions: i64,
    /// The channel is muted.
    pub muted: bool,
}

impl UnreadCounts {
    /// Bold in the sidebar: a badge, or unread posts in a channel that is not muted.
    pub fn is_unread(&self) -> bool {
        self.mentions > 0 || (self.messages > 0 && !self.muted)
    }
}

impl State {
    /// Unread figures of a channel; zero when one is no member.
    pub fn unread_counts(&self, channel_id: ChannelId) -> UnreadCounts {
        let (Some(channel), Some(member)) = (self.channels.get(&channel_id), self.members.get(&channel_id))
        else {
            return UnreadCounts::default();
        };
        let (messages, mentions) = if self.is_collapsed_threads() {
            let unread = channel.total_msg_count_root.saturating_sub(member.msg_count_root);
            (unread, member.mention_count_root)
        } else {
            (
                channel.total_msg_count.saturating_sub(member.msg_count),
                member.mention_count,
            )
        };
        UnreadCounts {
            messages: messages.max(0),
            mentions: mentions.max(0),
            muted: member.is_muted(),
        }
    }

    /// How much an unread channel matters: mentions first, then the newest. `None`: it is read, muted or archived.
    pub fn unread_rank(&self, id: ChannelId) -> Option<(bool, Timestamp)> {
        let channel = self
            .channels
            .get(&id)
            .filter(|channel| channel.delete_at.is_none())?;
        let counts = self.unread_counts(id);
        let is_wanted = counts.is_unread() && !counts.muted;
        is_wanted.then_some((counts.mentions > 0, channel.last_post_at))
    }

    /// A post came in: raises totals once, and for oneself either the unread figures or the read ones.
    pub(super) fn arrival_counted(&mut self, event: &PostCreated, changes: &mut Changes) {
        let post = &event.post;
        let before = self.unread_counts(post.channel_id);
        self.last_post_moved(post);
        if is_counted(&post.kind) {
            if let Some(arrival) = self.arrival_recorded(event) {
                self.counts_raised(post, arrival);
            }
        }
        self.note_unread(post.channel_id, before, changes);
        self.note_recency(post.channel_id, changes);
    }

    fn last_post_moved(&mut self, post: &Post) {
        if let Some(channel) = self.channels.get_mut(&post.channel_id) {
            channel.last_post_at = channel.last_post_at.max(post.create_at);
            if post.root_id.is_none() {
                channel.last_root_post_at = channel.last_root_post_at.max(post.create_at);
            }
        }
    }

    /// Remembers a post as counted; `None` if it was.
    fn arrival_recorded(&mut self, event: &PostCreated) -> Option<Arrival> {
        let post = &event.post;
        let is_mine = self.is_own(post);
        let kind = self
            .channels
            .get(&post.channel_id)
            .map(|c| c.kind)
            .or(event.channel_kind);
        let arrival = Arrival {
            is_root: post.root_id.is_none(),
            is_mine,
            is_mention: !is_mine && (event.mentions_me || kind.is_some_and(ChannelKind::is_message)),
            is_urgent: post.priority == Some(Priority::Urgent),
        };
        let arrivals = self.arrivals.entry_or_default(post.channel_id);
        let is_counted =
            post.create_at <= arrivals.floor_of(post) || arrivals.posts.contains_key(&post.order());
        if is_counted && !mutant::is(Mutant::PostCountedTwice) {
            arrivals.note_mention(post.order(), arrival);
            return None;
        }
        arrivals.count(post.order(), arrival);
        Some(arrival)
    }

    fn counts_raised(&mut self, post: &Post, arrival: Arrival) {
        let root = i64::from(arrival.is_root);
        if let Some(channel) = self.channels.get_mut(&post.channel_id) {
            raise(&mut channel.total_msg_count, 1);
            raise(&mut channel.total_msg_count_root, root);
        }
        let is_mine = arrival.is_mine && !mutant::is(Mutant::OwnPostsUnread);
        let reads_channel = is_mine && (arrival.is_root || !self.is_collapsed_threads());
        let Some(member) = self.members.get(&post.channel_id) else {
            return;
        };
        // A list that was made after the mention has counted it: mentions move the membership's own time.
        let in_list = post.create_at <= self.counted_at(member);
        let Some(member) = self.members.get_mut(&post.channel_id) else {
            return;
        };
        let is_read = post.create_at <= member.last_viewed_at;
        // The server's own word on what was read may come before the post it speaks of.
        let is_in_told = self.read_floors.get(&post.channel_id) >= Some(&post.create_at);
        // In a muted channel as everywhere: what the server has as unread is unread, and no more than that (official clients count it as read
        // until the next list).
        if !is_in_told && (is_mine || is_read) {
            raise(&mut member.msg_count, 1);
            raise(&mut member.msg_count_root, root);
        }
        if !is_read && !in_list {
            add_mention(member, arrival);
        }
        if reads_channel && self.is_view_counted(post.channel_id, post.create_at) {
            // The server's own word came before it, and knows what was said since.
            self.manually_unread.remove(&post.channel_id);
        } else if reads_channel {
            self.read_up_to(post.channel_id, post.create_at);
        }
    }

    /// A channel was read here: how far the server has it is remembered until it knows.
    pub(super) fn channel_read(&mut self, id: ChannelId, at: Timestamp, changes: &mut Changes) {
        let heard = self.members.get(&id).map(|member| member.last_viewed_at);
        let heard = self.heard_views.get(&id).copied().or(heard);
        self.channels_viewed(&map_of([(id, at)]), changes);
        if let Some(heard) = heard {
            self.heard_views.insert(id, heard);
        }
    }

    /// Channels were read, here or elsewhere, up to the server's times. An older time changes nothing.
    pub(super) fn channels_viewed(&mut self, times: &Map<ChannelId, Timestamp>, changes: &mut Changes) {
        for (&channel_id, &at) in times {
            let before = self.unread_counts(channel_id);
            if self
                .members
                .get(&channel_id)
                .is_some_and(|member| member.last_viewed_at < at)
            {
                // What was kept is not all that is known of it any more: an older list does not take back what was read.
                self.kept_members.remove(&channel_id);
            }
            self.heard_views.remove(&channel_id);
            self.read_up_to(channel_id, at);
            self.note_unread(channel_id, before, changes);
        }
    }

    /// An earlier page had read so far, and may not have told the server: what is kept is as if it was read here. If the server has
    /// spoken of the membership since, its word stands. Where no membership is known yet, it is as soon as one is.
    pub(super) fn view_kept(&mut self, id: ChannelId, at: Timestamp, from: Timestamp, changes: &mut Changes) {
        if !self.members.contains_key(&id) {
            self.kept_views.insert(id, (at, from));
        }
        let is_kept = self.kept_members.remove(&id);
        let is_older = |member: &ChannelMember| member.last_update_at <= at || member.last_viewed_at == from;
        if is_kept || self.members.get(&id).is_some_and(is_older) {
            self.channels_viewed(&map_of([(id, at)]), changes);
            self.heard_views.insert(id, from);
        }
    }

    /// A membership is known now: what an earlier page had read of it is read.
    pub(super) fn view_caught_up(&mut self, id: ChannelId, changes: &mut Changes) {
        if let Some((at, from)) = self.kept_views.remove(&id) {
            self.view_kept(id, at, from, changes);
        }
    }

    /// How far one has read, told or not.
    pub(crate) fn viewed_until(&self, id: ChannelId) -> Option<Timestamp> {
        let known = self.members.get(&id).map(|member| member.last_viewed_at);
        known.or_else(|| self.kept_views.get(&id).map(|(at, _)| *at))
    }

    /// How far the server has a channel read that was read further here.
    pub(crate) fn heard_view(&self, id: ChannelId) -> Option<Timestamp> {
        let kept = self.kept_views.get(&id).map(|(_, from)| *from);
        self.heard_views.get(&id).copied().or(kept)
    }

    /// The server will not hear how far one has read: its next word on the membership stands, though it is older.
    pub(super) fn view_not_told(&mut self, channel_id: ChannelId) {
        if !mutant::is(Mutant::UnheardViewStands) {
            self.untold_views.insert(channel_id);
        }
    }

    pub(super) fn read_up_to(&mut self, channel_id: ChannelId, at: Timestamp) {
        let Some(member) = self.members.get_mut(&channel_id) else {
            return;
        };
        if at < member.last_viewed_at {
            return;
        }
        self.manually_unread.remove(&channel_id);
        let mut later = (0, 0, 0, 0, 0);
        let arrivals = self.arrivals.get(&channel_id);
        for (order, arrival) in arrivals.iter().flat_map(|a| &a.posts) {
            if order.create_at <= at || arrival.is_mine {
                continue;
            }
            let root = i64::from(arrival.is_root);
            let mention = i64::from(arrival.is_mention);
            later.0 += 1;
            later.1 += root;
            later.2 += mention;
            later.3 += mention * root;
            later.4 += mention * i64::from(arrival.is_urgent);
        }
        if let Some(channel) = self.channels.get(&channel_id) {
            // The server's counters only grow on view.
            member.msg_count = member
                .msg_count
                .max(channel.total_msg_count.saturating_sub(later.0));
            member.msg_count_root = member
                .msg_count_root
                .max(channel.total_msg_count_root.saturating_sub(later.1));
        }
        member.last_viewed_at = at;
        if mutant::is(Mutant::MentionsOutliveReading) {
            return;
        }
        member.mention_count = later.2;
        member.mention_count_root = later.3;
        member.urgent_mention_count = later.4;
    }

    /// One marked a post as unread on some device: the server's counters, and staying in the channel does not read it.
    pub(super) fn post_marked_unread(&mut self, unread: &MarkedUnread, changes: &mut Changes) {
        let id = unread.channel_id;
        let before = self.unread_counts(id);
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        member.msg_count = unread.msg_count;
        member.msg_count_root = unread.msg_count_root;
        member.mention_count = unread.mention_count;
        member.mention_count_root = unread.mention_count_root;
        member.urgent_mention_count = unread.urgent_mention_count;
        member.last_viewed_at = unread.last_viewed_at;
        // It is the server's word, in the place of an earlier one.
        self.read_floors.insert(id, unread.last_viewed_at);
        self.heard_views.remove(&id);
        self.manually_unread.insert(id);
        self.line_set(id, unread.last_viewed_at, changes);
        self.note_unread(id, before, changes);
    }

    /// A list told a channel's totals as of its `last_post_at`, of roots as of its `last_root_post_at`: posts counted since are added to
    /// them.
    pub(super) fn totals_told(&mut self, channel: &mut Channel) {
        let arrivals = self.arrivals.entry_or_default(channel.id);
        // Asked for once, whatever is told then: a server that was put back to a backup has older totals for good.
        if std::mem::take(&mut arrivals.forgotten) > channel.last_post_at {
            self.unsure_totals.insert(channel.id);
        } else {
            self.unsure_totals.remove(&channel.id);
        }
        arrivals.counted_until(channel.last_post_at, channel.last_root_post_at);
        if mutant::is(Mutant::ListForgetsArrivals) {
            return;
        }
        for (order, arrival) in &arrivals.posts {
            raise(&mut channel.total_msg_count, 1);
            raise(&mut channel.total_msg_count_root, i64::from(arrival.is_root));
            channel.last_post_at = channel.last_post_at.max(order.create_at);
            if arrival.is_root {
                channel.last_root_post_at = channel.last_root_post_at.max(order.create_at);
            }
        }
    }

    /// A post of the very millisecond up to which a list has counted, and another post was made in it, or, for a reply, changed: only the
    /// server can say whether the list has counted this one.
    pub(crate) fn is_total_unsure(&self, post: &Post) -> bool {
        let (id, at) = (post.channel_id, post.create_at);
        let is_of_then = |other: &Post| other.create_at == at || other.update_at == at;
        let is_other = |other: &Post| other.channel_id == id && other.id != post.id && is_of_then(other);
        let is_last = self.arrivals.get(&id).is_some_and(|a| a.floor_of(post) == at);
        let mut known = self.posts.values().chain(self.early_edits.values());
        is_last && known.any(|other| is_other(other))
    }

    /// A membership as it was told, with the mentions that were counted since it was: they move its time.
    pub(super) fn mentions_since(&self, told: &ChannelMember) -> ChannelMember {
        let mut member = told.clone();
        let until = told.last_update_at.max(told.last_viewed_at);
        let arrivals = self.arrivals.get(&told.channel_id).into_iter();
        for (order, arrival) in arrivals.flat_map(|arrivals| &arrivals.mentions) {
            if order.create_at > until {
                add_mention(&mut member, *arrival);
            }
        }
        member
    }

    /// Whether a post is one's own words: a webhook of mine speaks for somebody else (`rest.md 5.9`).
    pub(crate) fn is_own(&self, post: &Post) -> bool {
        self.me == Some(post.user_id) && !post.props.from_webhook
    }

    /// Notes what unread figures changed against before.
    pub(super) fn note_unread(&self, channel_id: ChannelId, before: UnreadCounts, changes: &mut Changes) {
        let now = self.unread_counts(channel_id);
        if now == before {
            return;
        }
        changes.insert(Key::Unread(channel_id));
        if now.is_unread() != before.is_unread() {
            // Unread channels stay visible where read ones are hidden.
            changes.insert(Key::Sidebar);
        }
        if now.is_unread() != before.is_unread() || now.mentions != before.mentions {
            changes.insert(Key::Teams);
        }
    }

    /// A newer post moves a channel where lists are sorted by time.
    fn note_recency(&self, channel_id: ChannelId, changes: &mut Changes) {
        let sorted_by_time = self.categories.values().flatten().any(|c| {
            c.sorting == CategorySorting::Recent
                && (c.channel_ids.contains(&channel_id) || c.kind == CategoryKind::DirectMessages)
        });
        if sorted_by_time || self.has_unread_section() {
            changes.insert(Key::Sidebar);
        }
    }
}

/// Joining, leaving, adding, removing, archiving and restoring are told but never counted (`rest.md 5.1`).
pub(crate) fn is_counted(kind: &PostKind) -> bool {
    use SystemKind::*;
    match kind {
        PostKind::Normal | PostKind::Me => true,
        PostKind::Ephemeral => false,
        PostKind::System(system) => !matches!(
            system,
            JoinChannel { .. }
                | LeaveChannel { .. }
                | AddToChannel { .. }
                | RemoveFromChannel { .. }
                | JoinTeam { .. }
                | LeaveTeam { .. }
                | AddToTeam { .. }
                | RemoveFromTeam { .. }
                | ChannelArchived { .. }
                | ChannelRestored { .. }
        ),
    }
}

fn add_mention(member: &mut ChannelMember, arrival: Arrival) {
    let mention = i64::from(arrival.is_mention);
    raise(&mut member.mention_count, mention);
    raise(
        &mut member.mention_count_root,
        mention * i64::from(arrival.is_root),
    );
    raise(
        &mut member.urgent_mention_count,
        mention * i64::from(arrival.is_urgent),
    );
}

fn raise(counter: &mut i64, by: i64) {
    *counter = counter.saturating_add(by);
}
