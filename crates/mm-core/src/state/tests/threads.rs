//! Reply counts and one's own view of threads.

use super::*;
use crate::event::ThreadsRead;

fn replies(state: &State) -> i64 {
    state.post(build::post_id(1)).map_or(-1, |p| p.reply_count)
}

fn thread(unread: i64, mentions: i64, last: u32) -> Thread {
    Thread {
        id: build::post_id(1),
        reply_count: 9,
        last_reply_at: build::second(last),
        last_viewed_at: Timestamp(0),
        participants: vec![BOB],
        unread_replies: unread,
        unread_mentions: mentions,
        is_following: true,
    }
}

fn updated(thread: Thread, previous: Option<(i64, i64)>) -> Event {
    Event::ThreadUpdated {
        thread,
        previous,
        team_id: Some(TEAM),
        root: None,
    }
}

#[test]
fn replies_after_the_counted_copy_are_added_once() {
    let state = after([
        build::page([build::post(1).replies(2, 5).updated(5).post()])
            .to_end()
            .loaded(),
        build::post(4).reply_to(1).created(),
        build::post(6).reply_to(1).created(),
        build::post(6).reply_to(1).created(),
        build::post(6).reply_to(1).answer(),
    ]);
    assert_eq!(replies(&state), 3, "the fourth second was counted by the copy");
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.last_reply_at, Some(build::second(6)));
    assert_eq!(post.participants.as_deref(), Some(&[BOB][..]));
}

#[test]
fn a_reply_before_its_root_counts_too() {
    let state = after([
        build::post(6).reply_to(1).created(),
        build::page([build::post(1).replies(2, 5).updated(5).post()])
            .to_end()
            .loaded(),
    ]);
    assert_eq!(replies(&state), 3);
}

#[test]
fn a_reply_of_the_millisecond_of_a_copy_that_names_an_earlier_last_one_is_not_in_its_number() {
    let named = |post: &mut Post| post.participants = Some(vec![BOB]);
    let mut state = after([
        // A reaction has made this copy, and the reply came right after it.
        build::page([build::post(1).replies(2, 5).updated(6).with(named).post()])
            .to_end()
            .loaded(),
        build::post(6).reply_to(1).by(CAROL).created(),
    ]);
    assert_eq!(replies(&state), 3);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.last_reply_at, Some(build::second(6)));
    assert_eq!(post.participants.as_deref(), Some(&[BOB, CAROL][..]));
    state.apply(&build::post(6).reply_to(1).deletion());
    assert_eq!(replies(&state), 2);
}

#[test]
fn replies_that_only_a_number_speaks_of_have_no_names_though_the_last_one_is_known() {
    let counted = |post: &mut Post| post.reply_count = 2;
    let named = |post: &mut Post| post.participants = Some(vec![CAROL]);
    let mut state = after([
        build::post(6).reply_to(1).created(),
        Event::PostsFound(vec![build::post(1).updated(6).with(counted).post()]),
    ]);
    assert!(state.has_unnamed_replies(build::post_id(1)));
    // Older, and no help.
    let page = build::page([build::post(1).replies(1, 3).updated(3).with(named).post()]);
    state.apply(&page.to_end().loaded());
    assert!(state.has_unnamed_replies(build::post_id(1)));
    state.apply(&build::post(5).reply_to(1).created());
    assert!(!state.has_unnamed_replies(build::post_id(1)), "both are here");
}

#[test]
fn a_copy_from_before_a_pin_that_comes_after_it_says_who_replied_meanwhile() {
    // storm 1282962
    let named = |people: &[UserId]| {
        let people = people.to_vec();
        move |post: &mut Post| post.participants = Some(people)
    };
    let counted = |post: &mut Post| post.reply_count = 2;
    let older = build::post(1).replies(2, 5).updated(5).with(named(&[BOB, CAROL]));
    let state = after([
        build::page([build::post(1).replies(1, 3).updated(3).with(named(&[BOB])).post()])
            .to_end()
            .loaded(),
        Event::PostEdited(Box::new(build::post(1).updated(8).with(counted).post())),
        build::page([older.post()]).to_end().loaded(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(
        (post.reply_count, post.last_reply_at),
        (2, Some(build::second(5)))
    );
    assert_eq!(post.participants.as_deref(), Some(&[BOB, CAROL][..]));
}

#[test]
fn a_deleted_reply_is_taken_off() {
    let mut state = after([
        build::page([build::post(1).replies(2, 5).updated(5).post()])
            .to_end()
            .loaded(),
        build::post(6).reply_to(1).created(),
        build::post(6).reply_to(1).deletion(),
    ]);
    assert_eq!(replies(&state), 2);
    apply_all(
        &mut state,
        [
            build::post(4).reply_to(1).deletion(),
            build::post(4).reply_to(1).deletion(),
        ],
    );
    assert_eq!(replies(&state), 1);
}

#[test]
fn an_edited_root_without_counts_keeps_its_count() {
    let state = after([
        build::page([build::post(1).replies(2, 5).updated(5).post()])
            .to_end()
            .loaded(),
        build::post(6).reply_to(1).created(),
        build::post(1).edited(8, "new").edit(),
    ]);
    assert_eq!(replies(&state), 3);
}

#[test]
fn totals_follow_what_is_new_against_before() {
    let totals = |state: &State| state.thread_totals.get(&TEAM).copied().unwrap_or_default();
    let mut state = after([
        Event::ThreadTotalsLoaded {
            team_id: TEAM,
            unread_threads: 3,
            unread_mentions: 1,
        },
        updated(thread(2, 1, 5), Some((1, 0))),
    ]);
    assert_eq!(totals(&state), (3, 2), "it was unread before");
    state.apply(&updated(thread(2, 1, 5), Some((1, 0))));
    assert_eq!(totals(&state), (3, 2), "told twice");
    state.apply(&build::page_of([1]).to_end().loaded());
    state.apply(&Event::ThreadsRead(ThreadsRead::One {
        thread_id: build::post_id(1),
        at: build::second(5),
        unread_replies: 0,
        unread_mentions: 0,
    }));
    assert_eq!(totals(&state), (2, 1));
    state.apply(&Event::ThreadsRead(ThreadsRead::Team { team_id: TEAM }));
    assert_eq!(totals(&state), (0, 0));
}

#[test]
fn a_thread_of_a_direct_message_is_in_no_teams_figures_whichever_team_it_was_read_from() {
    let loaded = Event::ThreadTotalsLoaded {
        team_id: TEAM,
        unread_threads: 3,
        unread_mentions: 2,
    };
    let mut told = updated(thread(1, 1, 5), None);
    if let Event::ThreadUpdated { team_id, .. } = &mut told {
        *team_id = None;
    }
    let read = updated(thread(0, 0, 5), None);
    let state = after([
        build::page([build::post(1).in_channel(DIRECT).post()])
            .of(DIRECT)
            .to_end()
            .loaded(),
        told,
        loaded,
        read,
    ]);
    assert_eq!(state.thread_totals.get(&TEAM), Some(&(3, 2)));
}

#[test]
fn an_older_copy_of_a_thread_changes_nothing() {
    let state = after([updated(thread(2, 1, 5), None), updated(thread(1, 0, 3), None)]);
    assert_eq!(state.thread(build::post_id(1)).map(|t| t.unread_replies), Some(2));
}

#[test]
fn reading_a_channel_of_threads_reads_those_of_it_only() {
    let state = after([
        build::page_of([1]).to_end().loaded(),
        updated(thread(2, 1, 5), None),
        Event::ThreadsRead(ThreadsRead::Channel {
            channel_id: DESIGN,
            at: build::second(9),
        }),
    ]);
    assert_eq!(state.thread(build::post_id(1)).map(|t| t.unread_replies), Some(2));
}

#[test]
fn an_edit_that_counts_without_saying_who_replied_keeps_who_did() {
    let state = after([
        build::page([build::post(1).post()]).to_end().loaded(),
        build::post(4).reply_to(1).by(CAROL).created(),
        build::post(1)
            .edited(6, "new words")
            .with(|post| post.reply_count = 1)
            .edit(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(
        (post.reply_count, post.last_reply_at),
        (1, Some(build::second(4)))
    );
    assert_eq!(post.participants.as_deref(), Some(&[CAROL][..]));
}

#[test]
fn the_time_of_a_deleted_reply_does_not_stay_the_newest() {
    let state = after([
        build::post(4).reply_to(1).created(),
        build::post(5).reply_to(1).created(),
        build::page([build::post(1).replies(2, 5).updated(5).post()])
            .to_end()
            .loaded(),
        build::post(5).reply_to(1).deletion(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(
        (post.reply_count, post.last_reply_at),
        (1, Some(build::second(4)))
    );
}

#[test]
fn a_copy_from_before_a_deletion_that_comes_after_it_does_not_count_the_reply_again() {
    let state = after([
        build::page([build::post(1).replies(1, 4).updated(4).post()])
            .to_end()
            .loaded(),
        build::post(5).reply_to(1).created(),
        build::post(5).reply_to(1).deletion(),
        build::post(1).replies(2, 5).updated(5).edit(),
    ]);
    assert_eq!(replies(&state), 1);
}

#[test]
fn a_reply_found_after_the_copy_that_counts_it_says_who_replied() {
    let state = after([
        build::page([build::post(1).post()]).to_end().loaded(),
        build::post(1)
            .updated(6)
            .with(|post| post.reply_count = 1)
            .answer(),
        build::post(6).reply_to(1).by(CAROL).answer(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(
        (post.reply_count, post.last_reply_at),
        (1, Some(build::second(6)))
    );
    assert_eq!(post.participants.as_deref(), Some(&[CAROL][..]));
}

#[test]
fn a_page_that_says_that_nobody_replied_outlasts_a_reply_whose_deletion_nobody_told() {
    // sleet 1803591: who had replied before the page was shown beside who replied after it.
    let state = after([
        build::page([build::post(1).post()]).to_end().loaded(),
        build::post(4).reply_to(1).by(CAROL).created(),
        build::page([build::post(1).updated(5).post()]).to_end().loaded(),
        build::post(6).reply_to(1).by(BOB).created(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.reply_count, 1);
    assert_eq!(post.participants.as_deref(), Some(&[BOB][..]));
}

#[test]
fn a_reply_that_its_stretch_of_the_thread_lacks_is_doubted() {
    let loaded = |posts: &[u32], after: Option<u32>, complete| Event::ThreadLoaded {
        root_id: build::post_id(1),
        posts: posts.iter().map(|n| build::post(*n).reply_to(1).post()).collect(),
        after: after.map(|n| build::post(n).post().order()),
        complete,
    };
    let doubted = |page: Event| {
        let known = [2, 3, 4, 5].map(|n| build::post(n).reply_to(1).created());
        let mut state = after(known);
        state.apply(&page);
        state.doubted().collect::<Vec<_>>()
    };
    let ids = |numbers: &[u32]| numbers.iter().map(|n| build::post_id(*n)).collect::<Vec<_>>();
    assert_eq!(doubted(loaded(&[3], None, true)), ids(&[2, 4, 5]));
    assert_eq!(doubted(loaded(&[2, 4], None, false)), ids(&[3]));
    assert_eq!(doubted(loaded(&[5], Some(3), true)), ids(&[4]));
    assert_eq!(doubted(loaded(&[], None, false)), ids(&[]));
}
