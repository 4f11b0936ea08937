//! Finding by a few letters.

use super::*;
use crate::view::{switcher, SwitcherEntry};

fn found(state: &State, query: &str) -> Vec<String> {
    switcher(state, query, 10)
        .into_iter()
        .map(|entry| match entry {
            SwitcherEntry::Channel(entry) => entry.display_name,
            SwitcherEntry::Person { display_name, .. } => format!("@{display_name}"),
        })
        .collect()
}

fn with_channels(names: &[&str]) -> State {
    let mut state = after([]);
    for (n, name) in names.iter().enumerate() {
        let id = ChannelId::sample(&format!("x{n}"));
        state.apply(&build::channel(id, name).loaded());
        state.apply(&build::member_loaded(build::member(id)));
    }
    state
}

#[test]
fn beginnings_come_before_words_and_words_before_the_rest() {
    let state = with_channels(&["undone", "the-one", "one-more", "one"]);
    assert_eq!(found(&state, "one"), ["one", "one-more", "the-one", "undone"]);
}

#[test]
fn width_kana_and_case_do_not_matter() {
    let state = with_channels(&["デザイン", "ＡＢＣ会議", "かいぎ"]);
    assert_eq!(found(&state, "でざ"), ["デザイン"]);
    assert_eq!(found(&state, "abc"), ["ＡＢＣ会議"]);
    assert_eq!(found(&state, "カイギ"), ["かいぎ"]);
    assert_eq!(found(&state, "会議"), ["ＡＢＣ会議"]);
}

#[test]
fn unread_channels_come_first_among_equals() {
    let mut state = with_channels(&["room-a", "room-b"]);
    state.apply(&build::post(1).in_channel(ChannelId::sample("x1")).created());
    assert_eq!(found(&state, "room"), ["room-b", "room-a"]);
}

#[test]
fn people_with_a_direct_message_are_found_as_channels_and_others_as_people() {
    let state = after([]);
    assert_eq!(found(&state, "bob"), ["bob", "bob, carol"]);
    assert_eq!(found(&state, "@carol"), ["@carol", "bob, carol"]);
}

#[test]
fn without_a_query_the_channels_one_is_in_are_offered() {
    assert_eq!(found(&after([]), "").len(), 5);
    assert_eq!(switcher(&after([]), "", 2).len(), 2);
}

#[test]
fn the_limit_and_strange_queries_hold() {
    let state = after([]);
    assert!(found(&state, "\u{202e}\u{0}").is_empty());
    assert!(found(&state, &"長".repeat(10_000)).is_empty());
}
