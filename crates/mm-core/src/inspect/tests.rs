//! The recorded traffic of this repository, inspected as a person would.

use super::*;
use crate::wire::tests::{files, fixtures};

fn read(path: &std::path::Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_recorded_frame_is_known() {
    for folder in ["events", "sessions", "actions"] {
        for file in files(folder) {
            for line in frames(&read(&file)) {
                if line.reason.contains("control frame") && file.ends_with("malformed.jsonl") {
                    continue; // The server's answer to a protocol ping, "hi", stands there as text.
                }
                assert_eq!(
                    line.status,
                    Outcome::Known,
                    "{} {}",
                    file.display(),
                    line.to_json()
                );
            }
        }
    }
}

/// Areas the client speaks: nothing in them may be read wrongly.
#[test]
fn no_recorded_exchange_is_read_wrongly() {
    let mut known = 0;
    let mut unknown = std::collections::BTreeSet::new();
    let mut folders: Vec<_> = files("rest");
    folders.push(fixtures().join("cold_start"));
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let file = entry.unwrap().path();
            if file.file_name().is_some_and(|name| name == "order.json") {
                continue;
            }
            for line in rest(&read(&file)) {
                assert_ne!(
                    line.status,
                    Outcome::Error,
                    "{} {}",
                    file.display(),
                    line.to_json()
                );
                match line.status {
                    Outcome::Known => known += 1,
                    _ => {
                        unknown.insert(line.name.clone());
                    }
                }
            }
        }
    }
    eprintln!("{known} {unknown:#?}");
    assert!(known > 150, "only {known}; unknown: {unknown:#?}");
}

#[test]
fn lines_are_json_without_content() {
    let text = read(&fixtures().join("events/posted.jsonl"));
    let lines = frames(&text);
    let value: serde_json::Value = serde_json::from_str(&lines[0].to_json()).unwrap();
    assert_eq!(
        value,
        serde_json::json!({"item": 1, "name": "posted", "status": "known", "decoded": ["PostCreated"], "reason": ""})
    );
    assert!(lines.iter().all(|line| !line.to_json().contains("おはよう")));
}

#[test]
fn what_is_not_known_says_so() {
    let text = "{\"event\":\"custom_x\",\"seq\":1}\n\nnonsense\n{\"event\":\"posted\",\"seq\":2}\n{\"event\":\"open_dialog\",\"seq\":3}";
    let seen: Vec<(String, Outcome)> = frames(text).into_iter().map(|l| (l.name, l.status)).collect();
    assert_eq!(
        seen,
        [
            ("custom_x".to_owned(), Outcome::Unknown),
            (String::new(), Outcome::Error),
            ("posted".to_owned(), Outcome::Error),
            ("open_dialog".to_owned(), Outcome::Known),
        ]
    );
    let text = r#"[{"method":"GET","path":"/api/v4/groups","status":200,"response_body":[]},
        {"method":"GET","path":"/api/v4/users/me","status":200,"response_headers":[["Content-Type","text/html"]],"response_body":{"_text":"<html>"}}, 7]"#;
    let seen: Vec<Outcome> = rest(text).into_iter().map(|l| l.status).collect();
    assert_eq!(seen, [Outcome::Unknown, Outcome::Error, Outcome::Error]);
    assert_eq!(rest(r#"{"event":"hello","seq":0}"#)[0].status, Outcome::Error);
}

#[test]
fn a_request_without_an_answer_is_an_item_too() {
    for file in files("actions") {
        let text = read(&file);
        assert_eq!(frames(&text).len(), text.lines().count(), "{}", file.display());
    }
    let text = read(&fixtures().join("actions/custom.jsonl"));
    assert_eq!(frames(&text)[0].name, "no reply");
}

#[test]
fn sessions_are_taken_apart_by_connection() {
    let lines = recording(&read(&fixtures().join("sessions/resume_away_1.jsonl")));
    let lines: Vec<RecordedLine> = lines.into_iter().collect::<Result<_, _>>().unwrap();
    assert!(matches!(
        &lines[0].happening,
        Happening::Open {
            status: 101,
            authenticated: true,
            ..
        }
    ));
    assert!(lines.iter().any(|l| l.connection == "second"));
    assert!(lines.iter().any(|l| l.happening == Happening::Closed(1006)));
    assert_eq!(
        recording("{}\nx\n"),
        [
            Ok(RecordedLine {
                at: 0,
                connection: String::new(),
                happening: Happening::Other(String::new())
            }),
            Err(2)
        ]
    );
}
