//! An hour of company life in a moment.

use crate::hub::SocketOut;
use crate::server::{Server, ServerOptions, Upgrade};

use super::*;

const NOW: i64 = 1_795_000_000_000;

/// Event names that the first account receives within an hour.
fn an_hour(seed: u64) -> Vec<String> {
    let mut server = Server::new(ServerOptions::default(), NOW);
    let hint = server.world().accounts().remove(0);
    let (token, _) = sign_in(&mut server, NOW, &hint.username, &hint.password).expect("an account to try");
    let headers = vec![("authorization".to_owned(), format!("Bearer {token}"))];
    let upgrade = Upgrade {
        query: Vec::new(),
        headers,
    };
    let socket = server.socket_upgrade(NOW, &upgrade).expect("a socket");
    let mut lively = Lively::new(&mut server, seed, 30.0, NOW);
    let mut names = Vec::new();
    while lively.next_wakeup() < NOW + 3_600_000 {
        let now = lively.next_wakeup();
        lively.act(&mut server, now);
        for out in server.drain(now, socket) {
            let SocketOut::Text(text) = out else {
                panic!("the socket ended: {out:?}")
            };
            let frame: Value = serde_json::from_str(&text).expect("JSON");
            names.push(frame["event"].as_str().unwrap_or_default().to_owned());
        }
    }
    names
}

#[test]
fn colleagues_type_talk_react_and_edit() {
    let names = an_hour(1);
    for (event, at_least) in [
        ("typing", 300),
        ("posted", 300),
        ("reaction_added", 50),
        ("post_edited", 20),
    ] {
        let seen = names.iter().filter(|name| *name == event).count();
        assert!(seen >= at_least, "{event}: {seen}");
    }
}

#[test]
fn the_same_seed_gives_the_same_day() {
    assert_eq!(an_hour(2), an_hour(2));
}

/// A fault is meant for the client under test; nobody else may use it up, and nobody falls silent because of it.
#[test]
fn colleagues_are_not_disturbed_by_what_disturbs_the_person() {
    let mut server = Server::new(ServerOptions::default(), NOW);
    let command = |text: &str| serde_json::from_str(text).expect("a command");
    server.command(NOW, command(r#"{"do": "answer", "status": 503, "times": 1}"#));
    let mut lively = Lively::new(&mut server, 1, 60.0, NOW);
    let posts = |server: &Server| {
        let text = server.world().snapshot().expect("a snapshot");
        String::from_utf8_lossy(&text).matches("\"message\"").count()
    };
    let before = posts(&server);
    while lively.next_wakeup() < NOW + 600_000 {
        let now = lively.next_wakeup();
        lively.act(&mut server, now);
    }
    assert!(posts(&server) > before, "nobody said anything");
    let ping = Call::new(Method::Get, "/api/v4/system/ping");
    assert_eq!(server.http(NOW + 600_000, &ping).status, 503);
    assert_eq!(server.http(NOW + 600_000, &ping).status, 200);
}
