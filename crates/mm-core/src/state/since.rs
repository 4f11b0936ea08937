//! From when on what changed in a channel is not known.

use crate::domain::*;
use crate::mutant::{self, Mutant};

use super::State;

/// Whatever was under way together is told in any order: what was done before the newest post may be heard after it, or not at all if the
/// connection ends in between, and the server tells of what is newer only. So much is asked for again, in milliseconds (`websocket.md 8`).
pub(crate) const SINCE_MARGIN: i64 = 5_000;

impl State {
    /// From when a `since` request closes the gap at the end of a channel: the newest post known to have nothing missing
    /// before it, less five seconds. `None`: nothing is loaded, ask for the latest page instead.
    pub fn since_anchor(&self, id: ChannelId) -> Option<Timestamp> {
        let timeline = self.timelines.get(&id).filter(|t| t.loaded)?;
        if mutant::is(Mutant::HoleTakenForClosed) {
            return timeline.orders().next_back().map(|order| order.create_at);
        }
        let last = timeline
            .kept_until
            .or(timeline.broken_at)
            .or(timeline.live_until)?;
        Some(Timestamp(last.create_at.0.saturating_sub(SINCE_MARGIN)))
    }

    /// The first post of a channel of which only an event to come, or the server, can say whether it is deleted.
    pub(crate) fn first_unsure(&self, id: ChannelId) -> Option<PostOrder> {
        let unsure = self.suspected.iter().chain(&self.doubted);
        let posts = unsure.filter_map(|unsure| self.posts.get(unsure));
        posts
            .filter(|post| post.channel_id == id)
            .map(|post| post.order())
            .min()
    }

    /// What is loaded of a channel is from the local store, and what changed since is not known yet.
    pub fn is_kept(&self, id: ChannelId) -> bool {
        self.timelines.get(&id).is_some_and(|t| t.kept_until.is_some())
    }
}
