//! What a person does, and which rooms it concerns.

use std::sync::Arc;

use super::Engine;
use crate::action::{decide, Action};
use crate::domain::*;
use crate::event::*;
use crate::sync::{self, Ask};

impl Engine {
    pub(super) fn act(&mut self, now: Now, action: Action) {
        match action {
            Action::Start {
                place,
                maybe_signed_in,
                likely,
            } => {
                if let Some(user) = likely.filter(|_| maybe_signed_in) {
                    self.foresee_keeping(now, user);
                }
                let plan = sync::start(place, maybe_signed_in);
                self.run(now, plan);
            }
            Action::LogIn { .. } | Action::LogInWithToken { .. } if self.requests.has(&Ask::LogOut) => {
                self.log_in_later(now, action);
            }
            Action::LogIn {
                login_id,
                password,
                code,
            } => self.log_in(now, login_id, password, code),
            Action::LogInWithToken { token } => self.log_in_with_token(now, token),
            Action::LogOut => self.log_out(now),
            Action::Typing { place } => {
                self.used(now);
                self.tell_typing(now, place);
            }
            Action::SeePeople { user_ids } => {
                self.people.see(&user_ids);
                self.settling.people_due();
            }
            Action::ReconnectNow => {
                self.requests.hurry(now.mono);
                let orders = self.connection.reconnect_now(now);
                self.obey(now, orders);
                self.ask_due(now);
            }
            Action::ResetLocalData => self.reset(now),
            Action::ChangeDraft { place, text } => self.draft_typed(now, place, text),
            action => {
                if matches!(
                    action,
                    Action::SendPost { .. } | Action::OpenChannel { .. } | Action::OpenThread { .. }
                ) {
                    self.used(now);
                }
                if let Action::RetryPost { pending } = &action {
                    self.sending.hurry(pending);
                    // What waits for it may wait long.
                    self.requests.hurry(now.mono);
                    self.ask_due(now);
                }
                if let Action::DetachFile { id } = &action {
                    self.upload_cancelled(id);
                    self.file_taken_away(now, id);
                }
                let sent = self.text_leaves(now, &action);
                let mut plan = decide(&self.state, now, action);
                for event in std::mem::take(&mut plan.events).into_iter().map(Arc::new) {
                    self.told.note_done(&event, &self.requests);
                    self.apply_shared(now, &event);
                }
                self.run(now, plan);
                if let Some(place) = sent {
                    self.draft_sent(now, place);
                }
            }
        }
    }

    /// What an act means for texts: gives the place from which one is sent.
    fn text_leaves(&mut self, now: Now, action: &Action) -> Option<DraftPlace> {
        match action {
            Action::SendPost {
                channel_id, root_id, ..
            } => {
                return Some(DraftPlace {
                    channel_id: *channel_id,
                    root_id: *root_id,
                });
            }
            Action::DiscardPost { pending } => self.text_discarded(now, pending),
            Action::Open(_)
            | Action::OpenChannel { .. }
            | Action::OpenDirect { .. }
            | Action::OpenThread { .. } => self.drafts.hurry(now.mono),
            _ => {}
        }
        None
    }

    /// The person writes: a dead link is noticed now rather than at the next ping.
    fn used(&mut self, now: Now) {
        let orders = self.connection.used(now);
        self.obey(now, orders);
    }
}
