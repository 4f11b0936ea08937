//! Recorded frames, however they are written down: bare frames a line, lines of a session, requests with their replies, a list.

use super::recording::is_control_payload;
use super::{Line, Outcome};
use crate::domain::Monotonic;
use crate::event::Event;
use crate::wire::event::why_not_needed;
use crate::wire::fields::Fields;
use crate::wire::nested::items;
use crate::wire::{decode, parse, variant, EventFrame, Frame};

/// What stands on a line.
enum Written {
    /// A text frame.
    Frame(String),
    /// The payload of a control frame.
    Control,
    /// A request that was never answered.
    Unanswered,
}

/// The frame on a line; `None` when the line holds none from the server.
fn unwrap_line(line: &str) -> Option<Written> {
    let as_it_is = || Some(Written::Frame(line.to_owned()));
    let Ok(wrapped) = Fields::read(line) else {
        return as_it_is();
    };
    if wrapped.raw("conn").is_some() {
        let text = wrapped.raw("text").map(|_| wrapped.string("text"));
        let written = match (wrapped.raw("frame"), text) {
            (Some(frame), _) => Some(Written::Frame(frame.get().to_owned())),
            (None, Some(text)) if is_control_payload(&text) => Some(Written::Control),
            (None, text) => text.map(Written::Frame),
        };
        return written.filter(|_| wrapped.text("kind") == "in");
    }
    if wrapped.raw("client").is_some() {
        let reply = wrapped.raw("server").map(|s| Written::Frame(s.get().to_owned()));
        return Some(reply.unwrap_or(Written::Unanswered));
    }
    as_it_is()
}

/// What is made of each frame of a text: one line of JSON each.
pub fn frames(text: &str) -> Vec<Line> {
    let listed = Some(text).filter(|text| text.trim_start().starts_with('['));
    let lines: Vec<&str> = match listed.and_then(|text| items(text).ok()) {
        Some(list) => list.into_iter().map(|raw| raw.get()).collect(),
        None => text.lines().collect(),
    };
    lines
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .filter_map(unwrap_line)
        .enumerate()
        .map(|(index, written)| match written {
            Written::Frame(text) => frame(index + 1, &text),
            Written::Control => bare(
                index + 1,
                ("", Outcome::Unknown),
                "the payload of a control frame, which no page ever sees",
            ),
            // Known: challenges on open sessions, actions of plugins and what ends the connection have none.
            Written::Unanswered => bare(
                index + 1,
                ("no reply", Outcome::Known),
                "the server answered nothing",
            ),
        })
        .collect()
}

/// A line about something that holds no frame.
fn bare(item: usize, (name, status): (&str, Outcome), reason: &str) -> Line {
    Line {
        item,
        name: name.to_owned(),
        status,
        decoded: Vec::new(),
        reason: reason.to_owned(),
    }
}

fn frame(item: usize, text: &str) -> Line {
    match parse(text) {
        Frame::Event(frame) => event(item, &frame),
        Frame::Reply(reply) => Line {
            item,
            name: "reply".to_owned(),
            status: Outcome::Known,
            decoded: vec![if reply.ok { "Ok" } else { "Fail" }.to_owned()],
            reason: reply.error.map(|e| e.id).unwrap_or_default(),
        },
        Frame::Unreadable { reason } => Line {
            item,
            name: String::new(),
            status: Outcome::Error,
            decoded: Vec::new(),
            reason: reason.as_str().to_owned(),
        },
    }
}

fn event(item: usize, frame: &EventFrame<'_>) -> Line {
    let events = decode(frame, Monotonic(0));
    let status = |event: &Event| match event {
        Event::Broken { .. } => Outcome::Error,
        Event::Unknown(_) => Outcome::Unknown,
        _ => Outcome::Known,
    };
    let (status, reason) = events
        .iter()
        .map(|event| (status(event), reason(event)))
        .find(|(status, reason)| *status != Outcome::Known || !reason.is_empty())
        .unwrap_or((Outcome::Known, String::new()));
    Line {
        item,
        name: frame.name.to_string(),
        status,
        decoded: events.iter().map(variant).collect(),
        reason,
    }
}

fn reason(event: &Event) -> String {
    match event {
        Event::Broken { .. } => "the content could not be read".to_owned(),
        Event::Unknown(_) => "no such event in the catalogue".to_owned(),
        Event::NotNeeded(name) => format!("not needed: {}", why_not_needed(name)),
        _ => String::new(),
    }
}
