//! Who is away at a pong, and whose connection waits for how long (`websocket.md` 1.6, 4.1).

use super::*;
use crate::hub::REAPER_PERIOD;

const MINUTE: i64 = 60_000;

/// Somebody signed in with an open socket; the token, the socket, and the connection's id.
fn connected(server: &mut Server) -> (String, SocketId, String) {
    let token = sign_in(server, 1);
    let socket = server
        .socket_upgrade(START, &with_cookie(&token, &[]))
        .expect("an upgrade");
    let hello = frames(server, START, socket).remove(0);
    let id = hello["data"]["connection_id"].as_str().expect("an id").to_owned();
    (token, socket, id)
}

fn told(server: &mut Server, now: i64, socket: SocketId) -> Vec<Value> {
    let frames = frames(server, now, socket).into_iter();
    frames
        .filter(|frame| frame["event"] == "status_change")
        .map(|frame| frame["data"]["status"].clone())
        .collect()
}

#[test]
fn at_a_pong_whoever_did_nothing_for_five_minutes_is_away_and_told_so_once() {
    let mut server = server();
    let (_, socket, _) = connected(&mut server);
    frames(&mut server, START, socket);
    server.socket_pong(START + 4 * MINUTE, socket);
    assert_eq!(told(&mut server, START + 4 * MINUTE, socket), [Value::Null; 0]);
    for _ in 0..2 {
        server.socket_pong(START + 6 * MINUTE, socket);
    }
    assert_eq!(told(&mut server, START + 6 * MINUTE, socket), ["away"]);
}

#[test]
fn a_pong_does_not_change_what_somebody_chose() {
    let mut server = server();
    let (token, socket, _) = connected(&mut server);
    let me = ask(
        &mut server,
        START,
        &token,
        Method::Get,
        "/api/v4/users/me",
        &Value::Null,
    );
    let path = "/api/v4/users/me/status";
    let dnd = json!({"user_id": me["id"], "status": "dnd"});
    ask(&mut server, START, &token, Method::Put, path, &dnd);
    frames(&mut server, START, socket);
    server.socket_pong(START + 10 * MINUTE, socket);
    assert_eq!(told(&mut server, START + 10 * MINUTE, socket), [Value::Null; 0]);
    let status = ask(
        &mut server,
        START + 10 * MINUTE,
        &token,
        Method::Get,
        path,
        &Value::Null,
    );
    assert_eq!(status["status"], "dnd");
}

#[test]
fn a_pong_of_a_socket_nobody_signed_in_on_means_nothing() {
    let mut server = server();
    let nobody = Upgrade {
        query: Vec::new(),
        headers: Vec::new(),
    };
    let socket = server.socket_upgrade(START, &nobody).expect("an upgrade");
    server.socket_pong(START + 1_000, socket);
    assert!(frames(&mut server, START + 1_000, socket).is_empty());
}

fn tick_until(server: &mut Server, now: i64) {
    while let Some(due) = server.next_wakeup().filter(|due| *due <= now) {
        server.tick(due);
    }
}

/// Cut, then something is done at minute six, then asked for at a minute: is the connection still there?
fn waits(until: i64, done: impl Fn(&mut Server, i64, &str)) -> bool {
    let mut server = server();
    let (token, socket, id) = connected(&mut server);
    server.socket_gone(START + MINUTE, socket, HowItEnded::Cut);
    tick_until(&mut server, START + 6 * MINUTE);
    done(&mut server, START + 6 * MINUTE, &token);
    let now = START + until * MINUTE;
    tick_until(&mut server, now);
    let query = [("connection_id", id.as_str()), ("sequence_number", "1")];
    let again = server
        .socket_upgrade(now, &with_cookie(&token, &query))
        .expect("an upgrade");
    let first = frames(&mut server, now, again).into_iter().next();
    first.is_none_or(|frame| frame["event"] != "hello")
}

#[test]
fn a_connection_waits_until_the_second_round_of_the_reaper_after_the_last_activity() {
    let nothing = |_: &mut Server, _: i64, _: &str| {};
    assert_eq!(REAPER_PERIOD, 5 * MINUTE);
    assert!(
        waits(9, nothing),
        "just opened at the first round, at minute five"
    );
    assert!(!waits(11, nothing), "nothing since it was opened");
}

#[test]
fn looking_up_people_and_viewing_channels_are_activity_and_typing_is_not() {
    let looks_up = |server: &mut Server, now: i64, token: &str| {
        ask(server, now, token, Method::Get, "/api/v4/users/me", &Value::Null);
    };
    let views = |server: &mut Server, now: i64, token: &str| {
        let path = "/api/v4/channels/members/me/view";
        ask(server, now, token, Method::Post, path, &json!({"channel_id": ""}));
    };
    let types = |server: &mut Server, now: i64, token: &str| {
        let path = "/api/v4/users/me/channels";
        let channels = ask(server, now, token, Method::Get, path, &Value::Null);
        let body = json!({"channel_id": channels[0]["id"]});
        ask(server, now, token, Method::Post, "/api/v4/users/me/typing", &body);
    };
    assert!(waits(11, looks_up));
    assert!(waits(11, views));
    assert!(!waits(16, views), "the round after");
    assert!(!waits(11, types));
}
