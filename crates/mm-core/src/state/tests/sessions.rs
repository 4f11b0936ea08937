//! Who is signed in, and what is kept.

use super::*;
use crate::event::{Notice, NoticeKind, Place, SessionState};
use crate::state::Key;

#[test]
fn signing_out_forgets_everything_of_the_person() {
    let mut state = after([
        build::page_of([1]).to_end().loaded(),
        build::config("SiteName", "x"),
    ]);
    let changes = state.apply(&Event::SessionChanged(SessionState::SignedOut));
    assert!(changes.contains(&Key::Everything));
    assert_eq!(
        state.memory().posts + state.memory().users + state.memory().channels,
        0
    );
    assert_eq!(state.me(), None);
    assert_eq!(state.config().get("SiteName"), Some("x"));
    assert_eq!(state.place(), &Place::Start);
}

#[test]
fn a_newer_client_waits_for_the_next_person_too() {
    let raised = |kind| Event::NoticeRaised(Notice { kind, detail: None });
    let mut state = after([raised(NoticeKind::UpdateReady), raised(NoticeKind::LoadFailed)]);
    state.apply(&Event::SessionChanged(SessionState::SignedOut));
    let kinds: Vec<NoticeKind> = state.notices().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::UpdateReady]);
}

#[test]
fn a_start_without_a_session_keeps_the_place_asked_for() {
    let mut state = State::default();
    state.apply(&Event::PlaceOpened(place("general")));
    state.apply(&Event::SessionChanged(SessionState::SignedOut));
    assert_eq!(state.place(), &place("general"));
}

#[test]
fn an_expired_session_keeps_everything_for_the_same_person_only() {
    let mut state = after([
        build::page_of([1]).to_end().loaded(),
        Event::SessionChanged(SessionState::Expired),
        Event::MeLoaded(Box::new(build::user(ALICE, "alice"))),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1]]);
    state.apply(&Event::MeLoaded(Box::new(build::user(BOB, "bob"))));
    assert_eq!(state.memory().posts, 0);
    assert_eq!(state.me(), Some(BOB));
}

#[test]
fn a_reduced_copy_of_oneself_blanks_nothing() {
    let mut full = build::user(ALICE, "alice");
    full.first_name = "Alice".to_owned();
    full.notify_props.insert("desktop".to_owned(), "all".to_owned());
    let mut reduced = build::user(ALICE, "alice");
    reduced.update_at = Timestamp(9);
    reduced.last_picture_update = Timestamp(9);
    full.update_at = Timestamp(5);
    let state = after([Event::UsersLoaded(vec![full]), Event::UsersLoaded(vec![reduced])]);
    let me = state.me_user().expect("known");
    assert_eq!(me.first_name, "Alice");
    assert_eq!(me.notify_props.len(), 1);
    assert_eq!(me.last_picture_update, Timestamp(9));
}

#[test]
fn a_place_leads_somewhere_once_its_channel_is_known() {
    let mut state = State::default();
    state.apply(&Event::PlaceOpened(place("general")));
    assert_eq!(state.open_channel(), None);
    for event in sign_in() {
        state.apply(&event);
    }
    assert_eq!(state.open_channel(), Some(GENERAL));
    assert_eq!(state.open_team(), Some(TEAM));
    let direct = Place::Direct {
        team: "company".to_owned(),
        username: "bob".to_owned(),
    };
    state.apply(&Event::PlaceOpened(direct));
    assert_eq!(state.open_channel(), Some(DIRECT));
}

#[test]
fn the_team_of_a_direct_channel_opens_though_the_channel_is_known_before_it() {
    let mut state = State::default();
    state.apply(&Event::PlaceOpened(place(&format!("{ALICE}__{BOB}"))));
    let is_teams = |event: &Event| matches!(event, Event::TeamsLoaded { .. });
    let (teams, others): (Vec<Event>, Vec<Event>) = sign_in().into_iter().partition(is_teams);
    for event in others.iter().chain(&teams) {
        state.apply(event);
    }
    assert_eq!(state.open_channel(), Some(DIRECT));
    assert_eq!(state.open_team(), Some(TEAM));
}

#[test]
fn collapsed_threads_follow_configuration_and_preference() {
    let collapsed = |config: &str, preference: Option<&str>| {
        let mut state = after([build::config("CollapsedThreads", config)]);
        if let Some(value) = preference {
            state.apply(&build::preference(
                "display_settings",
                "collapsed_reply_threads",
                value,
            ));
        }
        state.is_collapsed_threads()
    };
    assert!(after([]).is_collapsed_threads(), "the server's default");
    assert!(collapsed("always_on", Some("off")));
    assert!(!collapsed("disabled", Some("on")));
    assert!(collapsed("default_on", None) && !collapsed("default_on", Some("off")));
    assert!(!collapsed("default_off", None) && collapsed("default_off", Some("on")));
}

#[test]
fn the_next_person_does_not_inherit_the_threads_setting() {
    let mut state = after([
        build::config("CollapsedThreads", "default_on"),
        build::preference("display_settings", "collapsed_reply_threads", "off"),
    ]);
    assert!(!state.is_collapsed_threads());
    state.apply(&Event::SessionChanged(SessionState::SignedOut));
    assert!(state.is_collapsed_threads());
}

#[test]
fn the_sidebar_of_a_team_is_asked_for_again_when_it_is_opened_after_a_lost_connection() {
    let loaded = Event::CategoriesLoaded {
        team_id: TEAM,
        categories: vec![Category {
            id: CategoryId::new("custom"),
            team_id: TEAM,
            kind: CategoryKind::Custom,
            sorting: CategorySorting::Recent,
            display_name: "custom".to_owned(),
            muted: false,
            collapsed: false,
            channel_ids: vec![GENERAL],
        }],
    };
    let mut state = after([loaded.clone()]);
    assert!(!state.needs_categories(TEAM));
    state.apply(&Event::MarkedStale {
        channel_id: Some(GENERAL),
    });
    assert!(!state.needs_categories(TEAM));
    state.apply(&Event::MarkedStale { channel_id: None });
    assert!(state.needs_categories(TEAM));
    state.apply(&loaded);
    assert!(!state.needs_categories(TEAM));
}
