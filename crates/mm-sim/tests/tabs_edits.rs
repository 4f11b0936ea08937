//! Pages over one local store: what is edited or deleted in one tab is so in the others within a second, and is done by one of them.

mod support;

use mm_core::action::Action;
use mm_core::domain::PostId;
use mm_core::view::{self, FixedZone, Row};
use mm_demo::chaos::Command;
use support::*;

/// Two tabs of one browser in the same channel, and two messages of its person.
fn two() -> (Pair, [ClientId; 2], [PostId; 2]) {
    let mut pair = Pair::new(1);
    let one = pair.sign_in(ALICE);
    pair.open(one, TOWN);
    let other = pair.same_browser(one);
    pair.open(other, TOWN);
    for text in ["first.", "unwanted."] {
        pair.say(one, TOWN, text);
        pair.settle();
    }
    let posts = ["first.", "unwanted."].map(|text| pair.screen(one).post(TOWN, text));
    (pair, [one, other], posts)
}

fn edit(pair: &mut Pair, who: ClientId, post_id: PostId, text: &str) {
    let message = text.to_owned();
    pair.act(who, Action::EditPost { post_id, message });
}

/// What a page shows of a message: its text, with a mark while that is on its way; nothing if it is hidden.
fn shown(pair: &Pair, who: ClientId, post_id: PostId) -> Option<String> {
    let state = pair.client(who).engine.state();
    let rows = view::rows(state, pair.screen(who).channel(TOWN), &FixedZone(0));
    let is_it = |row: &Row| matches!(row, Row::Post(row) if row.id == post_id && !row.deleted);
    let post = rows.iter().any(is_it).then(|| view::post(state, post_id))??;
    let mark = if post.edit_pending { "~" } else { "" };
    Some(format!("{}{mark}", post.post.message))
}

fn on_server(pair: &Pair, post_id: PostId) -> Option<String> {
    pair.server.world().message(post_id.as_str()).map(str::to_owned)
}

/// How often the tabs have said something about a message.
fn said(pair: &Pair, tabs: [ClientId; 2], method: &str) -> usize {
    let requests = tabs.iter().flat_map(|who| &pair.client(*who).requests);
    requests
        .filter(|line| line.starts_with(method) && line.contains("/api/v4/posts/"))
        .count()
}

#[test]
fn what_is_edited_and_deleted_on_a_slow_server_is_so_in_both_tabs_within_a_second() {
    let (mut pair, tabs, [edited, deleted]) = two();
    pair.disturb(Command::Delay {
        user: None,
        milliseconds: 20_000,
    });
    edit(&mut pair, tabs[0], edited, "second.");
    pair.act(tabs[1], Action::DeletePost { post_id: deleted });
    pair.run_for(1_000);
    for who in tabs {
        assert_eq!(shown(&pair, who, edited).as_deref(), Some("second.~"), "{who:?}");
        assert_eq!(shown(&pair, who, deleted), None, "{who:?}");
    }
    pair.run_for(60_000);
    assert_eq!((said(&pair, tabs, "PUT"), said(&pair, tabs, "DELETE")), (1, 1));
    pair.disturb(Command::Heal {});
    pair.settle();
    for who in tabs {
        assert_eq!(shown(&pair, who, edited).as_deref(), Some("second."), "{who:?}");
    }
    assert_eq!(on_server(&pair, edited).as_deref(), Some("second."));
    assert_eq!(on_server(&pair, deleted), None);
    assert!(pair.client(tabs[0]).store.borrow().own_words().is_empty());
}

#[test]
fn what_a_killed_tab_wanted_is_done_by_the_other_one() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for wait in [0, 10, 25, 45] {
            let (mut pair, tabs, [edited, deleted]) = two();
            edit(&mut pair, tabs[0], edited, "second.");
            pair.act(tabs[0], Action::DeletePost { post_id: deleted });
            pair.run_for(wait);
            pair.kill(tabs[0], under_way);
            pair.run_for(60_000);
            assert_eq!(
                on_server(&pair, edited).as_deref(),
                Some("second."),
                "{under_way:?} {wait}"
            );
            assert_eq!(on_server(&pair, deleted), None, "{under_way:?} {wait}");
            assert_eq!(shown(&pair, tabs[1], edited).as_deref(), Some("second."));
            assert_eq!(shown(&pair, tabs[1], deleted), None);
            assert!(pair.client(tabs[1]).store.borrow().own_words().is_empty());
            assert_eq!(pair.client(tabs[1]).engine.state().notices().count(), 0);
        }
    }
}

#[test]
fn the_last_edit_counts_in_whichever_tab_and_whatever_becomes_of_the_one_before() {
    for (latency, away, lost) in [
        (5, 0, 0),
        (20, 0, 1),
        (120, 2_000, 0),
        (20, 40_000, 1),
        (20, 90_000, 0),
    ] {
        let (mut pair, tabs, [edited, _]) = two();
        pair.latency = latency;
        pair.client_mut(tabs[0]).lost_answers = lost;
        edit(&mut pair, tabs[0], edited, "second.");
        pair.run_for(latency + 2);
        if away > 0 {
            pair.set_link(tabs[0], Link::Down);
        }
        edit(&mut pair, tabs[1], edited, "third.");
        pair.run_for(2);
        edit(&mut pair, tabs[0], edited, "fourth.");
        pair.run_for(1_000 + away);
        pair.set_link(tabs[0], Link::Up);
        pair.wake(tabs[0], Wake::Online);
        pair.run_for(60_000);
        pair.settle();
        assert_eq!(
            on_server(&pair, edited).as_deref(),
            Some("fourth."),
            "{latency} {away} {lost}"
        );
        for who in tabs {
            assert_eq!(
                shown(&pair, who, edited).as_deref(),
                Some("fourth."),
                "{latency} {away} {lost}"
            );
            assert_eq!(pair.client(who).engine.state().notices().count(), 0);
        }
        assert!(pair.client(tabs[0]).store.borrow().own_words().is_empty());
    }
}

#[test]
fn what_is_edited_and_deleted_without_a_network_is_done_when_it_is_back_also_after_a_reload() {
    for reloads in [false, true] {
        let (mut pair, tabs, [edited, deleted]) = two();
        for who in tabs {
            pair.set_link(who, Link::Down);
        }
        edit(&mut pair, tabs[0], edited, "second.");
        pair.act(tabs[0], Action::DeletePost { post_id: deleted });
        pair.run_for(300_000);
        if reloads {
            pair.reload(tabs[0], UnderWay::IsLost);
            pair.run_for(5_000);
        }
        for who in tabs {
            assert_eq!(shown(&pair, who, edited).as_deref(), Some("second.~"), "{who:?}");
            assert_eq!(shown(&pair, who, deleted), None, "{who:?}");
        }
        for who in tabs {
            pair.set_link(who, Link::Up);
            pair.wake(who, Wake::Online);
        }
        pair.run_for(60_000);
        assert_eq!(on_server(&pair, edited).as_deref(), Some("second."));
        assert_eq!(on_server(&pair, deleted), None);
        for who in tabs {
            assert_eq!(shown(&pair, who, edited).as_deref(), Some("second."), "{who:?}");
        }
        assert!(pair.client(tabs[1]).store.borrow().own_words().is_empty());
    }
}

#[test]
fn what_the_server_refuses_is_taken_back_and_told_in_both_tabs() {
    let (mut pair, tabs, [edited, _]) = two();
    pair.disturb(Command::Answer {
        status: 403,
        times: Some(1),
        path: None,
        retry_after: None,
    });
    edit(&mut pair, tabs[0], edited, "second.");
    pair.run_for(1_000);
    for who in tabs {
        assert_eq!(shown(&pair, who, edited).as_deref(), Some("first."), "{who:?}");
        assert_eq!(pair.client(who).engine.state().notices().count(), 1, "{who:?}");
    }
}
