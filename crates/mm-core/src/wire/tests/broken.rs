//! Bad content costs one event, and says which channel to load again (`websocket.md 8`, behaviour 9).

use super::{events_of, recorded};
use crate::domain::*;
use crate::event::Event;

const CHANNEL: &str = "z8pxzexm83bwmqmzdmh6pzqjfe";

fn frame(event: &str, data: &str) -> String {
    format!(r#"{{"event":"{event}","data":{data},"broadcast":{{"channel_id":"{CHANNEL}"}},"seq":4}}"#)
}

fn is_broken_here(events: &[Event], name: &str) -> bool {
    let channel_id = ChannelId::parse(CHANNEL).ok();
    matches!(events, [Event::Broken { event, channel_id: at }] if event == name && *at == channel_id)
}

#[test]
fn a_post_that_cannot_be_read_marks_its_channel() {
    for data in [
        "null",
        "{}",
        "[]",
        "3",
        r#"{"post":null}"#,
        r#"{"post":"{\"id\":"}"#,
        r#"{"post":"[]"}"#,
        r#"{"post":"{}"}"#,
        r#"{"post":{"id":"../../../../../etc/passwd"}}"#,
    ] {
        for event in ["posted", "post_edited", "post_deleted"] {
            let events = events_of(&frame(event, data));
            assert!(is_broken_here(&events, event), "{event} {data}: {events:?}");
        }
    }
}

#[test]
fn a_deletion_needs_no_more_than_an_id() {
    let data = r#"{"post":"{\"id\":\"grnkoedaajgjbf9aah9fwe9gjy\",\"message\":{}}"}"#;
    assert!(is_broken_here(&events_of(&frame("posted", data)), "posted"));
    assert!(matches!(
        events_of(&frame("post_deleted", data))[..],
        [Event::PostDeleted { .. }]
    ));
}

#[test]
fn a_reply_to_something_that_is_no_id_is_refused() {
    let good = &recorded("posted")[0];
    let bad = good.replace(r#"\"root_id\":\"\""#, r#"\"root_id\":\"../x\""#);
    assert_ne!(*good, bad);
    assert!(is_broken_here(&events_of(&bad), "posted"));
}

#[test]
fn a_post_may_come_as_an_object_and_with_its_words_for_true() {
    let line = &recorded("posted")[0];
    let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
    let post: serde_json::Value = serde_json::from_str(value["data"]["post"].as_str().unwrap()).unwrap();
    value["data"]["post"] = post;
    value["data"]["set_online"] = "true".into();
    assert_eq!(events_of(&value.to_string()), events_of(line));
}

#[test]
fn what_comes_along_cannot_break_a_post() {
    let line = &recorded("posted")[0];
    for (field, value) in [
        (r#"\"metadata\":{}"#, r#"\"metadata\":[1]"#),
        (
            r#"\"metadata\":{}"#,
            r#"\"metadata\":{\"files\":3,\"images\":[],\"reactions\":{\"a\":1},\"priority\":\"x\"}"#,
        ),
        (
            r#"\"metadata\":{}"#,
            r#"\"metadata\":{\"reactions\":[null,3,{\"user_id\":\"x\"}],\"files\":[{}]}"#,
        ),
        (r#"\"props\":{}"#, r#"\"props\":null"#),
        (r#"\"props\":{}"#, r#"\"props\":[]"#),
        (
            r#"\"props\":{}"#,
            r#"\"props\":{\"attachments\":\"x\",\"channel_mentions\":7,\"from_webhook\":{},\"username\":[]}"#,
        ),
        (r#"\"participants\":null"#, r#"\"participants\":{\"a\":1}"#),
    ] {
        let changed = line.replace(field, value);
        assert_ne!(*line, changed);
        let events = events_of(&changed);
        assert!(
            matches!(&events[..], [Event::PostCreated(c)] if c.post.props == PostProps::default()),
            "{events:?}"
        );
    }
}

#[test]
fn a_configuration_that_is_none_does_not_empty_the_one_known() {
    for data in ["{}", r#"{"config":null}"#, r#"{"config":[]}"#, r#"{"config":{}}"#] {
        assert!(is_broken_here(
            &events_of(&frame("config_changed", data)),
            "config_changed"
        ));
    }
}

#[test]
fn one_bad_entry_does_not_spoil_a_list() {
    let data = r#"{"preferences":"[{\"category\":\"theme\",\"name\":\"\",\"value\":\"{}\"},7,{\"name\":\"x\"},{\"category\":[]}]"}"#;
    let events = events_of(&frame("preferences_changed", data));
    assert!(matches!(&events[..], [Event::PreferencesLoaded { preferences, .. }] if preferences.len() == 1));
}
