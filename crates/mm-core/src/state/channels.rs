//! Channels one is in or looks at: fields by the newest `update_at`, and forgetting them without a trace.

use crate::domain::*;
use crate::event::Scope;

use super::{Changes, Key, State};

impl State {
    /// Channels arrived; a complete list forgets the others.
    pub(super) fn channels_loaded(&mut self, channels: &[Channel], scope: Scope, changes: &mut Changes) {
        if scope == Scope::All {
            let told = set_of(channels.iter().map(|c| c.id));
            let gone: Vec<ChannelId> = self
                .channels
                .values()
                .filter(|c| !told.contains(&c.id))
                // Archived channels are not in the list; one that is open stays readable.
                .filter(|c| c.delete_at.is_none() || self.open_channel != Some(c.id))
                .map(|c| c.id)
                .collect();
            for id in gone {
                self.channel_forgotten(id, changes);
            }
        }
        for channel in channels {
            self.channel_told(channel, changes);
        }
        self.place_resolved_again(changes);
    }

    fn channel_told(&mut self, told: &Channel, changes: &mut Changes) {
        let id = told.id;
        let before = self.unread_counts(id);
        let mut next = told.clone();
        self.totals_told(&mut next);
        let totals = |c: &Channel| (c.total_msg_count, c.total_msg_count_root);
        if let Some(known) = self.channels.get(&id) {
            if known.update_at > told.update_at {
                // An older copy: its counters may still be news, its fields are not.
                next = Channel {
                    total_msg_count: next.total_msg_count.max(known.total_msg_count),
                    total_msg_count_root: next.total_msg_count_root.max(known.total_msg_count_root),
                    ..known.clone()
                };
            }
            next.last_post_at = next.last_post_at.max(known.last_post_at);
            next.last_root_post_at = next.last_root_post_at.max(known.last_root_post_at);
            if *known == next {
                return;
            }
        }
        let shown = |c: &Channel| {
            (
                c.display_name.clone(),
                c.name.clone(),
                c.team_id,
                c.delete_at,
                c.kind,
            )
        };
        let moved = self
            .channels
            .get(&id)
            .is_none_or(|known| shown(known) != shown(&next));
        let counted = totals(&next);
        let known = self.channels.insert(id, next);
        let is_as_counted = known.is_some_and(|known| totals(&known) == counted);
        changes.insert(Key::Channel(id));
        if moved {
            changes.insert(Key::Sidebar);
        }
        self.view_counted_anew(told, is_as_counted);
        self.note_unread(id, before, changes);
    }

    /// A list told a channel's totals. How much of them was read was reckoned from older ones, unless the server itself has said it. Where one
    /// has read all of them, that is more by now; where they are others than was counted here, and something was said since, only the
    /// server can say it.
    fn view_counted_anew(&mut self, told: &Channel, is_as_counted: bool) {
        let id = told.id;
        let viewed = self.members.get(&id).map(|member| member.last_viewed_at);
        let reckoned = viewed.filter(|at| self.read_floors.get(&id) < Some(at));
        let Some(at) = reckoned.filter(|_| !self.manually_unread.contains(&id)) else {
            return;
        };
        if told.last_post_at <= at {
            self.read_up_to(id, at);
        } else if !is_as_counted {
            self.unsure_views.insert(id);
        }
    }

    /// A channel was archived or restored.
    pub(super) fn channel_archived(
        &mut self,
        id: ChannelId,
        delete_at: Option<Timestamp>,
        changes: &mut Changes,
    ) {
        if let Some(channel) = self.channels.get_mut(&id) {
            if channel.delete_at != delete_at {
                channel.delete_at = delete_at;
                changes.insert(Key::Channel(id));
                changes.insert(Key::Sidebar);
                changes.insert(Key::Teams);
            }
        }
    }

    /// Numbers about a channel arrived.
    pub(super) fn channel_stats_loaded(&mut self, stats: ChannelStats, changes: &mut Changes) {
        if self.channel_stats.insert(stats.channel_id, stats) != Some(stats) {
            changes.insert(Key::Channel(stats.channel_id));
        }
    }

    /// People of group messages arrived, without oneself.
    pub(super) fn group_members_loaded(&mut self, groups: &Map<ChannelId, Vec<User>>, changes: &mut Changes) {
        for (&channel_id, users) in groups {
            self.users_loaded(users, changes);
            let ids: Vec<UserId> = users
                .iter()
                .map(|u| u.id)
                .filter(|id| self.me != Some(*id))
                .collect();
            if self.group_members.insert(channel_id, ids.clone()).as_ref() != Some(&ids) {
                changes.insert(Key::Channel(channel_id));
                changes.insert(Key::Sidebar);
            }
        }
    }

    /// Drops every trace of a channel that one may no longer read: nothing of it stays readable. Drafts and unsent posts
    /// are one's own words and stay.
    pub(super) fn channel_forgotten(&mut self, id: ChannelId, changes: &mut Changes) {
        if self.open_channel == Some(id) {
            self.centre_emptied(changes);
        }
        self.channel_posts_forgotten(id, changes);
        self.channels.remove(&id);
        self.members.remove(&id);
        self.channel_stats.remove(&id);
        self.group_members.remove(&id);
        self.manually_unread.remove(&id);
        self.untold_views.remove(&id);
        self.unsure_views.remove(&id);
        self.unsure_totals.remove(&id);
        self.kept_members.remove(&id);
        self.kept_views.remove(&id);
        self.heard_views.remove(&id);
        self.read_floors.remove(&id);
        self.counted_at.remove(&id);
        self.arrivals.remove(&id);
        self.stale.remove(&id);
        self.loading.remove(&id);
        self.opened.remove(&id);
        self.typing.retain(|(channel, _, _), _| *channel != id);
        for category in self.categories.values_mut().flatten() {
            category.channel_ids.retain(|c| *c != id);
        }
        for key in [
            Key::Channel(id),
            Key::Unread(id),
            Key::Typing(id),
            Key::Sidebar,
            Key::Teams,
        ] {
            changes.insert(key);
        }
    }
}
