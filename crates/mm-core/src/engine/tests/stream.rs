use super::*;

#[test]
fn what_cannot_be_read_is_skipped_and_its_channel_is_asked_for_anew() {
    let mut rig = Rig::live();
    rig.event(
        "posted",
        json!({"post": "{not a post"}),
        json!({"channel_id": ENGINEERING}),
    );
    assert_eq!(
        rig.count(&format!("{ENGINEERING}/posts?since=")),
        1,
        "{:?}",
        rig.asked
    );
    rig.posted(ENGINEERING, KENJI, 2, "next");
    assert!(
        rig.engine.state().post(post_id(2)).is_some(),
        "the stream goes on"
    );
}

#[test]
fn unknown_events_are_counted_and_harmless() {
    let mut rig = Rig::live();
    rig.event("custom_com.example_x", Value::Null, json!({}));
    rig.event("posted", Value::Null, Value::Null);
    rig.posted(ENGINEERING, KENJI, 3, "still here");
    assert_eq!(
        rig.engine.state().counters().get("custom_com.example_x"),
        Some(&1)
    );
    assert!(rig.engine.state().post(post_id(3)).is_some());
}

#[test]
fn a_hole_in_the_numbers_reconnects_and_applies_nothing_behind_it() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "one");
    rig.seq += 1;
    rig.posted(ENGINEERING, KENJI, 3, "three");
    assert!(rig.engine.state().post(post_id(3)).is_none());
    rig.pass(600);
    assert!(
        matches!(rig.sockets.last(), Some(SocketCommand::Open { path, .. }) if path.ends_with("sequence_number=2"))
    );
}

#[test]
fn an_event_that_comes_twice_is_applied_once() {
    let mut rig = Rig::live();
    rig.posted(DESIGN, KENJI, 1, "one");
    let counts = rig.engine.state().unread_counts(channel(DESIGN));
    rig.seq -= 1;
    rig.posted(DESIGN, KENJI, 1, "one");
    assert_eq!(rig.engine.state().unread_counts(channel(DESIGN)), counts);
    assert_eq!(rig.engine.diagnostics().duplicates, 1);
}

#[test]
fn a_post_in_an_unknown_channel_brings_the_channel_once() {
    let mut rig = Rig::live();
    let fresh = "c".repeat(26);
    rig.posted(&fresh, KENJI, 1, "hello");
    rig.posted(&fresh, KENJI, 2, "are you there?");
    assert_eq!(
        rig.count(&format!("GET /api/v4/channels/{fresh}")),
        2,
        "channel and membership: {:?}",
        rig.asked
    );
}

#[test]
fn typing_is_told_at_most_once_in_the_interval_and_ends_by_itself() {
    let mut rig = Rig::live();
    let place = DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    };
    let told = |rig: &Rig| {
        let typing =
            |c: &&SocketCommand| matches!(c, SocketCommand::Send(_, text) if text.contains("user_typing"));
        rig.sockets.iter().filter(typing).count()
    };
    for _ in 0..20 {
        rig.act(Action::Typing { place });
        rig.pass(200);
    }
    assert_eq!(told(&rig), 1);
    rig.pass(2_000);
    rig.act(Action::Typing { place });
    assert_eq!(told(&rig), 2);
    rig.event(
        "typing",
        json!({"user_id": KENJI, "parent_id": ""}),
        json!({"channel_id": ENGINEERING}),
    );
    assert!(rig.engine.state().oldest_typing().is_some());
    rig.pass(7_000);
    assert!(rig.engine.state().oldest_typing().is_none());
}

#[test]
fn presence_of_visible_people_is_asked_for_once_a_minute_in_one_request() {
    let mut rig = Rig::live();
    rig.act(Action::SeePeople {
        user_ids: vec![user(KENJI), user(EMILY)],
    });
    rig.answer_all();
    rig.asked.clear();
    for _ in 0..18 {
        rig.pass(10_000);
        rig.answer_all();
    }
    assert_eq!(rig.count("users/status/ids"), 3, "{:?}", rig.asked);
}

#[test]
fn after_as_many_events_as_make_the_server_leave_some_out_memberships_are_asked_for_once() {
    let mut rig = Rig::live();
    let asked = |rig: &Rig| rig.count("users/me/channel_members");
    let post = |rig: &mut Rig, numbers: std::ops::Range<u64>| {
        for number in numbers {
            rig.posted(DESIGN, KENJI, number, "…");
        }
        rig.pass(40_000);
        rig.answer_all();
    };
    post(&mut rig, 0..127);
    assert_eq!(asked(&rig), 0);
    post(&mut rig, 127..130);
    assert_eq!(asked(&rig), 1);
    post(&mut rig, 130..140);
    assert_eq!(asked(&rig), 1);
    // A minute without any: none waits at the server.
    post(&mut rig, 140..250);
    rig.pass(70_000);
    post(&mut rig, 250..260);
    assert_eq!(asked(&rig), 1);
}
