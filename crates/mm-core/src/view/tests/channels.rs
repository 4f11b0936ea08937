//! Header, typing, teams, title, places.

use super::*;
use crate::event::Place;
use crate::state::Target;
use crate::view::{channel_header, place_of, resolve, teams, title, typing, ReadOnly};

#[test]
fn the_header_says_why_one_may_not_write() {
    let read_only = |state: &State, id| channel_header(state, id).and_then(|h| h.read_only);
    let mut state = after([]);
    assert_eq!(read_only(&state, GENERAL), None);
    state.apply(&role("channel_user", &["read_channel"]));
    assert_eq!(read_only(&state, GENERAL), Some(ReadOnly::NoPermission));
    state.apply(&role("channel_user", &["create_post"]));
    assert_eq!(read_only(&state, GENERAL), None);
    state.apply(&user(BOB, "bob", |u| u.delete_at = Some(Timestamp(5))));
    assert_eq!(read_only(&state, DIRECT), Some(ReadOnly::Deactivated));
    state.apply(&Event::ChannelArchived {
        channel_id: GENERAL,
        delete_at: Some(Timestamp(9)),
    });
    assert_eq!(read_only(&state, GENERAL), Some(ReadOnly::Archived));
}

#[test]
fn typing_is_told_per_thread_in_order_and_ends_with_the_post_or_with_time() {
    let types = |user_id, root: Option<u32>, at| Event::TypingReceived {
        channel_id: GENERAL,
        root_id: root.map(build::post_id),
        user_id,
        at: Monotonic(at),
    };
    let mut state = after([
        types(CAROL, None, 1),
        types(BOB, None, 2),
        types(BOB, Some(1), 3),
        types(ALICE, None, 4),
    ]);
    assert_eq!(typing(&state, GENERAL, None), ["carol", "bob"]);
    assert_eq!(typing(&state, GENERAL, Some(build::post_id(1))), ["bob"]);
    assert!(typing(&state, DESIGN, None).is_empty());
    state.apply(&build::post(1).created());
    assert_eq!(typing(&state, GENERAL, None), ["carol"]);
    state.apply(&Event::TypingExpired { before: Monotonic(2) });
    assert!(typing(&state, GENERAL, None).is_empty());
}

#[test]
fn teams_count_their_channels_and_threads_and_messages_count_once() {
    let other = TeamId::sample("other");
    let mut state = after([
        Event::TeamsLoaded {
            teams: vec![build::team(other, "Another")],
            scope: crate::event::Scope::Some,
        },
        build::post(1).created_mentioning_me(),
        build::post(2).in_channel(DIRECT).created(),
        Event::ThreadTotalsLoaded {
            team_id: TEAM,
            unread_threads: 1,
            unread_mentions: 2,
        },
    ]);
    let entries = teams(&state);
    assert_eq!(entries[0].name, "Another", "by name");
    assert!(!entries[0].unread);
    assert_eq!((entries[1].unread, entries[1].mentions), (true, 3));
    assert_eq!((title(&state).mentions, title(&state).unread), (4, true));
    state.apply(&build::preference("teams_order", "", &format!("{TEAM},{other}")));
    assert_eq!(teams(&state)[0].id, TEAM);
}

#[test]
fn places_and_channels_lead_to_each_other() {
    let state = after([]);
    for id in [GENERAL, SECRET, DIRECT, GROUP] {
        let there = resolve(&state, &place_of(&state, id));
        assert_eq!(there.target, Target::Channel(id));
        assert_eq!(there.team, Some(TEAM));
    }
}

#[test]
fn unknown_places_say_what_is_missing() {
    let state = after([]);
    let direct = |username: &str| Place::Direct {
        team: "company".to_owned(),
        username: username.to_owned(),
    };
    assert_eq!(resolve(&state, &direct("carol")).target, Target::Person(CAROL));
    assert_eq!(
        resolve(&state, &direct("zoe")).target,
        Target::UnknownPerson("zoe".to_owned())
    );
    assert_eq!(
        resolve(&state, &place("nowhere")).target,
        Target::UnknownChannel("nowhere".to_owned())
    );
    let link = Place::Permalink {
        team: "nowhere".to_owned(),
        post_id: build::post_id(1),
    };
    assert_eq!(
        resolve(&state, &link).target,
        Target::UnknownPost(build::post_id(1))
    );
    assert_eq!(resolve(&state, &link).team, None);
}
