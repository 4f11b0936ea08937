//! Actions and malformed frames, compared with what a real server answered (`fixtures/wire/actions`).

use super::*;

/// The recorded lines of one action.
fn recorded(action: &str) -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/actions");
    let text = std::fs::read_to_string(format!("{root}/{action}.jsonl")).expect("a fixture");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Status, number, error and the names of the data's fields.
fn shape(reply: &Value, with_data_keys: bool) -> Value {
    let keys = |data: &Value| {
        data.as_object()
            .map(|data| data.keys().cloned().collect::<Vec<_>>())
    };
    json!({
        "status": reply["status"],
        "seq_reply": reply.get("seq_reply"),
        "error": reply.get("error"),
        "has_data": reply.get("data").is_some(),
        "data": if with_data_keys { json!(reply.get("data").and_then(keys)) } else { Value::Null },
    })
}

/// Plays the recorded requests of one action on sockets in the state they had, and compares the answers.
fn compare(action: &str, with_data_keys: bool) -> usize {
    let mut compared = 0;
    for line in recorded(action) {
        let connection = line["connection"].as_str().unwrap_or_default();
        let mut bench = Bench::new();
        let socket = match connection {
            "frames_before_auth" => bench.open_anonymous(),
            _ => bench.greeted("emily").0,
        };
        if connection == "revoked" {
            bench.company.ended.insert("session-emily".to_owned());
        }
        bench.send(socket, &line["client"]);
        let frames = bench.frames(socket);
        match &line["server"] {
            Value::Null if connection == "first" => continue, // the answer was on its way when the client cut
            Value::Null => assert_eq!(frames, [Value::Null; 0], "{line}"),
            server => {
                assert_eq!(frames.len(), 1, "{line}");
                assert_eq!(
                    shape(&frames[0], with_data_keys),
                    shape(server, with_data_keys),
                    "{line}"
                );
            }
        }
        compared += 1;
    }
    compared
}

#[test]
fn replies_are_those_of_a_real_server() {
    assert_eq!(compare("ping", true), 5);
    assert_eq!(compare("bad_seq", true), 3);
    assert_eq!(compare("empty_action", true), 2);
    assert_eq!(compare("unknown_action", true), 2);
    assert_eq!(compare("custom", true), 1);
    assert_eq!(compare("presence", true), 5);
    assert_eq!(compare("posted_notify_ack", true), 2);
    assert_eq!(compare("user_update_active_status", true), 4);
    assert_eq!(compare("user_typing", true), 6);
    assert_eq!(compare("get_statuses", false), 3);
    assert_eq!(compare("get_statuses_by_ids", true), 3);
}

#[test]
fn malformed_frames_end_as_on_a_real_server() {
    for line in recorded("malformed") {
        let client = &line["client"];
        let text = client["_text"]
            .as_str()
            .map_or_else(|| client.to_string(), str::to_owned);
        let mut bench = Bench::new();
        let (socket, _) = bench.greeted("emily");
        // Long texts were shortened in the recording; its size tells how long it was.
        let size = client["_bytes"].as_u64().unwrap_or(0) as usize;
        let text = format!("{text}{}", " ".repeat(size.saturating_sub(text.len())));
        let text = if line["connection"] == "exactly_8193" {
            "x".repeat(8193)
        } else {
            text
        };
        bench.hub.text(START, &mut bench.company, socket, &text);
        let out = bench.out(socket);
        let expected = match line["connection_ended"]["code"].as_i64() {
            _ if line["connection"] == "exactly_8193" => SocketOut::Close(Some(1009)),
            Some(1009) => SocketOut::Close(Some(1009)),
            Some(1006) => SocketOut::Drop,
            _ => {
                assert!(matches!(&out[..], [SocketOut::Text(_)]), "{line}: {out:?}");
                continue;
            }
        };
        assert_eq!(out, [expected], "{line}");
    }
}

#[test]
fn a_binary_frame_is_messagepack_and_answered_in_text() {
    let line = recorded("binary_msgpack").remove(0);
    let hex = line["client"]["_hex"].as_str().expect("hex").as_bytes();
    let digits =
        |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hex");
    let bytes: Vec<u8> = hex.chunks(2).map(digits).collect();
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.hub.binary(START, &mut bench.company, socket, &bytes);
    assert_eq!(
        shape(&bench.frames(socket)[0], true),
        shape(&line["server"], true)
    );
    bench.hub.binary(START, &mut bench.company, socket, &[0xc1]);
    assert_eq!(bench.out(socket), [SocketOut::Drop]);
}

#[test]
fn the_limit_is_8192_bytes() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    let frame = |size: usize| {
        let head = "{\"seq\":1,\"action\":\"ping\",\"data\":{\"x\":\"";
        format!("{head}{}\"}}}}", "a".repeat(size - head.len() - 3))
    };
    bench
        .hub
        .text(START, &mut bench.company, socket, &frame(MAX_REQUEST_BYTES));
    assert_eq!(bench.events(socket), ["OK 1"]);
    bench
        .hub
        .text(START, &mut bench.company, socket, &frame(MAX_REQUEST_BYTES + 1));
    assert_eq!(bench.out(socket), [SocketOut::Close(Some(1009))]);
}

#[test]
fn typing_reaches_the_company() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.ask(
        socket,
        &json!({"seq": 2, "action": "user_typing", "data": {"channel_id": TOWN, "parent_id": "p"}}),
    );
    assert_eq!(
        bench.company.log.last(),
        Some(&format!("emily types in {TOWN}/p"))
    );
}
