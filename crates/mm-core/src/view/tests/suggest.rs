//! What is offered while somebody writes.

use super::*;
use crate::event::{CustomEmoji, Place};
use crate::text::EmojiTable;
use crate::view::{suggest, word_at, Kind, Suggestion};

fn table() -> EmojiTable {
    let rows =
        r#"{"categories":[["Smileys",[["😄","smile"],["😃","smiley"],["🙏","pray"],["🍣","sushi"]]]]}"#;
    EmojiTable::from_json(rows).expect("a table")
}

fn offered(state: &State, before: &str) -> Vec<String> {
    let Some(word) = word_at(before) else {
        return Vec::new();
    };
    let found = suggest(state, Some(&table()), &word, 5);
    found.iter().map(|s| s.text().trim_end().to_owned()).collect()
}

fn in_team() -> State {
    after([Event::PlaceOpened(Place::Team {
        team: "company".to_owned(),
    })])
}

#[test]
fn a_word_begins_with_its_sign_and_ends_at_the_caret() {
    let word = word_at("hello @Bo").expect("a word");
    assert_eq!(
        (word.kind, word.start, word.letters.as_str()),
        (Kind::Person, 6, "bo")
    );
    let word = word_at("お願い@").expect("a word");
    assert_eq!((word.start, word.letters.as_str()), ("お願い".len(), ""));
    assert_eq!(word_at("(~des").map(|w| w.kind), Some(Kind::Channel));
    assert_eq!(word_at("line\n:smi").map(|w| w.kind), Some(Kind::Emoji));
}

#[test]
fn other_uses_of_the_signs_ask_for_nothing() {
    for before in [
        "",
        "plain",
        "me@example",
        "10:30",
        "https://x",
        "@bob ",
        ":",
        ":D",
        "note: yes",
        ":smile:",
        "ですね~",
        "10~",
        "a_@b",
        "~~gone",
    ] {
        assert_eq!(word_at(before), None, "{before:?}");
    }
    assert_eq!(word_at(&format!("@{}", "x".repeat(100_000))), None);
}

#[test]
fn user_names_come_before_other_names_and_people_before_groups() {
    let mut state = in_team();
    state.apply(&user(CAROL, "carol", |u| u.nickname = "Bo".to_owned()));
    assert_eq!(offered(&state, "@bo"), ["@bob", "@carol"]);
    assert_eq!(
        offered(&state, "@"),
        ["@alice", "@bob", "@carol", "@channel", "@all"]
    );
    assert_eq!(offered(&state, "@al"), ["@alice", "@all"]);
    assert_eq!(offered(&state, "@zz"), Vec::<String>::new());
}

#[test]
fn what_is_written_out_needs_no_completing() {
    let state = in_team();
    let first = |before: &str| {
        let word = word_at(before).expect("a word");
        let found = suggest(&state, Some(&table()), &word, 5);
        found.first().is_some_and(|offer| offer.is(&word))
    };
    assert!(first("ask @bob") && first("@channel") && first("in ~design"));
    assert!(!first("ask @bo") && !first(":smile"));
}

#[test]
fn names_are_found_in_any_width_kana_and_case() {
    let mut state = in_team();
    state.apply(&user(CAROL, "carol", |u| u.first_name = "タナカ".to_owned()));
    assert_eq!(offered(&state, "＠たな"), ["@carol"]);
    assert_eq!(offered(&state, "@ＢＯＢ"), ["@bob"]);
}

#[test]
fn those_who_left_are_not_offered() {
    let mut state = in_team();
    state.apply(&user(BOB, "bob", |u| u.delete_at = Some(Timestamp(9))));
    assert!(offered(&state, "@bob").is_empty());
}

#[test]
fn channels_of_the_team_are_offered_by_what_they_are_called() {
    let mut state = in_team();
    assert_eq!(offered(&state, "~"), ["~design", "~general", "~secret"]);
    assert_eq!(offered(&state, "~de"), ["~design"]);
    let renamed = build::channel(DESIGN, "design").with(|c| {
        c.display_name = "意匠".to_owned();
        c.update_at = Timestamp(9);
    });
    state.apply(&renamed.loaded());
    assert_eq!(offered(&state, "~意"), ["~design"]);
}

#[test]
fn emoji_are_offered_by_their_shortest_name_and_custom_ones_too() {
    let mut state = in_team();
    assert_eq!(offered(&state, ":sm"), [":smile:", ":smiley:"]);
    state.apply(&Event::EmojiLoaded(vec![CustomEmoji {
        id: EmojiId::sample("emoji"),
        name: "smoke".to_owned(),
    }]));
    assert_eq!(offered(&state, ":sm"), [":smile:", ":smoke:", ":smiley:"]);
    let word = word_at(":smoke").expect("a word");
    let found = suggest(&state, None, &word, 5);
    assert!(matches!(found.as_slice(), [Suggestion::CustomEmoji { .. }]));
}

#[test]
fn thousands_of_people_cost_no_more_than_the_few_shown() {
    let mut state = in_team();
    let crowd = (0..5000).map(|n| build::user(UserId::sample(&format!("u{n:04}")), &format!("user{n:04}")));
    state.apply(&Event::UsersLoaded(crowd.collect()));
    assert_eq!(
        offered(&state, "@user"),
        ["@user0000", "@user0001", "@user0002", "@user0003", "@user0004"]
    );
}
