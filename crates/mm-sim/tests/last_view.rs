//! A page that begins shows what the one before it showed, and ends with what a page shows that has all from the server.

mod support;

use mm_core::action::Action;
use mm_core::cache::StoreFault;
use mm_core::event::SessionState;
use mm_core::rest::Method;
use mm_core::view;
use support::*;

/// Alice has seen both channels, and what she saw has been kept.
fn at_alices() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, OFF_TOPIC);
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    for text in ["first.", "second.", "third."] {
        pair.say(bob, TOWN, text);
    }
    pair.settle();
    pair.run_for(5_000);
    pair.settle();
    (pair, alice, bob)
}

fn session(pair: &Pair, who: ClientId) -> SessionState {
    pair.client(who).engine.state().session().clone()
}

fn sidebar(pair: &Pair, who: ClientId) -> usize {
    let state = pair.client(who).engine.state();
    let sections = state.open_team().map(|team| view::sidebar(state, team));
    sections.map_or(0, |sections| format!("{sections:?}").len())
}

fn kept(pair: &Pair, who: ClientId, part: &str) -> usize {
    let store = pair.client(who).store.borrow();
    store.records.keys().filter(|key| key.contains(part)).count()
}

#[test]
fn the_last_view_is_there_before_any_answer() {
    let (mut pair, alice, _) = at_alices();
    let (texts, bar) = (pair.screen(alice).texts(TOWN), sidebar(&pair, alice));
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(1);
    assert_eq!(session(&pair, alice), SessionState::Unknown);
    let shown = pair.screen(alice).texts(TOWN);
    assert!(shown.iter().any(|text| text == "third."), "{shown:?}");
    assert_eq!(sidebar(&pair, alice), bar);
    assert_eq!(pair.screen(alice).open_channel(), Some(TOWN.to_owned()));
    pair.settle();
    assert_eq!(
        pair.screen(alice).texts(TOWN).last(),
        texts.last(),
        "the end is known again"
    );
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn without_a_network_the_channels_that_were_visited_can_be_read() {
    let (mut pair, alice, bob) = at_alices();
    pair.set_link(alice, Link::Down);
    pair.reload(alice, UnderWay::IsLost);
    pair.run_for(60_000);
    assert_eq!(pair.screen(alice).count(TOWN, "second."), 1);
    pair.say(bob, TOWN, "meanwhile.");
    let channel_id = pair.screen(alice).channel(OFF_TOPIC);
    pair.act(alice, Action::OpenChannel { channel_id });
    assert!(!pair.screen(alice).texts(OFF_TOPIC).is_empty());
    assert!(pair.client(alice).engine.state().outdated_since().is_some());
    // What is written waits.
    pair.say(alice, OFF_TOPIC, "patient.");
    pair.run_for(60_000);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    assert_eq!(session(&pair, alice), SessionState::SignedIn);
    assert_eq!(pair.server.world().written("patient.").len(), 1);
    pair.open(alice, TOWN);
    assert_eq!(pair.screen(alice).count(TOWN, "meanwhile."), 1);
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn what_was_edited_and_deleted_meanwhile_is_so() {
    let (mut pair, alice, bob) = at_alices();
    let edited = pair.screen(bob).post(TOWN, "first.");
    let deleted = pair.screen(bob).post(TOWN, "second.");
    pair.set_link(alice, Link::Down);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(1_000);
    let message = "better.".to_owned();
    let post_id = edited;
    pair.act(bob, Action::EditPost { post_id, message });
    pair.act(bob, Action::DeletePost { post_id: deleted });
    pair.run_for(40_000);
    assert_eq!(pair.screen(alice).count(TOWN, "second."), 1, "nobody told her");
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    let counts = ["better.", "first.", "second."].map(|text| pair.screen(alice).count(TOWN, text));
    assert_eq!(counts, [1, 0, 0]);
    // Where the deleted one stood closes up when the channel is left.
    pair.assert_converged(alice, &[OFF_TOPIC, TOWN]);
}

#[test]
fn what_came_meanwhile_is_unread_until_it_was_seen() {
    let (mut pair, alice, bob) = at_alices();
    pair.read(alice, TOWN);
    pair.settle();
    pair.set_link(alice, Link::Down);
    pair.reload(alice, UnderWay::Arrives);
    pair.say(bob, TOWN, "unseen.");
    pair.run_for(1_000);
    // The page is looked at before it knows.
    pair.read(alice, TOWN);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.run_for(45);
    pair.read(alice, TOWN);
    pair.settle();
    assert!(pair.screen(alice).unread(TOWN).0);
    pair.read(alice, TOWN);
    pair.settle();
    assert!(!pair.screen(alice).unread(TOWN).0);
}

#[test]
fn a_channel_one_was_removed_from_is_gone_from_page_and_store() {
    let (mut pair, alice, _) = at_alices();
    let channel_id = pair.screen(alice).channel(TOWN);
    assert_eq!(kept(&pair, alice, channel_id.as_str()), 2);
    pair.set_link(alice, Link::Down);
    let path = format!("/api/v4/channels/{channel_id}/members/me");
    assert_eq!(pair.elsewhere(alice, Method::Delete, &path), 200);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(1_000);
    assert_eq!(pair.screen(alice).count(TOWN, "first."), 1);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    pair.run_for(5_000);
    let state = pair.client(alice).engine.state();
    assert!(state.channel(channel_id).is_none() && state.timeline(channel_id).is_none());
    assert_ne!(state.open_channel(), Some(channel_id));
    assert_eq!(kept(&pair, alice, channel_id.as_str()), 0);
}

#[test]
fn a_session_that_ended_meanwhile_is_asked_for_over_the_page() {
    let (mut pair, alice, _) = at_alices();
    let me = pair
        .client(alice)
        .engine
        .state()
        .me()
        .expect("signed in")
        .to_string();
    pair.server.expire_session(&me);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(2_000);
    assert_eq!(session(&pair, alice), SessionState::Expired);
    assert_eq!(pair.screen(alice).count(TOWN, "first."), 1);
    pair.log_in(alice, ALICE, "Tsubame-2026");
    pair.settle();
    assert_eq!(session(&pair, alice), SessionState::SignedIn);
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn somebody_else_who_signs_in_finds_nothing() {
    let (mut pair, alice, _) = at_alices();
    let me = pair.client(alice).engine.state().me().expect("signed in");
    pair.server.expire_session(me.as_str());
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(2_000);
    pair.log_in(alice, BOB, "Tsubame-2026");
    pair.settle();
    pair.run_for(5_000);
    assert_eq!(
        kept(&pair, alice, me.as_str()),
        kept(&pair, alice, &format!("/person/{me}"))
    );
    pair.assert_converged(alice, &[TOWN]);
}

#[test]
fn after_the_log_out_nothing_is_left() {
    let (mut pair, alice, _) = at_alices();
    assert_ne!(kept(&pair, alice, ""), 0);
    pair.act(alice, Action::LogOut);
    pair.settle();
    pair.run_for(5_000);
    assert_eq!(kept(&pair, alice, ""), 0);
    pair.reload(alice, UnderWay::Arrives);
    pair.settle();
    assert_eq!(session(&pair, alice), SessionState::SignedOut);
}

#[test]
fn a_store_that_refuses_costs_the_view_and_nothing_else() {
    let (mut pair, alice, _) = at_alices();
    pair.client(alice).store.borrow_mut().fault = Some(StoreFault::Refused);
    pair.reload(alice, UnderWay::Arrives);
    pair.run_for(1);
    assert!(pair.client(alice).engine.state().me().is_none());
    pair.settle();
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn channels_that_are_not_open_are_caught_up_with_when_they_are_opened() {
    let (mut pair, alice, bob) = at_alices();
    pair.open(bob, OFF_TOPIC);
    pair.say(bob, OFF_TOPIC, "before.");
    pair.settle();
    pair.run_for(5_000);
    let deleted = pair.screen(bob).post(OFF_TOPIC, "before.");
    pair.reload(alice, UnderWay::Arrives);
    pair.act(bob, Action::DeletePost { post_id: deleted });
    pair.say(bob, OFF_TOPIC, "after.");
    pair.settle();
    pair.open(alice, OFF_TOPIC);
    let counts = ["before.", "after."].map(|text| pair.screen(alice).count(OFF_TOPIC, text));
    assert_eq!(counts, [0, 1]);
    let since = pair
        .client(alice)
        .requests
        .iter()
        .any(|line| line.contains("since="));
    assert!(since, "only what changed is asked for");
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

/// Bob has written in a channel in which Alice never was since her page began, and her page had time.
fn unread_at_alices(looks: bool) -> (Pair, ClientId, ClientId) {
    let (mut pair, alice, bob) = at_alices();
    if !looks {
        pair.wake(alice, Wake::Hidden);
    }
    pair.open(bob, PHOTOS);
    for text in ["unseen one.", "unseen two."] {
        pair.say(bob, PHOTOS, text);
    }
    pair.run_for(90_000);
    pair.settle();
    (pair, alice, bob)
}

const PHOTOS: &str = "photos";

#[test]
fn without_a_network_what_is_unread_can_be_read_too() {
    for looks in [true, false] {
        let (mut pair, alice, bob) = unread_at_alices(looks);
        let unread = pair.screen(alice).unread(PHOTOS);
        assert!(unread.0, "nothing was read by it");
        pair.set_link(alice, Link::Down);
        pair.reload(alice, UnderWay::IsLost);
        pair.run_for(30_000);
        assert_eq!(pair.screen(alice).unread(PHOTOS), unread);
        let channel_id = pair.screen(alice).channel(PHOTOS);
        pair.act(alice, Action::OpenChannel { channel_id });
        for text in ["unseen one.", "unseen two."] {
            assert_eq!(pair.screen(alice).count(PHOTOS, text), 1, "{looks}");
        }
        let rows = view::rows(pair.client(alice).engine.state(), channel_id, &view::FixedZone(0));
        let line = rows.iter().position(|row| matches!(row, view::Row::NewMessages));
        assert!(line.is_some());
        pair.say(bob, PHOTOS, "later.");
        pair.set_link(alice, Link::Up);
        pair.wake(alice, Wake::Online);
        pair.settle();
        assert_eq!(pair.screen(alice).count(PHOTOS, "later."), 1);
        pair.assert_converged(alice, &[PHOTOS, TOWN]);
    }
}

#[test]
fn what_was_read_elsewhere_leaves_the_store_unless_it_was_visited() {
    let (mut pair, alice, _) = unread_at_alices(true);
    let [photos, town] = [PHOTOS, TOWN].map(|name| pair.screen(alice).channel(name));
    assert_eq!(kept(&pair, alice, &format!("/posts/{photos}")), 1);
    let request = mm_core::rest::channels::view(Some(photos), None);
    assert_eq!(pair.ask_elsewhere(alice, &request), 200);
    pair.run_for(5_000);
    assert!(!pair.screen(alice).unread(PHOTOS).0);
    assert_eq!(kept(&pair, alice, &format!("/posts/{photos}")), 0);
    assert_eq!(kept(&pair, alice, &format!("/posts/{town}")), 1);
}
