//! What we say on the socket.

use serde_json::{json, Value};

use crate::domain::*;
use crate::wire::request::*;

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn requests_have_the_recorded_shapes() {
    assert_eq!(read(&ping(RequestSeq(1))), json!({"seq": 1, "action": "ping"}));
    let channel = ChannelId::parse("z8pxzexm83bwmqmzdmh6pzqjfe").unwrap();
    assert_eq!(
        read(&user_typing(RequestSeq(5), channel, None)),
        json!({"seq": 5, "action": "user_typing", "data": {"channel_id": channel.as_str(), "parent_id": ""}})
    );
    assert_eq!(
        read(&authentication_challenge(RequestSeq(2), "to\"ken").unwrap()),
        json!({"seq": 2, "action": "authentication_challenge", "data": {"token": "to\"ken"}})
    );
    let seen = presence(
        RequestSeq(9),
        Viewing {
            channel_id: Some(channel),
            ..Viewing::default()
        },
    );
    assert_eq!(read(&seen)["data"]["thread_channel_id"], "");
}

#[test]
fn no_request_is_longer_than_the_server_takes() {
    assert!(authentication_challenge(RequestSeq(1), &"x".repeat(8_100)).is_some());
    assert!(authentication_challenge(RequestSeq(1), &"x".repeat(8_192)).is_none());
}
