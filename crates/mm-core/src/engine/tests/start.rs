use super::*;

#[test]
fn without_the_mark_of_a_session_nothing_is_asked_that_would_be_refused() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: false,
        likely: None,
    });
    assert_eq!(rig.asked, ["GET /api/v4/config/client?format=old"]);
    assert_eq!(*rig.session(), SessionState::SignedOut);
    assert!(rig.sockets.is_empty());
}

#[test]
fn everything_that_depends_on_nothing_is_asked_at_once() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    assert_eq!(rig.asked.len(), 8, "{:?}", rig.asked);
    rig.answer("users/me/teams/members");
    rig.answer_all();
    let open = rig.engine.state().open_channel();
    assert_eq!(open, Some(channel(ENGINEERING)), "the channel that was read last");
    assert_eq!(rig.count(&format!("{ENGINEERING}/posts/unread")), 1);
    assert!(!rig.engine.state().needs_posts(channel(ENGINEERING)));
}

#[test]
fn the_posts_of_the_open_channel_come_before_anything_else_of_the_second_wave() {
    let mut rig = Rig::new();
    let place = Place::Channel {
        team: "kawasemi".into(),
        channel: "design".into(),
    };
    rig.act(Action::Start {
        place: place.clone(),
        maybe_signed_in: true,
        likely: None,
    });
    let first_wave = rig.asked.len();
    for list in [
        "users/me ",
        "users/me/teams ",
        "users/me/channels ",
        "channel_members",
    ] {
        let wanted = list.trim_end();
        let at = rig
            .open
            .iter()
            .position(|left| match list.ends_with(' ') {
                true => left.request.path.ends_with(wanted),
                false => left.request.path.contains(wanted),
            })
            .unwrap();
        let Left { id, request } = rig.open.remove(at);
        let reply = rig.recorded(&request);
        rig.feed(Input::Reply(id, reply));
    }
    assert_eq!(rig.engine.state().open_channel(), Some(channel(DESIGN)));
    assert!(
        rig.asked[first_wave].contains(&format!("{DESIGN}/posts/unread")),
        "{:?}",
        rig.asked
    );
}

#[test]
fn one_socket_is_opened_and_only_with_a_session() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    assert!(rig.sockets.is_empty());
    rig.answer_all();
    assert!(matches!(rig.sockets.as_slice(), [SocketCommand::Open { .. }]));
}

#[test]
fn lists_that_do_not_come_are_asked_for_until_they_do() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    for _ in 0..600 {
        rig.fail_all();
        rig.pass(1_000);
    }
    let tries = rig.count("users/me/channels");
    assert!(
        (10..60).contains(&tries),
        "{tries} tries in ten minutes: neither given up nor a storm"
    );
    rig.answer_all();
    rig.pass(60_000);
    rig.answer_all();
    assert_eq!(rig.engine.state().open_channel(), Some(channel(ENGINEERING)));
}

#[test]
fn permissions_are_known_after_the_start() {
    let rig = Rig::begun_at(Place::Start);
    assert!(rig.count("POST /api/v4/roles/names") >= 1);
    let names: Vec<&String> = rig.engine.state().roles.keys().collect();
    assert!(names.iter().any(|name| *name == "channel_user"), "{names:?}");
}

#[test]
fn another_version_of_the_server_means_asking_for_its_configuration_once() {
    let mut rig = Rig::live();
    for _ in 0..2 {
        rig.act(Action::SeePeople {
            user_ids: vec![user(KENJI)],
        });
        rig.pass(60_000);
        let HttpReply::Answer(mut answer) = json_answer(200, &json!([])) else {
            unreachable!()
        };
        answer.version_id = Some("11.7.0.0.y.false".into());
        rig.reply("users/status/ids", HttpReply::Answer(answer));
    }
    assert_eq!(rig.count("config/client"), 1);
}

#[test]
fn a_configuration_that_is_told_by_another_version_is_not_asked_for_again() {
    let mut rig = Rig::live();
    rig.connect('b');
    let left = rig.find("config/client").expect("a new connection asks for it");
    let HttpReply::Answer(mut answer) = rig.recorded(&left.request) else {
        unreachable!()
    };
    answer.version_id = Some("11.7.0.0.y.false".into());
    rig.asked.clear();
    rig.reply("config/client", HttpReply::Answer(answer));
    assert_eq!(rig.count("config/client"), 0);
}

#[test]
fn a_first_connection_asks_again_for_what_may_have_changed_since_the_lists_and_a_late_one_for_all() {
    let begun = |tries: usize| {
        let mut rig = Rig::begun_at(Place::Start);
        for _ in 0..tries {
            rig.cut();
            rig.pass(10_000);
        }
        rig.answer_all();
        rig.asked.clear();
        rig.connect('a');
        let once = |wanted: &str| rig.asked.iter().filter(|line| line.ends_with(wanted)).count();
        [
            "/preferences",
            "/teams/unread?include_collapsed_threads=true",
            "/categories",
            "/users/me",
        ]
        .map(once)
    };
    assert_eq!(begun(0), [1, 1, 1, 0], "nobody told what was saved a moment ago");
    assert_eq!(begun(1), [1, 1, 1, 1]);
}

#[test]
fn a_thread_that_was_left_before_the_first_connection_is_asked_for_again() {
    let mut rig = Rig::begun_at(Place::Start);
    let channel_id = channel(ENGINEERING);
    rig.act(Action::OpenChannel { channel_id });
    rig.answer_all();
    let timeline = rig.engine.state().timeline(channel_id).unwrap();
    let roots: Vec<PostOrder> = timeline.orders().copied().take(2).collect();
    for root in &roots {
        rig.act(Action::OpenThread {
            root_id: Some(root.id),
        });
        let mut post = post_json(ENGINEERING, KENJI, 1, root.create_at.0, "lunch?");
        post["id"] = json!(root.id.as_str());
        let alone =
            json!({"order": [root.id.as_str()], "posts": {root.id.as_str(): post}, "has_next": false});
        rig.reply(&format!("posts/{}/thread", root.id), json_answer(200, &alone));
        assert!(rig.engine.state().is_thread_complete(root.id));
    }
    rig.connect('a');
    rig.asked.clear();
    rig.act(Action::OpenThread {
        root_id: Some(roots[0].id),
    });
    let asked = format!("posts/{}/thread", roots[0].id);
    assert_eq!(rig.count(&asked), 1, "{:?}", rig.asked);
}

#[test]
fn a_channel_that_was_left_before_the_first_connection_is_asked_for_again() {
    let mut rig = Rig::begun_at(Place::Start);
    let open = |rig: &mut Rig, id: &str| {
        rig.act(Action::OpenChannel {
            channel_id: channel(id),
        });
    };
    open(&mut rig, DESIGN);
    rig.answer_all();
    rig.connect('a');
    rig.answer_all();
    rig.asked.clear();
    open(&mut rig, ENGINEERING);
    assert_eq!(rig.count(&format!("{ENGINEERING}/posts")), 1, "{:?}", rig.asked);
}
