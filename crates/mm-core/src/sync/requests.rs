//! What is under way. A reply is known by its number; one of an earlier session changes nothing.

use super::Ask;
use crate::domain::{Map, Monotonic, Now, RequestId};
use crate::mutant::{self, Mutant};

/// A request under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Flight {
    /// What was asked.
    pub ask: Ask,
    /// When.
    pub since: Now,
    /// How often it was tried before.
    pub tries: u32,
}

/// A question that failed and will be asked again.
#[derive(Clone, Debug, PartialEq)]
struct Later {
    at: Monotonic,
    ask: Ask,
    tries: u32,
}

/// All requests under way, and those that wait for another try.
#[derive(Clone, Debug, Default)]
pub struct Requests {
    last: u64,
    flying: Map<RequestId, Flight>,
    later: Vec<Later>,
    /// Refused because the session had ended, or not true before events flow again.
    held: Vec<Ask>,
}

impl Requests {
    /// Whether the same question is under way or waits.
    pub fn has(&self, ask: &Ask) -> bool {
        self.flying.values().any(|flight| flight.ask == *ask)
            || self.later.iter().any(|later| later.ask == *ask)
    }

    /// Whether the same question waits for its turn.
    pub fn waits(&self, ask: &Ask) -> bool {
        self.later.iter().any(|later| later.ask == *ask)
    }

    /// Whether any question for which this holds is under way or waits.
    pub fn any(&self, wanted: impl Fn(&Ask) -> bool) -> bool {
        self.flying.values().any(|flight| wanted(&flight.ask))
            || self.later.iter().any(|later| wanted(&later.ask))
    }

    /// Whether any question for which this holds has failed, and is asked again.
    pub fn any_failed(&self, wanted: impl Fn(&Ask) -> bool) -> bool {
        let flights = self.flying.values().map(|flight| (&flight.ask, flight.tries));
        let later = self.later.iter().map(|later| (&later.ask, later.tries));
        flights.chain(later).any(|(ask, tries)| tries > 0 && wanted(ask))
    }

    /// Nothing is under way, and nothing waits for another try.
    pub fn is_idle(&self) -> bool {
        self.flying.is_empty() && self.later.is_empty()
    }

    /// Nobody waits any more to ask these.
    pub fn drop_waiting(&mut self, which: impl Fn(&Ask) -> bool) {
        self.later.retain(|later| !which(&later.ask));
        self.held.retain(|ask| !which(ask));
    }

    /// A request leaves.
    pub fn depart(&mut self, ask: Ask, since: Now, tries: u32) -> RequestId {
        self.last = self.last.saturating_add(1);
        let id = RequestId(self.last);
        self.flying.insert(id, Flight { ask, since, tries });
        id
    }

    /// The newest one that left.
    pub fn last(&self) -> RequestId {
        RequestId(self.last)
    }

    /// A reply came; `None` if nobody waits for it any more. Nobody waits then for what the same question was answered when it was asked
    /// before: that is older.
    pub fn arrive(&mut self, id: RequestId) -> Option<Flight> {
        let flight = self.flying.remove(&id)?;
        if flight.ask.reads() && !mutant::is(Mutant::LateAnswerApplied) {
            self.flying
                .retain(|other, older| *other > id || older.ask != flight.ask);
        }
        Some(flight)
    }

    /// Nobody waits any more for answers to these questions.
    pub fn recall(&mut self, which: impl Fn(&Ask) -> bool) -> Vec<Ask> {
        let ids: Vec<RequestId> = self
            .flights()
            .filter(|(_, flight)| which(&flight.ask))
            .map(|(id, _)| id)
            .collect();
        if mutant::is(Mutant::LateAnswerApplied) {
            let asks = ids.iter().filter_map(|id| self.flying.get(id));
            return asks.map(|flight| flight.ask.clone()).collect();
        }
        ids.iter()
            .filter_map(|id| Some(self.flying.remove(id)?.ask))
            .collect()
    }

    /// Ask again at a later time.
    pub fn again(&mut self, ask: Ask, at: Monotonic, tries: u32) {
        self.later.push(Later { at, ask, tries });
    }

    /// When the next one is due.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.later.iter().map(|later| later.at).min()
    }

    /// Those that are due now.
    pub fn take_due(&mut self, now: Monotonic) -> Vec<(Ask, u32)> {
        let (due, rest) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|later| later.at <= now);
        self.later = rest;
        let due: Vec<Later> = due;
        due.into_iter().map(|later| (later.ask, later.tries)).collect()
    }

    /// The network is back: whatever waits is due.
    pub fn hurry(&mut self, now: Monotonic) {
        for later in &mut self.later {
            later.at = now;
        }
    }

    /// This can only be done later. Lists are asked for anew after signing in anyway.
    pub fn hold(&mut self, ask: Ask) {
        if !ask.is_list() && !self.held.contains(&ask) {
            self.held.push(ask);
        }
    }

    /// Whether something can only be done later.
    pub fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// What can be done now.
    pub fn take_held(&mut self) -> Vec<Ask> {
        std::mem::take(&mut self.held)
    }

    /// The same person signed in again, or events flow again: whatever waits is due.
    pub fn release(&mut self, now: Monotonic) {
        for ask in std::mem::take(&mut self.held) {
            self.again(ask, now, 0);
        }
        self.hurry(now);
    }

    /// Another session begins: nobody waits for anything.
    pub fn forget(&mut self) {
        self.flying.clear();
        self.later.clear();
        self.held.clear();
    }

    /// What is under way, for diagnostics.
    pub fn flights(&self) -> impl Iterator<Item = (RequestId, &Flight)> {
        self.flying.iter().map(|(id, flight)| (*id, flight))
    }
}
