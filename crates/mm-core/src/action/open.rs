//! Opening, loading, reading.

use crate::domain::*;
use crate::event::{Event, MarkedUnread, Place, Window};
use crate::state::State;
use crate::sync::{Ask, Plan};

/// A direct message: where it is, or where it will be.
pub fn direct(state: &State, user_id: UserId) -> Plan {
    if let Some(channel) = state.direct_channel(user_id) {
        return Event::PlaceOpened(crate::view::place_of(state, channel)).into();
    }
    let team = state.open_team().and_then(|id| state.team(id));
    match (team, state.user(user_id)) {
        (Some(team), Some(user)) => {
            let place = Place::Direct {
                team: team.name.clone(),
                username: user.username.clone(),
            };
            Event::PlaceOpened(place).into()
        }
        _ => Plan::ask(Ask::CreateDirect(user_id)),
    }
}

/// The thread panel.
pub fn thread(state: &State, root_id: Option<PostId>) -> Plan {
    let mut plan = Plan::event(Event::ThreadOpened(root_id));
    let Some(root_id) = root_id else { return plan };
    if !state.is_thread_complete(root_id) {
        plan.asks.push(Ask::Thread { root_id, after: None });
    }
    let unread = state
        .thread(root_id)
        .filter(|t| t.unread_replies > 0 || t.unread_mentions > 0);
    if let (Some(thread), Some(team_id)) = (unread, state.open_team()) {
        plan.asks.push(Ask::ReadThread {
            team_id,
            thread_id: root_id,
            at: thread.last_reply_at,
        });
    }
    plan
}

/// Older posts: what is before the oldest one loaded.
pub fn older(state: &State, channel_id: ChannelId) -> Plan {
    let at_start = state.timeline(channel_id).is_some_and(|t| t.reached_start);
    match state.oldest_loaded(channel_id).filter(|_| !at_start) {
        Some(oldest) => page(channel_id, Window::Before(oldest)),
        None => Plan::default(),
    }
}

/// What is missing right before a post.
pub fn gap(channel_id: ChannelId, before: PostId) -> Plan {
    page(channel_id, Window::Before(before))
}

/// Newer posts, where the newest are not loaded.
pub fn newer(state: &State, channel_id: ChannelId) -> Plan {
    let at_end = state.timeline(channel_id).is_some_and(|t| t.reached_end);
    // All that changed is asked for as soon as the session is proven; a page would only tell of a part of it.
    let is_closed = at_end || state.is_kept(channel_id);
    match state.newest_loaded(channel_id).filter(|_| !is_closed) {
        Some(newest) => page(channel_id, Window::After(newest)),
        None => Plan::default(),
    }
}

/// The newest page.
pub fn latest(channel_id: ChannelId) -> Plan {
    page(channel_id, Window::Latest)
}

fn page(channel_id: ChannelId, window: Window) -> Plan {
    Plan::ask(Ask::Posts { channel_id, window })
}

/// The newest posts were seen. What one marked as unread by hand stays so.
pub fn view(state: &State, channel_id: ChannelId) -> Plan {
    // What an earlier page left on the screen is not the newest: nobody has seen that yet.
    if state.is_manually_unread(channel_id) || state.is_kept(channel_id) {
        return Plan::default();
    }
    mark_read(state, channel_id)
}

/// Read here at once, then told to the server, which answers with its own times.
pub fn mark_read(state: &State, channel_id: ChannelId) -> Plan {
    let (Some(channel), Some(member)) = (state.channel(channel_id), state.member(channel_id)) else {
        return Plan::default();
    };
    let behind = channel.last_post_at > member.last_viewed_at
        || member.mention_count > 0
        || channel.total_msg_count > member.msg_count;
    if !behind {
        return Plan::default();
    }
    let at = channel.last_post_at.latest(member.last_viewed_at);
    Plan::both(Event::ChannelRead { channel_id, at }, Ask::View(channel_id))
}

/// Unread from a post on, at once as far as it can be counted here; the server's own counters follow.
pub fn mark_unread(state: &State, post_id: PostId) -> Plan {
    let Some(post) = state.post(post_id) else {
        return Plan::default();
    };
    let id = post.channel_id;
    let (Some(channel), Some(member)) = (state.channel(id), state.member(id)) else {
        return Plan::default();
    };
    let before = Timestamp(post.create_at.0.saturating_sub(1));
    let ask = Ask::SetUnread {
        post_id,
        channel_id: id,
        // Marking a post behind the last one that was read reads what lies between.
        viewed_at: member.last_viewed_at.latest(before),
    };
    if !state.belongs_in_channel(post) {
        return Plan::ask(ask);
    }
    let orders = state.timeline(id).into_iter().flat_map(|t| t.orders());
    let (mut all, mut roots, mut mentions, mut root_mentions) = (0, 0, 0, 0);
    for newer in orders
        .filter(|o| **o >= post.order())
        .filter_map(|o| state.post(o.id))
    {
        let counts = i64::from(crate::state::is_counted(&newer.kind));
        let root = if newer.root_id.is_none() { counts } else { 0 };
        // Nobody is mentioned by their own words.
        let mention = i64::from(channel.kind.is_message() && !state.is_own(newer));
        all += counts;
        roots += root;
        mentions += counts * mention;
        root_mentions += root * mention;
    }
    let marked = MarkedUnread {
        channel_id: id,
        msg_count: channel.total_msg_count.saturating_sub(all),
        msg_count_root: channel.total_msg_count_root.saturating_sub(roots),
        mention_count: mentions,
        mention_count_root: root_mentions,
        urgent_mention_count: 0,
        last_viewed_at: before,
    };
    Plan::both(Event::PostMarkedUnread(marked), ask)
}
