//! What a profile tells, and how old what is shown may be.

use super::*;
use crate::view::{freshness, profile, AuthorTag, Freshness};

#[test]
fn a_profile_tells_what_the_server_lets_others_see() {
    let state = after([user(BOB, "bob", |u| {
        u.first_name = "Bob ".to_owned();
        u.last_name = "Brown".to_owned();
        u.position = " Designer ".to_owned();
        u.timezone = "Asia/Tokyo".to_owned();
        u.roles = "system_guest".to_owned();
    })]);
    let shown = profile(&state, BOB).expect("known");
    assert_eq!(shown.full_name, "Bob Brown");
    assert_eq!(shown.username, "bob");
    assert_eq!(shown.position, "Designer");
    assert_eq!(shown.timezone, "Asia/Tokyo");
    assert_eq!(shown.tag, Some(AuthorTag::Guest));
    assert!(!shown.is_deactivated);
}

#[test]
fn hidden_names_and_strangers_are_empty() {
    let state = after([user(BOB, "bob", |u| u.first_name.clear())]);
    let shown = profile(&state, BOB).expect("known");
    assert_eq!(shown.full_name, "");
    assert_eq!(shown.display_name, "bob");
    assert_eq!(profile(&state, UserId::sample("nobody")), None);
}

#[test]
fn age_is_told_until_everything_missed_is_there() {
    let mut state = after([]);
    assert_eq!(freshness(&state), Freshness::UpToDate);
    state.apply(&Event::Outdated { since: Timestamp(7) });
    assert_eq!(freshness(&state), Freshness::AsOf(Timestamp(7)));
    let changes = state.apply(&Event::CaughtUp);
    assert!(changes.contains(&crate::state::Key::Connection));
    assert_eq!(freshness(&state), Freshness::UpToDate);
}
