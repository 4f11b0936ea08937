//! What is event, reply, or neither (`websocket.md 3`).

use crate::domain::Seq;
use crate::event::Event;
use crate::wire::{parse, Broadcast, Frame, Unreadable};

fn reason(text: &str) -> Unreadable {
    match parse(text) {
        Frame::Unreadable { reason } => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reply_is_known_by_its_status_even_without_a_number() {
    let Frame::Reply(reply) = parse(r#"{"status":"OK","seq_reply":7}"#) else {
        panic!()
    };
    assert!(reply.ok && reply.seq_reply == Some(7) && reply.data.is_none());
    let text = r#"{"status":"FAIL","error":{"id":"api.web_socket_router.bad_seq.app_error","message":"m","status_code":400}}"#;
    let Frame::Reply(reply) = parse(text) else {
        panic!()
    };
    assert!(!reply.ok && reply.seq_reply.is_none() && !reply.is_unauthenticated());
    assert_eq!(reply.error.unwrap().id, "api.web_socket_router.bad_seq.app_error");
}

#[test]
fn a_dead_session_shows_in_a_reply() {
    let text = r#"{"status":"FAIL","seq_reply":2,"error":{"id":"api.web_socket_router.not_authenticated.app_error","status_code":401}}"#;
    let Frame::Reply(reply) = parse(text) else {
        panic!()
    };
    assert!(reply.is_unauthenticated());
}

#[test]
fn what_is_neither_has_a_reason() {
    for text in [
        "",
        "nonsense",
        "[]",
        r#"["posted",{},{},3]"#,
        "3",
        "null",
        r#"{"event":"posted""#,
        r#"{"event":["posted"],"seq":1}"#,
        r#"{"event":"posted","seq":1} trailing"#,
    ] {
        assert_eq!(reason(text), Unreadable::NotJson, "{text}");
    }
    for text in [
        "{}",
        r#"{"seq":4}"#,
        r#"{"event":null,"seq":4}"#,
        r#"{"event":"","seq":4}"#,
    ] {
        assert_eq!(reason(text), Unreadable::NeitherEventNorReply, "{text}");
    }
    for seq in [
        "",
        r#","seq":null"#,
        r#","seq":"3""#,
        r#","seq":1.5"#,
        r#","seq":-1"#,
        r#","seq":99999999999999999999"#,
    ] {
        let text = format!(r#"{{"event":"typing","data":{{}}{seq}}}"#);
        assert_eq!(reason(&text), Unreadable::NoNumber, "{text}");
    }
}

#[test]
fn an_envelope_with_odd_parts_still_has_its_number() {
    for part in [
        r#""broadcast":null"#,
        r#""broadcast":"x""#,
        r#""broadcast":{"channel_id":["x"]}"#,
        r#""broadcast":{"channel_id":"../../etc/passwd","team_id":"","later":{"a":1}}"#,
        r#""data":null"#,
        r#""data":[1,2]"#,
        r#""unknown_field":{"deep":[[[]]]}"#,
    ] {
        let text = format!("{{\"event\":\"typing\",{part},\"seq\":9}}\n");
        let Frame::Event(frame) = parse(&text) else {
            panic!("{text}")
        };
        assert_eq!((frame.seq, frame.broadcast), (Seq(9), Broadcast::default()));
    }
}

#[test]
fn a_bottomless_or_huge_payload_is_no_crash() {
    let deep = format!(
        r#"{{"event":"posted","data":{}1{},"seq":1}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    // The payload is not entered by the envelope; whoever reads it stops at a fixed depth.
    assert!(matches!(super::events_of(&deep)[..], [Event::Broken { .. }]));
    let huge = format!(
        r#"{{"event":"posted","data":{{"post":"{}"}},"seq":1}}"#,
        "x".repeat(5_000_000)
    );
    let Frame::Event(frame) = parse(&huge) else {
        panic!()
    };
    assert_eq!(frame.seq, Seq(1));
}
