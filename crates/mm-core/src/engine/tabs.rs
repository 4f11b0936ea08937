//! Other tabs of this browser: what they keep is shown here too, and who logs out in one has logged out in all.
//!
//! What is heard is in the store already: it is not kept again, and so nobody hears it twice.

use super::Engine;
use crate::cache::{Heard, Record};
use crate::domain::*;
use crate::event::*;
use crate::state::OutgoingPhase;
use crate::sync::{self, Ask};

impl Engine {
    pub(super) fn heard(&mut self, now: Now, records: Vec<Record>) {
        for record in records {
            let is_watched = self.state.attention() == Attention::Watching;
            match self.cache.heard(now, is_watched, record) {
                Heard::Nothing => {}
                Heard::Wiped => self.logged_out_elsewhere(now),
                Heard::Only(user) => self.signed_in_elsewhere(now, user),
                Heard::Facts(events) => events.into_iter().for_each(|event| self.apply(now, event)),
                Heard::Draft(heard) => self.draft_heard(now, *heard),
                // What was read is compared with what the server knows anyway.
                Heard::Order(order) if order.channel_id.is_none() => self.orders_restored(now, vec![order]),
                Heard::Order(_) => {}
                Heard::Wish(wish) => self.wish_heard(now, wish),
                Heard::File(event) => self.file_heard(now, *event),
                Heard::Post(kept) => self.post_heard(now, *kept),
                Heard::PostClaimed(pending, number) => self.post_claimed(now, pending, number),
                Heard::PostGone(pending) => self.post_gone_elsewhere(now, pending),
            }
        }
    }

    /// What was told while the store was being read.
    pub(super) fn hear_early(&mut self, now: Now) {
        let early = self.cache.take_early();
        self.heard(now, early);
    }

    fn logged_out_elsewhere(&mut self, now: Now) {
        let asks_server = *self.state.session() == SessionState::Unknown;
        if self.state.me().is_none() && self.cache.owner().is_none() && !asks_server {
            return;
        }
        self.leave(now);
        self.drop_token();
        self.ask(now, Ask::Config, 0);
    }

    /// Somebody is signed in in another tab, or another client: so the same cookies say here. What is another person's must not stay on the screen, and who it
    /// is the server tells, as if this page began.
    pub(super) fn signed_in_elsewhere(&mut self, now: Now, user: UserId) {
        let (session, owner) = (self.state.session().clone(), self.cache.owner());
        if self.token.is_some() {
            // A session of this tab alone.
            return;
        }
        if owner == Some(user) {
            if session == SessionState::Expired {
                self.ask(now, Ask::Me, 0);
            }
            return;
        }
        let signs_in = session == SessionState::SigningIn;
        if owner.is_none() && (signs_in || session == SessionState::Unknown) {
            // The server is being asked.
            return;
        }
        let place = match owner {
            Some(_) => Place::Start,
            None => self.state.place().clone(),
        };
        self.leave(now);
        // A log-in that was under way here may change the cookies yet: who it is then, nobody can ask now.
        if !signs_in {
            self.run(now, sync::start(place, true));
            self.apply(now, Event::SessionChanged(SessionState::Unknown));
        }
    }

    /// Shown here too. What becomes of a post that this tab asks about itself, it learns itself.
    fn post_heard(&mut self, now: Now, kept: KeptPost) {
        let KeptPost { post, failed } = kept;
        let pending = post.pending.clone();
        if self.requests.any(|ask| sync::is_about(ask, &pending)) {
            return;
        }
        let known = self.state.outgoing(&pending).map(|item| &item.phase);
        let has_failed = known.map(|phase| matches!(phase, OutgoingPhase::Failed(_)));
        if has_failed == Some(failed.is_some()) {
            return;
        }
        self.sending.heard(&pending, false, now.mono);
        if has_failed.is_some() {
            self.apply(now, Event::PostSendRetried(pending.clone()));
        } else {
            self.apply(now, Event::PostQueued(Box::new(post)));
            // The server may have been quicker: then it is confirmed.
            self.apply(now, Event::OutboxRestored(Vec::new()));
        }
        if let Some(reason) = failed {
            self.apply(now, Event::PostSendFailed { pending, reason });
        }
    }

    /// Confirmed there: the post comes as ever, and the echo stands until then. Or thrown away there, which only what failed can be.
    fn post_gone_elsewhere(&mut self, now: Now, pending: PendingPostId) {
        if self.requests.any(|ask| sync::is_about(ask, &pending)) {
            return self.post_said_elsewhere(pending);
        }
        match self.state.outgoing(&pending).map(|item| &item.phase) {
            Some(OutgoingPhase::Failed(_)) => self.apply(now, Event::PostSendDiscarded(pending)),
            Some(_) => self.sending.heard(&pending, true, now.mono),
            None => {}
        }
    }
}
