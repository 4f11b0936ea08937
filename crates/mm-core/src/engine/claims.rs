//! Which tab of a browser says a message that several of them have. One that waits to be said stands in all tabs, and is left to the one in which
//! it was written for half a minute after the last word about it (`sync/sending.rs`). The server would know two posts of one message for one, but not if it is
//! put up anew in between. So whoever looks for a message, or tries it again, tells the other tabs first; who hears that leaves it to that tab.
//! Where two are about it at once, the one with the lower number goes on.

use super::Engine;
use crate::domain::*;
use crate::state::OutgoingPhase;
use crate::sync::{self, Ask};

/// What this tab knows of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    /// Of this tab.
    number: i64,
    /// Messages that were claimed from here.
    own: Set<PendingPostId>,
    /// Those that another tab has claimed while a request of this tab was under way: when that has ended without success, they are left to that tab.
    left: Set<PendingPostId>,
}

impl Claims {
    /// `seed`: another one in each tab.
    pub fn of_tab(seed: u64) -> Self {
        Self {
            number: i64::try_from(seed & (u64::MAX >> 1)).unwrap_or_default(),
            ..Self::default()
        }
    }
}

impl Engine {
    /// A request goes out. That of the first try needs no word: the key press was told.
    pub(super) fn claim(&mut self, ask: &Ask) {
        let pending = match ask {
            Ask::LookUp { pending, .. } => pending,
            Ask::Send(pending) if self.sending.is_tried_again(pending) => pending,
            _ => return,
        };
        let state = &self.state;
        self.claims.own.retain(|known| state.outgoing(known).is_some());
        self.claims.left.retain(|known| state.outgoing(known).is_some());
        self.claims.own.insert(pending.clone());
        self.cache.claimed(pending, self.claims.number);
    }

    /// Another tab is about this message now.
    pub(super) fn post_claimed(&mut self, now: Now, pending: PendingPostId, number: i64) {
        let phase = self.state.outgoing(&pending).map(|item| &item.phase);
        if phase.is_none_or(|phase| matches!(phase, OutgoingPhase::Failed(_))) {
            return;
        }
        let is_about_it = |ask: &Ask| sync::is_about(ask, &pending);
        let is_asked = self.requests.any(is_about_it);
        if is_asked && self.claims.own.contains(&pending) && self.claims.number <= number {
            // A tab that has begun since the first word did not hear it.
            if self.claims.number < number {
                self.cache.claimed(&pending, self.claims.number);
            }
            return;
        }
        self.requests.drop_waiting(is_about_it);
        if self.requests.any(is_about_it) {
            self.claims.left.insert(pending);
        } else {
            self.sending.left(&pending, now.mono);
        }
    }

    /// Another tab has said it, while a request of this tab is under way: its answer may have been made before that.
    pub(super) fn post_said_elsewhere(&mut self, pending: PendingPostId) {
        self.claims.left.insert(pending);
    }

    /// A request about a message has ended without a post. Whether it is left to another tab now.
    pub(super) fn is_left(&mut self, now: Now, pending: &PendingPostId) -> bool {
        let is_left = self.claims.left.remove(pending);
        if is_left {
            self.sending.left(pending, now.mono);
        }
        is_left
    }
}
