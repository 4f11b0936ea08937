//! Chunks and gaps: what is loaded of a channel, and what is known to be missing.

use super::*;
use crate::event::{ConnectionStatus, Window};
use crate::state::Timeline;

fn timeline(state: &State) -> &Timeline {
    state.timeline(GENERAL).expect("a timeline")
}

#[test]
fn a_live_post_is_appended_when_the_end_is_loaded() {
    let state = after([build::page_of([1, 2]).to_end().loaded(), build::post(3).created()]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 3]]);
}

#[test]
fn a_late_post_is_put_in_its_place() {
    let state = after([build::page_of([1, 3]).to_end().loaded(), build::post(2).created()]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 3]]);
}

#[test]
fn behind_a_gap_a_live_post_stands_apart() {
    let state = after([build::page_of([1, 2]).loaded(), build::post(9).created()]);
    assert_eq!(chunks(&state, GENERAL), [vec![1, 2], vec![9]]);
    assert!(timeline(&state).reached_end);
}

#[test]
fn a_post_that_arrives_before_the_first_page_is_not_lost() {
    let state = after([build::post(9).created(), build::page_of([1, 2]).to_end().loaded()]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 9]]);
}

#[test]
fn before_joins_what_it_was_asked_beside() {
    let state = after([
        build::page_of([5, 6]).to_end().loaded(),
        build::page_of([3, 4])
            .window(Window::Before(build::post_id(5)))
            .from_start()
            .loaded(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[3, 4, 5, 6]]);
    assert!(timeline(&state).reached_start);
}

#[test]
fn an_empty_page_before_the_oldest_post_is_the_start() {
    let state = after([
        build::page_of([5, 6]).to_end().loaded(),
        build::page_of([])
            .window(Window::Before(build::post_id(5)))
            .from_start()
            .loaded(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[5, 6]]);
    assert!(timeline(&state).reached_start);
}

#[test]
fn after_joins_and_fills_the_gap_to_the_end() {
    let mut state = after([
        build::page_of([1, 2]).loaded(),
        build::page_of([8, 9]).to_end().loaded(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2], [8, 9]]);
    state.apply(
        &build::page_of([3, 4])
            .window(Window::After(build::post_id(2)))
            .loaded(),
    );
    assert_eq!(chunks(&state, GENERAL), [vec![1, 2, 3, 4], vec![8, 9]]);
    state.apply(
        &build::page_of([5, 6, 8])
            .window(Window::After(build::post_id(4)))
            .loaded(),
    );
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 3, 4, 5, 6, 8, 9]]);
}

#[test]
fn an_empty_channel_takes_its_first_post() {
    let state = after([
        build::page_of([]).from_start().to_end().loaded(),
        build::post(1).created(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1]]);
    assert!(timeline(&state).reached_start && timeline(&state).reached_end);
}

#[test]
fn a_lost_connection_leaves_a_gap_that_since_closes() {
    let mut state = after([
        build::page_of([1, 2]).to_end().loaded(),
        Event::MarkedStale { channel_id: None },
        build::post(9).created(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [vec![1, 2], vec![9]]);
    assert!(state.is_stale(GENERAL));
    let since = Window::Since {
        at: build::second(2),
        truncated: false,
    };
    state.apply(
        &build::page([build::post(1).edited(5, "x").post(), build::post(4).post()])
            .window(since)
            .loaded(),
    );
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 4, 9]]);
    assert!(!state.is_stale(GENERAL));
    assert_eq!(
        state.post(build::post_id(1)).map(|p| p.message.as_str()),
        Some("x")
    );
}

#[test]
fn a_truncated_since_closes_nothing() {
    let since = Window::Since {
        at: build::second(2),
        truncated: true,
    };
    let state = after([
        build::page_of([1, 2]).to_end().loaded(),
        Event::MarkedStale {
            channel_id: Some(GENERAL),
        },
        build::page_of([7]).window(since).loaded(),
    ]);
    assert!(state.is_stale(GENERAL));
    assert!(!timeline(&state).reached_end);
    assert_eq!(chunks(&state, GENERAL), [[1, 2]]);
}

#[test]
fn since_tells_of_deletions_and_leaves_out_old_strangers() {
    let since = Window::Since {
        at: build::second(6),
        truncated: false,
    };
    let state = after([
        build::page_of([5, 6]).to_end().loaded(),
        build::page([
            build::post(2).edited(8, "old stranger").post(),
            build::post(5).deleted(9).post(),
        ])
        .window(since)
        .loaded(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[6]]);
    assert!(state.post(build::post_id(2)).is_none());
    assert!(state.is_deleted(build::post_id(5)));
}

#[test]
fn an_own_answer_while_the_socket_is_down_hides_no_gap() {
    let mut state = after([
        build::page_of([1, 2]).to_end().loaded(),
        Event::PostQueued(Box::new(build::outgoing("key", "mine"))),
        build::post(8).by(ALICE).pending("key").answer(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 8]]);
    // The resume failed: posts between 2 and 8 may be missing.
    state.apply(&Event::MarkedStale { channel_id: None });
    assert_eq!(chunks(&state, GENERAL), [vec![1, 2], vec![8]]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(2)));
}

#[test]
fn between_answers_whose_events_are_lost_is_a_gap_that_no_page_of_the_newest_hides() {
    let mine = |n: u32| build::post(n).by(ALICE).pending(&format!("key {n}"));
    let queued = |n: u32| {
        let key = format!("key {n}");
        Event::PostQueued(Box::new(build::outgoing(&key, "mine")))
    };
    // Whether the channel was loaded before, or one only writes in it.
    for loaded in [Some(build::page_of([1, 2]).to_end().loaded()), None] {
        let is_loaded = loaded.is_some();
        let mut state = after(loaded);
        apply_all(
            &mut state,
            [queued(4), mine(4).answer(), queued(8), mine(8).answer()],
        );
        state.apply(&Event::MarkedStale { channel_id: None });
        state.apply(&build::page_of([8, 9]).to_end().loaded());
        let before = if is_loaded { vec![vec![1, 2]] } else { Vec::new() };
        let expected = [before, vec![vec![4], vec![8, 9]]].concat();
        assert_eq!(chunks(&state, GENERAL), expected);
    }
}

#[test]
fn a_page_that_was_quicker_than_the_events_after_an_own_answer_hides_no_hole_when_they_are_lost() {
    let mut state = after([
        Event::PostQueued(Box::new(build::outgoing("key", "mine"))),
        build::post(4).by(ALICE).pending("key").answer(),
        build::page_of([8, 9]).to_end().loaded(),
    ]);
    assert_eq!(
        chunks(&state, GENERAL),
        [[4, 8, 9]],
        "what lies between comes by itself"
    );
    state.apply(&Event::MarkedStale { channel_id: None });
    assert_eq!(chunks(&state, GENERAL), [vec![4], vec![8, 9]]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(4)));
}

#[test]
fn a_post_fetched_by_id_is_placed_only_where_its_neighbours_are() {
    let mut state = after([build::page_of([5, 7]).loaded()]);
    apply_all(
        &mut state,
        [
            build::post(6).answer(),
            build::post(2).answer(),
            build::post(9).answer(),
        ],
    );
    assert_eq!(chunks(&state, GENERAL), [[5, 6, 7]]);
    assert!(state.post(build::post_id(2)).is_some(), "known, for a permalink");
}

#[test]
fn a_page_drops_what_was_deleted_unheard() {
    let mut state = after([build::page_of([1, 20, 40, 60]).to_end().loaded()]);
    state.apply(&build::page_of([1, 40, 60]).to_end().loaded());
    assert_eq!(chunks(&state, GENERAL), [[1, 40, 60]]);
    // Too young to be sure: it may have been committed after the page was read.
    state.apply(&build::post(59).created());
    state.apply(&build::page_of([1, 40, 60]).to_end().loaded());
    assert_eq!(chunks(&state, GENERAL), [[1, 40, 59, 60]]);
}

#[test]
fn unasked_channels_keep_only_their_newest_posts() {
    let state = after((1..=500).map(|n| build::post(n).created()));
    assert_eq!(timeline(&state).len(), 100);
    assert_eq!(state.memory().posts, 100);
    assert!(state.needs_posts(GENERAL));
}

#[test]
fn a_channel_that_was_left_keeps_its_newest_posts_and_what_is_needed_of_the_others() {
    let mut state = after([
        Event::PlaceOpened(place("general")),
        build::page_of([1, 2]).from_start().to_end().loaded(),
        build::post(3).reply_to(1).created(),
    ]);
    for n in 4..=1_010 {
        state.apply(&build::post(n).created());
    }
    assert!(timeline(&state).len() > 1_000, "somebody may be reading it");
    state.apply(&Event::PlaceOpened(place("elsewhere")));
    state.apply(&build::post(1_011).created());
    assert_eq!(chunks(&state, GENERAL), [(512..=1_011).collect::<Vec<_>>()]);
    assert!(!timeline(&state).reached_start, "a gap stands before them");
    assert!(timeline(&state).reached_end);
    assert!(state.post(build::post_id(1)).is_some(), "the root of a reply");
    assert!(state.post(build::post_id(2)).is_none());
    assert_eq!(state.memory().posts, 502);
}

#[test]
fn a_page_made_before_posts_that_were_let_go_does_not_hide_that_they_are_missing() {
    // The channel was left again before its first page was there, and much was said until the page came.
    for (page, all) in [(build::page_of([1, 2]), 150), (build::page_of([]), 149)] {
        let mut state = after((3..=150).map(|n| build::post(n).created()));
        state.apply(&page.from_start().to_end().loaded());
        let last = chunks(&state, GENERAL).pop();
        assert_eq!(last, Some((51..=150).collect()));
        assert!(timeline(&state).reached_end, "what comes now is appended");
        // A page that knows of them closes the gap.
        state.apply(&build::page_of(2..=150).to_end().loaded());
        assert_eq!(chunks(&state, GENERAL).pop().map(|last| last.len()), Some(all));
    }
}

#[test]
fn without_collapsed_threads_replies_stand_in_the_channel_too() {
    let mut state = after([
        build::config("CollapsedThreads", "disabled"),
        build::page_of([1, 2]).to_end().loaded(),
        build::post(3).reply_to(1).created(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 3]]);
    state.apply(&build::config("CollapsedThreads", "always_on"));
    assert!(state.needs_posts(GENERAL), "the lists differ: loaded anew");
}

#[test]
fn a_gap_stays_when_the_only_post_behind_it_is_deleted() {
    let deleted = Event::PostDeleted {
        post_id: build::post_id(9),
        channel_id: GENERAL,
        root_id: None,
    };
    let page = || build::page_of([1, 2]).loaded();
    let orders = [
        [page(), build::post(9).created(), deleted.clone()],
        [build::post(9).created(), deleted, page()],
    ];
    for events in orders {
        let state = after(events);
        assert_eq!(chunks(&state, GENERAL), [[1, 2]]);
        assert!(
            !timeline(&state).reached_end,
            "what is between 2 and 9 is not loaded"
        );
    }
}

#[test]
fn a_since_that_tells_nothing_beyond_a_gap_does_not_reach_the_end() {
    let since = Window::Since {
        at: build::second(5),
        truncated: false,
    };
    let state = after([
        build::page_of([1]).loaded(),
        build::page([]).window(since).loaded(),
    ]);
    assert!(!timeline(&state).reached_end);
}

#[test]
fn a_permalink_stands_between_the_pages_around_it() {
    let state = after([
        build::post(5).answer(),
        build::page_of([3, 4])
            .window(Window::Before(build::post_id(5)))
            .loaded(),
        build::page_of([6, 7])
            .window(Window::After(build::post_id(5)))
            .loaded(),
    ]);
    assert_eq!(chunks(&state, GENERAL), [[3, 4, 5, 6, 7]]);
}

#[test]
fn what_was_missed_is_asked_for_from_where_it_was_missed() {
    let mut state = after([
        build::page_of([1, 2]).to_end().loaded(),
        Event::MarkedStale { channel_id: None },
        build::post(9).created(),
    ]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(2)));
    let since = Window::Since {
        at: build::second(2),
        truncated: false,
    };
    state.apply(&build::page_of([4]).window(since).loaded());
    assert_eq!(state.since_anchor(GENERAL), Some(before(9)));
}

#[test]
fn what_was_said_before_one_was_added_is_asked_for_though_something_was_said_right_after() {
    // sleet 1791151: a page of before the removal came after the list that told of it.
    let none = Event::MembersLoaded {
        members: Vec::new(),
        scope: crate::event::Scope::All,
    };
    let state = after([
        none,
        build::page_of([1, 2]).to_end().loaded(),
        Event::MemberAdded {
            channel_id: GENERAL,
            user_id: ALICE,
            team_id: None,
        },
        build::post(9).created(),
        build::member_loaded(build::member(GENERAL)),
    ]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(2)));
    assert_eq!(chunks(&state, GENERAL), [vec![1, 2], vec![9]]);
}

#[test]
fn where_the_post_at_which_the_connection_was_lost_is_deleted_what_was_missed_joins_the_one_before() {
    let mut state = after([
        build::page_of([1, 2, 3]).to_end().loaded(),
        Event::MarkedStale { channel_id: None },
        build::post(3).deletion(),
        build::post(9).created(),
        Event::MarkedStale { channel_id: None },
    ]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(2)));
    let since = Window::Since {
        at: before(2),
        truncated: false,
    };
    state.apply(&build::page_of([2, 9]).window(since).loaded());
    assert_eq!(chunks(&state, GENERAL), [[1, 2, 9]]);
}

#[test]
fn a_post_told_after_a_page_that_lacks_it_is_doubted_when_the_connection_is_lost() {
    let state = after([
        build::page_of([1, 2]).from_start().to_end().loaded(),
        build::post(3).created(),
        build::page_of([1, 2, 3, 6]).from_start().to_end().loaded(),
        build::post(5).created(),
        build::post(7).created(),
        Event::MarkedStale { channel_id: None },
    ]);
    let doubted: Vec<PostId> = state.doubted().collect();
    assert_eq!(doubted, [build::post_id(5)]);
}

#[test]
fn a_post_between_two_losses_of_the_connection_that_a_page_lacks_is_doubted() {
    let lost = || Event::MarkedStale { channel_id: None };
    let mut state = after([build::post(8).created(), lost(), build::post(9).created(), lost()]);
    state.apply(
        &build::page_of([1, 2, 3])
            .window(Window::Unread)
            .from_start()
            .to_end()
            .loaded(),
    );
    let doubted: Vec<PostId> = state.doubted().collect();
    assert_eq!(doubted, [build::post_id(8), build::post_id(9)]);
}

#[test]
fn a_post_that_was_asked_for_without_a_connection_and_that_a_page_lacks_is_doubted() {
    let lost = || Event::MarkedStale { channel_id: None };
    let since = Window::Since {
        at: before(5),
        truncated: false,
    };
    let mut state = after([
        build::page_of([1, 2, 3]).to_end().loaded(),
        lost(),
        build::page_of([1, 2, 3]).to_end().loaded(),
        build::page_of([8]).window(since).loaded(),
        lost(),
    ]);
    let page = build::page_of([1, 2, 3]).window(Window::Unread);
    state.apply(&page.from_start().to_end().loaded());
    assert_eq!(state.doubted().collect::<Vec<_>>(), [build::post_id(8)]);
}

#[test]
fn a_post_that_a_page_lacks_is_doubted_once_the_connection_turns_out_to_be_lost() {
    let mut state = after([
        build::post(8).created(),
        build::post(9).created(),
        build::page_of([1, 2, 3]).to_end().loaded(),
        build::page_of([1, 2, 3, 9]).to_end().loaded(),
    ]);
    assert_eq!(state.doubted().count(), 0, "an event will tell");
    state.apply(&Event::MarkedStale { channel_id: None });
    assert_eq!(state.doubted().collect::<Vec<_>>(), [build::post_id(8)]);
}

#[test]
fn what_pages_were_asked_beside_is_doubted_if_there_was_no_connection_when_they_came() {
    for (status, doubted) in [
        (ConnectionStatus::Connecting, 1),
        (ConnectionStatus::Connected, 0),
    ] {
        let beside = Window::After(build::post_id(5));
        let state = after([
            Event::ConnectionChanged(status),
            Event::PostsReceived(vec![build::post(5).post()]),
            build::page_of([6, 7]).window(beside).to_end().loaded(),
            Event::MarkedStale { channel_id: None },
        ]);
        assert_eq!(state.doubted().count(), doubted, "{status:?}");
    }
}

#[test]
fn a_page_that_was_quicker_than_the_events_before_it_hides_no_hole_when_they_are_lost() {
    let mut state = after([build::post(1).created(), build::page_of([8, 9]).to_end().loaded()]);
    assert_eq!(
        chunks(&state, GENERAL),
        [[1, 8, 9]],
        "what lies between comes by itself"
    );
    state.apply(&build::post(2).created());
    state.apply(&Event::MarkedStale { channel_id: None });
    assert_eq!(chunks(&state, GENERAL), [[1, 2], [8, 9]]);
    assert_eq!(state.since_anchor(GENERAL), Some(before(2)));
}

/// A `since` answer tells of what is newer: in the very millisecond of the last post something else may have changed after it.
fn before(number: u32) -> Timestamp {
    Timestamp(build::second(number).0 - crate::state::SINCE_MARGIN)
}
