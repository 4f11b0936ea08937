//! One browser and two people: who was signed in and who is.

use mm_core::action::Action;
use mm_core::event::SessionState;
use mm_sim::{ClientId, Link, Pair, UnderWay};

const ALICE: &str = "liv.andersen";
const BOB: &str = "haruto.mizuno";
const PASSWORD: &str = "Tsubame-2026";
const TOWN: &str = "town-square";

/// Alice in two tabs.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(7);
    let one = pair.sign_in(ALICE);
    let other = pair.same_browser(one);
    (pair, one, other)
}

fn who(pair: &Pair, page: ClientId) -> Option<&str> {
    let user = pair.client(page).engine.state().me_user()?;
    Some(user.username.as_str())
}

fn on_server(pair: &Pair, word: &str) -> usize {
    pair.server.world().written(word).len()
}

#[test]
fn a_tab_that_slept_while_somebody_else_signed_in_says_nothing_in_their_name() {
    let (mut pair, one, other) = two();
    pair.set_link(other, Link::Down);
    pair.say(other, TOWN, "private.");
    pair.run_for(500);
    pair.client_mut(other).asleep = true;
    pair.act(one, Action::LogOut);
    pair.run_for(3_000);
    pair.log_in(one, BOB, PASSWORD);
    pair.run_for(60_000);
    pair.client_mut(other).asleep = false;
    pair.set_link(other, Link::Up);
    pair.settle();
    for page in [one, other] {
        assert_eq!(who(&pair, page), Some(BOB), "{page:?}");
    }
    assert_eq!(on_server(&pair, "private."), 0);
}

#[test]
fn a_page_whose_person_changed_in_another_client_shows_nothing_of_the_former_one_and_says_nothing() {
    let (mut pair, one, other) = two();
    pair.set_link(other, Link::Down);
    pair.say(other, TOWN, "private.");
    pair.run_for(500);
    // As where the official client is open besides: nobody tells the page.
    pair.kill(one, UnderWay::Arrives);
    let official = pair.open_without_store(other);
    pair.settle();
    pair.act(official, Action::LogOut);
    pair.run_for(3_000);
    pair.log_in(official, BOB, PASSWORD);
    pair.run_for(3_000);
    pair.set_link(other, Link::Up);
    pair.settle();
    assert_eq!(who(&pair, other), Some(BOB));
    assert_eq!(on_server(&pair, "private."), 0);
    let of_alice = |key: &&String| !key.starts_with(&*pair.server.world().user_id(BOB).unwrap_or_default());
    let store = pair.client(other).store.borrow();
    assert_eq!(store.records.keys().find(of_alice), None);
}

#[test]
fn who_has_logged_out_is_not_found_signed_in_by_a_page_that_is_loaded_anew_though_the_server_never_heard_of_it(
) {
    let mut pair = Pair::new(7);
    let page = pair.sign_in(ALICE);
    pair.set_link(page, Link::BlackHole);
    pair.act(page, Action::LogOut);
    pair.run_for(1_000);
    pair.set_link(page, Link::Up);
    pair.reload(page, UnderWay::IsLost);
    pair.settle();
    assert_eq!(
        *pair.client(page).engine.state().session(),
        SessionState::SignedOut
    );
    assert_eq!(who(&pair, page), None);
}

#[test]
fn who_signs_in_before_the_log_out_is_answered_stays_signed_in() {
    let mut pair = Pair::new(7);
    let page = pair.sign_in(ALICE);
    pair.client_mut(page).answers_spread = 5_000;
    pair.act(page, Action::LogOut);
    pair.run_for(100);
    pair.client_mut(page).answers_spread = 0;
    pair.log_in(page, BOB, PASSWORD);
    pair.settle();
    pair.say(page, TOWN, "hello.");
    pair.settle();
    let state = pair.client(page).engine.state();
    assert_eq!(*state.session(), SessionState::SignedIn);
    assert_eq!(on_server(&pair, "hello."), 1);
}

#[test]
fn who_has_logged_out_is_not_signed_in_again_by_what_another_tab_had_just_learned() {
    // mixed 8590093105: the other tab asked who is signed in, was told, and said so, in the moment in which this one logged out.
    for around in -3..=3 {
        let (mut pair, one, other) = two();
        pair.act(one, Action::LogOut);
        pair.run_for(3_000);
        pair.log_in(one, ALICE, PASSWORD);
        while who(&pair, one).is_none() {
            pair.run_for(1);
        }
        pair.run_for(2 * pair.latency + around);
        pair.set_link(one, Link::BlackHole);
        pair.act(one, Action::LogOut);
        pair.run_for(1_000);
        pair.set_link(one, Link::Up);
        pair.settle();
        for page in [one, other] {
            assert_eq!(who(&pair, page), None, "{page:?}, {around}");
        }
    }
}
