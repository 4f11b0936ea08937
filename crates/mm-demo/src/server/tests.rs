//! The whole server in virtual time: upgrades, recorded handshakes and a conversation.

mod conversation;
mod liveness;
mod origin;
mod recorded;

use serde_json::{json, Value};

use super::*;
use crate::call::Method;

/// When every test starts.
pub const START: i64 = 1_795_000_000_000;

pub fn recording(name: &str) -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/sessions");
    let text = std::fs::read_to_string(format!("{root}/{name}.jsonl")).expect("a fixture");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

pub fn server() -> Server {
    Server::new(ServerOptions::default(), START)
}

/// Signs in an account to try; its token.
pub fn sign_in(server: &mut Server, place: usize) -> String {
    let account = server.world().accounts().remove(place);
    let body = json!({"login_id": account.username, "password": account.password});
    let answer = server.http(
        START,
        &Call::new(Method::Post, "/api/v4/users/login").with_json(&body),
    );
    assert_eq!(answer.status, 200, "{}", answer.json());
    answer.header("token").expect("a token").to_owned()
}

pub fn ask(server: &mut Server, now: i64, token: &str, method: Method, path: &str, body: &Value) -> Value {
    let call = Call::new(method, path).with_header("Authorization", &format!("Bearer {token}"));
    let call = if body.is_null() {
        call
    } else {
        call.with_json(body)
    };
    let answer = server.http(now, &call);
    assert!(answer.status < 300, "{path}: {} {}", answer.status, answer.json());
    answer.json()
}

/// An upgrade with the login's cookie.
pub fn with_cookie(token: &str, query: &[(&str, &str)]) -> Upgrade {
    Upgrade {
        query: query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        headers: vec![("cookie".to_owned(), format!("MMAUTHTOKEN={token}; MMUSERID=x"))],
    }
}

/// The frames that go out now.
pub fn frames(server: &mut Server, now: i64, socket: SocketId) -> Vec<Value> {
    let out = server.drain(now, socket).into_iter();
    out.map(|out| match out {
        SocketOut::Text(text) => serde_json::from_str(&text).expect("JSON"),
        other => panic!("not a frame: {other:?}"),
    })
    .collect()
}
