//! F1 to F10: the link breaks, falls silent, or tells things twice.

use super::*;
use mm_sim::Mishap;

#[test]
fn f01_a_socket_that_the_server_closes_is_resumed_at_once_and_without_a_word() {
    let (mut pair, alice, bob) = two();
    pair.restart(Queues::Kept);
    pair.say(alice, TOWN, "during.");
    pair.run_for(1_000);
    assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
    assert_eq!(reconnects(&pair, bob), (1, 0));
    assert_eq!(pair.client(bob).engine.state().notices().count(), 0);
    assert_eq!(pair.screen(bob).count(TOWN, "during."), 1);
}

#[test]
fn f02_half_a_frame_is_dropped_and_comes_again_whole() {
    let (mut pair, alice, bob) = two();
    pair.client_mut(bob).mishap = Some((Mishap::CutShort, 1));
    pair.say(alice, TOWN, "cut.");
    pair.run_for(2_000);
    assert_eq!(pair.screen(bob).count(TOWN, "cut."), 1);
    assert_eq!(reconnects(&pair, bob), (1, 0));
}

#[test]
fn f03_a_silent_link_is_noticed_while_one_types_and_in_the_background() {
    let (mut pair, _, bob) = two();
    pair.run_for(6_000);
    pair.set_link(bob, Link::BlackHole);
    let place = types(&mut pair, bob, "hello");
    pair.act(bob, Action::Typing { place });
    pair.run_for(5_100);
    assert_ne!(pair.connection(bob), ConnectionStatus::Connected);

    let (mut pair, alice, _) = two();
    pair.wake(alice, Wake::Blurred);
    pair.set_link(alice, Link::BlackHole);
    // Thirty seconds to the next ping, five for its answer.
    pair.run_for(35_100);
    assert_ne!(pair.connection(alice), ConnectionStatus::Connected);
}

#[test]
fn f04_what_was_sent_over_a_link_that_only_sends_is_there_once() {
    let (mut pair, _, bob) = two();
    pair.run_for(6_000);
    pair.set_link(bob, Link::HalfOpen);
    pair.say(bob, TOWN, "half.");
    pair.run_for(5_100);
    assert_ne!(pair.connection(bob), ConnectionStatus::Connected);
    assert_eq!(written(&pair, "half."), 1);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    assert_eq!(written(&pair, "half."), 1);
    assert_eq!(pair.screen(bob).count(TOWN, "half."), 1);
    assert!(phases(&pair, bob).is_empty());
}

#[test]
fn f05_after_eight_hours_of_sleep_all_is_asked_anew_and_what_was_typed_stands() {
    for stands_still in [false, true] {
        let (mut pair, alice, bob) = two();
        let place = types(&mut pair, bob, "half a thought");
        pair.client_mut(bob).asleep = true;
        pair.set_link(bob, Link::BlackHole);
        pair.run_for(100_000);
        pair.reap(bob);
        pair.run_for(4 * 3_600_000);
        pair.say(alice, TOWN, "night.");
        pair.run_for(4 * 3_600_000);
        if stands_still {
            pair.client_mut(bob).stood_still = 8 * 3_600_000 + 100_000;
        }
        pair.client_mut(bob).asleep = false;
        pair.set_link(bob, Link::Up);
        // Whatever comes in first shows that the clocks have parted.
        pair.wake(bob, Wake::Focused);
        pair.run_for(15_000);
        assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
        assert_eq!(reconnects(&pair, bob).1, 1, "lost once");
        assert_eq!(pair.screen(bob).count(TOWN, "night."), 1);
        assert_eq!(draft(&pair, bob, place), "half a thought");
        pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
    }
}

#[test]
fn f06_a_resume_brings_what_was_missed_without_a_request_and_counts_it_right() {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.set_link(bob, Link::Down);
    for n in 0..40 {
        pair.say(alice, TOWN, &format!("missed{n}."));
        pair.run_for(100);
    }
    let before = pair.client(bob).requests.len();
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(2_000);
    assert_eq!(reconnects(&pair, bob), (1, 0));
    assert_eq!(asked_since(&pair, bob, before), Vec::<String>::new());
    assert_eq!(pair.screen(bob).unread(TOWN), (true, 0));
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn f07_a_connection_that_cannot_be_resumed_is_followed_by_one_resync() {
    let (mut pair, alice, bob) = two();
    pair.set_link(bob, Link::Down);
    for n in 0..100 {
        // Beside each message the server tells of more: more than it keeps for who is away.
        pair.say(alice, TOWN, &format!("much{n}. @{BOB}"));
        pair.run_for(300);
        let post_id = pair.screen(alice).post(TOWN, &format!("much{n}. @{BOB}"));
        for emoji_name in ["tada", "heart"] {
            let emoji_name = emoji_name.to_owned();
            pair.act(alice, Action::AddReaction { post_id, emoji_name });
        }
        pair.run_for(100);
    }
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    assert_eq!(reconnects(&pair, bob), (0, 1));
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn f08_after_a_hole_in_the_numbers_the_missing_one_is_asked_for() {
    let (mut pair, alice, bob) = two();
    pair.client_mut(bob).mishap = Some((Mishap::Swallowed, 1));
    pair.say(alice, TOWN, "swallowed.");
    pair.run_for(1_000);
    pair.say(alice, TOWN, "next.");
    pair.run_for(3_000);
    let texts = pair.screen(bob).texts(TOWN);
    assert_eq!(texts[texts.len() - 2..], ["swallowed.", "next."]);
    assert_eq!(reconnects(&pair, bob), (1, 0));
}

#[test]
fn f09_what_a_resume_tells_again_changes_nothing() {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.set_link(bob, Link::Down);
    for n in 0..5 {
        pair.say(alice, TOWN, &format!("again{n}. @{BOB}"));
    }
    pair.run_for(3_000);
    pair.client_mut(bob).mishap = Some((Mishap::Repeated, 100));
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(3_000);
    assert_eq!(pair.screen(bob).unread(TOWN), (true, 5));
    assert_eq!(pair.screen(bob).count(TOWN, &format!("again3. @{BOB}")), 1);
    pair.assert_converged(bob, &[TOWN]);
}

#[test]
fn f10_an_event_that_comes_twice_counts_once() {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.client_mut(bob).mishap = Some((Mishap::Repeated, 100));
    pair.say(alice, TOWN, &format!("twice. @{BOB}"));
    pair.run_for(2_000);
    assert_eq!(pair.screen(bob).unread(TOWN), (true, 1));
    assert!(pair.client(bob).engine.diagnostics().duplicates > 0);
    assert_eq!(reconnects(&pair, bob), (0, 0));
}
