//! What acts of the person lead to.

use super::{decide, Action};
use crate::domain::*;
use crate::event::{Event, MarkedUnread};
use crate::sync::Ask;
use crate::testing::*;

#[test]
fn what_was_marked_as_unread_is_read_only_when_the_person_says_so() {
    let mut state = signed_in();
    let channel_id = GENERAL;
    for event in [
        Event::PlaceOpened(place("general")),
        build::post(1).created(),
        build::viewed(channel_id, 1),
        Event::PostMarkedUnread(MarkedUnread {
            channel_id,
            msg_count: 0,
            msg_count_root: 0,
            mention_count: 0,
            mention_count_root: 0,
            urgent_mention_count: 0,
            last_viewed_at: Timestamp(999),
        }),
    ] {
        state.apply(&event);
    }
    let now = Now::default();
    let seen = decide(&state, now, Action::ViewChannel { channel_id });
    assert!(seen.events.is_empty() && seen.asks.is_empty());
    let said = decide(&state, now, Action::MarkRead { channel_id });
    assert_eq!(said.asks, [Ask::View(channel_id)]);
    for event in &said.events {
        state.apply(event);
    }
    assert!(!state.is_manually_unread(channel_id));
    let again = decide(&state, now, Action::MarkRead { channel_id });
    assert!(again.events.is_empty() && again.asks.is_empty());
}
