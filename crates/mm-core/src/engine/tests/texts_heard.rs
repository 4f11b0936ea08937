//! Texts of another tab that are older than what stands here: they change nothing, and the other tab hears the later ones.

use super::tabs::{tell, told_by, SAVE};
use super::texts::{copy, draft, write};
use super::*;
use crate::cache::Record;

/// Two tabs at rest that know the server's time.
fn two() -> (Rig, Rig) {
    let (mut one, mut other) = super::tabs::two();
    for tab in [&mut one, &mut other] {
        let data = json!({"text": "pong", "server_time": tab.now.wall.0});
        tab.frame(&json!({"status": "OK", "seq_reply": 0, "data": data}));
    }
    (one, other)
}

fn hears(rig: &mut Rig, records: Vec<Record>) {
    assert!(!records.is_empty(), "something was told");
    rig.feed(Input::Heard(records));
}

/// The other tab has half a sentence and comes to tell of it once more, when it is said; meanwhile the rest was typed here, which it
/// hears later. Gives what the two tell.
fn crossed(one: &mut Rig, other: &mut Rig, rest: &str) -> (Vec<Record>, Vec<Record>) {
    write(one, "half");
    one.pass(300);
    tell(one, other);
    one.pass(10_000);
    write(one, rest);
    one.pass(300);
    other.pass(35_000);
    let kept = copy("half", other.now.wall.0);
    other.reply(SAVE, json_answer(201, &kept));
    other.pass(300);
    one.pass(10_000);
    (told_by(one), told_by(other))
}

#[test]
fn what_another_tab_tells_once_more_does_not_replace_what_was_typed_since() {
    let (mut one, mut other) = two();
    let (newer, older) = crossed(&mut one, &mut other, "half a sentence");
    hears(&mut one, older);
    assert_eq!(draft(&one), "half a sentence");
    hears(&mut other, newer);
    assert_eq!(draft(&other), "half a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "half a sentence");
}

#[test]
fn what_another_tab_tells_once_more_does_not_fill_a_box_that_was_emptied_since() {
    let (mut one, mut other) = two();
    let (newer, older) = crossed(&mut one, &mut other, "");
    hears(&mut one, older);
    assert_eq!(draft(&one), "");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "");
    hears(&mut other, newer);
    assert_eq!(draft(&other), "");
}

#[test]
fn what_was_emptied_elsewhere_before_something_else_was_typed_here_does_not_empty_the_box() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    write(&mut one, "");
    let emptied = told_by(&mut one);
    one.pass(10_000);
    other.pass(10_000);
    write(&mut other, "a sentence");
    other.pass(10_000);
    hears(&mut other, emptied);
    assert_eq!(draft(&other), "a sentence");
    other.pass(300);
    tell(&mut other, &mut one);
    assert_eq!(draft(&one), "a sentence");
}

#[test]
fn what_another_tab_has_from_the_server_does_not_replace_a_later_text_the_server_has_not_heard_of() {
    let (mut one, mut other) = two();
    let at = one.now.wall.0 - 60_000;
    let server = |rig: &mut Rig| {
        let kept = copy("half", at).to_string();
        rig.event("draft_created", json!({"draft": kept}), json!({"user_id": EMILY}));
        rig.pass(300);
    };
    server(&mut one);
    one.cut();
    write(&mut one, "a sentence");
    one.pass(10_000);
    told_by(&mut one);
    // It has not heard of that: its store keeps nothing, and it has just begun.
    server(&mut other);
    hears(&mut one, told_by(&mut other));
    assert_eq!(draft(&one), "a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "a sentence");
}

#[test]
fn a_text_typed_in_another_tab_after_this_one_fell_asleep_stands_against_keys_that_were_not_kept() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.wake(crate::connection::Wake::Blurred);
    other.pass(60_000);
    write(&mut other, "a sentence");
    other.pass(300);
    hears(&mut one, told_by(&mut other));
    assert_eq!(draft(&one), "a sentence");
}

#[test]
fn a_text_that_is_typed_before_the_store_was_read_is_later_than_what_it_has() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    let place = DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    };
    let turn = |rig: &Rig| rig.engine.state().draft_mark(place).map(|mark| mark.turn);
    let before = turn(&one);
    one.reload();
    write(&mut one, "half a sentence");
    one.answer_all();
    assert!(before.is_some() && before < turn(&one), "{:?}", turn(&one));
}

#[test]
fn a_text_that_another_tab_is_just_telling_the_server_is_ones_own_also_if_a_later_one_comes_meanwhile() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    // It tells the server what that tab has not told.
    other.pass(35_000);
    assert!(other.is_open(SAVE));
    write(&mut one, "half a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    other.pass(300);
    hears(&mut one, told_by(&mut other));
    write(&mut one, "");
    one.pass(300);
    let kept = copy("half", one.now.wall.0).to_string();
    one.event("draft_created", json!({"draft": kept}), json!({"user_id": EMILY}));
    assert_eq!(draft(&one), "");
}

#[test]
fn what_a_tab_has_just_told_the_server_of_is_known_to_the_one_with_a_later_text() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    other.pass(35_000);
    let kept = copy("half", other.now.wall.0);
    other.reply(SAVE, json_answer(201, &kept));
    write(&mut one, "half a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    other.pass(300);
    hears(&mut one, told_by(&mut other));
    write(&mut one, "");
    one.pass(300);
    let told = json!({"draft": kept.to_string()});
    one.event("draft_created", told, json!({"user_id": EMILY}));
    assert_eq!(draft(&one), "");
}

#[test]
fn a_tab_that_slept_does_not_tell_what_it_had_heard_before() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    let morning = other.now.mono.0 + 8 * 3_600_000;
    other.clock(morning);
    other.feed(Input::Deadline);
    assert!(!other.is_open(SAVE), "what was typed since is not heard yet");
}

#[test]
fn where_the_server_got_the_earlier_words_last_the_later_ones_are_told_once_more() {
    let (mut one, mut other) = two();
    write(&mut one, "half");
    one.pass(300);
    tell(&mut one, &mut other);
    write(&mut one, "half a sentence");
    one.pass(1_500);
    let kept = copy("half a sentence", one.now.wall.0);
    one.reply(SAVE, json_answer(201, &kept));
    one.pass(300);
    other.pass(31_000);
    let kept = copy("half", other.now.wall.0);
    other.reply(SAVE, json_answer(201, &kept));
    hears(&mut other, told_by(&mut one));
    assert_eq!(draft(&other), "half a sentence");
    assert!(!other.is_open(SAVE));
    other.pass(31_000);
    let said = other.find(SAVE).and_then(|left| left.request.body.clone());
    assert!(said.is_some_and(|body| body.contains("half a sentence")));
}

#[test]
fn a_list_that_comes_after_another_tabs_older_words_is_asked_for_once_more() {
    // hail 8589986453: two tabs told each other what a store that had failed had kept, and both passed the server's newer words over.
    let (mut one, mut other) = two();
    let at = one.now.wall.0 - 60_000;
    let kept = copy("half", at).to_string();
    for tab in [&mut one, &mut other] {
        tab.event("draft_created", json!({"draft": kept}), json!({"user_id": EMILY}));
        tab.pass(300);
    }
    let half = told_by(&mut one);
    other.cut();
    other.pass(10_000);
    other.connect('b');
    other.answer_all_but("/drafts");
    hears(&mut other, half);
    other.pass(300);
    for _ in 0..2 {
        let list = json!([copy("a sentence", at + 50_000)]);
        other.reply("/drafts", json_answer(200, &list));
        other.pass(1_500);
        if draft(&other) == "a sentence" {
            break;
        }
    }
    assert_eq!(draft(&other), "a sentence");
    assert!(!other.is_open("/drafts"));
}
