//! Reactions, pins and what is read outlive lost links and pages; the last wish about each thing is what the server ends with.

mod support;

use mm_core::action::Action;
use mm_core::domain::PostId;
use mm_core::event::NoticeKind;
use mm_demo::chaos::Command;
use support::*;

/// Alice and Bob look at the same channel; Bob has said something, and Alice's page has been kept.
fn two() -> (Pair, ClientId, ClientId, PostId) {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, OFF_TOPIC);
    for who in [alice, bob] {
        pair.open(who, TOWN);
    }
    pair.say(bob, TOWN, "lunch?");
    pair.settle();
    pair.run_for(5_000);
    pair.settle();
    let post_id = pair.screen(alice).post(TOWN, "lunch?");
    (pair, alice, bob, post_id)
}

fn react(pair: &mut Pair, who: ClientId, post_id: PostId, add: bool) {
    let emoji_name = "+1".to_owned();
    pair.act(
        who,
        if add {
            Action::AddReaction { post_id, emoji_name }
        } else {
            Action::RemoveReaction { post_id, emoji_name }
        },
    );
}

fn pin(pair: &mut Pair, who: ClientId, post_id: PostId, pinned: bool) {
    pair.act(who, Action::PinPost { post_id, pinned });
}

/// How many reactions a page shows, and whether the post is pinned.
fn shown(pair: &Pair, who: ClientId, post_id: PostId) -> (usize, bool) {
    let post = pair.client(who).engine.state().post(post_id);
    let post = post.expect("it is there");
    (post.reactions.as_ref().map_or(0, Vec::len), post.is_pinned)
}

fn back(pair: &mut Pair, who: ClientId) {
    pair.set_link(who, Link::Up);
    pair.wake(who, Wake::Online);
    pair.run_for(60_000);
    pair.settle();
}

/// Another browser of the same person, looking at the channel.
fn elsewhere(pair: &mut Pair, who: ClientId) -> ClientId {
    let phone = pair.fresh(who);
    pair.open(phone, TOWN);
    phone
}

fn nothing_is_left(pair: &Pair, who: ClientId) {
    let store = pair.client(who).store.borrow();
    assert!(store.own_words().is_empty(), "{:?}", store.own_words());
}

fn unread(pair: &mut Pair, who: ClientId) -> i64 {
    let fresh = pair.fresh(who);
    let channel = pair.screen(fresh).channel(TOWN);
    let count = |one| pair.client(one).engine.state().unread_counts(channel).messages;
    assert_eq!(count(who), count(fresh), "here as on the server");
    count(who)
}

#[test]
fn without_a_network_they_are_shown_and_wait_also_over_a_reload() {
    for reloads in [0, 1, 2] {
        let (mut pair, alice, bob, post_id) = two();
        pair.set_link(alice, Link::Down);
        react(&mut pair, alice, post_id, true);
        pin(&mut pair, alice, post_id, true);
        for _ in 0..reloads {
            pair.run_for(200);
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.run_for(600_000);
        assert_eq!(shown(&pair, alice, post_id), (1, true), "{reloads}");
        assert_eq!(shown(&pair, bob, post_id), (0, false));
        back(&mut pair, alice);
        let fresh = elsewhere(&mut pair, alice);
        for who in [alice, bob, fresh] {
            assert_eq!(shown(&pair, who, post_id), (1, true), "{reloads}");
        }
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn a_page_that_goes_in_any_moment_of_it_says_it_again() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for wait in [0, 5, 20, 39, 40, 41, 500] {
            let (mut pair, alice, bob, post_id) = two();
            react(&mut pair, alice, post_id, true);
            pin(&mut pair, alice, post_id, true);
            pair.run_for(wait);
            pair.reload(alice, under_way);
            pair.settle();
            for who in [alice, bob] {
                assert_eq!(shown(&pair, who, post_id), (1, true), "{under_way:?} {wait}");
            }
            nothing_is_left(&pair, alice);
        }
    }
}

#[test]
fn what_one_tab_takes_back_another_one_that_found_it_does_not_say() {
    let (mut pair, alice, bob, post_id) = two();
    let other = pair.same_browser(alice);
    pair.open(other, TOWN);
    for who in [alice, other] {
        pair.set_link(who, Link::Down);
    }
    for wanted in [true, false] {
        react(&mut pair, alice, post_id, wanted);
        pin(&mut pair, alice, post_id, wanted);
        pair.run_for(500);
        if wanted {
            pair.reload(other, UnderWay::IsLost);
            pair.run_for(500);
        }
        assert_eq!(shown(&pair, other, post_id), (usize::from(wanted), wanted));
    }
    for who in [alice, other] {
        back(&mut pair, who);
    }
    let fresh = elsewhere(&mut pair, alice);
    for who in [alice, other, bob, fresh] {
        assert_eq!(shown(&pair, who, post_id), (0, false), "{who:?}");
    }
    nothing_is_left(&pair, alice);
}

#[test]
fn the_last_wish_counts_whatever_answer_was_lost() {
    for last in [true, false] {
        for lost in 0..4 {
            for reload in [false, true] {
                let (mut pair, alice, bob, post_id) = two();
                pair.client_mut(alice).lost_answers = lost;
                for add in [true, false, true, last] {
                    react(&mut pair, alice, post_id, add);
                    pin(&mut pair, alice, post_id, add);
                    pair.run_for(15);
                }
                pair.client_mut(alice).lost_answers = 0;
                if reload {
                    pair.reload(alice, UnderWay::Arrives);
                }
                pair.settle();
                let fresh = elsewhere(&mut pair, alice);
                for who in [alice, bob, fresh] {
                    let wanted = (usize::from(last), last);
                    assert_eq!(
                        shown(&pair, who, post_id),
                        wanted,
                        "{who:?} {lost} lost, {reload}"
                    );
                }
                nothing_is_left(&pair, alice);
            }
        }
    }
}

#[test]
fn what_the_server_refuses_is_taken_back_and_told() {
    let (mut pair, alice, bob, post_id) = two();
    pair.set_link(alice, Link::Down);
    react(&mut pair, alice, post_id, true);
    pair.act(bob, Action::DeletePost { post_id });
    pair.run_for(1_000);
    back(&mut pair, alice);
    assert_eq!(pair.screen(alice).count(TOWN, "lunch?"), 0);
    nothing_is_left(&pair, alice);

    let (mut pair, alice, bob, post_id) = two();
    pair.disturb(Command::Answer {
        status: 403,
        times: Some(1),
        path: Some(format!("/api/v4/posts/{post_id}/pin")),
        retry_after: None,
    });
    pin(&mut pair, alice, post_id, true);
    pair.settle();
    for who in [alice, bob] {
        assert_eq!(shown(&pair, who, post_id), (0, false));
    }
    let mut notices = pair.client(alice).engine.state().notices();
    assert!(notices.any(|notice| notice.kind == NoticeKind::ActFailed));
    nothing_is_left(&pair, alice);
}

#[test]
fn a_server_that_asks_to_wait_is_waited_for() {
    let (mut pair, alice, bob, post_id) = two();
    pair.disturb(Command::Answer {
        status: 429,
        times: Some(1),
        path: Some("/api/v4/reactions".to_owned()),
        retry_after: Some(20),
    });
    react(&mut pair, alice, post_id, true);
    let asked = |pair: &Pair| {
        let mine = pair.client(alice).requests.iter();
        mine.filter(|line| line.contains("/reactions")).count()
    };
    pair.run_for(19_000);
    assert_eq!((asked(&pair), shown(&pair, alice, post_id).0), (1, 1));
    pair.run_for(10_000);
    assert_eq!((asked(&pair), shown(&pair, bob, post_id).0), (2, 1));
}

#[test]
fn a_reaction_that_was_made_again_elsewhere_since_stands() {
    let (mut pair, alice, bob, post_id) = two();
    let phone = elsewhere(&mut pair, alice);
    react(&mut pair, alice, post_id, true);
    pair.settle();
    pair.set_link(alice, Link::Down);
    react(&mut pair, alice, post_id, false);
    pair.run_for(500);
    pair.reload(alice, UnderWay::IsLost);
    for add in [false, true] {
        react(&mut pair, phone, post_id, add);
        pair.run_for(500);
    }
    back(&mut pair, alice);
    for who in [alice, bob, phone] {
        assert_eq!(shown(&pair, who, post_id).0, 1);
    }
    nothing_is_left(&pair, alice);
}

/// Something waits for Alice; her link is gone.
fn unread_and_offline() -> (Pair, ClientId, ClientId, PostId) {
    let (mut pair, alice, bob, _) = two();
    pair.read(alice, TOWN);
    pair.settle();
    pair.open(alice, OFF_TOPIC);
    pair.say(bob, TOWN, "news");
    pair.say(bob, TOWN, "more news");
    pair.settle();
    pair.run_for(5_000);
    assert_eq!(unread(&mut pair, alice), 2);
    let post_id = pair.screen(alice).post(TOWN, "more news");
    pair.set_link(alice, Link::Down);
    (pair, alice, bob, post_id)
}

#[test]
fn what_was_read_without_a_network_is_read_when_it_is_back() {
    for reload in [false, true] {
        let (mut pair, alice, _, _) = unread_and_offline();
        pair.read(alice, TOWN);
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.run_for(60_000);
        assert!(!pair.screen(alice).unread(TOWN).0, "{reload}");
        // What could be resumed is gone as well.
        pair.restart(Queues::Lost);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 0, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn what_came_meanwhile_is_not_read_along() {
    for reload in [false, true] {
        let (mut pair, alice, bob, _) = unread_and_offline();
        pair.read(alice, TOWN);
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.say(bob, TOWN, "never seen");
        pair.run_for(60_000);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 3, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn a_reply_that_mentions_one_meanwhile_does_not_take_back_what_was_read() {
    for reload in [false, true] {
        let (mut pair, alice, bob, post_id) = unread_and_offline();
        pair.read(alice, TOWN);
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        let channel_id = pair.screen(bob).channel(TOWN);
        pair.act(
            bob,
            Action::SendPost {
                channel_id,
                root_id: Some(post_id),
                message: format!("@{ALICE} in the thread"),
                nonce: "0".repeat(32),
            },
        );
        pair.run_for(60_000);
        pair.restart(Queues::Lost);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 0, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn what_was_marked_as_unread_elsewhere_later_is_not_read_again() {
    for reload in [false, true] {
        let (mut pair, alice, _, post_id) = unread_and_offline();
        let phone = elsewhere(&mut pair, alice);
        pair.read(phone, TOWN);
        pair.settle();
        pair.read(alice, TOWN);
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.act(phone, Action::MarkUnread { post_id });
        pair.run_for(60_000);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 1, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn a_mark_as_unread_without_a_network_is_shown_and_said() {
    for reload in [false, true] {
        let (mut pair, alice, _, post_id) = unread_and_offline();
        back(&mut pair, alice);
        pair.open(alice, TOWN);
        pair.read(alice, TOWN);
        pair.run_for(5_000);
        pair.set_link(alice, Link::Down);
        pair.act(alice, Action::MarkUnread { post_id });
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.run_for(60_000);
        assert!(pair.screen(alice).unread(TOWN).0, "{reload}");
        pair.restart(Queues::Lost);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 1, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn marking_a_post_ahead_of_what_was_read_reads_what_lies_between() {
    for reload in [false, true] {
        let (mut pair, alice, _, post_id) = unread_and_offline();
        pair.act(alice, Action::MarkUnread { post_id });
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.run_for(60_000);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 1, "{reload}");
        nothing_is_left(&pair, alice);
    }
}

#[test]
fn what_was_read_elsewhere_later_is_not_marked_again() {
    for reload in [false, true] {
        let (mut pair, alice, bob, post_id) = unread_and_offline();
        pair.act(alice, Action::MarkUnread { post_id });
        pair.run_for(100);
        if reload {
            pair.reload(alice, UnderWay::IsLost);
        }
        pair.say(bob, TOWN, "the end");
        let phone = elsewhere(&mut pair, alice);
        pair.read(phone, TOWN);
        pair.run_for(60_000);
        back(&mut pair, alice);
        assert_eq!(unread(&mut pair, alice), 0, "{reload}");
        nothing_is_left(&pair, alice);
    }
}
