//! Two tabs of one browser: what one keeps, the other one hears.

use super::texts::{copy, draft, write};
use super::*;
use crate::cache::{told, Record, Write};
use crate::connection::Wake;
use crate::state::OutgoingPhase;

const CREATE: &str = "POST /api/v4/posts";
const LOOK_UP: &str = "since=";
pub const SAVE: &str = "POST /api/v4/drafts";
const DROP: &str = "DELETE /api/v4/users/me/channels/";

/// Two tabs at rest.
pub fn two() -> (Rig, Rig) {
    (Rig::live(), Rig::live())
}

/// What a tab has told since it was asked last.
pub fn told_by(rig: &mut Rig) -> Vec<Record> {
    let effects = std::mem::take(&mut rig.effects).into_iter();
    let batches = effects.filter_map(|effect| match effect {
        Effect::Keep(writes) => Some(told(&writes)),
        _ => None,
    });
    batches.flatten().collect()
}

/// One tab hears what the other one has told; it tells nothing of it again.
pub fn tell(from: &mut Rig, to: &mut Rig) {
    let records = told_by(from);
    assert!(!records.is_empty(), "something was told");
    told_by(to);
    to.feed(Input::Heard(records));
    assert_eq!(told_by(to), [], "what was heard is not told again");
}

fn outbox(rig: &Rig) -> Vec<(String, OutgoingPhase)> {
    let outbox = rig.engine.state().outbox().iter();
    outbox
        .map(|item| (item.post.message.clone(), item.phase.clone()))
        .collect()
}

fn pending(rig: &Rig) -> PendingPostId {
    rig.engine.state().outbox()[0].post.pending.clone()
}

/// The post that the server makes of what is under way.
pub fn created(rig: &Rig, number: u64) -> Value {
    let left = rig.find(CREATE).expect("a post is under way");
    let body: Value = serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap();
    let text = body["message"].as_str().unwrap();
    let mut post = post_json(ENGINEERING, EMILY, number, rig.now.wall.0, text);
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    post
}

fn found(post: &Value) -> HttpReply {
    let id = post["id"].as_str().unwrap().to_owned();
    json_answer(200, &json!({"order": [id.clone()], "posts": {id: post}}))
}

#[test]
fn a_text_comes_into_the_other_box_and_goes_from_it() {
    let (mut one, mut other) = two();
    write(&mut one, "half a sentence");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "half a sentence");
    other.pass(1_000);
    assert_eq!(told_by(&mut other), [], "and is not told again later");
    write(&mut one, "");
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "");
    // What the store holds is known: the next key is kept.
    write(&mut other, "half a sentence");
    other.pass(300);
    assert_eq!(told_by(&mut other).len(), 1);
}

#[test]
fn who_writes_in_this_tab_goes_on_writing_and_the_other_one_hears_it() {
    for pause in [0, 100, 1_500] {
        let (mut one, mut other) = two();
        other.wake(Wake::Focused);
        one.wake(Wake::Blurred);
        write(&mut one, "theirs");
        one.pass(300);
        write(&mut other, "mine");
        other.pass(pause);
        let records = told_by(&mut one);
        other.feed(Input::Heard(records));
        assert_eq!(draft(&other), "mine", "after {pause} ms");
        told_by(&mut other);
        other.pass(300);
        tell(&mut other, &mut one);
        assert_eq!(draft(&one), "mine");
    }
}

#[test]
fn an_emptied_box_elsewhere_does_not_take_what_was_just_typed_here() {
    let (mut one, mut other) = two();
    write(&mut one, "sent");
    one.pass(300);
    tell(&mut one, &mut other);
    other.wake(Wake::Blurred);
    write(&mut other, "sent, and more");
    write(&mut one, "");
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(draft(&other), "sent, and more");
    // What was kept longer ago, in a window that is not looked at, is what the other tab says.
    other.pass(300);
    write(&mut one, "new");
    one.pass(300);
    tell(&mut one, &mut other);
    assert_eq!(draft(&other), "new");
}

#[test]
fn a_message_on_its_way_is_shown_and_left_to_its_tab() {
    let (mut one, mut other) = two();
    one.say("hello");
    tell(&mut one, &mut other);
    assert_eq!(outbox(&other), [("hello".to_owned(), OutgoingPhase::Queued)]);
    other.pass(20_000);
    assert_eq!((other.count(CREATE), other.count(LOOK_UP)), (0, 0));
    // It holds up nothing that is said here.
    other.say("mine");
    assert!(other.is_open(CREATE));
}

#[test]
fn messages_of_a_tab_that_died_are_looked_for_and_sent_in_their_order() {
    let (mut one, mut other) = two();
    for text in ["one", "two"] {
        one.say(text);
        tell(&mut one, &mut other);
    }
    other.pass(31_000);
    for (number, text) in [(1, "one"), (2, "two")] {
        assert!(!other.is_open(CREATE));
        other.answer(LOOK_UP);
        let post = created(&other, number);
        assert_eq!(post["message"], text);
        other.reply(CREATE, json_answer(201, &post));
    }
    assert!(outbox(&other).is_empty());
}

#[test]
fn a_message_that_the_other_tab_calls_done_stays_in_sight_and_is_not_sent() {
    for arrived in [true, false] {
        let (mut one, mut other) = two();
        one.say("done");
        tell(&mut one, &mut other);
        let post = created(&one, 1);
        one.reply(CREATE, json_answer(201, &post));
        tell(&mut one, &mut other);
        assert_eq!(outbox(&other).len(), 1, "until the event tells of it");
        other.pass(6_000);
        assert!(!other.is_open(CREATE));
        if arrived {
            other.reply(LOOK_UP, found(&post));
            assert!(other.engine.state().post(post_id(1)).is_some());
        } else {
            // Deleted since.
            other.answer(LOOK_UP);
        }
        assert!(outbox(&other).is_empty());
        other.pass(60_000);
        assert_eq!(other.count(CREATE), 0);
    }
}

#[test]
fn a_message_whose_event_was_quicker_is_not_shown_again() {
    let (mut one, mut other) = two();
    one.say("quick");
    let post = created(&one, 1);
    let data = json!({"post": post.to_string(), "channel_type": "O"});
    other.event("posted", data, json!({"channel_id": ENGINEERING}));
    assert!(other.engine.state().post(post_id(1)).is_some());
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(outbox(&other), []);
}

#[test]
fn what_failed_is_shown_can_be_tried_again_here_and_is_thrown_away_in_both() {
    let (mut one, mut other) = two();
    one.say("too long");
    tell(&mut one, &mut other);
    one.reply(CREATE, failure(400, "too_long", "Too long."));
    tell(&mut one, &mut other);
    assert_eq!(outbox(&other), outbox(&one));
    other.pass(60_000);
    assert_eq!(other.count(LOOK_UP), 0, "the server has said no");
    let pending = pending(&other);
    other.act(Action::RetryPost {
        pending: pending.clone(),
    });
    tell(&mut other, &mut one);
    assert_eq!(outbox(&one)[0].1, OutgoingPhase::Queued);
    assert!(!one.is_open(CREATE) && !one.is_open(LOOK_UP));
    other.answer(LOOK_UP);
    other.reply(CREATE, failure(400, "too_long", "Too long."));
    tell(&mut other, &mut one);
    assert!(matches!(outbox(&one)[0].1, OutgoingPhase::Failed(_)));
    one.act(Action::DiscardPost { pending });
    tell(&mut one, &mut other);
    assert!(outbox(&other).is_empty());
}

#[test]
fn a_message_that_is_tried_again_elsewhere_can_be_hurried_here() {
    let (mut one, mut other) = two();
    one.say("refused");
    one.reply(CREATE, failure(400, "x", "No."));
    tell(&mut one, &mut other);
    let pending = pending(&other);
    other.act(Action::RetryPost { pending });
    assert!(other.is_open(LOOK_UP), "who tries again does not wait");
}

#[test]
fn ones_own_request_decides_whatever_is_heard() {
    let (mut one, mut other) = two();
    one.say("mine");
    tell(&mut one, &mut other);
    let key = told(&[Write::Delete(
        crate::cache::RecordKey::parse(one.store.own_words()[0]).unwrap(),
    )]);
    one.feed(Input::Heard(key));
    assert_eq!(outbox(&one), [("mine".to_owned(), OutgoingPhase::Sending)]);
    let post = created(&one, 1);
    one.reply(CREATE, json_answer(201, &post));
    assert!(outbox(&one).is_empty());
}

#[test]
fn who_logs_out_in_one_tab_has_logged_out_in_all() {
    let (mut one, mut other) = two();
    other.say("private");
    write(&mut other, "more");
    one.act(Action::LogOut);
    tell(&mut one, &mut other);
    assert_eq!(*other.session(), SessionState::SignedOut);
    assert!(outbox(&other).is_empty());
    assert_eq!(draft(&other), "");
    assert!(matches!(other.sockets.last(), Some(SocketCommand::Close(_))));
    // Late answers change nothing, and nothing is kept any more.
    other.answer_all();
    other.pass(5_000);
    assert_eq!(*other.session(), SessionState::SignedOut);
    assert_eq!(told_by(&mut other), []);
}

#[test]
fn another_person_in_another_tab_ends_this_one_and_the_server_is_asked_who_it_is() {
    let (_, mut other) = two();
    other.say("private");
    told_by(&mut other);
    other.feed(Input::Heard(told(&[Write::KeepOnly(user(KENJI))])));
    assert_eq!(*other.session(), SessionState::Unknown);
    assert_eq!(other.engine.state().me(), None);
    assert!(outbox(&other).is_empty());
    assert!(other.is_open("/users/me"));
    assert_eq!(told_by(&mut other), [], "nothing is taken away because of that");
}

#[test]
fn the_same_person_in_another_tab_changes_nothing_but_an_ended_session() {
    let (mut one, mut other) = two();
    let same = || Input::Heard(told(&[Write::KeepOnly(user(EMILY))]));
    other.feed(same());
    assert!(!other.is_open("/users/me"));
    other.say("held");
    other.reply(CREATE, expired());
    assert_eq!(*other.session(), SessionState::Expired);
    other.feed(same());
    other.answer("/users/me");
    assert_eq!(*other.session(), SessionState::SignedIn);
    // Signed out: whoever signs in in one tab is signed in in all.
    one.act(Action::LogOut);
    one.answer_all();
    one.feed(same());
    one.answer("/users/me");
    assert_eq!(*one.session(), SessionState::SignedIn);
}

#[test]
fn another_version_and_nonsense_are_skipped_and_counted() {
    let mut rig = Rig::live();
    let record = |key: String, text: &str| Record {
        key,
        text: text.to_owned(),
    };
    let records = vec![
        record(String::new(), ""),
        record("nonsense".into(), "{}"),
        record(format!("{EMILY}/poem/1"), "{\"v\":1}"),
        record(
            format!("{EMILY}/draft/{ENGINEERING}"),
            "{\"v\":2,\"message\":\"x\"}",
        ),
        record(format!("{EMILY}/outbox/x"), "{\"v\":2,\"message\":\"x\"}"),
        record(format!("{EMILY}/draft/nowhere"), ""),
        // Not for this tab.
        record(
            format!("{KENJI}/draft/{ENGINEERING}"),
            "{\"v\":1,\"message\":\"x\"}",
        ),
        record(format!("{EMILY}/posts/{ENGINEERING}"), ""),
    ];
    rig.feed(Input::Heard(records));
    let mut counters = rig.engine.state().counters().iter();
    let broken = counters.find(|(name, _)| name.contains("record of another tab"));
    assert_eq!(broken.map(|(_, count)| *count), Some(6));
    assert_eq!((draft(&rig), outbox(&rig).len()), ("", 0));
}

#[test]
fn what_is_told_while_the_store_is_read_comes_after_what_is_read() {
    let (mut one, mut other) = two();
    write(&mut one, "sent");
    one.pass(300);
    let store = one.store.clone();
    write(&mut one, "");
    told_by(&mut one);
    let gone = told(&[Write::Delete(
        crate::cache::RecordKey::parse(store.own_words()[0]).unwrap(),
    )]);
    other.engine = Engine::new(1);
    let start = Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: Some(user(EMILY)),
    };
    let (now, mut wanted) = (other.now, Vec::new());
    for effect in other.engine.handle(now, Input::Act(start)).effects {
        if let Effect::Restore(collection) = effect {
            wanted.push(collection);
        }
    }
    other.engine.handle(now, Input::Heard(gone));
    for collection in wanted {
        let records = store.read(collection);
        other.engine.handle(now, Input::Restored(collection, records));
    }
    assert_eq!(draft(&other), "");
}

#[test]
fn what_a_tab_learns_from_the_server_of_an_older_text_does_not_bring_it_back() {
    let (mut one, mut other) = two();
    write(&mut one, "older");
    one.pass(300);
    tell(&mut one, &mut other);
    let at = other.now.wall.0;
    let copy = copy("older", at);
    let broadcast = json!({"user_id": EMILY, "channel_id": ENGINEERING});
    other.event("draft_created", json!({"draft": copy.to_string()}), broadcast);
    write(&mut one, "newer");
    one.pass(300);
    other.feed(Input::Heard(told_by(&mut one)));
    assert_eq!(draft(&other), "newer");
}

#[test]
fn what_a_tab_that_has_gone_had_not_told_the_server_is_told_by_the_one_that_heard_of_it() {
    for (text, request) in [("half a sentence", SAVE), ("", DROP)] {
        let (mut one, mut other) = two();
        for tab in [&mut one, &mut other] {
            let draft = copy("from the phone", tab.now.wall.0).to_string();
            let broadcast = json!({"user_id": EMILY, "channel_id": ENGINEERING});
            tab.event("draft_created", json!({"draft": draft}), broadcast);
            tab.pass(300);
        }
        write(&mut one, text);
        one.pass(300);
        tell(&mut one, &mut other);
        other.act(Action::OpenChannel {
            channel_id: channel(DESIGN),
        });
        other.pass(29_000);
        assert!(!other.is_open(request), "it is left to the tab of the person");
        other.pass(1_000);
        assert!(other.is_open(request));
    }
}

#[test]
fn what_a_tab_has_told_the_server_is_not_told_by_another_one() {
    let (mut one, mut other) = two();
    write(&mut one, "half a sentence");
    one.pass(1_500);
    tell(&mut one, &mut other);
    let at = one.now.wall.0;
    one.reply(SAVE, json_answer(201, &copy("half a sentence", at)));
    one.pass(300);
    tell(&mut one, &mut other);
    other.pass(60_000);
    assert_eq!(other.count(SAVE), 0);
}
