//! What the diagnostics page shows of the stream: names, numbers and sizes, never a word of a message.

use std::collections::VecDeque;

use super::Engine;
use crate::connection::Phase;
use crate::domain::*;
use crate::wire::Frame;

/// How many frames are remembered.
const RECENT: usize = 200;
/// How many phases of the connection are remembered.
const PHASES: usize = 50;

/// Counters of this page's life and the last frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    /// The last frames, oldest first.
    pub recent: VecDeque<Recent>,
    /// Reconnects after which nothing was missing.
    pub resumes: u64,
    /// Reconnects after which everything was asked for again.
    pub losses: u64,
    /// Events that came twice.
    pub duplicates: u64,
    /// The last phases of the connection with the local time at which they began, oldest first.
    pub phases: VecDeque<(Timestamp, Phase)>,
    /// Code with which the last socket closed.
    pub last_close: Option<u16>,
}

/// A frame, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// Event name, `reply`, or `unreadable`.
    pub name: String,
    /// Its number, if it has one.
    pub seq: Option<i64>,
    /// Bytes.
    pub size: usize,
    /// Local time of arrival.
    pub at: Timestamp,
}

impl Recent {
    /// Of a frame just parsed.
    pub fn of(frame: &Frame<'_>, size: usize, now: Now) -> Self {
        let (name, seq) = match frame {
            Frame::Event(event) => (event.name.to_string(), Some(event.seq.0)),
            Frame::Reply(reply) => ("reply".to_owned(), reply.seq_reply),
            Frame::Unreadable { .. } => ("unreadable".to_owned(), None),
        };
        Self {
            name,
            seq,
            size,
            at: now.wall,
        }
    }
}

impl Diagnostics {
    /// Remembers a frame.
    pub fn note(&mut self, frame: Recent) {
        if self.recent.len() >= RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(frame);
    }

    /// Remembers a phase if it is a new one.
    pub fn note_phase(&mut self, phase: Phase, now: Now) {
        if self.phases.back().is_some_and(|(_, last)| *last == phase) {
            return;
        }
        if self.phases.len() >= PHASES {
            self.phases.pop_front();
        }
        self.phases.push_back((now.wall, phase));
    }

    /// Another person: names of events may tell what somebody did.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

impl Engine {
    /// Counters and the last frames.
    pub fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Requests under way: number, what, since when.
    pub fn flights(&self) -> Vec<(RequestId, &'static str, Monotonic)> {
        self.requests
            .flights()
            .map(|(id, flight)| (id, flight.ask.name(), flight.since.mono))
            .collect()
    }

    /// Whether a resync is under way.
    pub fn is_resyncing(&self) -> bool {
        self.resync.is_some()
    }
}
