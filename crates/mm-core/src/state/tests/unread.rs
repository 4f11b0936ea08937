//! Counters as the server's (`rest.md 5.1`).

use super::*;
use crate::event::{KeptChannel, KeptView, MarkedUnread, Scope};
use crate::state::{Key, UnreadCounts};

fn counts(state: &State, channel: ChannelId) -> (i64, i64) {
    let UnreadCounts {
        messages, mentions, ..
    } = state.unread_counts(channel);
    (messages, mentions)
}

#[test]
fn foreign_posts_count_once_however_often_told() {
    let state = after([
        build::post(1).created(),
        build::post(2).created_mentioning_me(),
        build::post(1).created(),
        build::post(2).created_mentioning_me(),
    ]);
    assert_eq!(counts(&state, GENERAL), (2, 1));
}

#[test]
fn reading_elsewhere_reads_here_and_an_older_time_does_not() {
    let mut state = after([
        build::post(1).created(),
        build::post(2).created(),
        build::viewed(GENERAL, 2),
    ]);
    assert_eq!(counts(&state, GENERAL), (0, 0));
    state.apply(&build::post(3).created());
    state.apply(&build::viewed(GENERAL, 1));
    assert_eq!(counts(&state, GENERAL), (1, 0));
}

#[test]
fn a_view_that_overtakes_or_is_overtaken_counts_the_same() {
    let overtaken = after([
        build::post(1).created(),
        build::post(3).created_mentioning_me(),
        build::viewed(GENERAL, 2),
    ]);
    let overtaking = after([
        build::viewed(GENERAL, 2),
        build::post(1).created(),
        build::post(3).created_mentioning_me(),
    ]);
    assert_eq!(counts(&overtaken, GENERAL), (1, 1));
    assert_eq!(counts(&overtaking, GENERAL), (1, 1));
}

#[test]
fn own_posts_read_the_channel_and_webhooks_of_mine_are_foreign() {
    let mut state = after([build::post(1).created(), build::post(2).by(ALICE).created()]);
    assert_eq!(counts(&state, GENERAL), (0, 0));
    state.apply(
        &build::post(3)
            .by(ALICE)
            .with(|p| p.props.from_webhook = true)
            .created(),
    );
    assert_eq!(counts(&state, GENERAL), (1, 0));
}

#[test]
fn a_muted_channel_shows_mentions_only() {
    let state = after([
        build::member_loaded(build::muted_member(GENERAL)),
        build::post(1).created(),
        build::post(2).created(),
    ]);
    assert!(!state.unread_counts(GENERAL).is_unread());
    assert_eq!(counts(&state, GENERAL), (2, 0), "as in a list of the server's");
    let mut state = state;
    state.apply(&build::post(3).created_mentioning_me());
    assert!(state.unread_counts(GENERAL).is_unread());
    assert_eq!(counts(&state, GENERAL).1, 1);
}

#[test]
fn joining_and_leaving_are_not_counted() {
    let joined = PostKind::System(SystemKind::JoinChannel {
        username: "bob".to_owned(),
    });
    let header = PostKind::System(SystemKind::HeaderChange {
        username: "bob".to_owned(),
        old: String::new(),
        new: "x".to_owned(),
    });
    let mut state = after([build::post(1).kind(joined).created()]);
    assert_eq!(counts(&state, GENERAL), (0, 0));
    state.apply(&build::post(2).kind(header).created());
    assert_eq!(counts(&state, GENERAL), (1, 0));
}

#[test]
fn in_direct_and_group_messages_every_foreign_post_is_a_mention() {
    let state = after([
        build::post(1).in_channel(DIRECT).created(),
        build::post(2).in_channel(DIRECT).created(),
        build::post(3).in_channel(GROUP).created(),
        build::post(4).in_channel(GROUP).by(ALICE).created(),
        build::post(5).in_channel(GROUP).by(CAROL).created(),
    ]);
    assert_eq!(counts(&state, DIRECT), (2, 2));
    assert_eq!(counts(&state, GROUP), (1, 1));
}

#[test]
fn with_collapsed_threads_replies_touch_no_channel_count() {
    let events = [
        build::post(1).created(),
        build::post(2).reply_to(1).created_mentioning_me(),
        build::post(3).reply_to(1).by(ALICE).created(),
    ];
    let mut collapsed = after(events.clone());
    assert_eq!(
        counts(&collapsed, GENERAL),
        (1, 0),
        "own reply reads nothing either"
    );
    collapsed.apply(&build::config("CollapsedThreads", "disabled"));
    let mut flat = after([build::config("CollapsedThreads", "disabled")]);
    apply_all(&mut flat, events.into_iter().take(2));
    assert_eq!(counts(&flat, GENERAL), (2, 1));
    flat.apply(&build::post(3).reply_to(1).by(ALICE).created());
    assert_eq!(counts(&flat, GENERAL), (0, 0));
}

#[test]
fn marked_as_unread_takes_the_servers_counters_until_the_channel_is_left() {
    let mut state = after([
        Event::PlaceOpened(place("general")),
        build::post(1).created(),
        build::post(2).created(),
        build::viewed(GENERAL, 2),
        Event::PostMarkedUnread(MarkedUnread {
            channel_id: GENERAL,
            msg_count: 1,
            msg_count_root: 1,
            mention_count: 1,
            mention_count_root: 1,
            urgent_mention_count: 0,
            last_viewed_at: Timestamp(1999),
        }),
    ]);
    assert_eq!(counts(&state, GENERAL), (1, 1));
    assert!(state.is_manually_unread(GENERAL));
    state.apply(&Event::PlaceOpened(place("design")));
    assert!(!state.is_manually_unread(GENERAL));
}

#[test]
fn a_resync_replaces_counters_and_replayed_posts_do_not_count_again() {
    let mut member = build::member(GENERAL);
    member.msg_count_root = 3;
    member.msg_count = 3;
    member.mention_count_root = 1;
    member.last_update_at = build::second(6);
    let channel = || build::channel(GENERAL, "general").posts(5, 6).channel();
    let mut state = after([
        Event::ChannelsLoaded {
            channels: vec![channel()],
            scope: Scope::Some,
        },
        build::member_loaded(member),
    ]);
    assert_eq!(counts(&state, GENERAL), (2, 1));
    // Events that waited for the resync: the lists have counted the first two.
    apply_all(
        &mut state,
        [
            build::post(5).created(),
            build::post(6).created_mentioning_me(),
            build::post(7).created_mentioning_me(),
        ],
    );
    assert_eq!(counts(&state, GENERAL), (3, 2));
    // A list that was made before the last one.
    state.apply(&Event::ChannelsLoaded {
        channels: vec![channel()],
        scope: Scope::Some,
    });
    assert_eq!(counts(&state, GENERAL), (3, 2));
}

#[test]
fn a_message_of_the_millisecond_of_a_pin_is_not_in_totals_that_know_the_pin_only() {
    let list = |last_post: u32| {
        let channel = build::channel(GENERAL, "general").posts(5, 6);
        channel
            .with(|c| c.last_post_at = build::second(last_post))
            .loaded()
    };
    let mut state = after([list(7), build::post(7).created(), build::post(7).created()]);
    let totals = |state: &State| {
        let told = state.channel(GENERAL);
        told.map(|channel| (channel.total_msg_count, channel.total_msg_count_root))
    };
    assert_eq!(totals(&state), Some((6, 6)));
    // A list that was made before it. Another pin, or the reply itself, has moved the time.
    state.apply(&list(8));
    state.apply(&build::post(8).reply_to(1).created());
    assert_eq!(totals(&state), Some((6, 6)));
}

#[test]
fn an_older_membership_does_not_bring_read_posts_back() {
    let mut stale = build::member(GENERAL);
    stale.last_viewed_at = build::second(1);
    stale.last_update_at = build::second(1);
    let state = after([
        build::post(1).created(),
        build::viewed(GENERAL, 1),
        build::post(2).created(),
    ]);
    let mut state = state;
    state.apply(&build::viewed(GENERAL, 2));
    state.apply(&build::member_loaded(stale));
    assert_eq!(counts(&state, GENERAL), (0, 0));
}

#[test]
fn a_membership_touched_by_the_last_mention_that_was_read_does_not_bring_it_back() {
    let mut told = build::member(GENERAL);
    (told.mention_count, told.mention_count_root) = (1, 1);
    told.last_update_at = build::second(1);
    let mut state = after([build::post(1).created_mentioning_me(), build::viewed(GENERAL, 1)]);
    state.apply(&build::member_loaded(told));
    assert_eq!(counts(&state, GENERAL), (0, 0));
}

#[test]
fn an_older_membership_that_comes_last_does_not_take_back_a_mention_that_totals_had_counted() {
    // mixed 1621465: its event is held back until all lists have come.
    let told = |at: u32, mentions: i64| {
        let mut told = build::member(GENERAL);
        (told.mention_count, told.mention_count_root) = (mentions, mentions);
        told.last_update_at = build::second(at);
        build::member_loaded(told)
    };
    let list = build::channel(GENERAL, "general").posts(5, 5);
    let state = after([
        list.with(|c| (c.last_post_at, c.last_root_post_at) = (build::second(7), build::second(7)))
            .loaded(),
        told(3, 1),
        build::post(7).created_mentioning_me(),
        told(7, 2),
        told(3, 1),
    ]);
    assert_eq!(counts(&state, GENERAL).1, 2);
    let state = after([told(7, 2), told(3, 1), build::post(7).created_mentioning_me()]);
    assert_eq!(counts(&state, GENERAL).1, 2);
}

#[test]
fn what_was_marked_as_unread_in_the_millisecond_of_an_own_post_is_unread() {
    let mut state = after([build::post(1).created(), build::post(2).by(ALICE).created()]);
    let mut told = state.member(GENERAL).cloned().expect("a member");
    (told.last_viewed_at, told.last_update_at) = (build::second(0), build::second(2));
    (told.msg_count, told.msg_count_root) = (told.msg_count - 2, told.msg_count_root - 2);
    state.apply(&build::member_loaded(told));
    assert_eq!(counts(&state, GENERAL), (2, 0));
}

/// A channel that is only known from the store, with one post that is not read.
fn kept_with_one_unread(id: ChannelId) -> Event {
    let mut member = build::member(id);
    member.last_update_at = build::second(1);
    Event::ViewRestored(Box::new(KeptView {
        me: Some(build::user(ALICE, "alice")),
        channels: vec![KeptChannel {
            channel: build::channel(id, "kept").posts(1, 2).channel(),
            member,
            people: None,
        }],
        ..KeptView::default()
    }))
}

#[test]
fn what_was_read_of_the_kept_view_is_not_taken_back_by_a_list_that_does_not_know_of_it() {
    let id = ChannelId::sample("kept");
    let mut state = after([kept_with_one_unread(id)]);
    assert_eq!(counts(&state, id), (1, 0));
    let mut told = build::member(id);
    told.last_update_at = build::second(1);
    apply_all(&mut state, [build::viewed(id, 2), build::member_loaded(told)]);
    assert_eq!(counts(&state, id), (0, 0));
    assert!(!state.has_unseen(id), "so the server is told");
}

#[test]
fn what_an_earlier_page_had_read_is_read_as_soon_as_the_membership_is_known() {
    let id = ChannelId::sample("kept");
    let (channel_id, at, from) = (id, build::second(2), build::second(1));
    let list = || build::channel(id, "kept").posts(1, 2).loaded();
    let read = |told: ChannelMember| {
        let kept = Event::ViewKept { channel_id, at, from };
        let state = after([kept, list(), build::member_loaded(told)]);
        (counts(&state, id), state.has_unseen(id))
    };
    assert_eq!(read(build::member(id)), ((0, 0), false));
    let mut marked_since = build::member(id);
    marked_since.last_update_at = build::second(3);
    assert_eq!(
        read(marked_since),
        ((1, 0), true),
        "the server's newer word stands"
    );
    let mut mentioned_since = build::member(id);
    (mentioned_since.last_viewed_at, mentioned_since.last_update_at) = (from, build::second(3));
    assert_eq!(
        read(mentioned_since),
        ((0, 0), false),
        "and it is not about reading"
    );
    let state = after([Event::ViewKept { channel_id, at, from }, kept_with_one_unread(id)]);
    assert_eq!(counts(&state, id), (0, 0));
}

#[test]
fn what_was_read_here_stands_over_a_list_whose_reading_is_where_it_was() {
    let list = build::channel(GENERAL, "general").posts(1, 2).loaded();
    let read = Event::ChannelRead {
        channel_id: GENERAL,
        at: build::second(2),
    };
    let state = after([list, read]);
    let mut told = build::member(GENERAL);
    told.last_update_at = build::second(3);
    for (viewed_until, unread) in [(0, 0), (1, 1)] {
        let mut state = state.clone();
        told.last_viewed_at = build::second(viewed_until);
        for _ in 0..2 {
            state.apply(&build::member_loaded(told.clone()));
            assert_eq!(counts(&state, GENERAL), (unread, 0), "{viewed_until}");
        }
    }
}

#[test]
fn what_was_read_further_here_by_totals_of_before_is_no_less_than_the_server_counts() {
    // sleet 1716511: another page had said something, a lost link had not told, and the view here was later than that.
    let list = |count: i64, last: u32| {
        let list = build::channel(GENERAL, "general").posts(count, last);
        list.loaded()
    };
    let read = Event::ChannelRead {
        channel_id: GENERAL,
        at: build::second(9),
    };
    let mut told = build::member(GENERAL);
    (told.msg_count, told.msg_count_root) = (2, 2);
    (told.last_viewed_at, told.last_update_at) = (build::second(7), build::second(7));
    let mut state = after([list(1, 9), read, list(2, 12)]);
    assert_eq!(counts(&state, GENERAL), (1, 0));
    state.apply(&build::member_loaded(told));
    assert_eq!(counts(&state, GENERAL), (0, 0));
}

#[test]
fn what_was_read_before_its_totals_were_known_is_read_when_they_are() {
    let list = || build::channel(GENERAL, "general").posts(3, 3).loaded();
    let mut state = after([build::post(3).by(ALICE).created()]);
    state.apply(&list());
    assert_eq!(counts(&state, GENERAL), (0, 0), "an own post read all before it");
    let mut state = after([build::viewed(GENERAL, 2), build::post(2).created(), list()]);
    assert_eq!(
        counts(&state, GENERAL),
        (2, 0),
        "something was said after what was read"
    );
    let mut told = build::member(GENERAL);
    (told.msg_count, told.msg_count_root) = (2, 2);
    (told.last_viewed_at, told.last_update_at) = (build::second(3), build::second(3));
    apply_all(&mut state, [build::member_loaded(told), list()]);
    assert_eq!(counts(&state, GENERAL), (1, 0), "the server's own word stands");
}

#[test]
fn only_what_changed_is_told() {
    let mut state = after([]);
    let first = state.apply(&build::post(1).created());
    assert!(
        first.contains(&Key::Unread(GENERAL)) && first.contains(&Key::Sidebar) && first.contains(&Key::Teams)
    );
    let second = state.apply(&build::post(2).created());
    assert!(second.contains(&Key::Unread(GENERAL)));
    assert!(!second.contains(&Key::Sidebar), "it was unread before");
}

#[test]
fn an_own_post_that_the_servers_word_on_what_was_read_knew_of_counts_once() {
    let mut state = after([build::post(1).created(), build::post(2).by(ALICE).created()]);
    let mut told = state.member(GENERAL).cloned().expect("a member");
    told.msg_count += 1;
    told.msg_count_root += 1;
    told.last_viewed_at = build::second(3);
    told.last_update_at = build::second(3);
    let expected = told.msg_count;
    apply_all(
        &mut state,
        [build::member_loaded(told), build::post(3).by(ALICE).created()],
    );
    assert_eq!(
        state.member(GENERAL).map(|member| member.msg_count),
        Some(expected)
    );
}

#[test]
fn an_own_post_that_comes_after_the_servers_word_on_it_does_not_read_a_mention_that_the_word_holds() {
    let mut state = after([build::post(1).created()]);
    let mut told = state.member(GENERAL).cloned().expect("a member");
    (told.msg_count, told.msg_count_root) = (2, 2);
    (told.mention_count, told.mention_count_root) = (1, 1);
    told.last_viewed_at = build::second(2);
    told.last_update_at = build::second(3);
    apply_all(
        &mut state,
        [
            build::member_loaded(told),
            build::post(2).by(ALICE).created(),
            build::post(3).created_mentioning_me(),
        ],
    );
    assert_eq!(counts(&state, GENERAL), (1, 1));
}
