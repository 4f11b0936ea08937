//! One's own post: echo, event, answer and page in any order give one post.

use super::*;
use crate::event::FailureReason;
use crate::state::OutgoingPhase;

fn queued() -> Event {
    Event::PostQueued(Box::new(build::outgoing("alice:1", "hello")))
}

fn own() -> build::PostBuilder {
    build::post(5).by(ALICE).says("hello").client_id("client-alice:1")
}

#[test]
fn six_orders_of_event_answer_and_page_give_one_post() {
    let ends = [
        own().pending("alice:1").created(),
        own().pending("alice:1").answer(),
        build::page([build::post(1).post(), own().post()])
            .to_end()
            .loaded(),
    ];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let mut results = Vec::new();
    for order in orders {
        let mut state = after([
            build::page_of([1]).to_end().loaded(),
            queued(),
            Event::PostSendStarted(PendingPostId::new("alice:1")),
        ]);
        for at in order {
            state.apply(&ends[at]);
            assert!(state.outbox().is_empty(), "confirmed by the first of {order:?}");
            assert_eq!(chunks(&state, GENERAL), [[1, 5]], "{order:?}");
            let key = state
                .post(build::post_id(5))
                .and_then(|p| p.pending_post_id.clone());
            assert_eq!(key, Some(PendingPostId::new("alice:1")), "{order:?}");
        }
        results.push(facts(&state));
    }
    assert!(results.windows(2).all(|w| w[0] == w[1]), "all orders end alike");
}

#[test]
fn of_two_posts_with_one_key_only_the_first_has_it() {
    let again = build::post(6).by(ALICE).says("hello").pending("alice:1");
    let mut state = after([
        build::page_of([1]).to_end().loaded(),
        queued(),
        own().pending("alice:1").created(),
        again.clone().answer(),
    ]);
    state.apply(&again.created());
    let key = |number| {
        state
            .post(build::post_id(number))
            .unwrap()
            .pending_post_id
            .clone()
    };
    assert_eq!((key(5), key(6)), (Some(PendingPostId::new("alice:1")), None));
}

#[test]
fn two_posts_of_the_same_text_stay_two() {
    let mut second = build::outgoing("alice:2", "hello");
    second.client_id = "client-alice:2".to_owned();
    let state = after([
        build::page_of([1]).to_end().loaded(),
        queued(),
        Event::PostQueued(Box::new(second)),
        own().pending("alice:1").created(),
    ]);
    assert_eq!(state.outbox().len(), 1);
    assert!(state.outgoing(&PendingPostId::new("alice:2")).is_some());
}

#[test]
fn a_foreign_post_with_our_key_confirms_nothing() {
    let state = after([queued(), build::post(5).by(BOB).pending("alice:1").created()]);
    assert_eq!(state.outbox().len(), 1);
}

#[test]
fn a_failed_post_is_kept_retried_and_discarded() {
    let key = PendingPostId::new("alice:1");
    let failed = || Event::PostSendFailed {
        pending: key.clone(),
        reason: FailureReason::Unreachable,
    };
    let mut state = after([queued(), Event::PostSendStarted(key.clone()), failed()]);
    assert_eq!(
        state.outgoing(&key).map(|i| &i.phase),
        Some(&OutgoingPhase::Failed(FailureReason::Unreachable))
    );
    apply_all(
        &mut state,
        [
            Event::PostSendRetried(key.clone()),
            Event::PostSendStarted(key.clone()),
        ],
    );
    assert_eq!(
        state.outgoing(&key).map(|i| &i.phase),
        Some(&OutgoingPhase::Sending)
    );
    apply_all(
        &mut state,
        [failed(), Event::PostSendDiscarded(key.clone()), queued()],
    );
    assert!(state.outbox().is_empty(), "a key is used once");
}

#[test]
fn a_failure_told_after_the_post_stands_changes_nothing() {
    let state = after([
        queued(),
        own().pending("alice:1").created(),
        Event::PostSendFailed {
            pending: PendingPostId::new("alice:1"),
            reason: FailureReason::Unreachable,
        },
    ]);
    assert!(state.outbox().is_empty());
}

#[test]
fn an_edit_shows_at_once_and_a_newer_one_survives_the_end_of_the_older() {
    let id = build::post_id(1);
    let edit = |text: &str| Event::PostEditQueued {
        post_id: id,
        message: text.to_owned(),
    };
    let mut state = after([build::page_of([1]).to_end().loaded(), edit("one"), edit("two")]);
    state.apply(&Event::PostEditFailed {
        post_id: id,
        message: "one".to_owned(),
        reason: FailureReason::Unreachable,
    });
    assert_eq!(state.pending_edit(id), Some("two"));
    state.apply(&Event::PostEditConfirmed {
        post_id: id,
        message: "two".to_owned(),
    });
    assert_eq!(state.pending_edit(id), None);
}

#[test]
fn one_that_is_found_later_is_not_taken_for_the_newest() {
    let mut state = after([queued(), Event::PostsFound(vec![own().post()])]);
    assert!(state.outbox().is_empty(), "confirmed");
    assert!(chunks(&state, GENERAL).is_empty(), "who knows what came after it");
    let posts = [build::post(1).post(), own().post(), build::post(7).post()];
    state.apply(&build::page(posts).to_end().loaded());
    assert_eq!(chunks(&state, GENERAL), [[1, 5, 7]]);
}
