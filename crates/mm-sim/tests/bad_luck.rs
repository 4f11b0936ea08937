//! A server that was rolled back to a backup, a clock that is off over a reload, records of another version: nothing of one's own is
//! lost, everything goes on, and resetting what is kept here leads to what the server has.

mod support;

use mm_core::action::Action;
use mm_core::event::{DraftPlace, NoticeKind};
use support::*;

const DAY: i64 = 86_400_000;

/// Alice and Bob in a channel; Alice's page has been kept.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    for who in [alice, bob] {
        pair.open(who, OFF_TOPIC);
        pair.open(who, TOWN);
    }
    pair.say(bob, TOWN, "before the backup");
    pair.settle();
    (pair, alice, bob)
}

/// The server is as it was in a backup, after more was said and read.
fn rolled_back() -> (Pair, ClientId, ClientId) {
    let (mut pair, alice, bob) = two();
    let backup = pair.server.world().snapshot().expect("it can be saved");
    pair.run_for(120_000);
    for n in 0..5 {
        pair.say(bob, TOWN, &format!("lost {n}"));
        pair.say(bob, OFF_TOPIC, &format!("lost as well {n}"));
        pair.settle();
    }
    pair.read(alice, TOWN);
    let post_id = pair.screen(alice).post(TOWN, "before the backup");
    let emoji_name = "+1".to_owned();
    pair.act(alice, Action::AddReaction { post_id, emoji_name });
    pair.run_for(10_000);
    pair.roll_back(&backup);
    pair.run_for(20_000);
    pair.settle();
    (pair, alice, bob)
}

fn is_told(pair: &Pair, who: ClientId) -> bool {
    let mut notices = pair.client(who).engine.state().notices();
    notices.any(|notice| notice.kind == NoticeKind::RolledBack)
}

#[test]
fn after_a_roll_back_everything_goes_on() {
    let (mut pair, alice, bob) = rolled_back();
    for who in [alice, bob] {
        assert_eq!(pair.connection(who), ConnectionStatus::Connected);
        assert!(is_told(&pair, who), "and somebody can act");
    }
    for (who, text) in [(alice, "w1."), (bob, "w2."), (alice, "w3.")] {
        pair.say(who, TOWN, text);
        pair.settle();
        assert_eq!(pair.server.world().written(text).len(), 1, "{text}");
    }
    for who in [alice, bob] {
        for text in ["w1.", "w2.", "w3."] {
            assert_eq!(pair.screen(who).count(TOWN, text), 1, "{who:?}: {text}");
        }
    }
    let before = pair.client(alice).requests.len();
    pair.run_for(10 * 60_000);
    let asked = pair.client(alice).requests[before..].iter();
    let asked: Vec<_> = asked.filter(|line| !line.contains("/users/status/ids")).collect();
    assert!(asked.is_empty(), "no storm: {asked:?}");
}

#[test]
fn what_the_server_lost_is_gone_after_a_reset() {
    let (mut pair, alice, _) = rolled_back();
    pair.act(alice, Action::ResetLocalData);
    pair.settle();
    assert!(!is_told(&pair, alice));
    pair.open(alice, TOWN);
    for n in 0..5 {
        assert_eq!(pair.screen(alice).count(TOWN, &format!("lost {n}")), 0);
    }
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn what_is_not_sent_outlives_a_roll_back() {
    let (mut pair, alice, bob) = two();
    let backup = pair.server.world().snapshot().expect("it can be saved");
    pair.run_for(120_000);
    pair.say(bob, TOWN, "lost");
    pair.run_for(5_000);
    pair.set_link(alice, Link::Down);
    pair.say(alice, TOWN, "waits.");
    let place = DraftPlace {
        channel_id: pair.screen(alice).channel(TOWN),
        root_id: None,
    };
    let text = "half a thought".to_owned();
    pair.act(alice, Action::ChangeDraft { place, text });
    pair.run_for(1_000);
    pair.reload(alice, UnderWay::IsLost);
    pair.roll_back(&backup);
    pair.run_for(60_000);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    assert_eq!(pair.server.world().written("waits.").len(), 1);
    assert_eq!(pair.client(alice).engine.state().draft(place), "half a thought");
    assert!(is_told(&pair, alice), "also over a reload");
}

#[test]
fn a_clock_that_jumps_a_day_between_two_pages_changes_nothing() {
    for (before, after) in [(0, DAY), (0, -DAY), (DAY, -DAY)] {
        let (mut pair, alice, bob) = two();
        pair.client_mut(alice).skew = before;
        pair.set_link(alice, Link::Down);
        let post_id = pair.screen(alice).post(TOWN, "before the backup");
        pair.say(alice, TOWN, "waits.");
        pair.act(
            alice,
            Action::PinPost {
                post_id,
                pinned: true,
            },
        );
        pair.run_for(5_000);
        pair.client_mut(alice).skew = after;
        pair.reload(alice, UnderWay::Arrives);
        pair.say(bob, TOWN, "meanwhile");
        pair.run_for(60_000);
        pair.set_link(alice, Link::Up);
        pair.wake(alice, Wake::Online);
        pair.settle();
        assert_eq!(pair.server.world().written("waits.").len(), 1);
        let post = pair.client(bob).engine.state().post(post_id).cloned();
        assert!(post.is_some_and(|post| post.is_pinned), "{before} {after}");
        pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
    }
}

#[test]
fn records_of_another_version_cost_themselves_only_and_stay_for_who_knows_them() {
    let (mut pair, alice, _) = two();
    pair.set_link(alice, Link::Down);
    pair.say(alice, TOWN, "waits.");
    let post_id = pair.screen(alice).post(TOWN, "before the backup");
    pair.act(
        alice,
        Action::PinPost {
            post_id,
            pinned: true,
        },
    );
    pair.wake(alice, Wake::Hidden);
    pair.run_for(100);
    let (mut changed, mut family) = (Vec::new(), "order");
    {
        let mut store = pair.client(alice).store.borrow_mut();
        for (key, text) in &mut store.records {
            // A newer program wrote the orders and one of the channels' posts.
            if key.contains(&format!("/{family}/")) {
                *text = text.replacen("\"v\":1", "\"v\":99", 1);
                changed.push((key.clone(), text.clone()));
                family = "posts";
            }
        }
    }
    assert!(!changed.is_empty());
    pair.reload(alice, UnderWay::Arrives);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.run_for(60_000);
    pair.settle();
    assert_eq!(
        pair.server.world().written("waits.").len(),
        1,
        "what is understood goes on"
    );
    let order = &changed[0];
    assert_eq!(
        pair.client(alice).store.borrow().records.get(&order.0),
        Some(&order.1)
    );
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
    pair.act(alice, Action::ResetLocalData);
    pair.settle();
    assert_eq!(pair.client(alice).store.borrow().records.get(&order.0), None);
}
