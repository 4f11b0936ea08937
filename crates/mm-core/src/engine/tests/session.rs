use super::*;
use crate::connection::Wake;

fn log_in(rig: &mut Rig) {
    rig.act(Action::LogIn {
        login_id: "emily.carter".into(),
        password: Secret::new("correct"),
        code: String::new(),
    });
}

#[test]
fn a_refusal_is_told_in_the_servers_words() {
    let mut rig = Rig::new();
    log_in(&mut rig);
    assert_eq!(*rig.session(), SessionState::SigningIn);
    let words = "Enter a valid email or username and/or password.";
    rig.reply(
        "users/login",
        failure(401, "api.user.login.invalid_credentials_email_username", words),
    );
    let message = LoginError::Server(words.into());
    assert_eq!(
        *rig.session(),
        SessionState::Refused {
            message,
            asks_code: false
        }
    );
}

#[test]
fn a_code_is_asked_for_when_the_server_wants_one() {
    let mut rig = Rig::new();
    log_in(&mut rig);
    rig.reply(
        "users/login",
        failure(
            401,
            "mfa.validate_token.authenticate.app_error",
            "Invalid MFA token.",
        ),
    );
    assert!(matches!(
        rig.session(),
        SessionState::Refused { asks_code: true, .. }
    ));
}

#[test]
fn many_refused_requests_are_one_end_of_the_session() {
    let mut rig = Rig::live();
    let place = rig.engine.state().place().clone();
    rig.act(Action::LoadLatest {
        channel_id: channel(DESIGN),
    });
    rig.act(Action::LoadLatest {
        channel_id: channel(ENGINEERING),
    });
    rig.say("not lost");
    let mut transitions = 0;
    while let Some(left) = rig.open.pop() {
        let before = rig.session().clone();
        rig.feed(Input::Reply(left.id, expired()));
        transitions += u32::from(*rig.session() != before);
    }
    assert_eq!((transitions, rig.session().clone()), (1, SessionState::Expired));
    assert!(matches!(rig.sockets.last(), Some(SocketCommand::Close(_))));
    assert_eq!(*rig.engine.state().place(), place);
    assert_eq!(rig.engine.state().outbox().len(), 1);
}

#[test]
fn the_same_person_goes_on_where_the_session_had_ended() {
    let mut rig = Rig::live();
    rig.say("not lost");
    let post_id = post_id(7);
    rig.posted(ENGINEERING, EMILY, 7, "frist");
    rig.act(Action::EditPost {
        post_id,
        message: "first".into(),
    });
    rig.reply("PUT /api/v4/posts", expired());
    rig.reply("POST /api/v4/posts", expired());
    assert_eq!(*rig.session(), SessionState::Expired);
    rig.asked.clear();
    log_in(&mut rig);
    rig.answer("users/login");
    rig.pass(0);
    assert_eq!(*rig.session(), SessionState::SignedIn);
    assert_eq!(rig.count("POST /api/v4/posts"), 1, "{:?}", rig.asked);
    assert_eq!(rig.count(&format!("PUT /api/v4/posts/{post_id}/patch")), 1);
    // What happened meanwhile is asked for as soon as the socket is open.
    rig.connect('b');
    assert!(rig.count("users/me/channels") == 1 && rig.count("channel_members") == 1);
    assert_eq!(rig.engine.state().open_channel(), Some(channel(ENGINEERING)));
}

#[test]
fn a_list_that_came_before_the_first_refusal_is_asked_for_after_signing_in() {
    // crowd 1281430: the teams were known, then the others were refused, and nothing was asked for as if somebody came back.
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    rig.answer("users/me/teams");
    rig.reply("users/me/channels", expired());
    assert_eq!(*rig.session(), SessionState::SignedOut);
    log_in(&mut rig);
    rig.answer("users/login");
    assert!(rig.is_open("GET /api/v4/users/me/channels"), "{:?}", rig.asked);
}

#[test]
fn somebody_else_finds_nothing_of_the_person_before() {
    let mut rig = Rig::live();
    rig.say("private");
    rig.reply("POST /api/v4/posts", expired());
    log_in(&mut rig);
    let mut other = serde_json::from_str::<Value>(&rig.canned["GET /api/v4/users/me"].body).unwrap();
    other["id"] = json!(KENJI);
    rig.reply("users/login", json_answer(200, &other));
    let state = rig.engine.state();
    assert_eq!(state.me(), Some(user(KENJI)));
    assert!(state.outbox().is_empty() && state.posts.is_empty() && state.channels().next().is_none());
    assert!(rig.is_open("users/me/channels"));
}

#[test]
fn when_another_tab_signs_in_somebody_else_this_one_begins_anew_too() {
    let mut rig = Rig::live();
    rig.frame(&json!({"status": "FAIL", "seq_reply": 99, "error": {"id": "x", "status_code": 401}}));
    let mut other = serde_json::from_str::<Value>(&rig.canned["GET /api/v4/users/me"].body).unwrap();
    other["id"] = json!(KENJI);
    rig.asked.clear();
    rig.reply("users/me", json_answer(200, &other));
    assert_eq!(rig.engine.state().me(), Some(user(KENJI)));
    assert!(rig.is_open("users/me/channels"), "{:?}", rig.asked);
    assert!(
        matches!(rig.sockets.last(), Some(SocketCommand::Open { path, .. }) if path.contains("connection_id=&"))
    );
}

#[test]
fn a_revoked_session_is_checked_before_it_is_believed() {
    let mut rig = Rig::live();
    rig.frame(&json!({"status": "FAIL", "seq_reply": 99, "error": {"id": "x", "status_code": 401}}));
    assert_eq!(*rig.session(), SessionState::SignedIn);
    rig.reply("users/me", expired());
    assert_eq!(*rig.session(), SessionState::Expired);
    rig.sockets.clear();
    rig.pass(600_000);
    assert!(rig.sockets.is_empty(), "nothing is tried without a session");
}

#[test]
fn coming_back_to_a_page_without_a_session_looks_whether_another_tab_has_one() {
    let mut rig = Rig::live();
    rig.say("x");
    rig.reply("POST /api/v4/posts", expired());
    rig.wake(Wake::Focused);
    rig.answer("users/me");
    assert_eq!(*rig.session(), SessionState::SignedIn);
    assert!(matches!(rig.sockets.last(), Some(SocketCommand::Open { .. })));
}

#[test]
fn logging_out_closes_forgets_and_tells_the_edge_after_the_answer() {
    let mut rig = Rig::live();
    rig.act(Action::LogOut);
    assert!(matches!(rig.sockets.last(), Some(SocketCommand::Close(_))));
    assert_eq!(*rig.session(), SessionState::SignedOut);
    assert!(!rig.effects.contains(&Effect::Forget));
    rig.answer("users/logout");
    assert!(rig.effects.contains(&Effect::Forget));
    rig.sockets.clear();
    rig.pass(600_000);
    assert!(rig.sockets.is_empty());
}

#[test]
fn who_signs_in_before_the_log_out_is_answered_waits_for_it() {
    let mut rig = Rig::live();
    rig.act(Action::LogOut);
    log_in(&mut rig);
    assert_eq!(*rig.session(), SessionState::SigningIn);
    assert!(!rig.is_open("users/login"));
    rig.reply("users/logout", HttpReply::Failed);
    rig.answer("users/login");
    assert_eq!(*rig.session(), SessionState::SignedIn);
}

#[test]
fn the_configuration_is_asked_for_as_the_one_who_signed_in() {
    let mut rig = Rig::live();
    rig.act(Action::LogOut);
    rig.answer("users/logout");
    let anonymous = rig.count("config/client");
    assert!(rig.is_open("config/client"));
    log_in(&mut rig);
    rig.answer("users/login");
    assert_eq!(rig.count("config/client"), anonymous + 1);
}

#[test]
fn who_comes_after_the_log_out_begins_with_all_lists_though_the_former_socket_still_says_something() {
    let mut rig = Rig::live();
    for number in 1..=130 {
        rig.posted(DESIGN, KENJI, number, "one of many");
    }
    rig.act(Action::LogOut);
    rig.asked.clear();
    rig.frame(&json!({"status": "OK", "seq_reply": 1, "data": {"text": "pong"}}));
    rig.answer_all();
    assert_eq!(rig.count("channel_members"), 0, "{:?}", rig.asked);
    log_in(&mut rig);
    rig.answer("users/login");
    for list in ["users/me/teams", "users/me/channels", "channel_members"] {
        assert!(rig.is_open(list), "{list}");
    }
}

#[test]
fn what_is_not_sent_because_somebody_else_is_signed_in_is_not_tried_again() {
    let mut rig = Rig::live();
    rig.say("private");
    rig.reply("POST /api/v4/posts", HttpReply::NotTheirs(user(KENJI)));
    assert_eq!(rig.engine.state().me(), None);
    rig.pass(60_000);
    assert_eq!(rig.count("POST /api/v4/posts"), 1);
    assert!(rig.is_open("GET /api/v4/users/me"));
}

#[test]
fn an_answer_to_the_person_before_changes_nothing() {
    let mut rig = Rig::live();
    rig.act(Action::LoadLatest {
        channel_id: channel(DESIGN),
    });
    let late = rig.open.remove(0);
    rig.act(Action::LogOut);
    let reply = rig.recorded(&late.request);
    rig.feed(Input::Reply(late.id, reply));
    assert!(rig.engine.state().posts.is_empty());
}

#[test]
fn what_is_wanted_last_is_said_when_one_is_back_after_the_session_had_ended() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "lunch?");
    let (post_id, emoji_name) = (post_id(1), "heart".to_owned());
    rig.act(Action::AddReaction {
        post_id,
        emoji_name: emoji_name.clone(),
    });
    rig.act(Action::RemoveReaction { post_id, emoji_name });
    rig.reply("POST /api/v4/reactions", expired());
    rig.asked.clear();
    log_in(&mut rig);
    rig.answer("users/login");
    rig.connect('b');
    rig.answer_all();
    rig.pass(1);
    assert_eq!(rig.count("POST /api/v4/reactions"), 0, "{:?}", rig.asked);
    assert_eq!(rig.count("DELETE /api/v4/users/me/posts/"), 1, "{:?}", rig.asked);
}

#[test]
fn a_page_that_begins_learns_from_any_answer_that_the_session_has_ended() {
    let mut rig = Rig::new();
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    rig.reply("/users/me/preferences", expired());
    assert_eq!(*rig.session(), SessionState::SignedOut);
    log_in(&mut rig);
    rig.answer("users/login");
    // The first question was on its way all the time.
    let mut late = rig
        .open
        .iter()
        .filter(|left| left.line() == "GET /api/v4/users/me");
    let late = late.next().map(|left| left.id);
    if let Some(late) = late {
        rig.feed(Input::Reply(late, expired()));
    }
    assert_eq!(*rig.session(), SessionState::SignedIn);
}
