//! While the page rests, posts of unread channels are read ahead: one question at a time, what mentions one first. Nothing is marked as read
//! by it, and nothing counts as visited.
use std::time::Duration;

use super::Engine;
use crate::domain::*;
use crate::event::{Event, Loading, SessionState};
use crate::rest::{ApiError, Remedy};
use crate::state::Key;
use crate::sync::{self, Ask};

/// The page rests when it has asked nothing for so long: what a person does next comes first.
const REST: Duration = Duration::from_secs(4);
/// Between two questions of this file.
const PAUSE: Duration = Duration::from_secs(1);
/// Most channels after one start or resync. Fifty are as many as the visited ones that are kept: a person who has more unread does not read
/// them all without a network. A thousand people whose server begins anew ask it a thousand such questions a second, for a minute.
const MOST: usize = 50;

/// What was read ahead since the last start or resync.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    /// Something may have become unread since it was last looked.
    wanted: bool,
    /// The server had enough to do: nothing more until the next resync.
    stopped: bool,
    asked: Set<ChannelId>,
    asking: Option<ChannelId>,
    /// The newest request when the last answer was taken in: a newer one is the page's own.
    last: Option<RequestId>,
    /// When the next question is due.
    pub due: Option<Monotonic>,
}

impl Engine {
    /// After every input: is there something to be read ahead, and does the page rest?
    pub(super) fn mind_ahead(&mut self, now: Now) {
        let unread = |key: &Key| matches!(key, Key::Unread(_));
        self.ahead.wanted |= self.out.changes.0.iter().any(unread);
        let ahead = &self.ahead;
        if !ahead.wanted || ahead.stopped || ahead.asked.len() >= MOST || !self.rests() {
            self.ahead.due = None;
            return;
        }
        let is_own = ahead.last == Some(self.requests.last());
        let due = ahead
            .due
            .unwrap_or(now.mono.after(if is_own { PAUSE } else { REST }));
        self.ahead.due = Some(due).filter(|due| *due > now.mono);
        if self.ahead.due.is_none() {
            self.read_ahead(now);
        }
    }

    /// Events flow, somebody looks, and nothing is under way.
    fn rests(&self) -> bool {
        *self.state.session() == SessionState::SignedIn
            && self.settling.is_whole()
            && self.is_current()
            && self.connection.is_answered()
            && !self.polling.is_hidden()
            && !self.cache.is_reading()
            && self.requests.is_idle()
    }

    fn read_ahead(&mut self, now: Now) {
        let Some((id, ask)) = sync::ahead(&self.state, &self.ahead.asked) else {
            self.ahead.wanted = false;
            return;
        };
        self.ahead.asked.insert(id);
        self.ahead.asking = Some(id);
        self.ask(now, ask, 0);
    }

    /// The posts are there: without a network nobody can be asked who wrote them.
    pub(super) fn ahead_answered(&mut self, now: Now, ask: &Ask) {
        let Some(id) = self.take_ahead(ask) else { return };
        for ask in self.people.authors_of(&self.state, id) {
            self.ask(now, ask, 0);
        }
        self.ahead.last = Some(self.requests.last());
    }

    /// Nobody waits for these posts: who cannot give them now is not asked again before the next resync, and nobody is told. If the person
    /// has opened the channel meanwhile it is a question like any other.
    pub(super) fn ahead_refused(&mut self, now: Now, ask: &Ask, error: &ApiError) -> bool {
        let Some(channel_id) = self.take_ahead(ask) else {
            return false;
        };
        // A channel that may not be read says nothing of the others.
        self.ahead.stopped |= error.remedy() != Remedy::TellUser;
        self.ahead.last = Some(self.requests.last());
        let is_open = self.state.open_channel() == Some(channel_id);
        if !is_open {
            self.not_loading(now, channel_id);
        }
        !is_open && error.remedy() != Remedy::LogInAgain
    }

    /// A connection begins anew, and with it the bound. What is under way is older than it.
    pub(super) fn ahead_anew(&mut self, now: Now) {
        let asking = self
            .ahead
            .asking
            .filter(|id| self.state.open_channel() != Some(*id));
        if let Some(channel_id) = asking {
            self.requests.recall(|ask| is_of(ask, channel_id));
            self.not_loading(now, channel_id);
        }
        self.ahead = Ahead {
            wanted: true,
            ..Ahead::default()
        };
    }

    fn take_ahead(&mut self, ask: &Ask) -> Option<ChannelId> {
        let id = self.ahead.asking.filter(|id| is_of(ask, *id))?;
        self.ahead.asking = None;
        Some(id)
    }

    fn not_loading(&mut self, now: Now, channel_id: ChannelId) {
        let loading = Loading::Idle;
        self.apply(now, Event::LoadingChanged { channel_id, loading });
    }
}

/// Whether a question asks for posts of a channel.
pub(super) fn is_of(ask: &Ask, id: ChannelId) -> bool {
    matches!(ask, Ask::Posts { channel_id, .. } if *channel_id == id)
}
