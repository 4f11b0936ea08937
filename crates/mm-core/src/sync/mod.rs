//! What to load and when: the questions to the server, how their answers become events, and what follows from an event.
//!
//! Everything here is a pure function from the state to [`Plan`]s; the engine runs them and keeps what is under way
//! ([`Requests`]).

mod ahead;
mod answer;
mod ask;
mod ask_name;
mod cold_start;
mod draft_files;
mod drafts;
mod follow;
mod people;
mod place;
mod refused;
mod requests;
mod resync;
mod sending;
mod told;
mod tries;

pub use ahead::ahead;
pub use answer::read;
pub use ask::Ask;
pub use cold_start::{after_sign_in, start};
pub use draft_files::{files_left, files_to_tell, files_told, FilesMoved, MOST_FILES};
pub use drafts::{draft_gone, draft_heard, draft_told, Here, Merged};
pub use follow::follow;
pub use people::People;
pub use place::settle;
pub use refused::{portal, refused, unasked};
pub use requests::{Flight, Requests};
pub use resync::{catch_up, everything, lists_again, Resync};
pub use sending::{is_about, passed, Ended, Link, Sending};
pub use told::Told;

use crate::event::Event;

/// What is to happen: facts to apply, then questions to ask.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// To be applied in order.
    pub events: Vec<Event>,
    /// To be asked in order.
    pub asks: Vec<Ask>,
}

impl Plan {
    /// Only a fact.
    pub fn event(event: Event) -> Self {
        Self {
            events: vec![event],
            asks: Vec::new(),
        }
    }

    /// Only a question.
    pub fn ask(ask: Ask) -> Self {
        Self {
            events: Vec::new(),
            asks: vec![ask],
        }
    }

    /// A fact shown at once, and the order to the server that makes it true.
    pub fn both(event: Event, ask: Ask) -> Self {
        Self {
            events: vec![event],
            asks: vec![ask],
        }
    }

    /// Adds a question.
    #[must_use]
    pub fn and_ask(mut self, ask: Ask) -> Self {
        self.asks.push(ask);
        self
    }
}

impl From<Vec<Event>> for Plan {
    fn from(events: Vec<Event>) -> Self {
        Self {
            events,
            asks: Vec::new(),
        }
    }
}

impl From<Event> for Plan {
    fn from(event: Event) -> Self {
        Self::event(event)
    }
}
