//! A page goes in the middle of sending: each message is on the server once, or failed once before its author's eyes.

mod support;

use mm_core::action::Action;
use mm_core::cache::StoreFault;
use mm_core::domain::ChannelId;
use mm_core::event::DraftPlace;
use mm_core::view::{self, FixedZone, Row};
use support::*;

fn written(pair: &Pair, word: &str) -> usize {
    pair.server.world().written(word).len()
}

fn at_alices() -> (Pair, ClientId) {
    let mut pair = Pair::new(1);
    let alice = pair.sign_in(ALICE);
    pair.open(alice, TOWN);
    (pair, alice)
}

#[test]
fn a_reload_in_the_moment_of_the_key_press_sends_it_once() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for wait in [0, 5, 19, 20, 21, 39, 40, 41, 500, 40_000] {
            let (mut pair, alice) = at_alices();
            pair.client_mut(alice).lost_answers = 1;
            pair.say(alice, TOWN, "kept.");
            pair.run_for(wait);
            pair.client_mut(alice).lost_answers = 0;
            pair.reload(alice, under_way);
            pair.settle();
            assert_eq!(written(&pair, "kept."), 1, "{under_way:?} after {wait} ms");
            assert_eq!(unconfirmed(&pair, alice), []);
            assert_eq!(pair.screen(alice).count(TOWN, "kept."), 1);
            assert!(pair.client(alice).store.borrow().own_words().is_empty());
        }
    }
}

#[test]
fn a_page_that_comes_back_after_hours_does_not_send_again_what_arrived() {
    let (mut pair, alice) = at_alices();
    pair.say(alice, TOWN, "arrived.");
    pair.run_for(20);
    pair.set_link(alice, Link::Down);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(3 * 3_600_000);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    assert_eq!(written(&pair, "arrived."), 1);
    assert_eq!(unconfirmed(&pair, alice), []);
}

#[test]
fn a_queue_that_is_cut_off_goes_on_in_its_order() {
    let (mut pair, alice) = at_alices();
    let lines: Vec<String> = (0..6).map(|n| format!("line{n}.")).collect();
    for line in &lines {
        pair.say(alice, TOWN, line);
    }
    for _ in 0..4 {
        pair.run_for(25);
        pair.reload(alice, UnderWay::Arrives);
        pair.run_for(130);
    }
    pair.settle();
    let shown = pair.screen(alice).texts(TOWN);
    assert_eq!(shown[shown.len() - lines.len()..], lines[..]);
    for line in &lines {
        assert_eq!(written(&pair, line), 1, "{line}");
    }
}

#[test]
fn a_reply_that_was_cut_off_stands_in_its_thread_once() {
    let (mut pair, alice) = at_alices();
    pair.say(alice, TOWN, "root.");
    pair.settle();
    let root = pair.screen(alice).post(TOWN, "root.");
    let channel_id = pair.screen(alice).channel(TOWN);
    pair.act(
        alice,
        Action::SendPost {
            channel_id,
            root_id: Some(root),
            message: "reply.".into(),
            nonce: "a".repeat(32),
        },
    );
    pair.run_for(30);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(40_000);
    pair.settle();
    assert_eq!(written(&pair, "reply."), 1);
    assert_eq!(unconfirmed(&pair, alice), []);
}

#[test]
fn two_tabs_that_find_the_same_message_send_it_once() {
    for nap in [0, 10_000, 28_000, 60_000] {
        let (mut pair, alice) = at_alices();
        pair.set_link(alice, Link::Down);
        pair.say(alice, TOWN, "w1st.");
        pair.say(alice, TOWN, "w2nd.");
        pair.run_for(1_000);
        // The other tab finds both, and sends them while this one is out of reach.
        let other = pair.same_browser(alice);
        pair.run_for(nap);
        pair.settle();
        pair.set_link(alice, Link::Up);
        pair.wake(alice, Wake::Online);
        pair.settle();
        for who in [alice, other] {
            assert_eq!(unconfirmed(&pair, who), [], "{nap}");
        }
        assert_eq!((written(&pair, "w1st."), written(&pair, "w2nd.")), (1, 1));
    }
}

#[test]
fn a_tab_that_waited_long_does_not_send_what_another_one_has_sent_meanwhile() {
    let (mut pair, alice) = at_alices();
    // Nobody looks at the page: what events tell waits. And the answer to the first message takes long.
    let client = pair.client_mut(alice);
    (client.burst, client.paints_every, client.answers_spread) = (true, 3_600_000, 300_000);
    pair.say(alice, TOWN, "w1st.");
    pair.say(alice, TOWN, "w2nd.");
    pair.run_for(25);
    pair.client_mut(alice).answers_spread = 0;
    let other = pair.open_same_browser(alice);
    pair.run_for(5_000);
    assert_eq!((written(&pair, "w1st."), written(&pair, "w2nd.")), (1, 1));
    assert_eq!(unconfirmed(&pair, other), []);
    assert_eq!(unconfirmed(&pair, alice).len(), 2, "it knows nothing of that");
    pair.run_for(300_000);
    assert_eq!(unconfirmed(&pair, alice), []);
    assert_eq!((written(&pair, "w1st."), written(&pair, "w2nd.")), (1, 1));
}

#[test]
fn what_was_typed_is_there_again() {
    let (mut pair, alice) = at_alices();
    let place = DraftPlace {
        channel_id: pair.screen(alice).channel(TOWN),
        root_id: None,
    };
    let text = "half a sentence".to_owned();
    pair.act(alice, Action::ChangeDraft { place, text });
    pair.run_for(300);
    pair.reload(alice, UnderWay::IsLost);
    pair.settle();
    let draft = pair.client(alice).engine.state().draft(place).to_owned();
    assert_eq!(draft, "half a sentence");
}

#[test]
fn without_a_store_everything_works_as_long_as_the_page_lives() {
    let (mut pair, alice) = at_alices();
    pair.client(alice).store.borrow_mut().fault = Some(StoreFault::Failed);
    pair.say(alice, TOWN, "said.");
    pair.settle();
    assert_eq!(written(&pair, "said."), 1);
    assert_eq!(unconfirmed(&pair, alice), []);
}

#[test]
fn somebody_else_at_the_same_browser_finds_nothing() {
    let (mut pair, alice) = at_alices();
    pair.set_link(alice, Link::Down);
    pair.say(alice, TOWN, "private.");
    pair.run_for(500);
    assert_eq!(pair.client(alice).store.borrow().own_words().len(), 1);
    pair.act(alice, Action::LogOut);
    pair.run_for(500);
    assert!(pair.client(alice).store.borrow().own_words().is_empty());
    pair.set_link(alice, Link::Up);
    pair.reload(alice, UnderWay::IsLost);
    pair.settle();
    pair.log_in(alice, BOB, "Tsubame-2026");
    pair.settle();
    assert_eq!(unconfirmed(&pair, alice), []);
    assert_eq!(written(&pair, "private."), 0);
}

#[test]
fn an_edit_and_a_deletion_that_are_cut_off_are_done_all_the_same() {
    for (under_way, wait) in [
        (UnderWay::Arrives, 0),
        (UnderWay::IsLost, 0),
        (UnderWay::Arrives, 30),
    ] {
        let (mut pair, alice) = at_alices();
        pair.say(alice, TOWN, "firstwords.");
        pair.say(alice, TOWN, "unwanted.");
        pair.settle();
        let edited = pair.screen(alice).post(TOWN, "firstwords.");
        let deleted = pair.screen(alice).post(TOWN, "unwanted.");
        pair.act(
            alice,
            Action::EditPost {
                post_id: edited,
                message: "betterwords.".into(),
            },
        );
        pair.act(alice, Action::DeletePost { post_id: deleted });
        pair.run_for(wait);
        pair.reload(alice, under_way);
        pair.settle();
        let counts = ["betterwords.", "firstwords.", "unwanted."].map(|word| written(&pair, word));
        assert_eq!(counts, [1, 0, 0], "{under_way:?} after {wait}");
        let state = pair.client(alice).engine.state();
        assert_eq!(state.pending_edit(edited), None);
        assert_eq!(state.notices().count(), 0);
        assert!(pair.client(alice).store.borrow().own_words().is_empty());
    }
}

#[test]
fn a_message_written_before_the_session_is_proven_is_sent_once_by_two_tabs() {
    let (mut pair, alice) = at_alices();
    pair.run_for(5_000);
    pair.set_link(alice, Link::Down);
    pair.reload(alice, UnderWay::IsLost);
    pair.run_for(1_000);
    pair.say(alice, TOWN, "early.");
    pair.run_for(1_000);
    let other = pair.same_browser(alice);
    pair.run_for(60_000);
    assert_eq!(written(&pair, "early."), 1, "the other tab found it");
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    for who in [alice, other] {
        assert_eq!(unconfirmed(&pair, who), []);
    }
    assert_eq!(written(&pair, "early."), 1);
}

/// How many rows say it, on their way or confirmed; a page that begins may not know the channel yet.
fn shown(pair: &Pair, who: ClientId, channel_id: ChannelId) -> usize {
    let state = pair.client(who).engine.state();
    let rows = view::rows(state, channel_id, &FixedZone(0)).into_iter();
    rows.filter(|row| match row {
        Row::Post(row) => state.post(row.id).is_some_and(|post| post.message == "kept."),
        Row::Pending(row) => &*row.message == "kept.",
        _ => false,
    })
    .count()
}

#[test]
fn an_own_message_that_a_new_page_shows_stays_in_sight() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for wait in [0, 5, 20, 40, 500] {
            for spread in [0, 40, 400] {
                let (mut pair, alice) = at_alices();
                pair.say(alice, TOWN, "kept.");
                pair.run_for(wait);
                let channel_id = pair.screen(alice).channel(TOWN);
                pair.reload(alice, under_way);
                pair.client_mut(alice).answers_spread = spread;
                let mut seen = false;
                for after in 0..3_000 {
                    pair.run_for(1);
                    let count = shown(&pair, alice, channel_id);
                    assert!(
                        count <= 1,
                        "{under_way:?} {wait} {spread}: {count} after {after} ms"
                    );
                    assert!(
                        !seen || count == 1,
                        "{under_way:?} {wait} {spread}: gone after {after} ms"
                    );
                    seen |= count == 1;
                }
                assert!(seen, "{under_way:?} {wait} {spread}");
            }
        }
    }
}
