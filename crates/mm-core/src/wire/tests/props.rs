//! Post properties are somebody's free map: typed, bounded, harmless.

use serde_json::{json, Value};

use super::events_of;
use crate::domain::*;
use crate::event::Event;
use crate::wire::model::{MAX_ATTACHMENTS, MAX_FIELDS};

fn post(kind: &str, props: &Value) -> Post {
    let post = json!({
        "id": "grnkoedaajgjbf9aah9fwe9gjy", "channel_id": "z8pxzexm83bwmqmzdmh6pzqjfe",
        "user_id": "kt846935ttbgtc8i98436i1nto", "create_at": 5, "type": kind, "props": props,
    });
    let frame = json!({"event": "posted", "data": {"post": post.to_string()}, "broadcast": {}, "seq": 1});
    match events_of(&frame.to_string()).remove(0) {
        Event::PostCreated(created) => created.post,
        other => panic!("{other:?}"),
    }
}

fn colour(text: &Value) -> String {
    let post = post("slack_attachment", &json!({"attachments": [{"color": text}]}));
    post.props.attachments[0].color.clone()
}

#[test]
fn colours_are_hex_or_three_words() {
    for (given, kept) in [
        (json!("#FF8000"), "#ff8000"),
        (json!("#abc"), "#aabbcc"),
        (json!("good"), "good"),
        (json!("danger"), "danger"),
        (json!("red"), ""),
        (json!("#ff80"), ""),
        (json!("#ff8000;background:url(x)"), ""),
        (json!("#ｆｆ８０００"), ""),
        (json!({"a": 1}), ""),
        (json!(7), ""),
        (json!(null), ""),
    ] {
        assert_eq!(colour(&given), kept, "{given}");
    }
}

#[test]
fn attachments_and_fields_are_bounded() {
    let fields = vec![json!({"title": "t", "value": 3, "short": "true"}); MAX_FIELDS + 9];
    let attachments =
        vec![json!({"text": "x".repeat(100_000), "title": ["no"], "fields": fields}); MAX_ATTACHMENTS + 9];
    let post = post("", &json!({"attachments": attachments}));
    assert_eq!(post.props.attachments.len(), MAX_ATTACHMENTS);
    let first = &post.props.attachments[0];
    assert_eq!((first.title.as_str(), first.text.chars().count()), ("", 16_383));
    assert_eq!(first.fields.len(), MAX_FIELDS);
    assert_eq!(first.fields[0], ("t".into(), "3".into(), true));
}

#[test]
fn forgeable_marks_are_read_as_said_and_no_more() {
    let props = post(
        "",
        &json!({"from_webhook": "true", "from_bot": true, "override_username": "x".repeat(500), "tsubame_id": 5,
                "channel_mentions": {"design": {"display_name": "デザイン"}, "odd": {"display_name": []}, "bad": 3}}),
    )
    .props;
    assert!(props.from_webhook && props.from_bot);
    assert_eq!(props.override_username.unwrap().chars().count(), 128);
    assert_eq!(props.client_id.as_deref(), Some("5"));
    assert_eq!(
        props.channel_mentions.get("design").map(String::as_str),
        Some("デザイン")
    );
    assert!(!props.channel_mentions.contains_key("bad"));
}

#[test]
fn system_messages_without_their_names_fall_back_to_the_text() {
    let kind = post("system_join_channel", &json!({"username": {"a": 1}})).kind;
    assert_eq!(
        kind,
        PostKind::System(SystemKind::Other("system_join_channel".into()))
    );
    let kind = post("system_remove_from_channel", &json!({"removedUsername": "ken"})).kind;
    assert_eq!(
        kind,
        PostKind::System(SystemKind::RemoveFromChannel {
            removed: "ken".into()
        })
    );
    assert_eq!(
        post("system_of_2031", &json!({})).kind,
        PostKind::System(SystemKind::Other("system_of_2031".into()))
    );
    assert_eq!(post("custom_poll", &json!({})).kind, PostKind::Normal);
    assert_eq!(post("system_auto_responder", &json!({})).kind, PostKind::Normal);
}
