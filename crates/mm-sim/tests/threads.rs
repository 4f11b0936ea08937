//! What stands below a root in the channel follows its thread, whatever overtakes what.

mod support;

use mm_core::action::Action;
use mm_core::domain::{PostId, Timestamp, UserId};
use mm_core::view::{self, FixedZone, Row};
use mm_demo::chaos::Command;
use support::*;

/// What stands below a root in the channel: how many replied, when last, who.
fn summary(pair: &Pair, who: ClientId, root: PostId) -> (i64, Option<Timestamp>, Vec<UserId>) {
    let post = view::post(pair.client(who).engine.state(), root).expect("the root is there");
    post.thread.map_or((0, None, Vec::new()), |thread| {
        let mut people = thread.participants;
        people.sort();
        (thread.reply_count, thread.last_reply_at, people)
    })
}

fn reply(pair: &mut Pair, who: ClientId, root: PostId, message: &str) -> PostId {
    let channel_id = pair.screen(who).channel(TOWN);
    pair.act(
        who,
        Action::SendPost {
            channel_id,
            root_id: Some(root),
            message: message.to_owned(),
            nonce: format!("{message:0>32}"),
        },
    );
    pair.run_for(2_000);
    let state = pair.client(who).engine.state();
    let rows = view::thread_rows(state, root, &FixedZone(0));
    let written = rows.iter().find_map(|row| match row {
        Row::Post(row) => state
            .post(row.id)
            .filter(|post| post.message == message)
            .map(|post| post.id),
        _ => None,
    });
    written.unwrap_or_else(|| panic!("no reply {message}"))
}

/// Two people in a channel, and a root there that Bob wrote and answered.
fn thread() -> (Pair, ClientId, ClientId, PostId) {
    let mut pair = Pair::new(1);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    pair.open(alice, TOWN);
    pair.open(bob, TOWN);
    pair.say(bob, TOWN, "root");
    pair.settle();
    let root = pair.screen(bob).post(TOWN, "root");
    reply(&mut pair, bob, root, "first");
    (pair, alice, bob, root)
}

#[test]
fn who_has_no_reply_left_in_a_thread_no_longer_stands_below_it() {
    let (mut pair, alice, bob, root) = thread();
    let post_id = reply(&mut pair, alice, root, "second");
    pair.act(alice, Action::DeletePost { post_id });
    pair.settle();
    let fresh = pair.same_browser(bob);
    pair.open(fresh, TOWN);
    let expected = summary(&pair, fresh, root);
    assert_eq!((expected.0, expected.2.len()), (1, 1));
    for who in [alice, bob] {
        assert_eq!(summary(&pair, who, root), expected);
    }
}

#[test]
fn a_deletion_told_after_the_page_that_knew_of_it_counts_once() {
    let (mut pair, alice, bob, root) = thread();
    let post_id = reply(&mut pair, alice, root, "second");
    let user = pair.client(bob).engine.state().me().map(|me| me.to_string());
    pair.disturb(Command::Stall { user });
    pair.act(alice, Action::DeletePost { post_id });
    pair.run_for(500);
    let channel_id = pair.screen(bob).channel(TOWN);
    pair.act(bob, Action::LoadLatest { channel_id });
    pair.run_for(500);
    assert_eq!(summary(&pair, bob, root).0, 1);
    pair.disturb(Command::Heal {});
    pair.settle();
    assert_eq!(summary(&pair, bob, root), summary(&pair, alice, root));
    assert_eq!(summary(&pair, bob, root).0, 1);
}

#[test]
fn a_deletion_that_the_connection_lost_is_found_when_it_is_back() {
    let (mut pair, alice, bob, root) = thread();
    let post_id = reply(&mut pair, alice, root, "second");
    pair.set_link(bob, Link::Down);
    pair.act(alice, Action::DeletePost { post_id });
    pair.run_for(500);
    pair.restart(Queues::Lost);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(20_000);
    assert_eq!(summary(&pair, bob, root), summary(&pair, alice, root));
    assert_eq!(summary(&pair, bob, root).0, 1);
}

#[test]
fn a_reply_deleted_while_one_was_away_in_another_channel_is_gone_when_its_thread_is_opened() {
    let (mut pair, alice, bob, root) = thread();
    let post_id = reply(&mut pair, alice, root, "second");
    pair.act(bob, Action::OpenThread { root_id: Some(root) });
    pair.settle();
    pair.act(bob, Action::OpenThread { root_id: None });
    pair.open(bob, OFF_TOPIC);
    pair.set_link(bob, Link::Down);
    pair.act(alice, Action::DeletePost { post_id });
    pair.run_for(500);
    pair.restart(Queues::Lost);
    pair.set_link(bob, Link::Up);
    pair.wake(bob, Wake::Online);
    pair.run_for(20_000);
    pair.open(bob, TOWN);
    pair.act(bob, Action::OpenThread { root_id: Some(root) });
    pair.settle();
    let rows = view::thread_rows(pair.client(bob).engine.state(), root, &FixedZone(0));
    let shown: Vec<PostId> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Post(row) if !row.deleted => Some(row.id),
            _ => None,
        })
        .collect();
    assert!(shown.len() == 2 && !shown.contains(&post_id), "{shown:?}");
    assert_eq!(summary(&pair, bob, root), summary(&pair, alice, root));
}
