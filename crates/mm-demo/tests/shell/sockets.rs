//! Signing in, sockets, talking and coming back.

use mm_demo::shell::Served;
use serde_json::{json, Value};

use crate::kit::{start, Running};
use crate::people::{Next, Person, Socket};

async fn controlled() -> Running {
    start(Served {
        control: true,
        ..Served::default()
    })
    .await
}

async fn command(server: &Running, command: Value) {
    assert_eq!(server.post("/_control", &[], &command).await.status, 200);
}

fn message(posted: &Value) -> String {
    let post: Value = serde_json::from_str(posted["data"]["post"].as_str().expect("a post")).expect("JSON");
    post["message"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_cookie_opens_a_socket_and_posts_arrive_on_it() {
    let server = start(Served::default()).await;
    let (emily, kenji) = (
        Person::sign_in(&server, 1).await,
        Person::sign_in(&server, 2).await,
    );
    let mut socket = emily
        .open(&server, "?connection_id=&sequence_number=0&posted_ack=true")
        .await;
    assert!(!socket.headers.contains_key("sec-websocket-protocol"));
    assert!(!socket.headers.contains_key("sec-websocket-extensions"));
    socket.hello().await;
    let pong = socket.ask(1, "ping", json!({})).await;
    assert_eq!(
        (&pong["status"], &pong["data"]["text"]),
        (&json!("OK"), &json!("pong"))
    );
    kenji.say(&server, &emily.channel, "こんにちは").await;
    let posted = socket.event("posted").await;
    assert_eq!(message(&posted), "こんにちは");
    assert_eq!(posted["broadcast"]["channel_id"], json!(emily.channel));
}

#[tokio::test]
async fn a_challenge_authenticates_too() {
    let server = start(Served::default()).await;
    let emily = Person::sign_in(&server, 1).await;
    let mut socket = Socket::open(&server, "", &[]).await.expect("an upgrade");
    socket
        .send(&json!({"seq": 1, "action": "authentication_challenge", "data": {"token": emily.token}}))
        .await;
    socket.hello().await;
    assert_eq!(socket.frame().await, json!({"status": "OK", "seq_reply": 1}));
}

#[tokio::test]
async fn what_was_missed_follows_after_coming_back() {
    let server = start(Served::default()).await;
    let (emily, kenji) = (
        Person::sign_in(&server, 1).await,
        Person::sign_in(&server, 2).await,
    );
    let mut first = emily.open(&server, "").await;
    let id = first.hello().await;
    kenji.say(&server, &emily.channel, "one").await;
    let expected = first.event("posted").await["seq"].as_i64().expect("a number") + 1;
    drop(first);
    kenji.say(&server, &emily.channel, "two").await;
    kenji.say(&server, &emily.channel, "three").await;
    let mut second = emily
        .open(
            &server,
            &format!("?connection_id={id}&sequence_number={expected}"),
        )
        .await;
    let mut seen = Vec::new();
    for seq in expected.. {
        let frame = second.frame().await;
        assert_eq!(frame["seq"], seq, "{frame}");
        if frame["event"] == "posted" {
            seen.push(message(&frame));
        }
        if seen.len() == 2 {
            break;
        }
    }
    assert_eq!(seen, ["two", "three"]);
}

#[tokio::test]
async fn bad_frames_end_the_stream_and_long_ones_close_with_1009() {
    let server = start(Served::default()).await;
    let emily = Person::sign_in(&server, 1).await;
    let mut socket = emily.open(&server, "").await;
    socket.hello().await;
    socket.send_text("{nope".to_owned()).await;
    assert_eq!(last(&mut socket).await, Next::End);
    let mut socket = emily.open(&server, "").await;
    socket.hello().await;
    socket.send_text("x".repeat(8193)).await;
    assert_eq!(last(&mut socket).await, Next::Close(Some(1009)));
}

#[tokio::test]
async fn a_close_frame_is_answered_with_its_code() {
    let server = start(Served::default()).await;
    let emily = Person::sign_in(&server, 1).await;
    let mut socket = emily.open(&server, "").await;
    socket.hello().await;
    socket.close(4001).await;
    assert_eq!(last(&mut socket).await, Next::Close(Some(4001)));
}

#[tokio::test]
async fn refused_upgrades_are_http_answers() {
    let server = controlled().await;
    let emily = Person::sign_in(&server, 1).await;
    let cookie = ("cookie", emily.cookie.as_str());
    let foreign = Socket::open(&server, "", &[cookie, ("origin", "http://evil.example.com")]).await;
    assert_eq!(foreign.err(), Some(403));
    let own = format!("http://{}", server.address);
    assert!(Socket::open(&server, "", &[cookie, ("origin", &own)])
        .await
        .is_ok());
    let in_url = Socket::open(&server, &format!("?access_token={}", emily.token), &[]).await;
    assert_eq!(in_url.err(), Some(401));
    command(
        &server,
        json!({"do": "refuse_upgrade", "status": 503, "times": 1}),
    )
    .await;
    assert_eq!(Socket::open(&server, "", &[cookie]).await.err(), Some(503));
    assert!(Socket::open(&server, "", &[cookie]).await.is_ok());
}

#[tokio::test]
async fn a_restart_ends_sockets_and_loses_or_keeps_their_queues() {
    for queues in ["lost", "kept"] {
        let server = controlled().await;
        let emily = Person::sign_in(&server, 1).await;
        let mut socket = emily.open(&server, "").await;
        let id = socket.hello().await;
        let seq = socket.event("status_change").await["seq"]
            .as_i64()
            .expect("a number");
        command(&server, json!({"do": "restart", "queues": queues})).await;
        assert_eq!(last(&mut socket).await, Next::End);
        let query = format!("?connection_id={id}&sequence_number={}", seq + 1);
        let mut again = emily.open(&server, &query).await;
        let first = again.frame().await;
        assert_eq!(first["event"] == "hello", queues == "lost", "{first}");
    }
}

#[tokio::test]
async fn an_expired_session_turns_silent_and_fails() {
    let server = controlled().await;
    let emily = Person::sign_in(&server, 1).await;
    let mut socket = emily.open(&server, "").await;
    socket.hello().await;
    command(&server, json!({"do": "expire_session", "user": emily.user_id})).await;
    let reply = socket.ask(2, "ping", json!({})).await;
    assert_eq!(
        (&reply["status"], &reply["error"]["status_code"]),
        (&json!("FAIL"), &json!(401))
    );
}

#[tokio::test]
async fn a_stalled_socket_passes_everything_on_when_healed() {
    let server = controlled().await;
    let name = server.accounts[1].username.clone();
    let (emily, kenji) = (
        Person::sign_in(&server, 1).await,
        Person::sign_in(&server, 2).await,
    );
    let mut socket = emily.open(&server, "").await;
    socket.hello().await;
    socket.ask(1, "ping", json!({})).await;
    command(&server, json!({"do": "stall", "user": name})).await;
    kenji.say(&server, &emily.channel, "held").await;
    socket.send(&json!({"seq": 2, "action": "ping"})).await;
    // Kenji's socket is not stalled.
    let mut other = kenji.open(&server, "").await;
    other.hello().await;
    let sockets = server.get("/_control", &[]).await.json();
    let waiting = sockets["sockets"].as_array().into_iter().flatten();
    let queued = waiting
        .filter(|socket| socket["user"] == json!(emily.user_id))
        .map(|socket| socket["queued"].clone());
    assert!(queued.into_iter().all(|queued| queued.as_i64() > Some(0)));
    command(&server, json!({"do": "heal"})).await;
    assert_eq!(message(&socket.event("posted").await), "held");
    while socket.frame().await["seq_reply"] != 2 {}
}

/// What comes after all frames.
async fn last(socket: &mut Socket) -> Next {
    loop {
        match socket.next().await {
            Next::Frame(_) => {}
            other => return other,
        }
    }
}

/// Whoever waits for the answer is never told that the post is still in the making; whoever does not wait is.
#[tokio::test]
async fn a_key_sent_again_after_the_answer_gives_the_same_post() {
    let server = start(Served::default()).await;
    let (emily, kenji) = (
        Person::sign_in(&server, 1).await,
        Person::sign_in(&server, 2).await,
    );
    let say = |person: &Person, key: &str| {
        let body = json!({"channel_id": emily.channel, "message": "once", "pending_post_id": key});
        let bearer = person.bearer();
        let server = &server;
        async move {
            let headers = [("authorization", bearer.as_str())];
            server.post("/api/v4/posts", &headers, &body).await
        }
    };
    let first = say(&emily, "key:1").await;
    let (again, foreign) = (say(&emily, "key:1").await, say(&kenji, "key:1").await);
    assert_eq!((first.status, again.status, foreign.status), (201, 201, 201));
    assert_eq!(first.json()["id"], again.json()["id"]);
    // The memory is not per person: the other one gets the first author's post back.
    assert_eq!(foreign.json()["user_id"], json!(emily.user_id));
    let (one, other) = tokio::join!(say(&emily, "key:2"), say(&emily, "key:2"));
    let mut both = [one.status, other.status];
    both.sort_unstable();
    assert_eq!(both, [201, 500]);
}
