//! What the unread figures of a channel are made of.

use super::*;
use crate::event::MarkedUnread;
use crate::view::{sidebar_entry, why_unread, WhyUnread};

fn figures(state: &State) -> Vec<(i64, i64, bool, bool)> {
    let list = why_unread(state).into_iter();
    list.map(|why: WhyUnread| (why.total - why.read, why.mentions, why.muted, why.marked_unread))
        .collect()
}

#[test]
fn messages_and_mentions_are_named_and_agree_with_the_sidebar() {
    let state = after([build::post(1).created(), build::post(2).created_mentioning_me()]);
    assert_eq!(figures(&state), [(2, 1, false, false)]);
    let entry = sidebar_entry(&state, GENERAL).expect("it is listed");
    assert_eq!((entry.unread, entry.mentions), (true, 1));
    let why = why_unread(&state);
    assert_eq!(why[0].channel, entry.display_name);
}

#[test]
fn what_is_read_is_not_listed_and_what_was_marked_as_unread_says_so() {
    let mut state = after([build::post(1).created(), build::viewed(GENERAL, 1)]);
    assert_eq!(figures(&state), []);
    state.apply(&Event::PlaceOpened(place("general")));
    state.apply(&Event::PostMarkedUnread(MarkedUnread {
        channel_id: GENERAL,
        msg_count: 0,
        msg_count_root: 0,
        mention_count: 0,
        mention_count_root: 0,
        urgent_mention_count: 0,
        last_viewed_at: Timestamp(999),
    }));
    let list = why_unread(&state);
    assert_eq!((list.len(), list[0].marked_unread), (1, true));
}
