//! What an applied event makes necessary.

use super::{Ask, Plan};
use crate::domain::*;
use crate::event::{Attention, Event, Loading, NoticeKind, Window};
use crate::state::{State, Timeline};

/// So many roots at most are asked for who replied when a page comes; for the others when the next one does.
const MOST_UNNAMED: usize = 20;

/// Questions and facts that follow from an event.
pub fn follow(state: &State, event: &Event) -> Plan {
    match event {
        Event::ChannelAnnounced { channel_id } => {
            let mut plan = Plan::ask(Ask::Channel(*channel_id)).and_ask(Ask::Member(*channel_id));
            plan.asks.extend(state.open_team().map(Ask::Categories));
            plan
        }
        Event::PostCreated(created) => {
            let mut plan = unknown_channel(state, created.post.channel_id);
            plan.asks.extend(unsure_count(state, &created.post));
            if state.is_total_unsure(&created.post) {
                let id = created.post.channel_id;
                plan.asks.extend([Ask::Channel(id), Ask::Member(id)]);
            } else if state.is_reading_unsure(&created.post) || state.is_membership_unsure(created) {
                plan.asks.push(Ask::Member(created.post.channel_id));
            }
            plan
        }
        Event::ChannelsViewed { times } => Plan {
            events: Vec::new(),
            asks: unsure_views(state, times),
        },
        // A single copy of a root says how many replied, but not who and when.
        Event::PostsReceived(posts) => Plan {
            events: Vec::new(),
            asks: unnamed(state, posts.iter()),
        },
        Event::PostEdited(post) => Plan {
            events: Vec::new(),
            asks: unsure_count(state, post).into_iter().collect(),
        },
        Event::MemberAdded {
            channel_id, user_id, ..
        } if state.me() == Some(*user_id) => {
            let mut plan = Plan::ask(Ask::Channel(*channel_id)).and_ask(Ask::Member(*channel_id));
            plan.asks.extend(state.open_team().map(Ask::Categories));
            // Its threads count again.
            plan.asks.extend(thread_totals(state).asks);
            plan
        }
        Event::MemberRemoved { user_id, .. } if state.me() == Some(*user_id) => thread_totals(state),
        Event::MemberAdded { channel_id, .. } | Event::MemberRemoved { channel_id, .. }
            if state.open_channel() == Some(*channel_id) =>
        {
            Plan::ask(Ask::Stats(*channel_id))
        }
        Event::TeamAnnounced { team_id } => {
            let plan = Plan::ask(Ask::Team(*team_id)).and_ask(Ask::TeamMembers);
            plan.and_ask(Ask::Channels)
                .and_ask(Ask::Members)
                .and_ask(Ask::Categories(*team_id))
        }
        Event::CategoriesOutdated { team_id } => team_id
            .or(state.open_team())
            .map_or_else(Plan::default, |team| Plan::ask(Ask::Categories(team))),
        // One's own reply reads the thread, but the event does not say what was unread before.
        Event::ThreadUpdated {
            thread,
            previous: Some((0, 0)),
            ..
        } if thread.unread_replies == 0 && state.has_unread_threads() => thread_totals(state),
        Event::ThreadUpdated { thread, team_id, .. } => seen_thread(state, thread, *team_id),
        Event::ThreadsRead(_) | Event::ThreadFollowChanged { .. } => thread_totals(state),
        Event::PostDeleted { root_id: None, .. } if state.has_unread_threads() => thread_totals(state),
        Event::PostDeleted {
            root_id: Some(root), ..
        } if state.post(*root).is_some() => Plan::ask(Ask::Replies(*root)),
        Event::ConfigOutdated => Plan::ask(Ask::Config),
        Event::Broken {
            channel_id: Some(id), ..
        } => stale(state, *id),
        Event::PostsLoaded(page) => {
            let mut plan = loaded(state, page.channel_id, page.window);
            plan.asks.extend(state.doubted().map(Ask::Post));
            plan.asks.extend(unnamed_in(state, page.channel_id));
            plan
        }
        Event::ThreadLoaded { .. } => Plan {
            events: Vec::new(),
            asks: state.doubted().map(Ask::Post).collect(),
        },
        _ => Plan::default(),
    }
}

/// Roots of which is known how many replied, but not who and when. Of a reply it is its root.
fn unnamed<'a>(state: &State, posts: impl Iterator<Item = &'a Post>) -> Vec<Ask> {
    let roots = set_of(posts.map(Post::thread_id));
    let unnamed = roots.into_iter().filter(|root| state.has_unnamed_replies(*root));
    unnamed.map(Ask::Replies).collect()
}

/// A look-up may have brought a newer copy of a root, which does not say it either, or an earlier page was left before it knew: the pages of
/// a channel are older, or lie beside it.
fn unnamed_in(state: &State, channel_id: ChannelId) -> Vec<Ask> {
    let timeline = state
        .timeline(channel_id)
        .filter(|_| state.is_collapsed_threads());
    let orders = timeline.into_iter().flat_map(Timeline::orders);
    let posts = orders.filter_map(|order| state.post(order.id));
    let mut asks = unnamed(state, posts.map(|post| &**post));
    asks.truncate(MOST_UNNAMED);
    asks
}

/// A reply and another change of its root in one millisecond: only the server can say how many replied.
fn unsure_count(state: &State, post: &Post) -> Option<Ask> {
    let root = post.thread_id();
    state.is_count_unsure(root).then_some(Ask::Replies(root))
}

/// Read up to a moment after which more was said than was told here: only the server can say how much of it was read.
fn unsure_views(state: &State, times: &Map<ChannelId, Timestamp>) -> Vec<Ask> {
    let unsure = times.iter().filter(|(id, at)| state.is_view_unsure(**id, **at));
    unsure.map(|(id, _)| Ask::Member(*id)).collect()
}

/// Totals of unread threads hold threads that are not known here, and an answer about them may have overtaken events: when some
/// are read they are asked for.
fn thread_totals(state: &State) -> Plan {
    if state.is_collapsed_threads() {
        Plan::ask(Ask::TeamsUnread)
    } else {
        Plan::default()
    }
}

/// A reply that arrives in the open thread before the person's eyes is read.
fn seen_thread(state: &State, thread: &Thread, team_id: Option<TeamId>) -> Plan {
    let seen = state.open_thread() == Some(thread.id) && state.attention() == Attention::Watching;
    let team = team_id
        .or(state.open_team())
        .filter(|_| seen && thread.unread_replies > 0);
    team.map_or_else(Plan::default, |team_id| {
        Plan::ask(Ask::ReadThread {
            team_id,
            thread_id: thread.id,
            at: thread.last_reply_at,
        })
    })
}

/// A post in a channel we have never heard of: somebody wrote to us for the first time.
fn unknown_channel(state: &State, id: ChannelId) -> Plan {
    if state.channel(id).is_some() && state.member(id).is_some() {
        return Plan::default();
    }
    let mut plan = Plan::ask(Ask::Channel(id)).and_ask(Ask::Member(id));
    plan.asks.extend(state.open_team().map(Ask::Categories));
    plan
}

/// Something in a channel could not be read: what is cached of it may be wrong. At once if it is open, else when it is opened.
fn stale(state: &State, id: ChannelId) -> Plan {
    let plan = Plan::event(Event::MarkedStale { channel_id: Some(id) });
    match state
        .since_anchor(id)
        .filter(|_| state.open_channel() == Some(id))
    {
        Some(at) => plan.and_ask(Ask::Posts {
            channel_id: id,
            window: Window::Since { at, truncated: false },
        }),
        None => plan,
    }
}

fn loaded(state: &State, channel_id: ChannelId, window: Window) -> Plan {
    let mut plan = Plan::event(Event::LoadingChanged {
        channel_id,
        loading: Loading::Idle,
    });
    let failed = |notice: &crate::event::Notice| notice.kind == NoticeKind::LoadFailed;
    // What was read ahead says nothing of what the person waits for.
    if state.open_channel() == Some(channel_id) && state.notices().any(failed) {
        plan.events.push(Event::NoticeCleared(NoticeKind::LoadFailed));
    }
    // Too much changed to be told one by one: begin anew from the newest page.
    if let Window::Since { truncated: true, .. } = window {
        plan.asks.push(Ask::Posts {
            channel_id,
            window: Window::Latest,
        });
    }
    plan
}
