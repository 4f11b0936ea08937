//! Names as the person wants them.

use super::*;
use crate::view::{channel_display_name, display_name};

fn named_bob() -> Event {
    user(BOB, "bob", |u| {
        u.first_name = "健二".to_owned();
        u.last_name = "佐藤".to_owned();
        u.nickname = "けんじ".to_owned();
    })
}

#[test]
fn the_preference_decides_and_a_lock_of_the_server_overrides() {
    let mut state = after([named_bob()]);
    assert_eq!(display_name(&state, BOB), "bob");
    state.apply(&build::preference("display_settings", "name_format", "full_name"));
    assert_eq!(display_name(&state, BOB), "健二 佐藤");
    state.apply(&build::preference(
        "display_settings",
        "name_format",
        "nickname_full_name",
    ));
    assert_eq!(display_name(&state, BOB), "けんじ");
    assert_eq!(display_name(&state, CAROL), "carol", "no nickname, no full name");
    let locked = ServerConfig(
        [
            ("LockTeammateNameDisplay", "true"),
            ("TeammateNameDisplay", "username"),
        ]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .into(),
    );
    state.apply(&Event::ConfigLoaded(locked));
    assert_eq!(display_name(&state, BOB), "bob");
}

#[test]
fn an_unknown_person_has_no_name() {
    assert_eq!(display_name(&after([]), UserId::sample("nobody")), "");
}

#[test]
fn messages_are_named_after_the_people_in_them() {
    let state = after([]);
    assert_eq!(channel_display_name(&state, DIRECT), "bob");
    assert_eq!(channel_display_name(&state, GROUP), "bob, carol");
    assert_eq!(channel_display_name(&state, GENERAL), "general");
    let notes =
        build::channel(ChannelId::sample("notes"), &format!("{ALICE}__{ALICE}")).kind(ChannelKind::Direct);
    let state = after([notes.loaded()]);
    assert_eq!(channel_display_name(&state, ChannelId::sample("notes")), "alice");
}

#[test]
fn a_group_of_unknown_people_has_the_servers_name() {
    let group = ChannelId::sample("strangers");
    let channel = build::channel(group, "x")
        .kind(ChannelKind::Group)
        .with(|c| c.display_name = "a, b".to_owned());
    assert_eq!(channel_display_name(&after([channel.loaded()]), group), "a, b");
}
