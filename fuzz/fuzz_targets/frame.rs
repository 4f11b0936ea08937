//! Any text from the socket: an outcome, and applying it cannot fail either.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mm_core::domain::Monotonic;
use mm_core::state::State;
use mm_core::wire::{decode, parse, Frame};

fuzz_target!(|text: &str| {
    if let Frame::Event(frame) = parse(text) {
        let mut state = State::default();
        for event in decode(&frame, Monotonic(1)) {
            state.apply(&event);
            state.apply(&event);
        }
    }
});
