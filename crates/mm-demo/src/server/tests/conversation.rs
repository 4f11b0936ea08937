//! People talking through the whole server, with a broken network in between.

use super::*;
use crate::chaos::Command;

/// Two people and a channel that both are in.
struct Talk {
    server: Server,
    emily: String,
    kenji: String,
    channel: String,
}

impl Talk {
    fn new() -> Talk {
        let mut server = server();
        let (emily, kenji) = (sign_in(&mut server, 1), sign_in(&mut server, 2));
        let channels = ask(
            &mut server,
            START,
            &emily,
            Method::Get,
            "/api/v4/users/me/channels",
            &Value::Null,
        );
        let theirs = ask(
            &mut server,
            START,
            &kenji,
            Method::Get,
            "/api/v4/users/me/channels",
            &Value::Null,
        );
        let ids = |list: &Value| -> Vec<String> {
            let open = list
                .as_array()
                .into_iter()
                .flatten()
                .filter(|channel| channel["type"] == "O");
            open.filter_map(|channel| channel["id"].as_str())
                .map(str::to_owned)
                .collect()
        };
        let theirs = ids(&theirs);
        let shared = ids(&channels).into_iter().find(|id| theirs.contains(id));
        Talk {
            server,
            emily,
            kenji,
            channel: shared.expect("a shared channel"),
        }
    }

    fn say(&mut self, now: i64, message: &str) {
        let body = json!({"channel_id": self.channel, "message": message});
        ask(
            &mut self.server,
            now,
            &self.kenji.clone(),
            Method::Post,
            "/api/v4/posts",
            &body,
        );
    }

    /// Messages among the frames that go out now, and the last number.
    fn heard(&mut self, now: i64, socket: SocketId) -> (Vec<String>, i64) {
        let frames = frames(&mut self.server, now, socket);
        let last = frames
            .iter()
            .filter_map(|frame| frame["seq"].as_i64())
            .next_back()
            .unwrap_or(-1);
        let posted = frames.iter().filter(|frame| frame["event"] == "posted");
        let messages = posted.map(|frame| {
            let post: Value =
                serde_json::from_str(frame["data"]["post"].as_str().expect("a post")).expect("JSON");
            post["message"].as_str().unwrap_or_default().to_owned()
        });
        (messages.collect(), last)
    }

    fn open(&mut self, now: i64, query: &[(&str, &str)]) -> SocketId {
        let upgrade = with_cookie(&self.emily, query);
        self.server.socket_upgrade(now, &upgrade).expect("a socket")
    }
}

#[test]
fn what_is_said_while_away_is_heard_after_coming_back() {
    let mut talk = Talk::new();
    let first = talk.open(START, &[]);
    let hello = frames(&mut talk.server, START, first).remove(0);
    let id = hello["data"]["connection_id"].as_str().expect("an id").to_owned();
    talk.say(START + 10, "one");
    let (heard, last) = talk.heard(START + 10, first);
    assert_eq!(heard, ["one"]);
    talk.server.socket_gone(START + 20, first, HowItEnded::Cut);
    talk.say(START + 30, "two");
    let next = (last + 1).to_string();
    let second = talk.open(START + 40, &[("connection_id", &id), ("sequence_number", &next)]);
    assert_eq!(talk.heard(START + 40, second).0, ["two"]);
}

#[test]
fn typing_goes_to_the_others_and_not_to_the_typist() {
    let mut talk = Talk::new();
    let emily = talk.open(START, &[]);
    let upgrade = with_cookie(&talk.kenji, &[]);
    let kenji = talk.server.socket_upgrade(START, &upgrade).expect("a socket");
    let typing = json!({"seq": 1, "action": "user_typing", "data": {"channel_id": talk.channel}});
    talk.server.socket_text(START, kenji, &typing.to_string());
    let count = |frames: Vec<Value>| frames.iter().filter(|frame| frame["event"] == "typing").count();
    assert_eq!(count(frames(&mut talk.server, START, emily)), 1);
    assert_eq!(count(frames(&mut talk.server, START, kenji)), 0);
}

#[test]
fn a_restart_keeps_the_posts_and_loses_the_connection() {
    let mut talk = Talk::new();
    let first = talk.open(START, &[]);
    let hello = frames(&mut talk.server, START, first).remove(0);
    let id = hello["data"]["connection_id"].as_str().expect("an id").to_owned();
    let restart: Command =
        serde_json::from_value(json!({"do": "restart", "away_milliseconds": 500})).expect("valid");
    talk.server.command(START, restart);
    assert_eq!(talk.server.drain(START, first).last(), Some(&SocketOut::Drop));
    let asked = with_cookie(&talk.emily, &[("connection_id", &id), ("sequence_number", "1")]);
    assert_eq!(
        talk.server
            .socket_upgrade(START, &asked)
            .map_err(|refusal| refusal.status),
        Err(502)
    );
    let again = talk.server.socket_upgrade(START + 500, &asked).expect("a socket");
    assert_eq!(frames(&mut talk.server, START + 500, again)[0]["event"], "hello");
}

#[test]
fn a_named_person_can_be_cut_or_signed_out() {
    let mut talk = Talk::new();
    let name = talk.server.world().accounts().remove(1).username;
    let emily = talk.open(START, &[]);
    let upgrade = with_cookie(&talk.kenji, &[]);
    let kenji = talk.server.socket_upgrade(START, &upgrade).expect("a socket");
    talk.server.command(
        START,
        Command::Cut {
            user: Some(name.clone()),
        },
    );
    assert_eq!(talk.server.drain(START, emily).last(), Some(&SocketOut::Drop));
    assert_ne!(talk.server.drain(START, kenji).last(), Some(&SocketOut::Drop));
    let emily = talk.open(START, &[]);
    frames(&mut talk.server, START, emily);
    talk.server.command(START, Command::ExpireSession { user: name });
    talk.say(START, "unheard");
    talk.server
        .socket_text(START, emily, r#"{"seq":1,"action":"ping"}"#);
    let replies = frames(&mut talk.server, START, emily);
    assert_eq!(replies.len(), 1, "{replies:?}");
    assert_eq!(replies[0]["error"]["status_code"], 401);
}

#[test]
fn the_same_calls_give_the_same_frames() {
    let run = || {
        let mut talk = Talk::new();
        let socket = talk.open(START, &[]);
        talk.say(START + 10, "again");
        talk.server.drain(START + 10, socket)
    };
    assert_eq!(run(), run());
}

#[test]
fn a_reply_that_goes_changes_its_root_as_one_that_comes_does() {
    let mut talk = Talk::new();
    let kenji = talk.kenji.clone();
    let (channel, server) = (talk.channel.clone(), &mut talk.server);
    let mut post = |now: i64, root: &Value| {
        let body = json!({"channel_id": channel, "message": "words", "root_id": root});
        ask(server, now, &kenji, Method::Post, "/api/v4/posts", &body)["id"].clone()
    };
    let root = post(START, &json!(""));
    let reply = post(START + 1_000, &root);
    let path = |id: &Value| format!("/api/v4/posts/{}", id.as_str().unwrap_or_default());
    let delete = Method::Delete;
    ask(server, START + 2_000, &kenji, delete, &path(&reply), &Value::Null);
    let root = ask(
        server,
        START + 3_000,
        &kenji,
        Method::Get,
        &path(&root),
        &Value::Null,
    );
    // As recorded (`fixtures/wire/events/post_deleted.jsonl`): the root's time is that of the deletion.
    assert_eq!(
        (&root["update_at"], &root["reply_count"]),
        (&json!(START + 2_000), &json!(0))
    );
}
