//! Typing: told to others at most once in the server's interval, forgotten when it is over (`websocket.md 5.2`).

use std::time::Duration;

use super::Engine;
use crate::domain::*;
use crate::event::{DraftPlace, Event};
use crate::state::State;
use crate::wire;

/// The server's default interval.
const INTERVAL_MS: i64 = 5_000;
/// The least an administrator can set.
const LEAST_MS: i64 = 1_000;
/// Time on the way, before a shown entry is taken down.
const MARGIN: Duration = Duration::from_secs(1);
/// Bigger channels are not told (`MaxNotificationsPerChannel`).
const MOST_MEMBERS: i64 = 1_000;

/// When one last told.
#[derive(Clone, Debug, Default)]
pub struct Typing {
    told_at: Option<Monotonic>,
}

impl Typing {
    /// When the oldest shown entry ends.
    pub fn next_expiry(&self, state: &State) -> Option<Monotonic> {
        state
            .oldest_typing()
            .map(|since| since.after(interval(state) + MARGIN))
    }
}

fn interval(state: &State) -> Duration {
    let millis = state
        .config()
        .number("TimeBetweenUserTypingUpdatesMilliseconds", INTERVAL_MS)
        .max(LEAST_MS);
    Duration::from_millis(millis.unsigned_abs())
}

impl Engine {
    pub(super) fn tell_typing(&mut self, now: Now, place: DraftPlace) {
        let config = self.state.config();
        let allowed = config.get("EnableUserTypingMessages") != Some("false");
        let most = config.number("MaxNotificationsPerChannel", MOST_MEMBERS);
        let members = self
            .state
            .channel_stats(place.channel_id)
            .map_or(0, |stats| stats.member_count);
        let too_soon = self
            .typing
            .told_at
            .is_some_and(|at| now.mono.since(at) < interval(&self.state));
        if !allowed || members >= most || too_soon {
            return;
        }
        let Some((generation, seq)) = self.connection.request() else {
            return;
        };
        self.typing.told_at = Some(now.mono);
        let seq = wire::request::RequestSeq(seq);
        self.send(
            generation,
            wire::request::user_typing(seq, place.channel_id, place.root_id),
        );
    }

    pub(super) fn expire_typing(&mut self, now: Now) {
        let span = u64::try_from((interval(&self.state) + MARGIN).as_millis()).unwrap_or(u64::MAX);
        let Some(since) = self.state.oldest_typing() else {
            return;
        };
        let before = Monotonic(now.mono.0.saturating_sub(span).saturating_add(1));
        if since < before {
            self.apply(now, Event::TypingExpired { before });
        }
    }
}
