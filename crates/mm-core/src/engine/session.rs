//! Signing in and out, and the end of a session in the middle of work.
//!
//! ```text
//!  Unknown ── any 401 ────────► SignedOut ── log in ──► SigningIn ──► SignedIn ── any 401 ──► Expired
//!     └────── who am I: 200 ─────────────────────────────────────────►  ▲  │ log out            │ log in, same person
//!                                                                       │  ▼                    │
//!                                                                       │ SignedOut             │
//!                                                                       └───────────────────────┘
//! ```
//! A page that shows what an earlier one left goes from Unknown to Expired instead: the person is known.
//! An expired session keeps everything: text, queue, place. Another person who signs in over the page finds nothing of it.

use super::{Effect, Engine};
use crate::action::Action;
use crate::connection::Connection;
use crate::domain::*;
use crate::event::*;
use crate::sync::{self, Ask, Plan};

impl Engine {
    pub(super) fn log_in(&mut self, now: Now, login_id: String, password: Secret, code: String) {
        self.apply(now, Event::SessionChanged(SessionState::SigningIn));
        self.ask(
            now,
            Ask::LogIn {
                login_id,
                password,
                code,
            },
            0,
        );
    }

    pub(super) fn log_in_with_token(&mut self, now: Now, token: Secret) {
        self.apply(now, Event::SessionChanged(SessionState::SigningIn));
        self.token = Some(token.clone());
        self.out.effects.push(Effect::UseToken(Some(token)));
        self.ask(now, Ask::TokenLogIn, 0);
    }

    /// The answer to a log-out takes back the session's marks, whoever's they are by then.
    pub(super) fn log_in_later(&mut self, now: Now, log_in: Action) {
        self.apply(now, Event::SessionChanged(SessionState::SigningIn));
        self.waiting_log_in = Some(log_in);
    }

    /// The log-out is answered, or never will be.
    pub(super) fn log_in_now(&mut self, now: Now) {
        if let Some(log_in) = self.waiting_log_in.take() {
            self.act(now, log_in);
        }
    }

    pub(super) fn drop_token(&mut self) {
        if self.token.take().is_some() {
            self.out.effects.push(Effect::UseToken(None));
        }
    }

    /// The account is known: from a log-in, or because the page was still signed in.
    pub(super) fn signed_in(&mut self, now: Now, user: UserId, ask: &Ask, plan: Plan) {
        let was_signed_in = *self.state.session() == SessionState::SignedIn;
        // What was read of somebody who was only taken to be signed in is theirs alone.
        let known = self.state.me().or(self.cache.owner());
        let another = known.is_some_and(|known| known != user);
        if another {
            let orders = self.connection.stop();
            self.obey(now, orders);
            self.wipe(now);
        }
        self.run(now, plan);
        self.begin_keeping(now, user);
        if was_signed_in && !another && *ask == Ask::Me {
            // The session was only checked.
            return;
        }
        if !self.settling.is_empty() {
            // The same person is back after the session had ended: what was not answered is asked again, whatever was missed is
            // asked for when the socket is open.
            self.requests.release(now.mono);
        } else if another || *ask != Ask::Me {
            // Who asked without a session is told less.
            self.requests.recall(|ask| *ask == Ask::Config);
            self.requests.drop_waiting(|ask| *ask == Ask::Config);
            for ask in sync::after_sign_in() {
                self.ask(now, ask, 0);
            }
        }
        let orders = self.connection.start(now, self.token.clone());
        self.obey(now, orders);
    }

    /// The server no longer knows the session. Told once, whatever came back with 401.
    pub(super) fn session_lost(&mut self, now: Now) {
        let session = match self.state.session() {
            // What an earlier page of theirs showed is on the screen.
            SessionState::Unknown if self.state.me().is_some() => SessionState::Expired,
            SessionState::Unknown => SessionState::SignedOut,
            SessionState::SignedIn => SessionState::Expired,
            _ => return,
        };
        self.missed = session == SessionState::Expired;
        self.drop_token();
        let orders = self.connection.stop();
        self.obey(now, orders);
        self.resync = None;
        if session == SessionState::SignedOut {
            // Words that were written in the meantime wait in the store for the person whom the page was begun for.
            self.cache.hurry(now, &self.state);
            self.cache.end();
            self.sending.forget();
            self.edits = super::edits::Edits::default();
            self.orders = super::orders::Orders::default();
            // Nothing is known of an account: who signs in begins with all lists.
            self.settling = super::settle::Settling::default();
            self.told.forget();
            // What else was asked has the same answer, which may come after somebody has signed in.
            let is_of_session = |ask: &Ask| *ask != Ask::Config;
            self.requests.recall(is_of_session);
            self.requests.drop_waiting(is_of_session);
        }
        self.apply(now, Event::SessionChanged(session));
    }

    pub(super) fn log_out(&mut self, now: Now) {
        let request = Ask::LogOut.request(&self.state);
        let orders = self.connection.stop();
        self.obey(now, orders);
        self.wipe(now);
        if let Some(request) = request {
            let id = self.requests.depart(Ask::LogOut, now, 0);
            self.out.effects.push(Effect::Http(id, request));
            self.out.effects.push(Effect::Unmark);
        }
        self.ask(now, Ask::Config, 0);
    }

    /// The answer to the log-out needed the session's marks; now they can go.
    pub(super) fn forget_edge(&mut self, now: Now) {
        self.drop_token();
        self.out.effects.push(Effect::Forget);
        self.log_in_now(now);
    }

    /// Forgets what is kept on this side and begins again with what the server says.
    pub(super) fn reset(&mut self, now: Now) {
        let place = self.state.place().clone();
        let orders = self.connection.stop();
        self.obey(now, orders);
        self.wipe(now);
        self.run(now, sync::start(place, true));
        self.apply(now, Event::SessionChanged(SessionState::Unknown));
    }

    /// Nothing of the person stays, here or in the store.
    fn wipe(&mut self, now: Now) {
        self.cache.wipe();
        self.forget(now);
    }

    /// Nothing of the person stays in this page. What is done with the store is others' business.
    pub(super) fn leave(&mut self, now: Now) {
        let orders = self.connection.stop();
        self.obey(now, orders);
        self.cache.end();
        self.forget(now);
    }

    fn forget(&mut self, now: Now) {
        self.requests.forget();
        self.waiting_log_in = None;
        self.sending.forget();
        self.people.forget();
        self.edits = super::edits::Edits::default();
        self.orders = super::orders::Orders::default();
        self.typing = super::typing::Typing::default();
        self.drafts = super::drafts::Drafts::default();
        self.uploads = super::uploads::Uploads::default();
        self.ahead = super::ahead::Ahead::default();
        self.settling = super::settle::Settling::default();
        self.lanes.forget();
        self.crowd = super::socket::Crowd::default();
        self.told.forget();
        self.resync = None;
        self.missed = false;
        self.heard = None;
        self.diagnostics.forget();
        self.apply(now, Event::SessionChanged(SessionState::SignedOut));
    }
}

impl Engine {
    /// The connection, for diagnostics and tests.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}
