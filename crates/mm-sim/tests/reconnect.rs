//! The link breaks and comes back.

mod support;

use mm_core::event::SessionState;
use support::*;

fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(3);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    pair.run_for(10_000);
    (pair, alice, bob)
}

#[test]
fn what_was_missed_during_a_cut_comes_with_the_resume_and_without_a_request() {
    let (mut pair, alice, bob) = two();
    pair.set_link(bob, Link::Down);
    for n in 0..20 {
        pair.say(alice, TOWN, &format!("while away {n}"));
        pair.run_for(500);
    }
    let before = pair.client(bob).requests.len();
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(2_000);
    assert_eq!(pair.connection(bob), ConnectionStatus::Connected);
    for n in 0..20 {
        assert_eq!(pair.screen(bob).count(TOWN, &format!("while away {n}")), 1);
    }
    let after: Vec<String> = pair.client(bob).requests[before..].to_vec();
    assert!(
        after
            .iter()
            .all(|r| r.contains("/users/status/ids") || r.contains("/view")),
        "{after:?}"
    );
    assert_eq!(pair.client(bob).engine.diagnostics().resumes, 1);
    assert_eq!(pair.client(bob).engine.diagnostics().losses, 0);
}

#[test]
fn a_restart_that_loses_the_queues_is_followed_by_one_resync() {
    let (mut pair, alice, bob) = two();
    pair.set_link(bob, Link::Down);
    pair.say(alice, TOWN, "before the restart");
    pair.run_for(1_000);
    pair.restart(Queues::Lost);
    pair.run_for(5_000);
    pair.say(alice, TOWN, "after the restart");
    pair.run_for(5_000);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    let texts = pair.screen(bob).texts(TOWN);
    assert_eq!(
        texts[texts.len() - 2..],
        ["before the restart", "after the restart"]
    );
    assert_eq!(pair.client(bob).engine.diagnostics().losses, 1);
    pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
}

#[test]
fn a_message_written_without_a_network_is_sent_once_when_it_is_back() {
    let (mut pair, alice, bob) = two();
    pair.set_link(alice, Link::Down);
    pair.say(alice, TOWN, "from the train");
    pair.run_for(8_000);
    assert_eq!(pair.screen(alice).count(TOWN, "from the train…"), 1);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    assert_eq!(pair.screen(alice).count(TOWN, "from the train"), 1);
    assert_eq!(pair.screen(bob).count(TOWN, "from the train"), 1);
}

#[test]
fn a_message_given_up_is_marked_failed_and_goes_out_once_when_tried_again() {
    let (mut pair, alice, bob) = two();
    pair.set_link(alice, Link::Down);
    pair.say(alice, TOWN, "patience");
    pair.run_for(60_000);
    assert_eq!(pair.screen(alice).count(TOWN, "patience!"), 1);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    let pending = pair.client(alice).engine.state().outbox()[0].post.pending.clone();
    pair.act(alice, mm_core::action::Action::RetryPost { pending });
    pair.settle();
    for who in [alice, bob] {
        assert_eq!(pair.screen(who).count(TOWN, "patience"), 1);
    }
}

#[test]
fn an_answer_lost_on_the_way_back_does_not_double_the_message() {
    let (mut pair, alice, bob) = two();
    pair.say(alice, TOWN, "once only");
    // The request arrives; the answer and the event fall into the hole.
    let one_way = pair.latency;
    pair.run_for(one_way);
    pair.set_link(alice, Link::BlackHole);
    pair.run_for(5_000);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.settle();
    pair.run_for(60_000);
    for who in [alice, bob] {
        assert_eq!(pair.screen(who).count(TOWN, "once only"), 1);
    }
}

#[test]
fn a_dead_link_is_noticed_and_the_chip_says_so() {
    let (mut pair, _, bob) = two();
    pair.set_link(bob, Link::BlackHole);
    pair.wake(bob, Wake::Focused);
    pair.run_for(6_000);
    assert_ne!(pair.connection(bob), ConnectionStatus::Connected);
}

#[test]
fn a_session_that_ends_is_noticed_once_and_nothing_is_lost() {
    let (mut pair, alice, bob) = two();
    let me = pair
        .client(bob)
        .engine
        .state()
        .me()
        .expect("bob is known")
        .to_string();
    pair.server.expire_session(&me);
    pair.say(bob, TOWN, "unsent");
    pair.run_for(40_000);
    assert_eq!(*pair.client(bob).engine.state().session(), SessionState::Expired);
    assert_eq!(pair.screen(bob).count(TOWN, "unsent…"), 1);
    pair.say(alice, TOWN, "meanwhile");
    pair.run_for(1_000);
    pair.log_in(bob, BOB, "Tsubame-2026");
    pair.settle();
    assert_eq!(*pair.client(bob).engine.state().session(), SessionState::SignedIn);
    for text in ["unsent", "meanwhile"] {
        assert_eq!(pair.screen(bob).count(TOWN, text), 1, "{text}");
        assert_eq!(pair.screen(alice).count(TOWN, text), 1, "{text}");
    }
}

#[test]
fn somebody_else_who_signs_in_finds_nothing_of_the_former() {
    let (mut pair, _, bob) = two();
    pair.act(bob, mm_core::action::Action::LogOut);
    pair.settle();
    let state = pair.client(bob).engine.state();
    assert_eq!(*state.session(), SessionState::SignedOut);
    assert_eq!((state.me(), state.channels().count()), (None, 0));
    assert!(!pair.client(bob).maybe_signed_in());
    pair.log_in(bob, ALICE, "Tsubame-2026");
    pair.settle();
    assert!(pair.screen(bob).open_channel().is_some());
}

#[test]
fn a_slow_reader_is_closed_by_the_server_and_catches_up() {
    let (mut pair, alice, bob) = two();
    pair.set_link(bob, Link::Down);
    for n in 0..300 {
        pair.say(alice, TOWN, &format!("flood {n}"));
        pair.run_for(120);
    }
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    assert_eq!(pair.client(bob).engine.diagnostics().losses, 1);
    pair.assert_converged(bob, &[TOWN]);
}

#[test]
fn a_message_deleted_while_away_is_gone_from_a_channel_that_was_never_opened() {
    let mut pair = Pair::new(3);
    let alice = pair.sign_in(ALICE);
    let bob = pair.open_page();
    pair.settle();
    // Nobody looks at Bob's page: nothing is read ahead.
    pair.wake(bob, Wake::Hidden);
    pair.log_in(bob, BOB, "Tsubame-2026");
    pair.settle();
    let channel = "town-square";
    pair.open(alice, channel);
    pair.say(alice, channel, "said in haste");
    pair.run_for(1_000);
    let state = pair.client(bob).engine.state();
    let timeline = state.timeline(pair.screen(bob).channel(channel));
    assert!(
        timeline.is_some_and(|timeline| !timeline.loaded),
        "it only came by itself"
    );
    let post_id = pair.screen(alice).post(channel, "said in haste");
    pair.set_link(bob, Link::Down);
    pair.act(alice, mm_core::action::Action::DeletePost { post_id });
    pair.run_for(1_000);
    pair.restart(Queues::Lost);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    pair.open(bob, channel);
    assert_eq!(pair.screen(bob).count(channel, "said in haste"), 0);
}

/// Bob looks at another channel, and something waits for him in the first.
fn something_unread() -> (Pair, ClientId, ClientId) {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.say(alice, TOWN, "waits");
    pair.run_for(1_000);
    assert!(pair.screen(bob).unread(TOWN).0);
    (pair, alice, bob)
}

fn messages_unread(pair: &Pair, who: ClientId) -> i64 {
    let channel = pair.screen(who).channel(TOWN);
    pair.client(who).engine.state().unread_counts(channel).messages
}

#[test]
fn what_was_read_without_a_connection_is_told_when_it_is_back() {
    let (mut pair, _, bob) = something_unread();
    pair.set_link(bob, Link::Down);
    pair.read(bob, TOWN);
    pair.run_for(90_000);
    assert_eq!(messages_unread(&pair, bob), 0);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(5_000);
    let fresh = pair.same_browser(bob);
    assert_eq!(
        (messages_unread(&pair, bob), messages_unread(&pair, fresh)),
        (0, 0)
    );
}

#[test]
fn what_was_read_without_a_connection_reads_nothing_that_came_meanwhile() {
    let (mut pair, alice, bob) = something_unread();
    let all = messages_unread(&pair, bob) + 1;
    pair.set_link(bob, Link::Down);
    pair.read(bob, TOWN);
    pair.run_for(500);
    pair.say(alice, TOWN, "never seen");
    pair.run_for(5_000);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(60_000);
    let fresh = pair.same_browser(bob);
    // The server cannot be told of the former ones alone: they wait again, here as everywhere.
    assert_eq!(
        (messages_unread(&pair, bob), messages_unread(&pair, fresh)),
        (all, all)
    );
    pair.read(bob, TOWN);
    pair.settle();
    let fresh = pair.same_browser(bob);
    assert_eq!(
        (messages_unread(&pair, bob), messages_unread(&pair, fresh)),
        (0, 0)
    );
}

#[test]
fn the_same_run_twice_is_the_same() {
    let trace = || {
        let (mut pair, alice, bob) = two();
        pair.say(alice, TOWN, "same");
        pair.break_socket(bob);
        pair.settle();
        (
            pair.now(),
            pair.client(bob).requests.clone(),
            pair.screen(bob).texts(TOWN),
        )
    };
    assert_eq!(trace(), trace());
}
