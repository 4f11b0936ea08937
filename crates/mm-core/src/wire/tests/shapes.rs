//! Shapes the reference describes and no recording holds: a licensed server sends them, or one with plugins or shared channels.

use super::events_of;
use crate::domain::*;
use crate::event::*;
use crate::wire::variant;

const CHANNEL: &str = "z8pxzexm83bwmqmzdmh6pzqjfe";
const TEAM: &str = "5f1ce35qkfbhfdaotetwd3w8wo";
const ME: &str = "kt846935ttbgtc8i98436i1nto";
const POST: &str = "grnkoedaajgjbf9aah9fwe9gjy";

/// A frame as the server writes it: every field of the envelope's `broadcast`, empty where unused.
fn frame(event: &str, data: serde_json::Value, to: &[(&str, &str)]) -> String {
    let mut broadcast = serde_json::json!({"omit_users": null, "user_id": "", "channel_id": "", "team_id": "",
        "connection_id": "", "omit_connection_id": "", "contains_sanitized_data": true});
    for (field, id) in to {
        broadcast[*field] = (*id).into();
    }
    serde_json::json!({"event": event, "data": data, "broadcast": broadcast, "seq": 9}).to_string()
}

fn one(event: &str, data: serde_json::Value, to: &[(&str, &str)]) -> Event {
    let mut events = events_of(&frame(event, data, to));
    assert_eq!(events.len(), 1, "{event}: {events:?}");
    events.remove(0)
}

fn channel() -> ChannelId {
    ChannelId::parse(CHANNEL).unwrap()
}

#[test]
fn a_shared_channel_is_announced_by_its_id_alone() {
    let event = one(
        "channel_updated",
        serde_json::json!({"channel_id": CHANNEL}),
        &[("team_id", TEAM)],
    );
    assert_eq!(
        event,
        Event::ChannelAnnounced {
            channel_id: channel()
        }
    );
}

#[test]
fn a_scheme_of_a_channel_stands_in_the_envelope_only() {
    for data in [serde_json::json!({}), serde_json::Value::Null] {
        let event = one("channel_scheme_updated", data, &[("channel_id", CHANNEL)]);
        assert_eq!(
            event,
            Event::ChannelAnnounced {
                channel_id: channel()
            }
        );
    }
}

#[test]
fn a_scheme_of_a_team_brings_the_team_without_its_secrets() {
    let team = serde_json::json!({"id": TEAM, "create_at": 1, "update_at": 2, "delete_at": 0, "display_name": "Hotaru",
        "name": "hotaru", "description": "", "email": "", "type": "O", "company_name": "", "allowed_domains": "",
        "invite_id": "", "allow_open_invite": true, "scheme_id": null, "group_constrained": null,
        "policy_id": null});
    let data = serde_json::json!({"team": team.to_string()});
    for event in ["update_team", "update_team_scheme"] {
        let event = one(event, data.clone(), &[("team_id", TEAM)]);
        assert!(
            matches!(event, Event::TeamsLoaded { teams, scope: Scope::Some } if teams[0].name == "hotaru")
        );
    }
}

#[test]
fn a_licence_makes_the_configuration_outdated() {
    let data = serde_json::json!({"license": {"IsLicensed": "true", "SkuShortName": "professional"}});
    assert_eq!(one("license_changed", data, &[]), Event::ConfigOutdated);
}

#[test]
fn an_edited_notice_without_an_author_stands_under_oneself() {
    let post = serde_json::json!({"id": POST, "create_at": 5, "update_at": 6, "edit_at": 0, "delete_at": 0,
        "is_pinned": false, "user_id": "", "channel_id": CHANNEL, "root_id": "", "original_id": "",
        "message": "n", "type": "system_ephemeral", "props": null, "hashtags": "", "file_ids": null,
        "pending_post_id": "", "remote_id": "", "reply_count": 0, "last_reply_at": 0, "participants": null});
    let data = serde_json::json!({"post": post.to_string()});
    let Event::PostEdited(edited) = one("post_edited", data, &[("user_id", ME)]) else {
        panic!()
    };
    assert_eq!(edited.user_id.as_str(), ME);
    let gone = serde_json::json!({"id": POST, "user_id": ME, "type": "system_ephemeral", "delete_at": 7, "update_at": 7});
    let data = serde_json::json!({"post": gone.to_string()});
    // Its channel is nowhere: such a post is in no list of ours that survives.
    assert_eq!(
        one("post_deleted", data, &[("user_id", ME)]),
        Event::NotNeeded("post_deleted")
    );
}

#[test]
fn the_administrators_copy_of_a_deletion_is_read_like_the_others() {
    let post = serde_json::json!({"id": POST, "channel_id": CHANNEL, "user_id": ME, "root_id": "", "delete_at": 0,
        "message": "still here"});
    let data = serde_json::json!({"post": post.to_string(), "delete_by": ME});
    let event = one("post_deleted", data, &[("channel_id", CHANNEL)]);
    assert!(matches!(event, Event::PostDeleted { root_id: None, .. }));
}

#[test]
fn a_removal_may_not_say_by_whom() {
    let to_channel = one(
        "user_removed",
        serde_json::json!({"user_id": ME, "remover_id": ""}),
        &[("channel_id", CHANNEL)],
    );
    let to_person = one(
        "user_removed",
        serde_json::json!({"channel_id": CHANNEL, "remover_id": ""}),
        &[("user_id", ME)],
    );
    assert_eq!(to_channel, to_person);
}

#[test]
fn the_three_shapes_of_read_threads() {
    let read = |data, to: &[(&str, &str)]| match one("thread_read_changed", data, to) {
        Event::ThreadsRead(read) => read,
        other => panic!("{other:?}"),
    };
    let thread = serde_json::json!({"thread_id": POST, "timestamp": 8, "unread_mentions": 0, "unread_replies": 3,
        "previous_unread_mentions": 1, "previous_unread_replies": 4, "channel_id": CHANNEL});
    assert!(matches!(
        read(thread, &[("user_id", ME), ("team_id", TEAM)]),
        ThreadsRead::One {
            at: Timestamp(8),
            unread_replies: 3,
            unread_mentions: 0,
            ..
        }
    ));
    assert!(matches!(
        read(
            serde_json::json!({"timestamp": 8}),
            &[("user_id", ME), ("channel_id", CHANNEL)]
        ),
        ThreadsRead::Channel { at: Timestamp(8), .. }
    ));
    for data in [serde_json::json!({}), serde_json::Value::Null] {
        assert!(matches!(
            read(data, &[("user_id", ME), ("team_id", TEAM)]),
            ThreadsRead::Team { .. }
        ));
    }
}

#[test]
fn a_posted_event_may_lack_everything_but_the_post() {
    let post =
        serde_json::json!({"id": POST, "channel_id": CHANNEL, "user_id": ME, "create_at": 5, "message": "m"});
    let data = serde_json::json!({"post": post.to_string(), "mentions": "null", "followers": null, "image": "true",
        "otherFile": "true", "should_ack": true, "set_online": false, "team_id": ""});
    let Event::PostCreated(created) = one("posted", data, &[("channel_id", CHANNEL)]) else {
        panic!()
    };
    assert!(!created.mentions_me && !created.follows && created.channel_kind.is_none());
}

#[test]
fn lists_may_be_null_where_they_are_empty() {
    for nothing in [serde_json::json!("null"), serde_json::json!("[]")] {
        let data = serde_json::json!({ "preferences": nothing });
        let loaded = one("preferences_changed", data.clone(), &[("user_id", ME)]);
        assert!(matches!(loaded, Event::PreferencesLoaded { preferences, .. } if preferences.is_empty()));
        assert_eq!(
            one("preferences_deleted", data, &[("user_id", ME)]),
            Event::PreferencesDeleted(Vec::new())
        );
    }
    let order = one(
        "sidebar_category_order_updated",
        serde_json::json!({"order": null}),
        &[("team_id", TEAM)],
    );
    assert!(matches!(order, Event::CategoryOrderChanged { order, .. } if order.is_empty()));
    let viewed = one(
        "multiple_channels_viewed",
        serde_json::json!({"channel_times": null}),
        &[("user_id", ME)],
    );
    assert!(matches!(viewed, Event::ChannelsViewed { times } if times.is_empty()));
}

#[test]
fn a_category_event_before_a_preference_names_no_team() {
    for data in [serde_json::json!({}), serde_json::Value::Null] {
        let event = one("sidebar_category_updated", data, &[("user_id", ME)]);
        assert_eq!(event, Event::CategoriesOutdated { team_id: None });
    }
}

/// What a licensed server, a plugin or a console sends has its own shapes; none of them may cost more than a count.
#[test]
fn what_is_not_needed_is_counted_whatever_it_holds() {
    let inner = serde_json::json!({"id": POST, "user_id": ME, "channel_id": CHANNEL}).to_string();
    for (event, data) in [
        (
            "post_acknowledgement_added",
            serde_json::json!({"acknowledgement": inner}),
        ),
        (
            "persistent_notification_triggered",
            serde_json::json!({"post": inner, "mentions": "[]"}),
        ),
        (
            "post_revealed",
            serde_json::json!({"post": inner, "recipients": [ME]}),
        ),
        (
            "post_translation_updated",
            serde_json::json!({"object_id": POST, "translations": {"ja": {"state": "ready"}}}),
        ),
        (
            "content_flagging_report_value_updated",
            serde_json::json!({"property_values": "[]", "target_id": POST}),
        ),
        (
            "file_download_rejected",
            serde_json::json!({"file_id": POST, "download_type": "file"}),
        ),
        ("channel_bookmark_updated", serde_json::json!({"bookmarks": "{}"})),
        ("channel_bookmark_sorted", serde_json::json!({"bookmarks": "[]"})),
        (
            "custom_profile_attributes_field_updated",
            serde_json::json!({"field": {}, "delete_values": true}),
        ),
        (
            "custom_profile_attributes_values_updated",
            serde_json::json!({"user_id": ME, "values": {}}),
        ),
        (
            "scheduled_post_created",
            serde_json::json!({"scheduledPost": inner}),
        ),
        ("received_group", serde_json::json!({"group": inner})),
        ("group_member_deleted", serde_json::json!({"group_member": inner})),
        (
            "plugin_statuses_changed",
            serde_json::json!({"plugin_statuses": []}),
        ),
        ("open_dialog", serde_json::json!({"dialog": inner})),
        ("show_toast", serde_json::json!({"message": "m", "position": ""})),
        ("guests_deactivated", serde_json::Value::Null),
        ("user_activation_status_change", serde_json::json!({})),
        ("recap_updated", serde_json::json!({"recap_id": POST})),
    ] {
        assert_eq!(
            variant(&one(event, data, &[("user_id", ME)])),
            "NotNeeded",
            "{event}"
        );
    }
}
