//! F11 to F20: answers get lost, come late or say no; pages and tabs come and go; clocks are wrong.

use super::*;
use mm_core::event::{FailureReason, SessionState};
use mm_demo::chaos::Command;

const DAY: i64 = 86_400_000;

fn answer(status: u16, times: u32, retry_after: Option<u32>) -> Command {
    Command::Answer {
        status,
        times: Some(times),
        path: Some("/api/v4/posts".to_owned()),
        retry_after,
    }
}

fn session(pair: &Pair, who: ClientId) -> SessionState {
    pair.client(who).engine.state().session().clone()
}

#[test]
fn f11_a_deletion_wins_over_an_older_edit_and_an_edit_makes_no_ghost() {
    let (mut pair, alice, bob) = two();
    pair.open(alice, OFF_TOPIC);
    pair.say(bob, TOWN, "first.");
    pair.settle();
    let post_id = pair.screen(bob).post(TOWN, "first.");
    // The answer to the edit comes long after the deletion.
    pair.client_mut(bob).answers_spread = 4_000;
    pair.act(
        bob,
        Action::EditPost {
            post_id,
            message: "second.".to_owned(),
        },
    );
    pair.run_for(60);
    pair.act(bob, Action::DeletePost { post_id });
    pair.settle();
    for who in [alice, bob] {
        pair.open(who, TOWN);
        assert_eq!(pair.screen(who).count(TOWN, "first."), 0);
        assert_eq!(pair.screen(who).count(TOWN, "second."), 0);
    }
    pair.assert_converged(alice, &[TOWN]);
}

#[test]
fn f12_a_lost_answer_never_doubles_the_message_soon_or_late() {
    for away in [2_000, 33_000] {
        let (mut pair, _, bob) = two();
        pair.client_mut(bob).lost_answers = 1;
        pair.say(bob, TOWN, "once.");
        pair.run_for(50);
        pair.set_link(bob, Link::Down);
        pair.run_for(away);
        pair.set_link(bob, Link::Up);
        pair.wake(bob, Wake::Online);
        pair.settle();
        assert_eq!(written(&pair, "once."), 1, "after {away} ms");
        assert_eq!(pair.screen(bob).count(TOWN, "once."), 1);
    }
}

#[test]
fn f12_a_server_that_was_put_up_anew_would_not_know_the_message_again_so_it_is_looked_for() {
    for away in [100, 3_000, 12_000] {
        let (mut pair, _, bob) = two();
        pair.client_mut(bob).lost_answers = 1;
        pair.say(bob, TOWN, "once.");
        while written(&pair, "once.") == 0 {
            pair.run_for(1);
        }
        // The event does not get through either.
        pair.set_link(bob, Link::Down);
        pair.restart(Queues::Lost);
        pair.run_for(away);
        pair.set_link(bob, Link::Up);
        pair.wake(bob, Wake::Online);
        pair.settle();
        assert_eq!(written(&pair, "once."), 1, "after {away} ms");
        assert_eq!(pair.screen(bob).count(TOWN, "once."), 1);
        assert!(phases(&pair, bob).is_empty());
    }
}

#[test]
fn f13_the_answer_may_come_after_the_event() {
    let (mut pair, _, bob) = two();
    pair.client_mut(bob).answers_spread = 3_000;
    for n in 0..4 {
        pair.say(bob, TOWN, &format!("late{n}."));
    }
    for _ in 0..60 {
        pair.run_for(200);
        let texts = pair.screen(bob).texts(TOWN);
        let shown = texts.iter().filter(|text| text.starts_with("late")).count();
        assert_eq!(shown, 4, "{texts:?}");
    }
    assert!(phases(&pair, bob).is_empty());
}

#[test]
fn f14_while_the_server_is_slow_a_message_is_being_sent_and_is_not_sent_again() {
    let (mut pair, _, bob) = two();
    pair.disturb(Command::Delay {
        user: None,
        milliseconds: 40_000,
    });
    pair.say(bob, TOWN, "slow.");
    pair.run_for(35_000);
    assert_eq!(phases(&pair, bob), [OutgoingPhase::Sending]);
    pair.disturb(Command::Heal {});
    pair.run_for(60_000);
    pair.settle();
    assert_eq!(written(&pair, "slow."), 1);
    assert!(phases(&pair, bob).is_empty());
}

#[test]
fn f15_too_many_requests_are_waited_out_as_long_as_the_server_says_and_in_order() {
    let (mut pair, alice, bob) = two();
    pair.disturb(answer(429, 1, Some(4)));
    let before = pair.client(bob).requests.len();
    for text in ["one.", "two.", "three."] {
        pair.say(bob, TOWN, text);
    }
    let sends = |pair: &Pair| {
        let asked = asked_since(pair, bob, before);
        asked.iter().filter(|line| *line == "POST /api/v4/posts").count()
    };
    pair.run_for(3_900);
    assert_eq!(sends(&pair), 1);
    pair.settle();
    let texts = pair.screen(alice).texts(TOWN);
    assert_eq!(texts[texts.len() - 3..], ["one.", "two.", "three."]);
}

#[test]
fn f16_a_refused_message_fails_with_the_reason_and_the_next_one_goes() {
    let (mut pair, alice, bob) = two();
    pair.disturb(answer(403, 1, None));
    pair.say(bob, TOWN, "refused.");
    pair.say(bob, TOWN, "goes.");
    pair.settle();
    let refused = |phase: &OutgoingPhase| matches!(phase, OutgoingPhase::Failed(FailureReason::Refused { message }) if !message.is_empty());
    assert!(phases(&pair, bob).iter().all(refused));
    assert_eq!(phases(&pair, bob).len(), 1);
    assert_eq!(
        pair.client(bob).engine.state().outbox()[0].post.message,
        "refused."
    );
    assert_eq!(pair.screen(alice).count(TOWN, "goes."), 1);
}

#[test]
fn f17_a_session_that_ends_asks_once_and_loses_no_word() {
    let (mut pair, _, bob) = two();
    let place = types(&mut pair, bob, "a draft");
    pair.disturb(Command::ExpireSession { user: BOB.to_owned() });
    pair.say(bob, TOWN, "queued.");
    pair.run_for(20_000);
    assert_eq!(session(&pair, bob), SessionState::Expired);
    let before = pair.client(bob).requests.len();
    pair.run_for(60_000);
    assert!(
        pair.client(bob).requests.len() - before <= 2,
        "asks again and again"
    );
    pair.log_in(bob, BOB, "Tsubame-2026");
    pair.settle();
    assert_eq!(session(&pair, bob), SessionState::SignedIn);
    assert_eq!(written(&pair, "queued."), 1);
    assert_eq!(draft(&pair, bob, place), "a draft");
}

#[test]
fn f18_a_page_that_crashes_with_a_queue_sends_each_message_once_and_in_order() {
    let (mut pair, alice, bob) = two();
    for n in 0..4 {
        pair.say(bob, TOWN, &format!("queue{n}."));
    }
    pair.run_for(45);
    pair.reload(bob, UnderWay::IsLost);
    pair.settle();
    let texts = pair.screen(alice).texts(TOWN);
    assert_eq!(
        texts[texts.len() - 4..],
        ["queue0.", "queue1.", "queue2.", "queue3."]
    );
}

#[test]
fn f19_two_tabs_send_what_both_found_once_and_agree_on_what_is_read() {
    let (mut pair, alice, bob) = two();
    pair.set_link(bob, Link::Down);
    pair.say(bob, TOWN, "shared.");
    pair.run_for(1_000);
    let tab = pair.open_same_browser(bob);
    pair.run_for(100);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    assert_eq!(written(&pair, "shared."), 1);
    for who in [bob, tab] {
        assert!(phases(&pair, who).is_empty());
        pair.open(who, OFF_TOPIC);
    }
    pair.say(alice, TOWN, &format!("read me @{BOB}"));
    pair.settle();
    assert_eq!(pair.screen(tab).unread(TOWN), (true, 1));
    pair.open(bob, TOWN);
    pair.read(bob, TOWN);
    pair.run_for(1_000);
    assert_eq!(pair.screen(tab).unread(TOWN), (false, 0));
}

#[test]
fn f20_a_clock_that_jumps_by_a_day_changes_no_order_and_no_count() {
    let (mut pair, alice, bob) = two();
    for (n, skew) in [DAY, -DAY, 0].into_iter().enumerate() {
        pair.client_mut(bob).skew = skew;
        pair.say(bob, TOWN, &format!("mine{n}."));
        pair.run_for(500);
        pair.say(alice, TOWN, &format!("theirs{n}."));
        pair.run_for(500);
    }
    let texts = pair.screen(bob).texts(TOWN);
    let expected = ["mine0.", "theirs0.", "mine1.", "theirs1.", "mine2.", "theirs2."];
    assert_eq!(texts[texts.len() - 6..], expected);
    pair.assert_converged(bob, &[TOWN]);
}
