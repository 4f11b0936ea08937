//! Creating, editing, deleting, reacting.

use super::*;
use crate::event::NoticeKind;
use crate::state::Key;

fn text(state: &State, number: u32) -> Option<&str> {
    state.post(build::post_id(number)).map(|p| p.message.as_str())
}

#[test]
fn a_newer_edit_replaces_and_an_older_one_changes_nothing() {
    let mut state = after([build::page_of([1, 2]).to_end().loaded()]);
    state.apply(&build::post(1).edited(9, "new").edit());
    assert_eq!(text(&state, 1), Some("new"));
    let changes = state.apply(&build::post(1).edited(5, "old").edit());
    assert_eq!(text(&state, 1), Some("new"));
    assert!(changes.is_empty(), "{changes:?}");
}

#[test]
fn an_edit_of_an_unknown_post_makes_no_ghost() {
    let state = after([build::post(1).edited(9, "new").edit()]);
    assert_eq!(text(&state, 1), None);
    assert_eq!(chunks(&state, GENERAL), Vec::<Vec<u32>>::new());
}

#[test]
fn an_early_edit_wins_over_the_older_page() {
    let state = after([
        build::post(1).edited(9, "new").edit(),
        build::page_of([1]).to_end().loaded(),
    ]);
    assert_eq!(text(&state, 1), Some("new"));
}

#[test]
fn a_deleted_post_never_comes_back() {
    let mut state = after([
        build::page_of([1, 2]).to_end().loaded(),
        build::post(1).deletion(),
    ]);
    apply_all(
        &mut state,
        [
            build::page_of([1, 2]).to_end().loaded(),
            build::post(1).edited(99, "late").edit(),
            build::post(1).created(),
            build::post(1).answer(),
        ],
    );
    assert_eq!(text(&state, 1), None);
    assert!(state.is_deleted(build::post_id(1)));
    assert_eq!(chunks(&state, GENERAL), [[2]]);
}

#[test]
fn deleting_a_root_takes_its_replies() {
    let mut state = after([
        build::page_of([1, 2]).to_end().loaded(),
        build::post(3).reply_to(1).created(),
        build::post(1).deletion(),
    ]);
    assert_eq!(text(&state, 3), None);
    state.apply(&build::post(4).reply_to(1).created());
    assert_eq!(text(&state, 4), None, "a late reply of a deleted root");
}

#[test]
fn a_copy_that_lacks_follow_state_keeps_it() {
    let full = build::post(1).replies(2, 5).with(|p| {
        p.is_following = Some(true);
        p.participants = Some(vec![CAROL]);
    });
    let state = after([
        build::page([full.post()]).to_end().loaded(),
        build::post(1).edited(9, "new").edit(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.message, "new");
    assert_eq!(post.is_following, Some(true));
    assert_eq!(post.participants.as_deref(), Some(&[CAROL][..]));
    assert_eq!(post.last_reply_at, Some(build::second(5)));
    assert_eq!(post.reply_count, 2);
}

#[test]
fn reactions_are_sets_however_often_told() {
    let added = |seconds| Event::ReactionAdded {
        reaction: build::reaction(1, BOB, "+1", seconds),
        channel_id: Some(GENERAL),
    };
    let removed = Event::ReactionRemoved {
        reaction: build::reaction(1, BOB, "+1", 5),
        channel_id: None,
    };
    let mut state = after([build::page_of([1]).to_end().loaded(), added(5), added(6)]);
    let count = |state: &State| {
        state
            .post(build::post_id(1))
            .and_then(|p| p.reactions.clone())
            .map_or(0, |r| r.len())
    };
    assert_eq!(count(&state), 1);
    apply_all(&mut state, [removed.clone(), removed]);
    assert_eq!(count(&state), 0);
}

#[test]
fn a_page_made_before_a_reaction_does_not_take_it_away() {
    let page = || {
        build::page([build::post(1).with(|p| p.reactions = Some(vec![])).post()])
            .to_end()
            .loaded()
    };
    let state = after([
        page(),
        Event::ReactionAdded {
            reaction: build::reaction(1, BOB, "+1", 5),
            channel_id: None,
        },
        page(),
    ]);
    assert_eq!(
        state
            .post(build::post_id(1))
            .and_then(|p| p.reactions.as_ref())
            .map(Vec::len),
        Some(1)
    );
}

#[test]
fn a_page_made_before_a_reaction_tells_of_those_that_were_missed() {
    let page = |seconds, reaction| {
        let with = |post: &mut Post| post.reactions = Some(vec![reaction]);
        build::page([build::post(1).updated(seconds).with(with).post()])
            .to_end()
            .loaded()
    };
    let mine = Event::ReactionAdded {
        reaction: build::reaction(1, ALICE, "+1", 9),
        channel_id: None,
    };
    let state = after([
        page(2, build::reaction(1, BOB, "taken back", 2)),
        mine,
        page(5, build::reaction(1, BOB, "heart", 5)),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    let names = post.reactions.iter().flatten().map(|r| r.emoji_name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["heart", "+1"]);
}

#[test]
fn deleting_oneself_shows_at_once_and_comes_back_when_refused() {
    let id = build::post_id(1);
    let mut state = after([build::page_of([1]).to_end().loaded()]);
    assert!(state
        .apply(&Event::PostDeleteQueued { post_id: id })
        .contains(&Key::Timeline(GENERAL)));
    assert!(state.pending_deletes.contains(&id));
    state.apply(&Event::PostDeleteFailed {
        post_id: id,
        reason: crate::event::FailureReason::Unreachable,
    });
    assert!(state.pending_deletes.is_empty());
    assert_eq!(text(&state, 1), Some("post 1"));
}

#[test]
fn an_unreadable_event_marks_its_channel_and_is_counted() {
    let state = after([Event::Broken {
        event: "posted".to_owned(),
        channel_id: Some(GENERAL),
    }]);
    assert!(state.is_stale(GENERAL) && state.needs_posts(GENERAL));
    assert_eq!(state.counters().get("posted (unreadable)"), Some(&1));
    assert!(state.notices().all(|n| n.kind != NoticeKind::LoadFailed));
}

#[test]
fn invented_event_names_do_not_fill_memory() {
    let mut state = State::default();
    for n in 0..10_000 {
        state.apply(&Event::Unknown(format!("custom_{n}")));
    }
    assert!(state.counters().len() <= 257);
    assert!(state.counters().get("(other)").is_some_and(|n| *n > 9000));
}

#[test]
fn memory_frees_channels_opened_longest_ago_but_never_the_open_one() {
    let full = |channel, from: u32, count: u32| {
        build::page((from..from + count).map(|n| build::post(n).in_channel(channel).post()))
            .to_end()
            .loaded()
    };
    let mut state = after([
        Event::PlaceOpened(place("design")),
        full(DESIGN, 0, 9_000),
        Event::PlaceOpened(place("secret")),
        full(SECRET, 10_000, 9_000),
        Event::PlaceOpened(place("general")),
    ]);
    state.apply(&Event::PostQueued(Box::new(build::outgoing("key", "unsent"))));
    state.apply(&full(GENERAL, 20_000, 9_000));
    assert!(state.memory().posts <= super::super::memory::MAX_POSTS);
    assert!(state.timeline(DESIGN).is_none(), "opened longest ago");
    assert_eq!(state.timeline(SECRET).map(|t| t.len()), Some(9_000));
    assert_eq!(state.timeline(GENERAL).map(|t| t.len()), Some(9_000));
    assert_eq!(state.outbox().len(), 1);
}

#[test]
fn an_open_channel_larger_than_the_bound_stays_whole() {
    let mut state = after([
        Event::PlaceOpened(place("general")),
        build::page_of(0..21_000).to_end().loaded(),
    ]);
    for n in 21_000..22_500 {
        state.apply(&build::post(n).created());
    }
    assert_eq!(state.timeline(GENERAL).map(|t| t.len()), Some(22_500));
}

#[test]
fn a_newer_copy_that_says_nothing_of_reactions_does_not_hide_those_of_a_page() {
    let heart = build::reaction(1, BOB, "heart", 5);
    let reacted = |reactions| move |post: &mut Post| post.reactions = reactions;
    let state = after([
        build::page([build::post(1).with(reacted(Some(vec![]))).post()])
            .to_end()
            .loaded(),
        build::post(1).updated(9).edit(),
        build::page([build::post(1)
            .updated(5)
            .with(reacted(Some(vec![heart.clone()])))
            .post()])
        .to_end()
        .loaded(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.reactions.as_deref(), Some(&[heart][..]));
}

#[test]
fn a_reaction_in_the_millisecond_of_an_edit_of_a_post_that_was_not_loaded_is_in_its_page() {
    let heart = build::reaction(1, BOB, "heart", 5);
    let copy = |reactions| {
        build::post(1)
            .edited(5, "better")
            .with(|post| post.reactions = Some(reactions))
    };
    let state = after([
        copy(vec![]).edit(),
        build::page([copy(vec![heart.clone()]).post()]).to_end().loaded(),
    ]);
    let post = state.post(build::post_id(1)).expect("stored");
    assert_eq!(post.reactions.as_deref(), Some(&[heart][..]));
}

#[test]
fn an_edit_whose_answer_says_nothing_of_reactions_is_not_taken_back_by_the_copy_from_before_it() {
    let posted = build::post(1)
        .by(ALICE)
        .with(|post| post.reactions = Some(Vec::new()));
    let edited = posted
        .clone()
        .edited(5, "edited")
        .with(|post| post.reactions = None);
    // As a reply of before the edit carries it along (storm 1494650).
    let replied = posted.clone().updated(4);
    for copy in [posted.clone(), replied] {
        let state = after([posted.clone().created(), edited.clone().answer(), copy.edit()]);
        let post = state.post(build::post_id(1)).expect("a post");
        assert_eq!(
            (post.message.as_str(), post.edit_at),
            ("edited", Some(build::second(5)))
        );
    }
}
