//! A link that dies silently is noticed: within 5 s when the page is in use, within 35 s otherwise.

mod support;

use mm_core::action::Action;
use mm_core::event::DraftPlace;
use support::*;

/// Moments at which the link dies, in milliseconds after the page came to rest: all over a cycle of pings.
fn moments() -> impl Iterator<Item = i64> {
    (0..12).map(|n| n * 2_993 + n * n * 13 % 500)
}

/// Bob's page in use, its link dead since a moment; somebody had spoken so long before.
fn dead_at(moment: i64, spoken_before: i64) -> (Pair, ClientId) {
    let mut pair = Pair::new(3);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    for who in [alice, bob] {
        pair.open(who, TOWN);
    }
    pair.run_for(5_000 + moment);
    pair.say(alice, TOWN, "the last word");
    pair.run_for(spoken_before);
    assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
    pair.set_link(bob, Link::BlackHole);
    (pair, bob)
}

/// How long the page calls itself connected, from now on.
fn noticed_after(pair: &mut Pair, who: ClientId) -> i64 {
    let begun = pair.now();
    while pair.connection(who) == ConnectionStatus::Connected {
        pair.run_for(50);
        assert!(pair.now() - begun < 120_000, "never noticed");
    }
    pair.now() - begun
}

fn press_key(pair: &mut Pair, who: ClientId) {
    let place = DraftPlace {
        channel_id: pair.screen(who).channel(TOWN),
        root_id: None,
    };
    pair.act(who, Action::Typing { place });
}

#[test]
fn a_key_finds_a_dead_link_within_5_s() {
    for moment in moments() {
        for (spoken_before, until_key) in [(60, 0), (1_000, 500), (900, 1_500), (7_000, 3_000)] {
            let (mut pair, bob) = dead_at(moment, spoken_before);
            pair.run_for(until_key);
            press_key(&mut pair, bob);
            let after = noticed_after(&mut pair, bob);
            assert!(
                after <= 5_050,
                "{after} ms; died at {moment}, {spoken_before} after a word, key {until_key} later"
            );
        }
    }
}

#[test]
fn who_goes_on_writing_finds_it_within_5_s_of_its_death() {
    for moment in moments() {
        let (mut pair, bob) = dead_at(moment, 300);
        let died = pair.now();
        while pair.connection(bob) == ConnectionStatus::Connected {
            press_key(&mut pair, bob);
            pair.run_for(150);
        }
        assert!(pair.now() - died <= 5_200, "{} ms, {moment}", pair.now() - died);
    }
}

#[test]
fn opening_a_channel_finds_a_dead_link_within_5_s() {
    let (mut pair, bob) = dead_at(4_321, 100);
    let channel_id = pair.screen(bob).channel(OFF_TOPIC);
    pair.act(bob, Action::OpenChannel { channel_id });
    let after = noticed_after(&mut pair, bob);
    assert!(after <= 5_050, "{after}");
}

#[test]
fn the_focus_and_the_other_signals_find_a_dead_link_within_5_s() {
    for wake in [Wake::Focused, Wake::Visible, Wake::Online, Wake::Offline] {
        for moment in moments() {
            let (mut pair, bob) = dead_at(moment, 700);
            pair.wake(bob, wake);
            let after = noticed_after(&mut pair, bob);
            assert!(after <= 5_050, "{wake:?}: {after} ms; died at {moment}");
        }
    }
}

#[test]
fn a_computer_that_slept_finds_a_dead_link_within_5_s() {
    let (mut pair, bob) = dead_at(2_000, 700);
    // Nothing runs while it sleeps, and the wall clock goes on.
    pair.client_mut(bob).skew += 8 * 3_600_000;
    let channel_id = pair.screen(bob).channel(TOWN);
    pair.act(bob, Action::ViewChannel { channel_id });
    let after = noticed_after(&mut pair, bob);
    assert!(after <= 5_050, "{after}");
}

#[test]
fn without_anything_it_is_found_within_35_s_hidden_or_not() {
    for wake in [None, Some(Wake::Blurred), Some(Wake::Hidden)] {
        for moment in moments() {
            let (mut pair, bob) = dead_at(moment, 700);
            if let Some(wake) = wake {
                pair.wake(bob, wake);
            }
            let after = noticed_after(&mut pair, bob);
            assert!(after <= 35_050, "{wake:?}: {after} ms; died at {moment}");
        }
    }
}
