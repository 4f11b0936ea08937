//! One's own memberships: settings and counters as lists and events tell them; who joined and who left.

use crate::domain::*;
use crate::event::{NoticeKind, Scope};

use super::unread::is_counted;
use super::{Changes, Key, State, Timeline};

impl State {
    /// Memberships arrived. Settings go by `last_update_at`; counters are taken over unless one has read further since.
    pub(super) fn members_loaded(&mut self, members: &[ChannelMember], scope: Scope, changes: &mut Changes) {
        if scope == Scope::All {
            let kept = set_of(members.iter().map(|m| m.channel_id));
            let before = self.members.len();
            self.members.retain(|id, _| kept.contains(id));
            if before != self.members.len() {
                changes.insert(Key::Sidebar);
            }
        }
        let is_first = self.members.is_empty();
        for member in members {
            if self.me.is_none_or(|me| me == member.user_id) {
                if !is_first {
                    self.membership_begun(member.channel_id, changes);
                }
                self.member_told(member, changes);
            }
        }
        self.place_resolved_again(changes);
    }

    /// Pages of a public channel can be read without being in it, and nobody tells what is said after them.
    fn membership_begun(&mut self, id: ChannelId, changes: &mut Changes) {
        let is_read = self.timelines.get(&id).is_some_and(|timeline| timeline.loaded);
        if is_read && !self.members.contains_key(&id) {
            self.marked_stale(Some(id), changes);
        }
    }

    fn member_told(&mut self, told: &ChannelMember, changes: &mut Changes) {
        let id = told.channel_id;
        let before = self.unread_counts(id);
        let is_kept = self.kept_members.remove(&id);
        if is_kept {
            // The line was begun by what an earlier page knew.
            self.new_lines.remove(&id);
        }
        if self.lacks_mentions(told) {
            self.unsure_views.insert(id);
        } else {
            self.unsure_views.remove(&id);
        }
        let untold = self.untold_views.remove(&id) || is_kept;
        let since = self.mentions_since(told);
        let known = self.members.get(&id);
        let is_outrun = known.is_some_and(|known| !untold && self.is_outrun(known, told));
        let next = match known {
            None => {
                changes.insert(Key::Sidebar);
                since
            }
            Some(known) => newest_of(known, &since, is_outrun),
        };
        if !is_outrun {
            self.counted_at.insert(id, told.last_update_at);
        }
        self.heard_views.remove(&id);
        if next.last_viewed_at > told.last_viewed_at {
            self.heard_views.insert(id, told.last_viewed_at);
        }
        if (next.msg_count, next.last_viewed_at) == (told.msg_count, told.last_viewed_at) {
            self.read_floors.insert(id, told.last_viewed_at);
        }
        let line_at = next.last_viewed_at;
        if self.members.get(&id) == Some(&next) {
            if is_kept && self.open_channel == Some(id) {
                self.line_begun(id, line_at, changes);
            }
            return;
        }
        let was_muted = self.members.get(&id).is_some_and(ChannelMember::is_muted);
        if was_muted != next.is_muted() {
            changes.insert(Key::Sidebar);
        }
        self.members.insert(id, next);
        self.view_caught_up(id, changes);
        if self.open_channel == Some(id) {
            self.line_begun(id, line_at, changes);
        }
        changes.insert(Key::Unread(id));
        changes.insert(Key::Channel(id));
        self.note_unread(id, before, changes);
    }

    /// It was told before mentions that came since and are not remembered. Asked for once, whatever is told then, as totals are.
    fn lacks_mentions(&mut self, told: &ChannelMember) -> bool {
        let arrivals = self.arrivals.get_mut(&told.channel_id);
        let forgotten = arrivals.map(|arrivals| std::mem::take(&mut arrivals.forgotten_mention));
        forgotten.is_some_and(|at| at > told.last_update_at.max(told.last_viewed_at))
    }

    /// One has read further than the server knows, and it was not touched since, but for what moves no reading: it has it where it had it.
    /// What touched it at the very time up to which was read is the mention that was read; or else what was marked as unread in the
    /// millisecond of own words, for these read the channel themselves.
    fn is_outrun(&self, known: &ChannelMember, told: &ChannelMember) -> bool {
        let (id, at) = (told.channel_id, known.last_viewed_at);
        let is_where_it_was = self.heard_views.get(&id) == Some(&told.last_viewed_at);
        let is_marked_since = || told.last_update_at == at && self.is_read_by_own_words(id, at);
        told.last_viewed_at < at && (is_where_it_was || (told.last_update_at <= at && !is_marked_since()))
    }

    /// One's own words of this time have read the channel on the server, and no mention is of the same time.
    fn is_read_by_own_words(&self, id: ChannelId, at: Timestamp) -> bool {
        let arrivals = self.arrivals.get(&id).into_iter();
        let mut mentions = arrivals.flat_map(|arrivals| arrivals.mentions.keys());
        let orders = self.timelines.get(&id).into_iter().flat_map(Timeline::orders);
        let mut posts = orders
            .filter(|order| order.create_at == at)
            .filter_map(|order| self.posts.get(&order.id));
        let reads = |post: &Post| post.root_id.is_none() || !self.is_collapsed_threads();
        posts.any(|post| self.is_own(post) && is_counted(&post.kind) && reads(post))
            && !mentions.any(|order| order.create_at == at)
    }

    /// Somebody joined. Of oneself `sync` fetches the channel; for others nothing we keep changes.
    pub(super) fn member_added(&mut self, channel_id: ChannelId, user_id: UserId, changes: &mut Changes) {
        if self.me == Some(user_id) {
            // What is said from now on does not follow what is known.
            self.membership_begun(channel_id, changes);
        }
        changes.insert(Key::Channel(channel_id));
    }

    /// Somebody left or was removed. If it is oneself, everything of the channel leaves memory; one's own typed words stay.
    pub(super) fn member_removed(&mut self, channel_id: ChannelId, user_id: UserId, changes: &mut Changes) {
        if let Some(people) = self.group_members.get_mut(&channel_id) {
            people.retain(|u| *u != user_id);
        }
        changes.insert(Key::Channel(channel_id));
        if self.me != Some(user_id) {
            return;
        }
        let was_open = self.open_channel == Some(channel_id);
        let was_known = self.channels.contains_key(&channel_id) || self.members.contains_key(&channel_id);
        self.channel_forgotten(channel_id, changes);
        if was_open && was_known {
            self.notice_raised_of(NoticeKind::ChannelLost, changes);
        }
    }
}

/// Settings of the newer copy; counters of the told one unless it is outrun, and the server will still hear of that. Who has read further than
/// the server knows has read no less than it counts: what was read here may be reckoned from totals of before.
fn newest_of(known: &ChannelMember, told: &ChannelMember, is_outrun: bool) -> ChannelMember {
    let settings = if told.last_update_at >= known.last_update_at {
        told
    } else {
        known
    };
    let mut member = if is_outrun { known } else { told }.clone();
    if is_outrun {
        member.msg_count = known.msg_count.max(told.msg_count);
        member.msg_count_root = known.msg_count_root.max(told.msg_count_root);
    }
    ChannelMember {
        roles: settings.roles.clone(),
        notify_props: settings.notify_props.clone(),
        last_update_at: settings.last_update_at,
        ..member
    }
}
