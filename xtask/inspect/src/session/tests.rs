//! Recorded sessions of a real server, and what a trace may contain that no server ever sent.

use super::inspect;
use serde_json::Value;

fn recorded(name: &str) -> Vec<Value> {
    let file = format!(
        "{}/../../fixtures/wire/sessions/{name}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    inspect(&std::fs::read_to_string(file).unwrap())
}

/// Outcome, applied, missed, doubled of a connection.
fn connection(found: &[Value], name: &str) -> (String, Value, Value, Value) {
    let item = found.iter().find(|item| item["name"] == name).unwrap();
    let outcome = item["outcome"].as_str().unwrap().to_owned();
    (
        outcome,
        item["applied"].clone(),
        item["missed"].clone(),
        item["doubled"].clone(),
    )
}

#[test]
fn a_short_absence_is_resumed_and_a_long_one_lost() {
    let resumed = recorded("resume_away_7");
    assert_eq!(
        connection(&resumed, "second"),
        ("resumed".to_owned(), 10.into(), 0.into(), 0.into())
    );
    let lost = recorded("resume_away_300");
    assert_eq!(
        connection(&lost, "second"),
        ("lost".to_owned(), 2.into(), Value::Null, 0.into())
    );
}

#[test]
fn what_is_sent_again_is_doubled_and_not_applied() {
    let found = recorded("replay_back_5_of_60");
    let (outcome, _, missed, doubled) = connection(&found, "second");
    assert_eq!(
        (outcome.as_str(), missed, doubled),
        ("resumed", 0.into(), 5.into())
    );
}

#[test]
fn connections_are_joined_whatever_their_order_in_the_file() {
    // The second one's lines stand before the first one's hello there.
    let found = recorded("resume_after_client_close");
    assert_eq!(connection(&found, "second").0, "resumed");
    let second = found.iter().find(|item| item["name"] == "second").unwrap();
    assert_eq!(second["continues"], "first");
}

#[test]
fn a_refused_upgrade_and_a_dead_session_are_told_apart() {
    assert_eq!(connection(&recorded("origin"), "origin_foreign").0, "refused");
    assert_eq!(
        connection(&recorded("session_revoked"), "revoked").0,
        "session ended"
    );
}

#[test]
fn holes_and_lines_that_are_none_are_counted() {
    let line = |kind: &str, rest: &str| format!("{{\"t\":1,\"conn\":\"a\",\"kind\":\"{kind}\"{rest}}}\n");
    let event = |seq: i64, name: &str, data: &str| {
        let frame = format!("{{\"event\":\"{name}\",\"data\":{data},\"broadcast\":{{}},\"seq\":{seq}}}");
        line("in", &format!(",\"frame\":{frame}"))
    };
    let text = [
        line("open", ",\"path\":\"/api/v4/websocket\",\"status\":101"),
        event(0, "hello", "{\"connection_id\":\"yduy3jdo1tnpprsjj1p868ynph\"}"),
        event(1, "draft_created", "{}"),
        event(4, "draft_created", "{}"),
        event(5, "draft_created", "{}"),
        event(6, "draft_created", "{}"),
        "no line\n".to_owned(),
    ];
    let found = inspect(&text.concat());
    assert_eq!(found[0]["status"], "error");
    assert_eq!(
        connection(&found, "a"),
        ("first".to_owned(), 2.into(), 2.into(), 0.into())
    );
    assert_eq!(found[1]["phase"], "waiting");
}

#[test]
fn what_is_under_way_when_the_client_leaves_still_counts() {
    let found = recorded("handshake");
    assert_eq!(
        connection(&found, "trailing_slash"),
        ("first".to_owned(), 1.into(), 0.into(), 0.into())
    );
}

#[test]
fn a_recording_may_begin_after_the_connection_it_goes_on_with() {
    // The server did not know the id any more, or was not told who asked.
    assert_eq!(connection(&recorded("resume_unknown_id"), "unknown").0, "lost");
    assert_eq!(connection(&recorded("handshake"), "anonymous_with_id").0, "lost");
    let file = format!(
        "{}/../../fixtures/wire/sessions/replay_back_20_of_20.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(file).unwrap();
    let second: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("\"conn\": \"second\""))
        .collect();
    assert_eq!(
        connection(&inspect(&second.join("\n")), "second"),
        ("resumed".to_owned(), 22.into(), 0.into(), 0.into())
    );
}

#[test]
fn every_genuine_session_is_read_without_an_error() {
    let folder = format!("{}/../../fixtures/wire/sessions", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for item in inspect(&text) {
            assert_eq!(item["status"], "known", "{item}");
            assert_eq!(item["events"]["error"], 0, "{item}");
        }
    }
}
