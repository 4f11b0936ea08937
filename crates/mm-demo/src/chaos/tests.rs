//! Commands as JSON, and what they do to answers and frames.

use serde_json::{json, Value};

use super::*;

fn on(command: Value) -> Chaos {
    let mut chaos = Chaos::default();
    chaos.switch(0, serde_json::from_value(command).expect("a command"));
    chaos
}

fn status(chaos: &mut Chaos, now: i64, path: &str) -> Option<u16> {
    chaos.answer(now, path).map(|answer| answer.status)
}

#[test]
fn every_documented_command_reads_and_a_wrong_one_does_not() {
    let docs = include_str!("mod.rs")
        .lines()
        .filter_map(|line| line.strip_prefix("//! {\"do\""));
    let mut seen = 0;
    for line in docs {
        let json = format!("{{\"do\"{}", line.split_once('}').map_or(line, |(head, _)| head)) + "}";
        serde_json::from_str::<Command>(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
        seen += 1;
    }
    assert_eq!(seen, 11);
    for wrong in [
        json!({"do": "explode"}),
        json!({"do": "cut", "usr": "x"}),
        json!({"do": "delay"}),
    ] {
        assert!(serde_json::from_value::<Command>(wrong).is_err());
    }
}

#[test]
fn answers_fail_a_number_of_times_below_a_path() {
    let mut chaos = on(json!({"do": "answer", "status": 500, "times": 2, "path": "/api/v4/posts"}));
    assert_eq!(status(&mut chaos, 0, "/api/v4/users/me"), None);
    assert_eq!(status(&mut chaos, 0, "/api/v4/posts"), Some(500));
    assert_eq!(status(&mut chaos, 0, "/api/v4/posts/x"), Some(500));
    assert_eq!(status(&mut chaos, 0, "/api/v4/posts"), None);
}

#[test]
fn a_rate_limit_says_when_to_come_back() {
    let mut chaos = on(json!({"do": "answer", "status": 429, "retry_after": 7}));
    let answer = chaos.answer(0, "/").expect("an answer");
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(answer.body, b"limit exceeded\n");
}

#[test]
fn a_restarting_server_is_away_for_a_while() {
    let mut chaos = on(json!({"do": "restart", "away_milliseconds": 2000}));
    assert_eq!(status(&mut chaos, 1999, "/"), Some(502));
    assert!(chaos.refusal(1999).is_some());
    assert_eq!(status(&mut chaos, 2000, "/"), None);
    assert!(chaos.refusal(2000).is_none());
}

#[test]
fn upgrades_are_refused_a_number_of_times() {
    let mut chaos = on(json!({"do": "refuse_upgrade", "status": 503, "times": 1}));
    assert_eq!(chaos.refusal(0).map(|refusal| refusal.status), Some(503));
    assert_eq!(chaos.refusal(0), None);
}

#[test]
fn stalls_and_delays_can_be_for_one_person_and_healing_ends_them() {
    let mut chaos = on(json!({"do": "stall", "user": "emily"}));
    chaos.switch(
        0,
        Command::Delay {
            user: None,
            milliseconds: 300,
        },
    );
    assert!(chaos.stalls(Some("emily")) && !chaos.stalls(Some("kenji")) && !chaos.stalls(None));
    assert_eq!(chaos.delay(Some("kenji")), 300);
    chaos.switch(0, Command::Heal {});
    assert!(!chaos.stalls(Some("emily")));
    assert_eq!(chaos.delay(None), 0);
}

#[test]
fn a_slow_consumer_gets_so_many_frames_a_second() {
    let mut chaos = on(json!({"do": "slow_consumer", "frames_per_second": 4}));
    let socket = SocketId(1);
    let written = (0..2000)
        .filter(|now| chaos.may_write(*now, socket, None))
        .count();
    assert_eq!(written, 8);
    assert_eq!(chaos.next_wakeup(), Some(2000));
    assert_eq!(chaos.take_due(2000), [socket]);
    assert_eq!(chaos.next_wakeup(), None);
}

#[test]
fn a_script_waits_between_steps_and_can_begin_again() {
    let text = r#"{"repeat": true, "steps": [
        {"wait_milliseconds": 100, "do": "cut"},
        {"wait_milliseconds": 50, "do": "heal"}
    ]}"#;
    let mut script = Script::parse(text, 1000).expect("a script");
    assert_eq!(script.take_due(1099), None);
    assert_eq!(script.take_due(1100), Some(Command::Cut { user: None }));
    assert_eq!(script.take_due(1100), None);
    assert_eq!(script.next_wakeup(), Some(1150));
    assert_eq!(script.take_due(1150), Some(Command::Heal {}));
    assert_eq!(script.next_wakeup(), Some(1250));
    let endless = r#"{"repeat": true, "steps": [{"do": "cut"}]}"#;
    assert!(matches!(Script::parse(endless, 0), Err(ScriptError::Endless)));
    assert!(matches!(Script::parse("{}", 0), Err(ScriptError::Unreadable(_))));
}
