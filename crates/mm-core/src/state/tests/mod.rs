//! Behaviours of the reducers, one file each.

mod convergence;
mod echo;
mod leaving;
mod merging;
mod posts;
mod sessions;
mod threads;
mod timelines;
mod twice;
mod unread;

use crate::domain::*;
use crate::event::Event;
use crate::state::State;
use crate::testing::*;

/// A state with Alice signed in, after these facts.
fn after(events: impl IntoIterator<Item = Event>) -> State {
    let mut state = signed_in();
    apply_all(&mut state, events);
    state
}

fn apply_all(state: &mut State, events: impl IntoIterator<Item = Event>) {
    for event in events {
        state.apply(&event);
    }
}

/// The live posts of each chunk of a channel, by number.
fn chunks(state: &State, channel: ChannelId) -> Vec<Vec<u32>> {
    let Some(timeline) = state.timeline(channel) else {
        return Vec::new();
    };
    let live = |o: &&PostOrder| state.post(o.id).is_some();
    timeline
        .chunks
        .iter()
        .map(|c| {
            c.posts
                .iter()
                .filter(live)
                .map(|o| number(o.id))
                .collect::<Vec<u32>>()
        })
        .filter(|numbers| !numbers.is_empty())
        .collect()
}

fn number(id: PostId) -> u32 {
    id.as_str()
        .get(1..10)
        .and_then(|n| n.parse().ok())
        .expect("a numbered post")
}

/// The part of a state that must converge: counters of diagnostics differ by how often something was told.
fn facts(state: &State) -> String {
    let mut state = state.clone();
    state.counters = Table::default();
    format!("{state:#?}")
}

/// The lines in which two states differ; empty if they are alike.
fn difference(one: &str, other: &str) -> String {
    let differ = one.lines().zip(other.lines()).filter(|(a, b)| a != b);
    let lines: Vec<String> = differ
        .take(5)
        .map(|(a, b)| format!("{} / {}", a.trim(), b.trim()))
        .collect();
    if lines.is_empty() && one != other {
        return "one is longer".to_owned();
    }
    lines.join("; ")
}

/// How often a property is tried. Failing cases are to become named tests, so nothing is written beside them.
fn property(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}
