//! Tests of the wire room, by behaviour.

mod broken;
mod catalogue;
mod fields;
mod fixtures_decode;
mod frame;
mod hostile;
mod props;
mod requests;
mod shapes;

use std::path::PathBuf;

use super::{decode, parse, Frame};
use crate::domain::Monotonic;
use crate::event::Event;

/// The recorded traffic.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/wire")
}

/// Files of a folder of the recorded traffic, in order.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(fixtures().join(folder))
        .unwrap_or_else(|e| panic!("{folder}: {e}"))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Events of a frame that must be one.
pub(crate) fn events_of(text: &str) -> Vec<Event> {
    match parse(text) {
        Frame::Event(frame) => decode(&frame, Monotonic(7)),
        other => panic!("not an event: {other:?}"),
    }
}

/// Recorded frames of an event.
pub(crate) fn recorded(event: &str) -> Vec<String> {
    let path = fixtures().join(format!("events/{event}.jsonl"));
    std::fs::read_to_string(&path)
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        .lines()
        .map(str::to_owned)
        .collect()
}
