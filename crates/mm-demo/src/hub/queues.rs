//! The two queues of a connection (`websocket.md` 1.7, 4.1): what is not yet written, and what was written last.

use std::collections::VecDeque;
use std::sync::Arc;

/// Messages that may wait per connection.
pub const ACTIVE_QUEUE: usize = 256;
/// From this many waiting messages on, droppable events are dropped.
pub const SLOW_FROM: usize = 128;
/// Written events that are kept for a resume.
pub const DEAD_QUEUE: usize = 128;

/// An event without its number: the opened JSON object up to the place where `seq` is added.
pub type EventBody = Arc<str>;

/// One message that waits.
#[derive(Debug, Clone)]
pub enum Queued {
    /// Gets its number when it is written.
    Event(EventBody),
    /// Has none.
    Reply(String),
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    /// It waits.
    Queued,
    /// There was no place; the connection leaves the hub.
    Full,
}

/// Messages not yet written.
#[derive(Clone, Debug, Default)]
pub struct ActiveQueue {
    items: VecDeque<Queued>,
}

impl ActiveQueue {
    /// Adds one, unless full.
    pub fn push(&mut self, item: Queued) -> Pushed {
        if self.items.len() >= ACTIVE_QUEUE {
            return Pushed::Full;
        }
        self.items.push_back(item);
        Pushed::Queued
    }

    /// The oldest one.
    pub fn pop(&mut self) -> Option<Queued> {
        self.items.pop_front()
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.items.len()
    }
}

/// The last events written, oldest first, with the numbers they had.
#[derive(Clone, Debug, Default)]
pub struct DeadQueue {
    items: VecDeque<(i64, EventBody)>,
}

impl DeadQueue {
    /// Remembers an event; the oldest one goes when there is no place.
    pub fn push(&mut self, seq: i64, body: EventBody) {
        if self.items.len() >= DEAD_QUEUE {
            self.items.pop_front();
        }
        self.items.push_back((seq, body));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.items.clear();
    }

    /// The events from number `seq` on, as long as their numbers rise; `None` if there is no such number.
    pub fn since(&self, seq: i64) -> Option<Vec<(i64, EventBody)>> {
        let start = self.items.iter().position(|(number, _)| *number == seq)?;
        let mut found: Vec<(i64, EventBody)> = Vec::new();
        for (number, body) in self.items.iter().skip(start) {
            if found.last().is_some_and(|(last, _)| last > number) {
                break;
            }
            found.push((*number, body.clone()));
        }
        Some(found)
    }

    /// Number of the event written last.
    pub fn last_number(&self) -> Option<i64> {
        self.items.back().map(|(seq, _)| *seq)
    }
}
