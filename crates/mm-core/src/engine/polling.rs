//! Only the socket is blocked: a proxy answers requests and breaks WebSockets. Then what is unread and the open channel are asked for
//! now and then, the rest when it is opened. As soon as events flow nothing is asked any more.
//!
//! A round begins with one question. While nobody answers it, it is tried ever more seldom and nothing else is asked: without a network
//! a round is no more than that.

use std::time::Duration;

use super::Engine;
use crate::connection::{Phase, Wake};
use crate::domain::*;
use crate::event::{Event, SessionState};
use crate::sync::{self, Ask};

/// Between two rounds: so long, and up to as long again by chance, so that a company behind one proxy does not ask in one moment. Five
/// questions a round are at most 20 a minute.
const EVERY: Duration = Duration::from_secs(15);
const SPREAD_MS: u64 = 15_000;

/// A page that was hidden for so long is not kept up to date any more: browsers run its timers once a minute at best, and when it is
/// seen again it is asked for at once.
const HIDDEN_LONG: Duration = Duration::from_secs(300);

/// When the next round is due.
#[derive(Clone, Debug, Default)]
pub(super) struct Polling {
    pub due: Option<Monotonic>,
    hidden: Option<Monotonic>,
    /// A round has begun, its first question is out.
    begun: bool,
    /// Nobody else wants that question answered.
    is_own: bool,
    /// A round was answered since events ended.
    done: bool,
}

impl Polling {
    /// Nobody sees the page.
    pub fn is_hidden(&self) -> bool {
        self.hidden.is_some()
    }
}

impl Engine {
    /// After every input: is there to be another round?
    pub(super) fn mind_polling(&mut self, now: Now) {
        let blocked =
            self.connection.phase() != Phase::Live && *self.state.session() == SessionState::SignedIn;
        let hidden_long = |since: Monotonic| now.mono.since(since) >= HIDDEN_LONG;
        let is_seen = !self.polling.hidden.is_some_and(hidden_long);
        let polling = &mut self.polling;
        polling.due = polling.due.filter(|_| blocked && is_seen);
        if blocked && is_seen && polling.due.is_none() {
            let spread = Duration::from_millis(self.jitter.below(SPREAD_MS));
            polling.due = Some(now.mono.after(EVERY + spread));
        }
    }

    /// The page was hidden, or is seen again.
    pub(super) fn seen(&mut self, now: Now, wake: Wake) {
        match wake {
            Wake::Hidden => self.polling.hidden = Some(now.mono),
            Wake::Visible | Wake::Focused => {
                let was_long = |since: Monotonic| now.mono.since(since) >= EVERY;
                if self.polling.hidden.take().is_some_and(was_long) {
                    self.polling.due = Some(now.mono);
                }
            }
            _ => {}
        }
    }

    /// Time has passed: a round may be due.
    pub(super) fn poll(&mut self, now: Now) {
        if self.polling.due.is_some_and(|due| due <= now.mono) {
            self.polling.due = None;
            if !std::mem::replace(&mut self.polling.begun, true) {
                self.polling.is_own = !self.requests.has(&Ask::Channels);
            }
            self.ask(now, Ask::Channels, 0);
        }
    }

    /// A question was answered: with the first of a round come the others; with memberships what had to wait until it is known how far
    /// one has read.
    pub(super) fn polled(&mut self, now: Now, ask: &Ask) {
        if *ask == Ask::Channels && std::mem::take(&mut self.polling.begun) {
            self.polling.done = true;
            self.mark_left_channels(now);
            let rest = sync::catch_up(&self.state).into_iter();
            for ask in rest.filter(|ask| *ask != Ask::Channels) {
                self.ask(now, ask, 0);
            }
            self.ask(now, Ask::TeamsUnread, 0);
            self.heard = Some(now.wall);
            self.apply(now, Event::Polled { at: now.wall });
        }
        if *ask == Ask::Members && self.state.is_polled() {
            for ask in self.requests.take_held() {
                self.ask(now, ask, 0);
            }
        }
    }

    /// The first question of a round is answered. What the connection would tell first, were it resumed, is older than that.
    pub(super) fn round_answered(&mut self, now: Now, ask: &Ask) {
        if *ask == Ask::Channels && self.polling.begun {
            let orders = self.connection.begin_anew(now);
            self.obey(now, orders);
        }
    }

    /// Events flow again. A list of channels without its memberships would count what they tell as counted: a round that only began is
    /// forgotten, unless the list was asked for before it, after a lost connection: then no event makes up for it. Says whether lists came
    /// meanwhile.
    pub(super) fn polling_ended(&mut self) -> bool {
        let has_begun = std::mem::take(&mut self.polling.begun);
        if has_begun && self.polling.is_own && self.settling.is_whole() && self.resync.is_none() {
            self.requests.recall(|ask| *ask == Ask::Channels);
            self.requests.drop_waiting(|ask| *ask == Ask::Channels);
        }
        std::mem::take(&mut self.polling.done)
    }

    /// Nobody answers: what is shown is not kept up to date.
    pub(super) fn not_polled(&mut self, now: Now, ask: &Ask) {
        if let (Ask::Channels, true, Some(since)) = (ask, self.state.is_polled(), self.state.outdated_since())
        {
            self.apply(now, Event::Outdated { since });
        }
    }
}
