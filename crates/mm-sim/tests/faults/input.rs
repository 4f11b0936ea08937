//! F21 to F30: what comes in is broken, too much, or not allowed any more; the store and the page fail.

use super::*;
use mm_core::cache::StoreFault;
use mm_core::rest::{self, Method};
use mm_core::view;
use mm_demo::chaos::Command;
use mm_sim::Mishap;

#[test]
fn f21_an_event_of_a_post_that_cannot_be_read_makes_its_channel_be_asked_for() {
    let (mut pair, alice, bob) = two();
    pair.client_mut(bob).mishap = Some((Mishap::Misshapen, 1));
    pair.say(alice, TOWN, "misshapen.");
    pair.run_for(2_000);
    assert_eq!(pair.screen(bob).count(TOWN, "misshapen."), 1);
    let counters = pair.client(bob).engine.state().counters().clone();
    let broken: u64 = counters
        .iter()
        .filter(|(name, _)| name.contains("unreadable"))
        .map(|(_, n)| *n)
        .sum();
    assert_eq!(broken, 1);
}

#[test]
fn f22_three_hundred_messages_at_once_are_all_there_and_counted() {
    let (mut pair, alice, bob) = two();
    pair.open(bob, OFF_TOPIC);
    pair.client_mut(bob).burst = true;
    for n in 0..300 {
        let post = mm_core::event::Outgoing {
            files: Vec::new(),
            pending: mm_core::domain::PendingPostId::new(format!("flood:{n}")),
            channel_id: pair.screen(alice).channel(TOWN),
            root_id: None,
            message: format!("flood{n}."),
            client_id: String::new(),
            at: mm_core::domain::Timestamp(0),
            since: mm_core::domain::Timestamp(0),
        };
        pair.ask_elsewhere(alice, &rest::posts::create(&post, &[]));
        pair.run_for(1);
    }
    pair.run_for(2_000);
    assert_eq!(pair.client(bob).engine.waiting(), 0);
    let channel_id = pair.screen(bob).channel(TOWN);
    assert_eq!(
        pair.client(bob).engine.state().unread_counts(channel_id).messages,
        300
    );
    pair.assert_converged(bob, &[TOWN]);
}

#[test]
fn f23_pages_that_overlap_show_each_post_once() {
    let (mut pair, alice, bob) = two();
    for n in 0..90 {
        pair.say(alice, TOWN, &format!("page{n}."));
        pair.run_for(60);
    }
    pair.settle();
    pair.reload(bob, UnderWay::Arrives);
    pair.settle();
    let channel_id = pair.screen(bob).channel(TOWN);
    for _ in 0..3 {
        // The newest page is asked for while older ones come, from wherever one is.
        pair.act(bob, Action::LoadLatest { channel_id });
        pair.act(bob, Action::LoadOlder { channel_id });
        pair.settle();
    }
    let texts = pair.screen(bob).texts(TOWN);
    let numbers: Vec<&String> = texts.iter().filter(|text| text.starts_with("page")).collect();
    let expected: Vec<String> = (0..90).map(|n| format!("page{n}.")).collect();
    assert_eq!(numbers, expected.iter().collect::<Vec<_>>());
}

#[test]
fn f24_a_channel_one_is_removed_from_leaves_screen_and_store_and_comes_back_fresh() {
    let (mut pair, alice, bob) = two();
    let channel_id = pair.screen(bob).channel(TOWN);
    let me = pair.client(bob).engine.state().me().unwrap();
    let path = format!("/api/v4/channels/{channel_id}/members/{me}");
    assert_eq!(pair.elsewhere(alice, Method::Delete, &path), 200);
    pair.run_for(5_000);
    let state = pair.client(bob).engine.state();
    assert!(state.timeline(channel_id).is_none() && state.member(channel_id).is_none());
    assert_ne!(state.open_channel(), Some(channel_id));
    let store = pair.client(bob).store.clone();
    let holds = |record: &String| record.contains(channel_id.as_str());
    assert!(!store
        .borrow()
        .records
        .keys()
        .any(|key| key.contains("/posts/") && holds(key)));
    pair.say(alice, TOWN, "meanwhile.");
    pair.settle();
    assert_eq!(
        pair.ask_elsewhere(alice, &rest::channels::join(channel_id, me)),
        201
    );
    pair.settle();
    pair.open(bob, TOWN);
    assert_eq!(pair.screen(bob).count(TOWN, "meanwhile."), 1);
    pair.assert_converged(bob, &[TOWN]);
}

#[test]
fn f25_a_channel_that_is_archived_while_one_types_cannot_be_written_in_and_keeps_the_text() {
    let (mut pair, alice, bob) = two();
    let place = types(&mut pair, bob, "too late");
    let path = format!("/api/v4/channels/{}", place.channel_id);
    assert_eq!(pair.elsewhere(alice, Method::Delete, &path), 200);
    pair.run_for(3_000);
    let header = view::channel_header(pair.client(bob).engine.state(), place.channel_id);
    assert!(header.is_some_and(|header| header.read_only.is_some()));
    assert_eq!(draft(&pair, bob, place), "too late");
}

#[test]
fn f26_a_server_that_is_put_up_with_other_settings_is_followed_and_takes_no_word_away() {
    let (mut pair, alice, bob) = two();
    let admin = pair.sign_in("noriko.hayashi");
    let place = types(&mut pair, bob, "half a sentence");
    pair.set_link(bob, Link::Down);
    let settings =
        r#"{"TeamSettings": {"TeammateNameDisplay": "username", "LockTeammateNameDisplay": true}}"#;
    let request = rest::HttpRequest {
        method: Method::Put,
        path: "/api/v4/config/patch".to_owned(),
        body: Some(settings.to_owned()),
        file: None,
        timeout: std::time::Duration::from_secs(30),
        connection_id: None,
        of: None,
    };
    assert_eq!(pair.ask_elsewhere(admin, &request), 200);
    pair.restart(Queues::Lost);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    for who in [alice, bob] {
        let config = pair.client(who).engine.state().config();
        assert_eq!(config.get("TeammateNameDisplay"), Some("username"), "{who:?}");
    }
    assert_eq!(draft(&pair, bob, place), "half a sentence");
    pair.assert_converged(bob, &[TOWN]);
}

#[test]
fn f27_without_a_store_that_is_said_once_and_everything_else_works() {
    let (mut pair, alice, bob) = two();
    pair.client(bob).store.borrow_mut().fault = Some(StoreFault::Failed);
    pair.say(bob, TOWN, "unkept.");
    pair.settle();
    assert!(is_told(&pair, bob, NoticeKind::NotKept));
    let kind = NoticeKind::NotKept;
    pair.act(bob, Action::DismissNotice { kind });
    pair.say(bob, TOWN, "unkept too.");
    pair.settle();
    assert!(!is_told(&pair, bob, NoticeKind::NotKept));
    assert_eq!(pair.screen(alice).count(TOWN, "unkept too."), 1);
}

#[test]
fn f28_the_page_of_a_hotel_is_no_answer() {
    let (mut pair, alice, bob) = two();
    pair.disturb(Command::CaptivePortal {});
    pair.break_socket(bob);
    pair.say(bob, TOWN, "after the hotel.");
    pair.run_for(30_000);
    assert_ne!(pair.connection(bob), ConnectionStatus::Connected);
    assert!(is_told(&pair, bob, NoticeKind::NotMattermost));
    pair.disturb(Command::Heal {});
    pair.wake(bob, Wake::Online);
    pair.run_for(60_000);
    pair.settle();
    assert_eq!(pair.screen(alice).count(TOWN, "after the hotel."), 1);
    assert!(!is_told(&pair, bob, NoticeKind::NotMattermost));
}

#[test]
fn f30_a_page_that_ends_without_a_warning_finds_queue_and_draft_again() {
    let (mut pair, alice, bob) = two();
    let place = types(&mut pair, bob, "half a sentence");
    pair.run_for(300);
    pair.set_link(bob, Link::Down);
    pair.say(bob, TOWN, "trapped.");
    pair.reload(bob, UnderWay::IsLost);
    pair.run_for(1_000);
    assert_eq!(draft(&pair, bob, place), "half a sentence");
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.settle();
    assert_eq!(written(&pair, "trapped."), 1);
    assert_eq!(pair.screen(alice).count(TOWN, "trapped."), 1);
}
