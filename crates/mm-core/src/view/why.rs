//! Why is this unread? What the unread figures of a channel are made of, for the diagnostics.

use crate::domain::*;
use crate::state::State;

use super::names::{channel_name, compare_names};

/// What a channel's unread figures are made of.
#[derive(Debug, PartialEq, Eq)]
pub struct WhyUnread {
    /// The channel's name.
    pub channel: String,
    /// Posts that count, by the server's counter: of threads only the roots, where threads are collapsed.
    pub total: i64,
    /// How many of them one has read. The rest is unread.
    pub read: i64,
    /// Mentions, for the badge.
    pub mentions: i64,
    /// Unread replies of its threads, as far as they are known.
    pub replies: i64,
    /// Its posts do not make it unread, its mentions do.
    pub muted: bool,
    /// One marked a post as unread: staying in it does not read it.
    pub marked_unread: bool,
}

/// The channels of which something is unread, by name.
pub fn why_unread(state: &State) -> Vec<WhyUnread> {
    let mut list: Vec<WhyUnread> = state
        .channels()
        .filter_map(|channel| why(state, channel))
        .collect();
    sort_by(&mut list, |a, b| compare_names(&a.channel, &b.channel));
    list
}

fn why(state: &State, channel: &Channel) -> Option<WhyUnread> {
    let id = channel.id;
    let member = state.member(id)?;
    let counts = state.unread_counts(id);
    let in_channel = |thread: &&Thread| state.post(thread.id).is_some_and(|root| root.channel_id == id);
    let replies = state.threads.values().filter(in_channel);
    let (total, read) = if state.is_collapsed_threads() {
        (channel.total_msg_count_root, member.msg_count_root)
    } else {
        (channel.total_msg_count, member.msg_count)
    };
    let why = WhyUnread {
        channel: channel_name(state, channel),
        total,
        read,
        mentions: counts.mentions,
        replies: replies.map(|thread| thread.unread_replies).sum(),
        muted: counts.muted,
        marked_unread: state.is_manually_unread(id),
    };
    let is_unread = counts.messages > 0 || why.mentions > 0 || why.replies > 0 || why.marked_unread;
    is_unread.then_some(why)
}
