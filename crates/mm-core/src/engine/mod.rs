//! Wires the rooms: the only place that knows all of them.

mod io;

pub use io::*;

use crate::domain::{Monotonic, Now};
use crate::state::State;

/// The engine: one writer, fed with inputs, answering with changes and effects.
#[derive(Debug, Default)]
pub struct Engine {
    state: State,
    /// For jitter; the edge gives a random one, tests a fixed one.
    seed: u64,
}

impl Engine {
    /// An engine that knows nothing yet. `seed` drives jitter only.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    /// Takes an input, changes the state, says what to redraw and what to do.
    pub fn handle(&mut self, _now: Now, _input: Input) -> Output {
        let _ = self.seed;
        Output::default()
    }

    /// When to call `handle` with [`Input::Deadline`]; asked after every `handle`.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        None
    }

    /// What is known, for projections.
    pub fn state(&self) -> &State {
        &self.state
    }
}
