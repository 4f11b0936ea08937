//! Losing access: nothing of a channel stays readable.

use super::*;
use crate::event::{DraftPlace, NoticeKind, Scope};

#[test]
fn removal_of_oneself_leaves_no_trace_but_ones_own_words() {
    let place_of_draft = DraftPlace {
        channel_id: GENERAL,
        root_id: None,
    };
    let state = after([
        Event::PlaceOpened(place("general")),
        build::page([build::post(1).says("a secret").post()])
            .to_end()
            .loaded(),
        build::post(2).reply_to(1).says("a secret").created(),
        build::post(3).edited(9, "a secret").edit(),
        Event::ThreadOpened(Some(build::post_id(1))),
        Event::DraftChanged {
            place: place_of_draft,
            text: "my words".to_owned(),
        },
        Event::MemberRemoved {
            channel_id: GENERAL,
            user_id: ALICE,
        },
    ]);
    assert!(!facts(&state).contains("a secret"));
    assert_eq!(state.draft(place_of_draft), "my words");
    assert_eq!(state.open_channel(), None);
    assert_eq!(state.open_thread(), None);
    assert!(state.channel(GENERAL).is_none() && state.member(GENERAL).is_none());
    assert!(state.notices().any(|n| n.kind == NoticeKind::ChannelLost));
}

#[test]
fn somebody_elses_removal_changes_nothing_readable() {
    let state = after([
        build::page_of([1]).to_end().loaded(),
        Event::MemberRemoved {
            channel_id: GENERAL,
            user_id: BOB,
        },
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1]]);
}

#[test]
fn a_complete_list_forgets_the_rest() {
    let state = after([
        build::page_of([1]).to_end().loaded(),
        Event::ChannelsLoaded {
            channels: vec![build::channel(DESIGN, "design").channel()],
            scope: Scope::All,
        },
    ]);
    assert!(state.channel(GENERAL).is_none());
    assert_eq!(state.memory().posts, 0);
}

#[test]
fn leaving_a_team_takes_its_channels_and_no_messages() {
    let state = after([Event::TeamLeft { team_id: TEAM }]);
    let left: Vec<ChannelId> = state.channels().map(|c| c.id).collect();
    assert_eq!(left.len(), 2);
    assert!(left.contains(&DIRECT) && left.contains(&GROUP));
}

#[test]
fn what_was_read_of_a_public_channel_before_one_is_in_it_is_asked_for_again() {
    // sleet 1403519: one was removed, and a page that had been asked for came all the same. Nobody tells of what was said then.
    let removed = Event::MemberRemoved {
        channel_id: GENERAL,
        user_id: ALICE,
    };
    let state = after([
        removed.clone(),
        build::page_of([1]).to_end().loaded(),
        build::member_loaded(build::member(GENERAL)),
    ]);
    assert!(state.needs_posts(GENERAL));
    let state = after([
        removed,
        build::member_loaded(build::member(GENERAL)),
        build::page_of([1]).to_end().loaded(),
        build::member_loaded(build::member(GENERAL)),
    ]);
    assert!(!state.needs_posts(GENERAL));
}
