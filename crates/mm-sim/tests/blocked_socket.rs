//! A proxy lets requests through and breaks WebSockets: messages still come, by slow polling, and the page says so.

mod support;

use mm_core::action::Action;
use mm_demo::chaos::Command;
use support::*;

const MINUTE: i64 = 60_000;

/// Alice's socket is open, Bob's never will be.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(3);
    let alice = pair.sign_in(ALICE);
    pair.open(alice, TOWN);
    pair.disturb(Command::RefuseUpgrade {
        status: 503,
        times: None,
    });
    let bob = pair.sign_in(BOB);
    pair.open(bob, TOWN);
    (pair, alice, bob)
}

fn is_polled(pair: &Pair, who: ClientId) -> bool {
    pair.client(who).engine.state().is_polled()
}

fn asked(pair: &Pair, who: ClientId) -> usize {
    pair.client(who).requests.len()
}

#[test]
fn what_is_said_is_there_within_half_a_minute() {
    let (mut pair, alice, bob) = two();
    for n in 0..10 {
        let text = format!("news {n}");
        pair.say(alice, TOWN, &text);
        pair.run_for(31_000);
        assert_eq!(pair.screen(bob).count(TOWN, &text), 1, "{text}");
        assert!(is_polled(&pair, bob));
        assert_ne!(pair.connection(bob), ConnectionStatus::Connected);
    }
    let state = pair.client(bob).engine.state();
    let age = state.outdated_since().map(|since| pair.now() - since.0);
    assert!(age.is_some_and(|age| age <= 30_500), "{age:?}");
}

#[test]
fn what_is_unread_elsewhere_is_counted_and_there_when_it_is_opened() {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.open(bob, TOWN);
    pair.run_for(MINUTE);
    pair.say(alice, OFF_TOPIC, &format!("@{BOB} psst"));
    pair.run_for(31_000);
    assert_eq!(pair.screen(bob).unread(OFF_TOPIC), (true, 1));
    assert_eq!(pair.screen(bob).count(OFF_TOPIC, &format!("@{BOB} psst")), 0);
    let channel_id = pair.screen(bob).channel(OFF_TOPIC);
    pair.act(bob, Action::OpenChannel { channel_id });
    pair.run_for(1_000);
    assert_eq!(pair.screen(bob).count(OFF_TOPIC, &format!("@{BOB} psst")), 1);
    pair.read(bob, OFF_TOPIC);
    pair.run_for(1_000);
    assert!(!pair.screen(alice).unread(OFF_TOPIC).0);
    assert_eq!(pair.screen(bob).unread(OFF_TOPIC), (false, 0));
}

#[test]
fn edits_deletions_and_acts_of_ones_own_come_too() {
    let (mut pair, alice, bob) = two();
    for text in ["first", "second"] {
        pair.say(alice, TOWN, text);
    }
    pair.run_for(31_000);
    let (edited, deleted) = (
        pair.screen(alice).post(TOWN, "first"),
        pair.screen(alice).post(TOWN, "second"),
    );
    let message = "better".to_owned();
    pair.act(
        alice,
        Action::EditPost {
            post_id: edited,
            message,
        },
    );
    pair.act(alice, Action::DeletePost { post_id: deleted });
    pair.say(bob, TOWN, "mine");
    pair.act(
        bob,
        Action::PinPost {
            post_id: edited,
            pinned: true,
        },
    );
    pair.run_for(31_000);
    let counts = ["better", "first", "second", "mine"].map(|text| pair.screen(bob).count(TOWN, text));
    assert_eq!(counts, [1, 0, 0, 1]);
    let post = pair.client(alice).engine.state().post(edited).cloned();
    assert!(post.is_some_and(|post| post.is_pinned));
}

#[test]
fn it_is_slow_and_ends_when_the_socket_opens() {
    let (mut pair, _, bob) = two();
    pair.run_for(MINUTE);
    let before = asked(&pair, bob);
    pair.run_for(10 * MINUTE);
    let a_minute = (asked(&pair, bob) - before) / 10;
    // Four rounds of five questions at most, and presence once.
    assert!((4..=21).contains(&a_minute), "{a_minute} a minute");
    pair.disturb(Command::Heal {});
    pair.act(bob, Action::ReconnectNow);
    pair.run_for(5_000);
    assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
    assert!(!is_polled(&pair, bob));
    // Unread channels are read ahead, once.
    pair.run_for(MINUTE);
    let before = asked(&pair, bob);
    pair.run_for(10 * MINUTE);
    let lists = pair.client(bob).requests[before..].iter();
    let lists: Vec<_> = lists.filter(|line| !line.contains("/users/status/ids")).collect();
    assert!(lists.is_empty(), "{lists:?}");
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn a_page_that_is_hidden_for_long_is_left_alone_until_it_is_seen() {
    let (mut pair, alice, bob) = two();
    pair.wake(bob, Wake::Hidden);
    pair.run_for(4 * MINUTE);
    pair.say(alice, TOWN, "a title may tell");
    pair.run_for(31_000);
    assert_eq!(pair.screen(bob).count(TOWN, "a title may tell"), 1);
    pair.run_for(MINUTE);
    let before = asked(&pair, bob);
    pair.say(alice, TOWN, "nobody looks");
    pair.run_for(60 * MINUTE);
    let rounds = pair.client(bob).requests[before..].iter();
    let rounds = rounds.filter(|line| line.contains("/users/me/channels")).count();
    assert_eq!(rounds, 0);
    pair.wake(bob, Wake::Visible);
    pair.run_for(1_000);
    assert_eq!(pair.screen(bob).count(TOWN, "nobody looks"), 1);
}

#[test]
fn without_a_network_it_is_one_question_now_and_then() {
    let (mut pair, alice, bob) = two();
    pair.run_for(MINUTE);
    pair.set_link(bob, Link::Down);
    pair.run_for(MINUTE);
    assert!(!is_polled(&pair, bob));
    let before = asked(&pair, bob);
    pair.run_for(10 * MINUTE);
    let a_minute = (asked(&pair, bob) - before) / 10;
    // One list, tried every 32 s at the latest, and presence.
    assert!(
        a_minute <= 8,
        "{a_minute} a minute: {:?}",
        &pair.client(bob).requests[before..]
    );
    pair.say(alice, TOWN, "back");
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(31_000);
    assert_eq!(pair.screen(bob).count(TOWN, "back"), 1);
    assert!(is_polled(&pair, bob));
}

#[test]
fn what_was_read_offline_is_told_though_the_socket_stays_blocked() {
    let (mut pair, alice, bob) = two();
    pair.say(alice, TOWN, "news");
    pair.run_for(31_000);
    pair.set_link(bob, Link::Down);
    pair.read(bob, TOWN);
    pair.run_for(10_000);
    pair.reload(bob, UnderWay::IsLost);
    pair.run_for(10_000);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(2 * MINUTE);
    let fresh = pair.fresh(bob);
    for who in [bob, fresh] {
        assert_eq!(pair.screen(who).unread(TOWN), (false, 0));
    }
}

/// Both sockets are open, and Bob looks elsewhere.
fn both_live() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(3);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    for who in [alice, bob] {
        pair.open(who, OFF_TOPIC);
    }
    pair.open(bob, TOWN);
    pair.run_for(10_000);
    (pair, alice, bob)
}

#[test]
fn a_mention_during_an_outage_is_counted_once_whatever_round_had_begun() {
    for seconds in [5, 14, 16, 20, 31, 47, 70, 200] {
        for blocked in [false, true] {
            let (mut pair, alice, bob) = both_live();
            let before = pair.screen(bob).unread(OFF_TOPIC).1;
            if blocked {
                pair.disturb(Command::RefuseUpgrade {
                    status: 503,
                    times: None,
                });
                pair.break_socket(bob);
            } else {
                pair.set_link(bob, Link::Down);
            }
            for _ in 0..2 {
                pair.say(alice, OFF_TOPIC, &format!("@{BOB} psst"));
                pair.run_for(seconds * 500);
            }
            let requests = asked(&pair, bob);
            pair.disturb(Command::Heal {});
            pair.set_link(bob, Link::Up);
            pair.wake(bob, Wake::Online);
            pair.run_for(5_000);
            assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
            let unread = pair.screen(bob).unread(OFF_TOPIC);
            assert_eq!(unread, (true, before + 2), "{seconds} s, {blocked}");
            let lists = pair.client(bob).requests[requests..].iter();
            let lists = lists.filter(|line| line.contains("/users/me/channel")).count();
            assert!(
                blocked || lists <= 1,
                "a gap that is resumed asks for nothing more: {lists}"
            );
            pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
        }
    }
}
