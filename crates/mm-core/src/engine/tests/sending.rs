use super::*;
use crate::connection::Wake;
use crate::state::OutgoingPhase;
use crate::testing::build;

const CREATE: &str = "POST /api/v4/posts";

fn created(rig: &Rig, number: u64) -> HttpReply {
    let left = rig.find(CREATE).expect("a post is under way");
    let body: Value = serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap();
    let text = body["message"].as_str().unwrap();
    let mut post = post_json(ENGINEERING, EMILY, number, rig.now.wall.0, text);
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    json_answer(201, &post)
}

fn phase(rig: &Rig) -> OutgoingPhase {
    rig.engine.state().outbox()[0].phase.clone()
}

#[test]
fn the_echo_is_there_at_once_and_becomes_the_post() {
    let mut rig = Rig::live();
    rig.say("hello");
    assert_eq!(phase(&rig), OutgoingPhase::Sending);
    let reply = created(&rig, 1);
    rig.reply(CREATE, reply);
    assert!(rig.engine.state().outbox().is_empty());
    assert_eq!(rig.engine.state().post(post_id(1)).unwrap().message, "hello");
}

#[test]
fn one_is_under_way_in_a_channel_and_the_order_is_kept() {
    let mut rig = Rig::live();
    for text in ["one", "two", "three"] {
        rig.say(text);
    }
    for (number, text) in [(1, "one"), (2, "two"), (3, "three")] {
        assert_eq!(rig.open.iter().filter(|left| left.is(CREATE)).count(), 1);
        let left = rig.find(CREATE).unwrap();
        assert!(left.request.body.as_deref().unwrap().contains(text));
        let reply = created(&rig, number);
        rig.reply(CREATE, reply);
    }
    assert!(rig.engine.state().outbox().is_empty());
}

#[test]
fn what_has_arrived_is_not_sent_again_because_the_page_was_not_painted_since() {
    let mut rig = Rig::live();
    rig.burst = true;
    rig.say("hello");
    let HttpReply::Answer(answer) = created(&rig, 1) else {
        return;
    };
    rig.reply(CREATE, HttpReply::Failed);
    let data = json!({"post": answer.body, "channel_type": "O"});
    rig.event("posted", data, json!({"channel_id": ENGINEERING}));
    assert_eq!(rig.engine.waiting(), 1);
    rig.pass(60_000);
    assert_eq!(rig.count(CREATE), 1);
    assert!(rig.engine.state().outbox().is_empty());
}

#[test]
fn of_a_root_that_a_look_up_found_is_asked_who_replied_when_an_older_page_shows_it() {
    let mut rig = Rig::live();
    let root = || build::post(1).in_channel(channel(ENGINEERING));
    let found = root().updated(9).with(|post| post.reply_count = 1).post();
    rig.engine.apply(rig.now, Event::PostsFound(vec![found]));
    let people = |post: &mut Post| post.participants = Some(vec![user(KENJI)]);
    let shown = root().updated(5).replies(1, 5).with(people).post();
    rig.engine.apply(rig.now, build::page([shown]).loaded());
    rig.feed(Input::Drain);
    assert!(rig.is_open(&format!("/posts/{}/thread", root().post().id)));
}

#[test]
fn of_a_root_that_a_look_up_found_is_asked_who_replied_when_a_page_beside_it_comes() {
    // hail 1659405: a link leads to it, so that the pages before and after it are asked for.
    let mut rig = Rig::live();
    let root = build::post(2).in_channel(channel(ENGINEERING));
    let found = root.updated(9).with(|post| post.reply_count = 1).post();
    let asked = format!("/posts/{}/thread", found.id);
    let window = Window::Before(found.id);
    rig.engine.apply(rig.now, Event::PostsFound(vec![found]));
    let before = build::post(1).in_channel(channel(ENGINEERING)).post();
    let page = build::page([before]).of(channel(ENGINEERING)).window(window);
    rig.engine.apply(rig.now, page.loaded());
    rig.feed(Input::Drain);
    assert!(rig.is_open(&asked));
}

#[test]
fn of_a_root_in_the_kept_view_is_asked_who_replied_if_the_earlier_page_had_not_heard() {
    // mixed 1679785
    let mut rig = Rig::live();
    let mut root = post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "lunch?");
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    (root["reply_count"], root["is_pinned"]) = (json!(1), json!(true));
    root["update_at"] = json!(rig.now.wall.0 + 1);
    let to = json!({"channel_id": ENGINEERING});
    rig.event("post_edited", json!({"post": root.to_string()}), to);
    rig.pass(5_000);
    rig.reload();
    let asked = format!("/posts/{}/thread?perPage=1", post_id(1));
    rig.answer_all_but(&asked);
    assert!(rig.is_open(&asked), "{:?}", rig.asked);
}

#[test]
fn of_very_many_roots_some_are_asked_at_a_time_who_replied() {
    let mut rig = Rig::live();
    let root = |number| {
        let post = build::post(number).in_channel(channel(ENGINEERING)).updated(90);
        post.with(|post| post.reply_count = 1).post()
    };
    let page = |rig: &mut Rig| {
        let page = build::page((1..=30).map(root)).of(channel(ENGINEERING));
        rig.engine.apply(rig.now, page.loaded());
        rig.feed(Input::Drain);
        rig.count("/thread?perPage=1&")
    };
    assert_eq!(page(&mut rig), 20);
    assert_eq!(page(&mut rig), 20, "no more while they are under way");
}

#[test]
fn a_refused_post_keeps_its_words_and_the_next_goes_on() {
    let mut rig = Rig::live();
    rig.say("too long");
    rig.say("fine");
    let words = "Your message is too long.";
    rig.reply(
        CREATE,
        failure(400, "model.post.is_valid.message_length.app_error", words),
    );
    let message = words.to_owned();
    assert_eq!(
        phase(&rig),
        OutgoingPhase::Failed(FailureReason::Refused { message })
    );
    assert_eq!(rig.engine.state().outbox()[0].post.message, "too long");
    let reply = created(&rig, 1);
    rig.reply(CREATE, reply);
    assert_eq!(rig.engine.state().outbox().len(), 1);
}

#[test]
fn pending_means_wait() {
    let mut rig = Rig::live();
    rig.say("slow");
    rig.reply(
        CREATE,
        failure(500, "api.post.deduplicate_create_post.pending", "pending"),
    );
    assert_eq!(phase(&rig), OutgoingPhase::Sending);
    assert!(!rig.is_open(CREATE));
    rig.hears();
    rig.pass(1_000);
    assert!(rig.is_open(CREATE));
}

#[test]
fn too_many_requests_is_waited_out_and_the_post_is_not_given_up() {
    let mut rig = Rig::live();
    rig.say("patient");
    let reply = HttpReply::Answer(HttpAnswer {
        status: 429,
        content_type: "text/plain".into(),
        retry_after: Some(60),
        body: "limit exceeded".into(),
        ..HttpAnswer::default()
    });
    rig.reply(CREATE, reply);
    rig.pass(59_000);
    assert_eq!(phase(&rig), OutgoingPhase::Sending);
    assert!(!rig.open.iter().any(|left| left.is(CREATE) || left.is("since=")));
    rig.pass(2_000);
    rig.answer("since=");
    assert!(rig.is_open(CREATE));
}

#[test]
fn the_same_pending_id_is_used_for_25_s_and_then_the_post_is_looked_for() {
    let mut rig = Rig::live();
    rig.say("once");
    let first: Value =
        serde_json::from_str(rig.find(CREATE).unwrap().request.body.as_deref().unwrap()).unwrap();
    let begun = rig.now.mono.0;
    while !rig.is_open("since=") {
        rig.hears();
        rig.pass(2_000);
        if !rig.is_open(CREATE) {
            continue;
        }
        let body: Value =
            serde_json::from_str(rig.find(CREATE).unwrap().request.body.as_deref().unwrap()).unwrap();
        assert_eq!(body["pending_post_id"], first["pending_post_id"]);
        assert!(rig.now.mono.0 - begun <= 25_000);
        rig.reply(CREATE, HttpReply::Failed);
    }
    // The first try had arrived after all.
    let mut post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "once");
    post["props"] = first["props"].clone();
    let id = post_id(1).to_string();
    rig.reply(
        "since=",
        json_answer(200, &json!({"order": [id.clone()], "posts": {id: post}})),
    );
    assert!(rig.engine.state().outbox().is_empty());
    assert!(!rig.is_open(CREATE));
}

#[test]
fn a_server_that_may_be_another_one_is_asked_for_the_post_before_it_is_sent_again() {
    let mut rig = Rig::live();
    rig.say("once");
    rig.reply(CREATE, HttpReply::Failed);
    rig.cut();
    rig.asked.clear();
    rig.wake(Wake::Online);
    assert_eq!(rig.count("since="), 1, "{:?}", rig.asked);
    assert_eq!(rig.count(CREATE), 0);
    // It is not there: it goes out, under the same key.
    rig.answer("since=");
    assert!(rig.is_open(CREATE));
    rig.reply(CREATE, HttpReply::Failed);
    rig.pass(8_000);
    assert!(rig.is_open("since="), "each time anew");
}

#[test]
fn after_a_sleep_a_post_is_looked_for_before_it_is_sent_again() {
    let mut rig = Rig::live();
    rig.say("asleep");
    rig.reply(CREATE, HttpReply::Failed);
    rig.asked.clear();
    rig.clock(rig.now.mono.0 + 8 * 3_600_000);
    rig.feed(Input::Deadline);
    assert_eq!(rig.count(CREATE), 0);
    assert_eq!(rig.count("since="), 1);
}

#[test]
fn where_the_answer_that_it_is_not_there_was_slept_through_it_is_looked_for_again() {
    let mut rig = Rig::live();
    rig.say("asleep");
    rig.reply(CREATE, HttpReply::Failed);
    rig.clock(rig.now.mono.0 + 60_000);
    rig.feed(Input::Deadline);
    rig.asked.clear();
    // Meanwhile another tab of the browser could send it.
    rig.now.wall.0 += 200_000;
    rig.answer("since=");
    assert_eq!(rig.count(CREATE), 0);
    rig.answer("since=");
    assert_eq!(rig.count(CREATE), 1);
}

#[test]
fn after_a_sleep_in_which_the_clock_stood_still_a_post_is_looked_for_too() {
    let mut rig = Rig::live();
    rig.say("asleep");
    rig.asked.clear();
    rig.now.wall.0 += 40_000;
    rig.reply(CREATE, HttpReply::Failed);
    rig.pass(5_000);
    assert_eq!(rig.count(CREATE), 0);
    assert_eq!(rig.count("since="), 1);
}

#[test]
fn after_a_sleep_in_which_the_clock_was_put_back_what_waited_is_looked_for_before_it_is_sent() {
    let mut rig = Rig::live();
    rig.say("one");
    rig.say("two");
    let one = created(&rig, 1);
    rig.asked.clear();
    rig.now.wall.0 -= 86_400_000;
    rig.reply(CREATE, one);
    assert_eq!(rig.count(CREATE), 0, "another tab may have sent it long ago");
    assert_eq!(rig.count("since="), 1);
}

#[test]
fn without_a_server_it_is_given_up_in_the_end_and_goes_out_when_tried_again() {
    let mut rig = Rig::live();
    rig.say("given up");
    for _ in 0..120 {
        rig.fail_all();
        rig.pass(1_000);
    }
    assert_eq!(phase(&rig), OutgoingPhase::Failed(FailureReason::Unreachable));
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.fail_all();
    rig.act(Action::RetryPost { pending });
    rig.answer("since=");
    let reply = created(&rig, 1);
    rig.reply(CREATE, reply);
    assert!(rig.engine.state().outbox().is_empty());
}

#[test]
fn the_network_coming_back_sends_at_once() {
    let mut rig = Rig::live();
    rig.say("waiting");
    rig.reply(CREATE, HttpReply::Failed);
    assert!(!rig.is_open(CREATE));
    rig.hears();
    rig.wake(Wake::Online);
    assert!(rig.is_open(CREATE));
}

#[test]
fn over_a_connection_that_is_silent_since_it_was_sent_in_vain_it_is_looked_for_first() {
    // mixed 2208193: the server had been put up anew, and this page had not heard that its connection was no more.
    let mut rig = Rig::live();
    rig.say("once");
    rig.reply(CREATE, HttpReply::Failed);
    rig.wake(Wake::Online);
    assert!(!rig.is_open(CREATE));
    rig.answer("since=");
    assert!(rig.is_open(CREATE), "it is not there");
}

#[test]
fn what_a_look_up_says_is_deleted_is_gone() {
    // sleet 4298474295: the deletion came between two looks, before there were events.
    let mut rig = Rig::live();
    let at = rig.now.wall.0;
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    rig.say("hello");
    rig.reply(CREATE, HttpReply::Failed);
    rig.wake(Wake::Online);
    let mut gone = post_json(ENGINEERING, KENJI, 1, at, "");
    (gone["update_at"], gone["delete_at"]) = (json!(at + 1), json!(at + 1));
    let id = post_id(1);
    let found =
        json!({"order": [id.as_str()], "posts": {id.as_str(): gone}, "next_post_id": "", "prev_post_id": ""});
    rig.reply("since=", json_answer(200, &found));
    assert!(rig.engine.state().is_deleted(id));
    assert!(rig.is_open(CREATE));
}

#[test]
fn a_refused_edit_shows_the_old_text_and_says_why() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, EMILY, 1, "old");
    rig.act(Action::EditPost {
        post_id: post_id(1),
        message: "new".into(),
    });
    assert_eq!(rig.engine.state().pending_edit(post_id(1)), Some("new"));
    rig.reply(
        "/patch",
        failure(400, "api.post.update_post.time_limit", "Too late."),
    );
    assert_eq!(rig.engine.state().pending_edit(post_id(1)), None);
    let notice = rig.engine.state().notices().next().unwrap();
    assert_eq!(notice.detail.as_deref(), Some("Too late."));
}

#[test]
fn writing_on_a_silent_link_asks_whether_it_lives() {
    let mut rig = Rig::live();
    rig.clock(rig.now.mono.0 + 6_000);
    rig.sockets.clear();
    rig.say("anybody?");
    let asks =
        |command: &SocketCommand| matches!(command, SocketCommand::Send(_, text) if text.contains("ping"));
    assert_eq!(rig.sockets.iter().filter(|c| asks(c)).count(), 1);
}

#[test]
fn one_that_was_given_up_but_had_arrived_has_not_failed_once_somebody_answers() {
    let mut rig = Rig::live();
    rig.say("arrived");
    let reply = created(&rig, 1);
    for _ in 0..120 {
        rig.fail_all();
        rig.pass(1_000);
    }
    assert_eq!(phase(&rig), OutgoingPhase::Failed(FailureReason::Unreachable));
    let HttpReply::Answer(answer) = reply else {
        panic!("an answer");
    };
    let post: Value = serde_json::from_str(&answer.body).unwrap();
    rig.fail_all();
    rig.wake(Wake::Online);
    let id = post_id(1).to_string();
    let found = json!({"order": [id.clone()], "posts": {id: post}});
    rig.reply("since=", json_answer(200, &found));
    assert!(rig.engine.state().outbox().is_empty());
}
