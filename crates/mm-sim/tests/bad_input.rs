//! What is no answer, too much, or out of time: a word to the person, no storm of requests, and no lost message.

mod support;

use mm_core::event::{FailureReason, NoticeKind};
use mm_core::state::OutgoingPhase;
use mm_demo::chaos::Command;
use support::*;

const DAY: i64 = 86_400_000;

fn one() -> (Pair, ClientId) {
    let mut pair = Pair::new(3);
    let alice = pair.sign_in(ALICE);
    pair.open(alice, TOWN);
    pair.run_for(10_000);
    (pair, alice)
}

fn is_told(pair: &Pair, who: ClientId, kind: NoticeKind) -> bool {
    pair.client(who)
        .engine
        .state()
        .notices()
        .any(|notice| notice.kind == kind)
}

/// Everything is answered like that for a minute while somebody writes and looks around; how many requests that takes.
fn a_minute_of(command: Command) -> (Pair, ClientId, usize) {
    let (mut pair, alice) = one();
    let before = pair.client(alice).requests.len();
    pair.disturb(command);
    pair.break_socket(alice);
    pair.say(alice, TOWN, "hold on");
    let channel_id = pair.screen(alice).channel(OFF_TOPIC);
    pair.act(alice, mm_core::action::Action::OpenChannel { channel_id });
    pair.run_for(60_000);
    let asked = pair.client(alice).requests.len() - before;
    (pair, alice, asked)
}

fn heal(pair: &mut Pair, who: ClientId) {
    pair.disturb(Command::Heal {});
    pair.wake(who, Wake::Online);
    pair.settle();
    pair.run_for(60_000);
    pair.settle();
    let failed = pair.client(who).engine.state().outbox().first().cloned();
    if let Some(item) = failed {
        assert!(matches!(item.phase, OutgoingPhase::Failed(_)), "{item:?}");
        let pending = item.post.pending;
        pair.act(who, mm_core::action::Action::RetryPost { pending });
        pair.settle();
    }
}

#[test]
fn a_page_of_a_hotel_instead_of_answers_is_said_and_survived() {
    let (mut pair, alice, asked) = a_minute_of(Command::CaptivePortal {});
    assert!(is_told(&pair, alice, NoticeKind::NotMattermost));
    assert!(asked <= 60, "{asked} requests in a minute");
    heal(&mut pair, alice);
    assert!(!is_told(&pair, alice, NoticeKind::NotMattermost));
    assert_eq!(pair.connection(alice), ConnectionStatus::Connected);
    assert_eq!(pair.screen(alice).count(TOWN, "hold on"), 1);
    pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
}

#[test]
fn a_server_that_always_fails_is_not_stormed() {
    for status in [500, 503, 429] {
        let (mut pair, alice, asked) = a_minute_of(Command::Answer {
            status,
            times: None,
            path: None,
            retry_after: None,
        });
        assert!(asked <= 90, "{status}: {asked} requests in a minute");
        heal(&mut pair, alice);
        assert_eq!(pair.screen(alice).count(TOWN, "hold on"), 1, "{status}");
        pair.assert_converged(alice, &[TOWN, OFF_TOPIC]);
    }
}

#[test]
fn a_message_that_is_too_long_fails_with_the_reason_and_keeps_its_words() {
    let (mut pair, alice) = one();
    let long = "長".repeat(64 * 1024);
    pair.say(alice, TOWN, &long);
    pair.say(alice, TOWN, "the next one");
    pair.settle();
    let state = pair.client(alice).engine.state();
    assert_eq!(state.outbox().len(), 1);
    let item = &state.outbox()[0];
    assert_eq!(item.post.message, long);
    assert!(
        matches!(&item.phase, OutgoingPhase::Failed(FailureReason::Refused { message }) if !message.is_empty()),
        "{:?}",
        item.phase
    );
    assert_eq!(pair.screen(alice).count(TOWN, "the next one"), 1);
}

#[test]
fn the_longest_message_and_odd_characters_arrive_as_they_are() {
    let (mut pair, alice) = one();
    let bob = pair.sign_in(BOB);
    pair.open(bob, TOWN);
    let odd =
        "\u{202e}reversed\u{202c} \u{200b}\u{feff}nothing\u{200d} Z\u{0351}\u{0352}\u{0353}a 👨‍👩‍👧 \u{0}end";
    let texts = ["字".repeat(16_383), odd.replace('\u{0}', "")];
    for text in &texts {
        pair.say(alice, TOWN, text);
    }
    pair.settle();
    for who in [alice, bob] {
        for text in &texts {
            assert_eq!(pair.screen(who).count(TOWN, text), 1, "{} bytes", text.len());
        }
    }
}

#[test]
fn a_clock_that_is_a_day_off_changes_no_order_no_count_and_no_typing() {
    for skew in [DAY, -DAY] {
        let mut pair = Pair::new(3);
        let alice = pair.sign_in(ALICE);
        let bob = pair.open_page();
        pair.client_mut(bob).skew = skew;
        pair.settle();
        pair.log_in(bob, BOB, "Tsubame-2026");
        pair.settle();
        for who in [alice, bob] {
            pair.open(who, TOWN);
        }
        pair.say(bob, TOWN, "one");
        pair.settle();
        pair.say(alice, TOWN, "two");
        pair.settle();
        pair.say(bob, TOWN, "three");
        pair.settle();
        for who in [alice, bob] {
            let texts = pair.screen(who).texts(TOWN);
            assert_eq!(texts[texts.len() - 3..], ["one", "two", "three"], "{skew}");
        }
        let channel_id = pair.screen(alice).channel(TOWN);
        let place = mm_core::event::DraftPlace {
            channel_id,
            root_id: None,
        };
        pair.act(alice, mm_core::action::Action::Typing { place });
        pair.run_for(200);
        assert_eq!(pair.screen(bob).typing(TOWN).len(), 1);
        pair.run_for(8_000);
        assert!(pair.screen(bob).typing(TOWN).is_empty());
        pair.open(bob, OFF_TOPIC);
        pair.say(alice, TOWN, &format!("@{BOB} four"));
        pair.settle();
        assert_eq!(pair.screen(bob).unread(TOWN), (true, 1), "{skew}");
        pair.open(bob, TOWN);
        pair.read(bob, TOWN);
        pair.settle();
        assert_eq!(pair.screen(bob).unread(TOWN), (false, 0), "{skew}");
        assert_eq!(
            pair.client(bob).engine.diagnostics().losses,
            0,
            "no storm of reconnects"
        );
        pair.assert_converged(bob, &[TOWN, OFF_TOPIC]);
    }
}
