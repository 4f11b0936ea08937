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
