//! Pages over one local store: what is written, sent, thrown away or ended in one tab is so in the others, within a second.

mod support;

use mm_core::action::Action;
use mm_core::event::{DraftPlace, SessionState};
use mm_core::view::{self, FixedZone, Row};
use mm_demo::chaos::Command;
use support::*;

/// Two tabs of one browser in the same channel.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let one = pair.sign_in(ALICE);
    pair.open(one, TOWN);
    let other = pair.same_browser(one);
    pair.open(other, TOWN);
    (pair, one, other)
}

fn place(pair: &Pair, who: ClientId) -> DraftPlace {
    DraftPlace {
        channel_id: pair.screen(who).channel(TOWN),
        root_id: None,
    }
}

fn write(pair: &mut Pair, who: ClientId, text: &str) {
    let (place, text) = (place(pair, who), text.to_owned());
    pair.act(who, Action::ChangeDraft { place, text });
}

fn draft(pair: &Pair, who: ClientId) -> String {
    pair.client(who).engine.state().draft(place(pair, who)).to_owned()
}

fn on_server(pair: &Pair, word: &str) -> usize {
    pair.server.world().written(word).len()
}

/// How many rows say it, on their way or confirmed.
fn shown(pair: &Pair, who: ClientId, word: &str) -> usize {
    let state = pair.client(who).engine.state();
    let channel_id = pair.screen(who).channel(TOWN);
    let rows = view::rows(state, channel_id, &FixedZone(0)).into_iter();
    rows.filter(|row| match row {
        Row::Post(row) => state.post(row.id).is_some_and(|post| post.message == word),
        Row::Pending(row) => &*row.message == word,
        _ => false,
    })
    .count()
}

#[test]
fn what_is_typed_in_one_tab_stands_in_the_other_and_goes_when_it_is_sent() {
    let (mut pair, one, other) = two();
    write(&mut pair, one, "h");
    pair.run_for(100);
    write(&mut pair, one, "half a sentence");
    pair.run_for(1_000);
    assert_eq!(draft(&pair, other), "half a sentence");
    pair.say(one, TOWN, "sentence.");
    write(&mut pair, one, "");
    pair.run_for(1_000);
    assert_eq!(draft(&pair, other), "");
    for who in [one, other] {
        assert_eq!(shown(&pair, who, "sentence."), 1);
        assert_eq!(unconfirmed(&pair, who), []);
    }
    assert_eq!(on_server(&pair, "sentence."), 1);
}

#[test]
fn a_page_that_begins_beside_another_one_has_its_text() {
    let (mut pair, one, _) = two();
    write(&mut pair, one, "half a sentence");
    pair.run_for(300);
    let third = pair.same_browser(one);
    assert_eq!(draft(&pair, third), "half a sentence");
    write(&mut pair, third, "a whole sentence");
    pair.run_for(1_000);
    assert_eq!(draft(&pair, one), "a whole sentence");
}

#[test]
fn a_failed_message_that_is_thrown_away_in_one_tab_leaves_the_other() {
    let (mut pair, one, other) = two();
    pair.disturb(Command::Answer {
        status: 400,
        times: Some(1),
        path: None,
        retry_after: None,
    });
    pair.say(one, TOWN, "unwanted.");
    pair.run_for(1_000);
    for who in [one, other] {
        assert_eq!(
            unconfirmed(&pair, who),
            [("unwanted.".to_owned(), true)],
            "{who:?}"
        );
    }
    let pending = pair.client(other).engine.state().outbox()[0].post.pending.clone();
    pair.act(other, Action::DiscardPost { pending });
    pair.run_for(1_000);
    for who in [one, other] {
        assert_eq!(unconfirmed(&pair, who), [], "{who:?}");
    }
    pair.run_for(60_000);
    assert_eq!(on_server(&pair, "unwanted."), 0);
}

#[test]
fn who_logs_out_in_one_tab_is_signed_out_in_the_other() {
    let (mut pair, one, other) = two();
    write(&mut pair, other, "private");
    pair.run_for(300);
    pair.act(one, Action::LogOut);
    pair.run_for(1_000);
    for who in [one, other] {
        let state = pair.client(who).engine.state();
        assert_eq!(*state.session(), SessionState::SignedOut, "{who:?}");
        assert_eq!((state.me(), state.channels().count()), (None, 0), "{who:?}");
    }
    pair.run_for(10_000);
    assert!(pair.client(other).store.borrow().records.is_empty());
}

#[test]
fn a_tab_that_is_killed_after_the_key_press_is_replaced_by_the_other() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for wait in [10, 25, 45] {
            let (mut pair, one, other) = two();
            pair.client_mut(one).lost_answers = 1;
            for word in ["w1st.", "w2nd."] {
                pair.say(one, TOWN, word);
            }
            pair.run_for(wait);
            pair.kill(one, under_way);
            for _ in 0..400 {
                pair.run_for(100);
                let rows = ["w1st.", "w2nd."].map(|word| shown(&pair, other, word));
                assert_eq!(rows, [1, 1], "{under_way:?} {wait}: never gone, never twice");
            }
            for word in ["w1st.", "w2nd."] {
                assert_eq!(on_server(&pair, word), 1, "{word} {under_way:?} {wait}");
            }
            assert_eq!(unconfirmed(&pair, other), []);
            let texts = pair.screen(other).texts(TOWN);
            assert_eq!(texts[texts.len() - 2..], ["w1st.", "w2nd."]);
            assert!(pair.client(other).store.borrow().own_words().is_empty());
        }
    }
}

#[test]
fn nothing_is_doubled_while_both_tabs_live() {
    for (latency, away) in [(5, 0), (20, 10_000), (120, 40_000), (20, 90_000)] {
        let (mut pair, one, other) = two();
        pair.latency = latency;
        pair.client_mut(one).lost_answers = 1;
        pair.say(one, TOWN, "w0th.");
        pair.run_for(latency);
        if away > 0 {
            pair.set_link(one, Link::Down);
        }
        for (who, word) in [(one, "w1st."), (other, "w2nd."), (one, "w3rd.")] {
            pair.say(who, TOWN, word);
            pair.run_for(7);
        }
        pair.run_for(away);
        pair.set_link(one, Link::Up);
        pair.wake(one, Wake::Online);
        pair.run_for(60_000);
        pair.settle();
        for word in ["w0th.", "w1st.", "w2nd.", "w3rd."] {
            assert_eq!(on_server(&pair, word), 1, "{word} {away}");
            for who in [one, other] {
                assert_eq!(shown(&pair, who, word), 1, "{word} {away} {who:?}");
            }
        }
        for who in [one, other] {
            assert_eq!(unconfirmed(&pair, who), [], "{away}");
        }
    }
}

#[test]
fn a_tab_does_nothing_for_the_messages_of_one_that_lives() {
    let (mut pair, one, other) = two();
    let before = pair.client(other).requests.len();
    for number in 0..20 {
        pair.say(one, TOWN, &format!("w{number}."));
        pair.run_for(150);
    }
    pair.run_for(60_000);
    let asked = &pair.client(other).requests[before..];
    let about_posts = |line: &&String| line.contains("since=") || line.ends_with("/api/v4/posts");
    assert_eq!(asked.iter().filter(about_posts).count(), 0, "{asked:?}");
}

#[test]
fn two_tabs_agree_on_what_is_unread_within_a_second() {
    let (mut pair, one, other) = two();
    let bob = pair.sign_in(BOB);
    for who in [one, other] {
        pair.open(who, OFF_TOPIC);
        pair.wake(who, Wake::Blurred);
    }
    pair.open(bob, TOWN);
    pair.say(bob, TOWN, "news.");
    pair.run_for(1_000);
    for who in [one, other] {
        assert!(pair.screen(who).unread(TOWN).0, "{who:?}");
    }
    pair.wake(one, Wake::Focused);
    let channel_id = pair.screen(one).channel(TOWN);
    pair.act(one, Action::OpenChannel { channel_id });
    pair.run_for(300);
    pair.read(one, TOWN);
    pair.run_for(1_000);
    for who in [one, other] {
        assert!(!pair.screen(who).unread(TOWN).0, "{who:?}");
    }
    let post_id = pair.screen(one).post(TOWN, "news.");
    pair.act(one, Action::MarkUnread { post_id });
    pair.run_for(1_000);
    assert_eq!(pair.screen(other).unread(TOWN), pair.screen(one).unread(TOWN));
    assert!(pair.screen(other).unread(TOWN).0);
}
