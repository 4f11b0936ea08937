//! Two tabs about one message: which of them says it.

use super::tabs::{created, tell, told_by, two};
use super::*;
use crate::cache::Record;
use crate::state::OutgoingPhase;

const CREATE: &str = "POST /api/v4/posts";
const LOOK_UP: &str = "since=";

/// Longer than a message of another tab is left to it.
const GIVEN_UP: u64 = 31_000;

/// What a tab has told of whose turn it is, as one of another number would tell it.
fn claims_of(rig: &mut Rig, number: i64) -> Vec<Record> {
    let told = told_by(rig).into_iter();
    let mut claims: Vec<Record> = told
        .filter(|record| record.text.contains("\"claimed\""))
        .collect();
    for claim in &mut claims {
        let key = claim.key.clone();
        let text = json!({"v": 1, "phase": "claimed", "number": number}).to_string();
        *claim = Record { key, text };
    }
    claims
}

fn hear(rig: &mut Rig, records: Vec<Record>) {
    assert!(!records.is_empty(), "something was told");
    rig.feed(Input::Heard(records));
}

fn is_asking(rig: &Rig) -> bool {
    rig.is_open(CREATE) || rig.is_open(LOOK_UP)
}

/// A message that one tab has said in vain, and of which the other one has heard.
fn said_in_vain() -> (Rig, Rig) {
    let (mut one, mut other) = two();
    one.say("hello");
    tell(&mut one, &mut other);
    one.reply(CREATE, HttpReply::Failed);
    (one, other)
}

#[test]
fn who_tries_again_says_so_and_the_other_tab_waits_half_a_minute_more() {
    let (mut one, mut other) = said_in_vain();
    other.pass(20_000);
    one.hears();
    one.pass(3_000);
    assert!(one.is_open(CREATE), "the second try");
    tell(&mut one, &mut other);
    other.pass(20_000);
    assert!(!is_asking(&other));
    other.pass(GIVEN_UP - 20_000);
    assert!(other.is_open(LOOK_UP));
}

#[test]
fn a_message_that_another_tab_looks_for_is_not_tried_again_here() {
    let (mut one, mut other) = said_in_vain();
    other.pass(GIVEN_UP);
    assert!(other.is_open(LOOK_UP));
    tell(&mut other, &mut one);
    one.pass(20_000);
    assert!(!is_asking(&one));
    one.pass(GIVEN_UP - 20_000);
    assert!(one.is_open(LOOK_UP), "that tab is gone");
}

#[test]
fn a_try_that_is_under_way_when_another_tab_looks_for_it_is_the_last_one_here() {
    let (mut one, mut other) = two();
    one.say("hello");
    tell(&mut one, &mut other);
    other.pass(GIVEN_UP);
    tell(&mut other, &mut one);
    one.reply(CREATE, HttpReply::Failed);
    one.pass(20_000);
    assert!(!is_asking(&one));
}

#[test]
fn what_the_server_refuses_has_failed_whoever_else_looks_for_it() {
    let (mut one, mut other) = two();
    one.say("hello");
    tell(&mut one, &mut other);
    other.pass(GIVEN_UP);
    tell(&mut other, &mut one);
    one.reply(
        CREATE,
        json_answer(400, &json!({"id": "x", "message": "No", "status_code": 400})),
    );
    let phase = &one.engine.state().outbox()[0].phase;
    assert!(matches!(phase, OutgoingPhase::Failed(_)), "{phase:?}");
}

#[test]
fn of_two_tabs_that_look_at_once_the_one_with_the_lower_number_goes_on() {
    for (number, goes_on) in [(i64::MAX, true), (-1, false)] {
        let (mut one, mut other) = said_in_vain();
        other.pass(GIVEN_UP);
        one.pass(GIVEN_UP);
        assert!(other.is_open(LOOK_UP));
        let claims = claims_of(&mut one, number);
        hear(&mut other, claims);
        other.answer(LOOK_UP);
        assert_eq!(other.is_open(CREATE), goes_on, "{number}");
    }
}

#[test]
fn who_goes_on_says_so_once_more_to_a_tab_that_may_have_begun_since() {
    // hail 3366189 with slow links: that one had not heard it, and both said the message.
    let (mut one, mut other) = said_in_vain();
    other.pass(GIVEN_UP);
    assert!(!claims_of(&mut other, 0).is_empty());
    one.pass(GIVEN_UP);
    let claims = claims_of(&mut one, i64::MAX);
    hear(&mut other, claims);
    let claims = claims_of(&mut other, 0);
    hear(&mut one, claims);
    one.answer(LOOK_UP);
    assert!(!is_asking(&one));
}

#[test]
fn what_another_tab_has_said_while_it_was_looked_for_here_is_not_said_again() {
    let (mut one, mut other) = two();
    one.say("hello");
    tell(&mut one, &mut other);
    other.pass(GIVEN_UP);
    let post = created(&one, 1);
    one.reply(CREATE, json_answer(201, &post));
    tell(&mut one, &mut other);
    other.answer(LOOK_UP);
    assert!(!is_asking(&other), "the answer is from before that");
    other.pass(GIVEN_UP);
    assert!(other.is_open(LOOK_UP), "it did not come");
}

#[test]
fn what_was_said_here_after_a_message_that_is_left_to_another_tab_waits_for_it() {
    let (mut one, mut other) = said_in_vain();
    other.pass(GIVEN_UP);
    tell(&mut other, &mut one);
    one.say("then");
    assert!(!one.is_open(CREATE));
    other.answer(LOOK_UP);
    let post = created(&other, 1);
    other.reply(CREATE, json_answer(201, &post));
    tell(&mut other, &mut one);
    one.event(
        "posted",
        json!({"post": post.to_string()}),
        json!({"channel_id": ENGINEERING}),
    );
    assert!(one.is_open(CREATE));
}
