//! Which of one's own posts goes next, and what becomes of it (drawing in `state/outbox.rs`).
//!
//! One at a time in a channel, in the order of the key presses; a failed one does not hold up the next. While the outcome is
//! unknown the same pending id is sent again: the server remembers it for 30 s (`rest.md 4.6`). After that time a
//! post is looked for before it is sent once more, so that a lost answer never doubles it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::refused::reason;
use super::{Ask, Plan, Requests};
use crate::domain::*;
use crate::event::{Event, FailureReason};
use crate::rest::{ApiError, Remedy};
use crate::state::{OutgoingPhase, State};

/// The same pending id may be sent again for this long after the first time: 30 s on the server, less the way there.
const REMEMBERED: Duration = Duration::from_secs(25);
/// Between two tries.
const STEP: Duration = Duration::from_secs(2);
/// How far before the first try to look for a post: clocks of servers in a cluster differ a little.
const LOOK_BACK_MS: i64 = 10_000;

/// What is known of posts on their way beyond what the screen shows.
#[derive(Clone, Debug, Default)]
pub struct Sending {
    first_tries: BTreeMap<PendingPostId, First>,
}

#[derive(Clone, Copy, Debug)]
struct First {
    at: Monotonic,
    /// Newest server time known then: where to look for the post.
    server: Timestamp,
}

impl Sending {
    /// Another person: nothing is on its way.
    pub fn forget(&mut self) {
        self.first_tries.clear();
    }

    /// The posts whose turn it is.
    pub fn next(&mut self, state: &State, requests: &Requests, now: Monotonic) -> Plan {
        let mut plan = Plan::default();
        let mut busy: Vec<ChannelId> = Vec::new();
        self.first_tries
            .retain(|pending, _| state.outgoing(pending).is_some());
        for item in state.outbox() {
            let channel = item.post.channel_id;
            if busy.contains(&channel) || matches!(item.phase, OutgoingPhase::Failed(_)) {
                continue;
            }
            busy.push(channel);
            let pending = &item.post.pending;
            if requests.any(|ask| is_about(ask, pending)) {
                continue;
            }
            plan.asks.push(self.try_now(state, pending, channel, now));
            plan.events.push(Event::PostSendStarted(pending.clone()));
        }
        plan
    }

    fn try_now(
        &mut self,
        state: &State,
        pending: &PendingPostId,
        channel_id: ChannelId,
        now: Monotonic,
    ) -> Ask {
        let server = newest_server_time(state, channel_id);
        let first = *self
            .first_tries
            .entry(pending.clone())
            .or_insert(First { at: now, server });
        if now.since(first.at) <= REMEMBERED {
            return Ask::Send(pending.clone());
        }
        let since = Timestamp(first.server.0.saturating_sub(LOOK_BACK_MS));
        Ask::LookUp {
            pending: pending.clone(),
            channel_id,
            since,
        }
    }

    /// It was looked for: if it is not there, it counts as never sent.
    pub fn looked_up(&mut self, pending: &PendingPostId) {
        self.first_tries.remove(pending);
    }

    /// A try ended without a post: wait, or give up with the reason.
    pub fn ended(&self, pending: &PendingPostId, error: &ApiError, now: Monotonic) -> Ended {
        let first = self.first_tries.get(pending).map_or(now, |first| first.at);
        let wait = match error.remedy() {
            Remedy::RetryAfter(wait) => wait,
            Remedy::Retry => STEP,
            Remedy::LogInAgain => return Ended::Hold,
            Remedy::TellUser | Remedy::Bug => return Ended::Failed(reason(error)),
        };
        if now.since(first) + wait <= REMEMBERED {
            Ended::Again(now.after(wait))
        } else {
            Ended::Failed(match error {
                ApiError::Server { .. } => reason(error),
                _ => FailureReason::Unreachable,
            })
        }
    }
}

/// What becomes of a post whose try ended without success.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Another try at that time.
    Again(Monotonic),
    /// Given up, text kept.
    Failed(FailureReason),
    /// Kept until the person has signed in again.
    Hold,
}

fn is_about(ask: &Ask, wanted: &PendingPostId) -> bool {
    match ask {
        Ask::Send(pending) | Ask::LookUp { pending, .. } => pending == wanted,
        _ => false,
    }
}

/// The newest time of the server that is known in a channel: the local clock may be a day off.
fn newest_server_time(state: &State, channel_id: ChannelId) -> Timestamp {
    let posts = state
        .timeline(channel_id)
        .and_then(|timeline| timeline.orders().next_back());
    let channel = state.channel(channel_id).map(|channel| channel.last_post_at);
    posts
        .map(|order| order.create_at)
        .into_iter()
        .chain(channel)
        .max()
        .unwrap_or_default()
}
