//! The catalogue is complete, sorted, and the same in words (`docs/events.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::{events_of, recorded};
use crate::event::Event;
use crate::wire::event::{Handling, CATALOGUE};

/// Rows of the table: name → (becomes, why).
fn table() -> BTreeMap<String, (String, String)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/events.md");
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|row| {
            let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").map(str::trim).collect();
            (
                cells[0].trim_matches('`').to_owned(),
                (cells[1].to_owned(), cells[2].to_owned()),
            )
        })
        .collect()
}

#[test]
fn names_are_sorted_so_that_they_can_be_searched() {
    assert!(CATALOGUE.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn the_server_knows_95_event_names_and_so_do_we() {
    assert_eq!(CATALOGUE.len(), 95);
}

#[test]
fn the_table_in_words_agrees() {
    let table = table();
    let names: BTreeSet<&str> = table.keys().map(String::as_str).collect();
    let known: BTreeSet<&str> = CATALOGUE.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known);
    for (name, handling) in CATALOGUE {
        let (becomes, why) = &table[*name];
        match handling {
            Handling::NotNeeded(reason) => {
                assert_eq!(
                    (becomes.as_str(), why.as_str()),
                    ("not needed", *reason),
                    "{name}"
                );
            }
            _ => assert!(becomes.starts_with('`'), "{name} says {becomes}"),
        }
    }
}

#[test]
fn recorded_events_become_what_the_table_says() {
    let table = table();
    for file in super::files("events") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let (becomes, _) = &table[&name];
        for line in recorded(&name) {
            let events = events_of(&line);
            let fits = |event: &Event| match event {
                Event::NotNeeded(_) => becomes == "not needed" || becomes.contains("`NotNeeded`"),
                event => becomes.contains(&format!("`{}`", crate::wire::variant(event))),
            };
            assert!(events.iter().any(fits), "{name}: {becomes}");
        }
    }
}

#[test]
fn names_of_plugins_and_newer_servers_are_unknown_and_short() {
    let frame = |name: &str| format!(r#"{{"event":"{name}","data":null,"broadcast":{{}},"seq":3}}"#);
    assert_eq!(
        events_of(&frame("custom_playbooks_x")),
        [Event::Unknown("custom_playbooks_x".into())]
    );
    // These are names of actions, never of events.
    for action in [
        "response",
        "presence",
        "authentication_challenge",
        "posted_notify_ack",
    ] {
        assert_eq!(events_of(&frame(action)), [Event::Unknown(action.into())]);
    }
    let long = "あ".repeat(5_000);
    let [Event::Unknown(kept)] = &events_of(&frame(&long))[..] else {
        panic!()
    };
    assert_eq!(kept.chars().count(), 64);
}
