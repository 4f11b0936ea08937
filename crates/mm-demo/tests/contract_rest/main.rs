//! Our answers and events beside those of a real Mattermost 11.6.0 (`fixtures/wire`): same status, names, types,
//! nesting, JSON inside strings, `null` against absent, error ids, headers.

mod cases;
mod cases_channels;
mod cases_files;
mod cases_own;
mod cases_people;
mod cases_rest;
mod ours;
mod recorded;
mod shape;

use ours::Ours;

/// Recorded operations that this server does not offer, and why.
const NOT_SERVED: &[(&str, &str)] = &[
    ("commands/create", "needs outgoing requests"),
    ("config/patch", "the answer was left out of the recording"),
    ("dialogs/submit", "needs outgoing requests"),
    ("errors/feature_off", "a server with other settings"),
    ("errors/rate_limit", "the shell's work"),
    ("errors/too_large_file", "a server with other settings"),
    ("hooks/call", "incoming webhooks are not offered"),
    ("hooks/create", "incoming webhooks are not offered"),
    ("mfa/enforced", "a server with other settings"),
    ("plugins/disable", "plugins cannot be installed"),
    ("plugins/enable", "plugins cannot be installed"),
    ("plugins/enable_error", "plugins cannot be installed"),
    ("plugins/first_admin_visit", "plugins cannot be installed"),
    ("plugins/remove", "plugins cannot be installed"),
    ("plugins/upload", "plugins cannot be installed"),
    ("posts/action", "needs outgoing requests"),
    ("websocket/plain_get", "the shell's work"),
];

/// Events that must have been caused by the questions of this test.
const EVENTS: &[&str] = &[
    "added_to_team",
    "channel_converted",
    "channel_created",
    "channel_deleted",
    "channel_member_updated",
    "channel_restored",
    "channel_updated",
    "delete_team",
    "direct_added",
    "draft_created",
    "draft_deleted",
    "emoji_added",
    "ephemeral_message",
    "group_added",
    "leave_team",
    "memberrole_updated",
    "multiple_channels_viewed",
    "new_user",
    "post_deleted",
    "post_edited",
    "post_unread",
    "posted",
    "preference_changed",
    "preferences_changed",
    "preferences_deleted",
    "reaction_added",
    "reaction_removed",
    "restore_team",
    "role_updated",
    "sidebar_category_created",
    "sidebar_category_deleted",
    "sidebar_category_order_updated",
    "sidebar_category_updated",
    "status_change",
    "thread_follow_changed",
    "thread_read_changed",
    "thread_updated",
    "typing",
    "update_team",
    "user_activation_status_change",
    "user_added",
    "user_removed",
    "user_role_updated",
    "user_updated",
];

#[test]
fn answers_and_events_have_the_recorded_shapes() {
    let mut ours = Ours::new();
    cases::cold_start(&mut ours);
    cases::posts(&mut ours);
    cases::threads(&mut ours);
    cases::reading(&mut ours);
    cases_channels::channels(&mut ours);
    cases_own::own_things(&mut ours);
    cases_files::files(&mut ours);
    cases_people::people(&mut ours);
    cases_rest::teams(&mut ours);
    cases_rest::the_rest(&mut ours);
    let served = ours.recordings.rest.keys();
    let forgotten: Vec<&String> = served
        .filter(|name| !ours.asked.contains(*name))
        .filter(|name| {
            !name.starts_with("cold_start/40_") && !NOT_SERVED.iter().any(|(other, _)| other == name)
        })
        .collect();
    let silent: Vec<_> = EVENTS
        .iter()
        .filter(|name| !ours.heard.contains(**name))
        .collect();
    assert!(
        ours.wrong.is_empty(),
        "{} differences:\n{}",
        ours.wrong.len(),
        ours.wrong.join("\n")
    );
    assert!(forgotten.is_empty(), "recorded but not asked here: {forgotten:?}");
    assert!(silent.is_empty(), "events that did not come: {silent:?}");
}

/// The comparison would be worth nothing if it let everything pass.
#[test]
fn the_comparison_notices_what_is_wrong() {
    let recordings = recorded::Recordings::read();
    let shape = recordings.shape("posts/create", 201).expect("a recording");
    let good = recordings.rest["posts/create"][1].body.clone();
    let faults = |change: &dyn Fn(&mut serde_json::Value)| {
        let (mut body, mut wrong) = (good.clone(), Vec::new());
        change(&mut body);
        shape.check("", &body, &recordings.kinds, "", &mut wrong);
        wrong.len()
    };
    assert_eq!(faults(&|_| {}), 0);
    assert_eq!(
        faults(&|body| drop(body.as_object_mut().unwrap().remove("hashtags"))),
        1
    );
    assert_eq!(
        faults(&|body| drop(body.as_object_mut().unwrap().remove("metadata"))),
        1
    );
    assert_eq!(faults(&|body| body["Message"] = "x".into()), 1);
    assert_eq!(faults(&|body| body["create_at"] = "1".into()), 1);
    assert_eq!(faults(&|body| body["root_id"] = serde_json::Value::Null), 1);
    assert_eq!(
        faults(&|body| body["props"]["channel_mentions"]["design"]["display_name"] = 5.into()),
        1
    );
    let frames = &recordings.events["posted"];
    let mut posted = shape::Shape::default();
    frames.iter().for_each(|frame| posted.learn("", &frame["data"]));
    let (mut data, mut wrong) = (frames[0]["data"].clone(), Vec::new());
    data["post"] = serde_json::from_str(data["post"].as_str().unwrap()).unwrap();
    posted.check("", &data, &recordings.kinds, "", &mut wrong);
    assert_eq!(
        wrong.len(),
        1,
        "a post as an object instead of JSON in a string: {wrong:?}"
    );
}
