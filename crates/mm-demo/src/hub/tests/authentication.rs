//! Proving who one is, and the end of a session (`websocket.md` 1.5, 2).

use super::*;

fn challenge(token: Value) -> Value {
    json!({"seq": 1, "action": "authentication_challenge", "data": {"token": token}})
}

#[test]
fn an_authenticated_upgrade_is_greeted_at_once() {
    let mut bench = Bench::new();
    let socket = bench.open("emily");
    let frames = bench.frames(socket);
    assert_eq!(frames[0]["event"], "hello");
    assert_eq!(frames[0]["seq"], 0);
    assert_eq!(frames[0]["broadcast"]["user_id"], "emily");
    assert_eq!(frames[0]["broadcast"]["omit_users"], Value::Null);
    assert_eq!(bench.company.log, ["emily connected"]);
}

#[test]
fn a_challenge_gives_hello_then_ok() {
    let mut bench = Bench::new();
    let socket = bench.open_anonymous();
    bench.tick(4_000);
    bench.send(socket, &challenge(json!("token-emily")));
    assert_eq!(bench.events(socket), ["hello 0", "OK 1"]);
    bench.tick(60_000);
    assert_eq!(bench.out(socket), []);
}

#[test]
fn a_challenge_on_an_authenticated_socket_is_ignored() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.send(socket, &challenge(json!("token-kenji")));
    assert_eq!(bench.out(socket), []);
    assert_eq!(bench.hub.user_of(socket), Some("emily"));
}

#[test]
fn a_bad_missing_or_numeric_token_ends_the_stream() {
    for token in [json!("nobody"), Value::Null, json!(5)] {
        let mut bench = Bench::new();
        let socket = bench.open_anonymous();
        bench.send(socket, &challenge(token));
        assert_eq!(bench.out(socket), [SocketOut::Drop]);
    }
}

#[test]
fn nobody_gets_more_than_five_seconds_and_no_answer_before_authentication() {
    let mut bench = Bench::new();
    let socket = bench.open_anonymous();
    bench.send(socket, &ping(1));
    bench.send(socket, &json!({"seq": 3, "action": ""}));
    bench.send(socket, &ping(0));
    bench.send(
        socket,
        &json!({"seq": 3, "action": "presence", "data": {"channel_id": "x"}}),
    );
    assert_eq!(bench.hub.next_wakeup(), Some(START + AUTHENTICATION_LIMIT));
    bench.tick(AUTHENTICATION_LIMIT - 1);
    assert_eq!(bench.out(socket), []);
    bench.tick(1);
    assert_eq!(bench.out(socket), [SocketOut::Drop]);
    assert_eq!(bench.hub.next_wakeup(), None);
}

#[test]
fn a_challenge_never_resumes() {
    let mut bench = Bench::new();
    let (first, id) = bench.greeted("emily");
    bench.gone(first);
    let wish = ResumeWish {
        connection_id: id.clone(),
        sequence_number: "1".to_owned(),
        posted_ack: false,
    };
    let second = bench.hub.opened(bench.now, &mut bench.company, None, wish);
    bench.send(second, &challenge(json!("token-emily")));
    let frames = bench.frames(second);
    assert_ne!(connection_id(&frames[0]), id);
}

#[test]
fn an_upgrade_can_resume_what_a_challenge_opened() {
    let mut bench = Bench::new();
    let first = bench.open_anonymous();
    bench.send(first, &challenge(json!("token-emily")));
    let id = connection_id(&bench.frames(first)[0]);
    bench.gone(first);
    bench.post(2);
    let second = bench.open_at("emily", &id, "1");
    assert_eq!(bench.events(second), ["posted 1", "posted 2"]);
}

#[test]
fn a_session_that_ends_makes_the_socket_silent_and_every_action_fail() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.company.ended.insert("session-emily".to_owned());
    bench.post(1);
    bench.tick(AUTHENTICATION_LIMIT * 2);
    assert_eq!(bench.out(socket), []);
    for (seq, action) in [
        (2, "ping"),
        (3, "user_typing"),
        (4, "get_statuses"),
        (5, "presence"),
    ] {
        let reply = bench.ask(
            socket,
            &json!({"seq": seq, "action": action, "data": {"channel_id": TOWN}}),
        );
        assert_eq!(reply["status"], "FAIL");
        assert_eq!(reply["seq_reply"], seq);
        assert_eq!(reply["error"]["status_code"], 401);
        assert_eq!(
            reply["error"]["id"],
            "api.web_socket_router.not_authenticated.app_error"
        );
    }
}

#[test]
fn the_last_connection_of_a_user_takes_the_presence_along() {
    let mut bench = Bench::new();
    let (first, _) = bench.greeted("emily");
    let (second, _) = bench.greeted("emily");
    bench.gone(first);
    bench.gone(first);
    bench.gone(second);
    let expected = ["emily connected", "emily connected", "emily disconnected"];
    assert_eq!(bench.company.log, expected);
}
