//! People sign in and talk.

mod support;

use mm_core::action::Action;
use mm_core::event::{ConnectionStatus, SessionState};
use support::*;

#[test]
fn a_wrong_password_is_refused_in_the_servers_words() {
    let mut pair = Pair::new(1);
    let page = pair.open_page();
    pair.settle();
    pair.log_in(page, ALICE, "wrong");
    pair.settle();
    let session = pair.client(page).engine.state().session().clone();
    let SessionState::Refused {
        message: mm_core::event::LoginError::Server(words),
        asks_code: false,
    } = session
    else {
        panic!("{session:?}");
    };
    assert!(!words.is_empty());
}

#[test]
fn signing_in_leads_to_a_channel_with_posts() {
    let mut pair = Pair::new(1);
    let alice = pair.sign_in(ALICE);
    let screen = pair.screen(alice);
    let open = screen.open_channel().expect("a channel is open");
    assert!(!screen.texts(&open).is_empty());
    assert_eq!(
        pair.client(alice).engine.state().connection(),
        ConnectionStatus::Connected
    );
}

#[test]
fn nothing_is_asked_twice_on_the_way_to_the_first_channel() {
    let mut pair = Pair::new(1);
    let alice = pair.sign_in(ALICE);
    let mut seen = std::collections::BTreeMap::new();
    // What is read ahead of unread channels comes after it.
    let requests = &pair.client(alice).requests;
    let is_read = |line: &&String| line.contains("/posts/unread");
    let ahead = requests.iter().filter(is_read).nth(1);
    let first = requests.iter().take_while(|line| Some(*line) != ahead);
    for request in first {
        *seen.entry(request.clone()).or_insert(0) += 1;
    }
    // The lists are asked for once before the socket is open and once after, so that nothing falls between; people in
    // batches, as they are seen.
    let more = [
        "/users/me/channels",
        "channel_members",
        "/preferences",
        "/teams/unread",
        "/categories",
        "/config/client",
        "/users/ids",
        "/status/ids",
        "/roles/names",
    ];
    for (request, count) in seen {
        let most = if more.iter().any(|part| request.contains(part)) {
            2
        } else {
            1
        };
        assert!(count <= most, "{request} {count} times");
    }
}

#[test]
fn two_people_talk() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    pair.say(alice, TOWN, "おはようございます");
    assert_eq!(
        pair.screen(alice).count(TOWN, "おはようございます…"),
        1,
        "the echo is there at once"
    );
    pair.settle();
    for who in [alice, bob] {
        assert_eq!(pair.screen(who).count(TOWN, "おはようございます"), 1);
    }
    pair.say(bob, TOWN, "good morning");
    pair.settle();
    for who in [alice, bob] {
        let texts = pair.screen(who).texts(TOWN);
        assert_eq!(texts[texts.len() - 2..], ["おはようございます", "good morning"]);
    }
}

#[test]
fn posts_go_out_in_the_order_of_the_key_presses() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(bob, TOWN);
    let texts: Vec<String> = (0..20).map(|n| format!("line {n}")).collect();
    for text in &texts {
        pair.say(alice, TOWN, text);
    }
    pair.settle();
    let seen = pair.screen(bob).texts(TOWN);
    assert_eq!(seen[seen.len() - 20..], texts[..]);
}

#[test]
fn an_edit_and_a_deletion_reach_everybody() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    pair.say(alice, TOWN, "first words");
    pair.settle();
    let post_id = pair.screen(alice).post(TOWN, "first words");
    pair.act(
        alice,
        Action::EditPost {
            post_id,
            message: "better words".to_owned(),
        },
    );
    assert_eq!(
        pair.client(alice).engine.state().pending_edit(post_id),
        Some("better words")
    );
    pair.settle();
    assert_eq!(pair.screen(bob).count(TOWN, "better words"), 1);
    assert_eq!(pair.client(alice).engine.state().pending_edit(post_id), None);
    pair.act(alice, Action::DeletePost { post_id });
    pair.settle();
    for who in [alice, bob] {
        assert_eq!(pair.screen(who).count(TOWN, "better words"), 0);
    }
}

#[test]
fn a_reaction_is_seen_by_the_other() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    pair.say(alice, TOWN, "lunch?");
    pair.settle();
    let post_id = pair.screen(bob).post(TOWN, "lunch?");
    for _ in 0..2 {
        pair.act(
            bob,
            Action::AddReaction {
                post_id,
                emoji_name: "+1".to_owned(),
            },
        );
    }
    pair.settle();
    for who in [alice, bob] {
        let view = mm_core::view::post(pair.client(who).engine.state(), post_id).expect("the post is there");
        assert_eq!(view.reactions.len(), 1);
        assert_eq!(view.reactions[0].users.len(), 1);
    }
}

#[test]
fn typing_is_seen_and_ends_by_itself_or_with_the_message() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(bob, TOWN);
    let channel_id = pair.screen(alice).channel(TOWN);
    let place = mm_core::event::DraftPlace {
        channel_id,
        root_id: None,
    };
    pair.act(alice, Action::Typing { place });
    pair.run_for(200);
    assert_eq!(pair.screen(bob).typing(TOWN).len(), 1);
    pair.run_for(8_000);
    assert!(pair.screen(bob).typing(TOWN).is_empty());
    pair.act(alice, Action::Typing { place });
    pair.run_for(200);
    pair.say(alice, TOWN, "here it is");
    pair.run_for(200);
    assert!(pair.screen(bob).typing(TOWN).is_empty());
}

#[test]
fn a_message_elsewhere_counts_as_unread_and_reading_it_ends_that_everywhere() {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    let other = pair.same_browser(bob);
    pair.open(bob, OFF_TOPIC);
    pair.open(other, OFF_TOPIC);
    pair.read(bob, TOWN);
    pair.settle();
    assert_eq!(pair.screen(bob).unread(TOWN), (false, 0));
    pair.say(alice, TOWN, &format!("@{BOB} have a look"));
    pair.settle();
    assert_eq!(pair.screen(bob).unread(TOWN), (true, 1));
    assert_eq!(pair.screen(other).unread(TOWN), (true, 1));
    pair.open(bob, TOWN);
    pair.read(bob, TOWN);
    pair.settle();
    assert_eq!(pair.screen(bob).unread(TOWN), (false, 0));
    assert_eq!(pair.screen(other).unread(TOWN), (false, 0));
}

#[test]
fn leaving_the_open_channel_leads_on_and_does_not_join_it_again() {
    let mut pair = Pair::new(1);
    let bob = pair.sign_in(BOB);
    pair.open(bob, OFF_TOPIC);
    let channel = pair.screen(bob).channel(OFF_TOPIC);
    let path = format!("/api/v4/channels/{channel}/members/me");
    assert_eq!(pair.elsewhere(bob, mm_core::rest::Method::Delete, &path), 200);
    pair.settle();
    let open = pair.screen(bob).open_channel().expect("another channel is open");
    assert_ne!(open, OFF_TOPIC);
    let state = pair.client(bob).engine.state();
    assert!(state.member(channel).is_none(), "one is out");
    assert!(state.timeline(channel).is_none(), "nothing of it is kept");
}
