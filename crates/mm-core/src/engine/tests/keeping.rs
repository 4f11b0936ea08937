//! What outlives the page: a message is never lost and never doubled by a reload, and nobody else finds it.

use super::*;
use crate::cache::StoreFault;
use crate::connection::Wake;
use crate::state::OutgoingPhase;

const CREATE: &str = "POST /api/v4/posts";
const LOOK_UP: &str = "since=";

fn texts(rig: &Rig) -> Vec<(String, OutgoingPhase)> {
    let outbox = rig.engine.state().outbox().iter();
    outbox
        .map(|item| (item.post.message.clone(), item.phase.clone()))
        .collect()
}

fn body(rig: &Rig) -> Value {
    let left = rig.find(CREATE).expect("a post is under way");
    serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap()
}

fn created(rig: &Rig, number: u64) -> Value {
    let body = body(rig);
    let text = body["message"].as_str().unwrap();
    let mut post = post_json(ENGINEERING, EMILY, number, rig.now.wall.0, text);
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    post
}

/// Signed in again after a reload; nothing but what was left is asked for.
fn back(rig: &mut Rig) {
    rig.reload();
    rig.answer("/users/me");
    rig.open.retain(|left| left.is(CREATE) || left.is(LOOK_UP));
}

fn draft_place() -> DraftPlace {
    DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    }
}

fn write_draft(rig: &mut Rig, text: &str) {
    rig.act(Action::ChangeDraft {
        place: draft_place(),
        text: text.to_owned(),
    });
}

#[test]
fn a_message_is_in_the_store_before_it_is_on_its_way() {
    let mut rig = Rig::live();
    rig.say("hello");
    let at = |wanted: fn(&Effect) -> bool| rig.effects.iter().position(wanted).unwrap();
    let kept = at(|effect| matches!(effect, Effect::Keep(_)));
    assert!(kept < at(|effect| matches!(effect, Effect::Http(..))));
    assert_eq!(rig.store.own_words().len(), 1);
    let reply = json_answer(201, &created(&rig, 1));
    rig.reply(CREATE, reply);
    assert!(rig.store.own_words().is_empty(), "confirmed: {:?}", rig.store);
}

#[test]
fn one_that_was_cut_off_is_looked_for_and_found() {
    let mut rig = Rig::live();
    rig.say("cut off");
    let post = created(&rig, 1);
    back(&mut rig);
    assert_eq!(texts(&rig).len(), 1);
    assert!(!rig.is_open(CREATE), "it may be there already");
    let id = post["id"].as_str().unwrap().to_owned();
    rig.reply(
        LOOK_UP,
        json_answer(200, &json!({"order": [id.clone()], "posts": {id: post}})),
    );
    assert!(texts(&rig).is_empty());
    assert!(!rig.is_open(CREATE));
    assert!(rig.store.own_words().is_empty());
}

#[test]
fn one_that_is_not_there_goes_out_with_the_same_keys() {
    let mut rig = Rig::live();
    rig.say("cut off");
    let before = body(&rig);
    back(&mut rig);
    rig.answer(LOOK_UP);
    assert_eq!(body(&rig), before);
    let reply = json_answer(201, &created(&rig, 1));
    rig.reply(CREATE, reply);
    assert!(texts(&rig).is_empty());
}

#[test]
fn those_that_waited_go_out_in_the_order_of_the_key_presses() {
    let mut rig = Rig::live();
    for text in ["one", "two", "three"] {
        rig.say(text);
    }
    // The clock was put back: the order does not depend on it.
    rig.now.wall.0 -= 86_400_000;
    rig.say("four");
    back(&mut rig);
    for (number, text) in [(1, "one"), (2, "two"), (3, "three"), (4, "four")] {
        assert_eq!(rig.open.iter().filter(|left| left.is(LOOK_UP)).count(), 1);
        rig.answer(LOOK_UP);
        assert_eq!(body(&rig)["message"], text);
        let reply = json_answer(201, &created(&rig, number));
        rig.reply(CREATE, reply);
    }
    assert!(texts(&rig).is_empty());
}

#[test]
fn one_that_failed_has_failed_still_and_is_looked_for_when_tried_again() {
    let mut rig = Rig::live();
    rig.say("too long");
    rig.reply(CREATE, failure(400, "too_long", "Too long."));
    back(&mut rig);
    let message = "Too long.".to_owned();
    let failed = OutgoingPhase::Failed(FailureReason::Refused { message });
    assert_eq!(texts(&rig), [("too long".to_owned(), failed)]);
    assert!(rig.open.is_empty());
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.act(Action::RetryPost {
        pending: pending.clone(),
    });
    assert!(rig.is_open(LOOK_UP) && !rig.is_open(CREATE));
    rig.answer(LOOK_UP);
    rig.reply(CREATE, failure(400, "too_long", "Too long."));
    rig.act(Action::DiscardPost { pending });
    back(&mut rig);
    assert!(texts(&rig).is_empty(), "thrown away");
}

#[test]
fn without_a_network_it_waits_and_asks_ever_more_seldom() {
    let mut rig = Rig::live();
    rig.say("in a tunnel");
    back(&mut rig);
    rig.asked.clear();
    for _ in 0..600 {
        rig.fail_all();
        rig.pass(1_000);
    }
    assert_eq!(texts(&rig)[0].1, OutgoingPhase::Sending);
    assert!(rig.count(LOOK_UP) < 40, "{}", rig.count(LOOK_UP));
    rig.open.clear();
    rig.wake(Wake::Online);
    rig.answer(LOOK_UP);
    assert!(rig.is_open(CREATE));
}

#[test]
fn what_cannot_be_looked_for_is_left_to_the_person() {
    let mut rig = Rig::live();
    rig.say("in a busy channel");
    back(&mut rig);
    let ids: Vec<String> = (0..1_000).map(|n| post_id(n).to_string()).collect();
    let post = |id: &String| {
        let mut post = post_json(ENGINEERING, KENJI, 1, 5, "talk");
        post["id"] = json!(id);
        (id.clone(), post)
    };
    let posts: serde_json::Map<String, Value> = ids.iter().map(post).collect();
    rig.reply(LOOK_UP, json_answer(200, &json!({"order": ids, "posts": posts})));
    assert!(matches!(texts(&rig)[0].1, OutgoingPhase::Failed(_)));
    assert!(!rig.is_open(CREATE));
    rig.pass(60_000);
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.act(Action::RetryPost { pending });
    assert!(rig.is_open(CREATE), "who tries again has decided");
}

#[test]
fn another_person_finds_nothing_and_leaves_nothing() {
    let mut rig = Rig::live();
    rig.say("private");
    write_draft(&mut rig, "more of it");
    rig.wake(Wake::Hidden);
    assert_eq!(rig.store.own_words().len(), 2);
    rig.reload();
    let mut me: Value = match rig.recorded(&rig.find("/users/me").unwrap().request) {
        HttpReply::Answer(answer) => serde_json::from_str(&answer.body).unwrap(),
        _ => unreachable!(),
    };
    me["id"] = json!(KENJI);
    rig.reply("/users/me", json_answer(200, &me));
    assert!(texts(&rig).is_empty());
    assert_eq!(rig.engine.state().draft(draft_place()), "");
    assert!(rig.store.own_words().is_empty());
}

#[test]
fn logging_out_wipes_an_expired_session_does_not() {
    let mut rig = Rig::live();
    rig.say("kept");
    rig.reply(CREATE, expired());
    assert_eq!(rig.store.own_words().len(), 1);
    rig.reload();
    rig.reply("/users/me", expired());
    assert_eq!(
        *rig.engine.state().session(),
        SessionState::SignedOut,
        "nobody is asked for, nothing is shown"
    );
    assert_eq!((texts(&rig).len(), rig.store.own_words().len()), (0, 1));
    back(&mut rig);
    assert_eq!(texts(&rig).len(), 1);
    rig.act(Action::LogOut);
    assert!(rig.store.own_words().is_empty());
}

#[test]
fn a_draft_is_kept_shortly_after_the_last_key_and_at_once_when_the_page_is_hidden_or_left() {
    let mut rig = Rig::live();
    write_draft(&mut rig, "h");
    assert!(rig.store.own_words().is_empty());
    rig.pass(200);
    write_draft(&mut rig, "hello");
    rig.pass(300);
    assert_eq!(rig.store.own_words().len(), 1);
    back(&mut rig);
    assert_eq!(rig.engine.state().draft(draft_place()), "hello");
    for (wake, text) in [(Wake::Hidden, "hello again"), (Wake::Leaving, "hello for good")] {
        write_draft(&mut rig, text);
        rig.wake(wake);
        back(&mut rig);
        assert_eq!(rig.engine.state().draft(draft_place()), text);
    }
    write_draft(&mut rig, "");
    let mut records = rig.store.records.iter();
    let is_there = records.any(|(key, text)| key.contains("/draft/") && text.contains("\"message\""));
    assert!(!is_there, "emptied or sent: gone at once");
}

#[test]
fn what_is_typed_while_the_store_is_read_is_not_overwritten() {
    let mut rig = Rig::live();
    write_draft(&mut rig, "old");
    rig.wake(Wake::Hidden);
    let store = std::mem::take(&mut rig.store);
    rig.store.fault = Some(StoreFault::Failed);
    let collections: Vec<_> = crate::cache::Family::ALL
        .into_iter()
        .map(|family| crate::cache::Collection {
            owner: user(EMILY),
            family,
        })
        .collect();
    // A store that is slow to answer: the page is used before it does.
    let mut engine = Engine::new(1);
    let mut answers = Vec::new();
    let handle = |engine: &mut Engine, input| engine.handle(rig.now, input);
    let start = Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    };
    for effect in handle(&mut engine, Input::Act(start)).effects {
        if let Effect::Http(id, request) = effect {
            if request.path.ends_with("/users/me") {
                answers.push(Input::Reply(id, rig.recorded(&request)));
            }
        }
    }
    for answer in answers {
        handle(&mut engine, answer);
    }
    let typed = Action::ChangeDraft {
        place: draft_place(),
        text: "new".into(),
    };
    handle(&mut engine, Input::Act(typed));
    for collection in collections {
        let records = store.read(collection);
        handle(&mut engine, Input::Restored(collection, records));
    }
    assert_eq!(engine.state().draft(draft_place()), "new");
}

#[test]
fn what_was_typed_before_it_was_known_that_nobody_is_signed_in_is_there_when_they_are_again() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: Some(user(EMILY)),
    });
    write_draft(&mut rig, "typed on");
    rig.reply("/users/me", expired());
    assert_eq!(*rig.session(), SessionState::SignedOut);
    assert_eq!(rig.engine.state().draft(draft_place()), "");
    back(&mut rig);
    assert_eq!(rig.engine.state().draft(draft_place()), "typed on");
}

#[test]
fn a_store_that_fails_is_told_once_and_everything_else_goes_on() {
    let mut rig = Rig::live();
    rig.store.fault = Some(StoreFault::Failed);
    rig.say("one");
    let told = |rig: &Rig| {
        rig.engine
            .state()
            .notices()
            .any(|notice| notice.kind == NoticeKind::NotKept)
    };
    assert!(told(&rig));
    rig.act(Action::DismissNotice {
        kind: NoticeKind::NotKept,
    });
    let reply = json_answer(201, &created(&rig, 1));
    rig.reply(CREATE, reply);
    rig.say("two");
    assert!(!told(&rig), "once is enough");
    assert!(rig.is_open(CREATE));
}

#[test]
fn a_store_that_hangs_is_not_waited_for_long() {
    let mut rig = Rig::live();
    let collection = crate::cache::Collection {
        owner: user(EMILY),
        family: crate::cache::Family::Outbox,
    };
    rig.say("later");
    let records = rig.store.read(collection);
    let mut cache = crate::cache::Cache::default();
    assert_eq!(
        cache.begin(rig.now, user(EMILY)).len(),
        crate::cache::Family::ALL.len()
    );
    assert!(cache.is_reading());
    rig.clock(rig.now.mono.0 + 3_000);
    assert!(cache.next_wakeup().is_some_and(|at| at <= rig.now.mono));
    cache.deadline(rig.now, rig.engine.state());
    assert!(!cache.is_reading());
    assert_eq!(
        cache.restored(Now::default(), collection, records).pending.len(),
        1,
        "late is better than never"
    );
}

#[test]
fn one_that_nobody_answered_is_looked_for_and_has_not_failed_if_it_is_there() {
    for arrived in [true, false] {
        let mut rig = Rig::live();
        rig.say("in a tunnel");
        let post = created(&rig, 1);
        let failed = OutgoingPhase::Failed(FailureReason::Unreachable);
        while texts(&rig)[0].1 != failed {
            rig.fail_all();
            rig.pass(2_000);
        }
        assert_eq!(texts(&rig)[0].1, failed);
        back(&mut rig);
        rig.fail_all();
        let pending = rig.engine.state().outbox()[0].post.pending.clone();
        rig.wake(Wake::Online);
        if arrived {
            let id = post["id"].as_str().unwrap().to_owned();
            let found = json!({"order": [id.clone()], "posts": {id: post}});
            rig.reply(LOOK_UP, json_answer(200, &found));
            assert!(texts(&rig).is_empty());
        } else {
            rig.fail_all();
            rig.open.clear();
            rig.act(Action::RetryPost { pending });
            rig.answer(LOOK_UP);
            assert!(rig.is_open(CREATE), "at once, whatever was waited for");
        }
    }
}

#[test]
fn a_look_up_that_is_refused_without_a_word_is_not_repeated() {
    let mut rig = Rig::live();
    rig.say("behind a proxy");
    back(&mut rig);
    let refusal = || failure(403, "", "");
    rig.asked.clear();
    for _ in 0..50 {
        while rig.is_open(LOOK_UP) {
            rig.reply(LOOK_UP, refusal());
        }
        rig.pass(1_000);
    }
    assert!(matches!(texts(&rig)[0].1, OutgoingPhase::Failed(_)));
    assert_eq!(rig.count(LOOK_UP), 0, "asked before, and never again");
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.act(Action::RetryPost { pending });
    assert!(rig.is_open(CREATE), "who tries again has decided");
}
