//! Rows: order, grouping, lines, gaps, posts on their way. Rows are written as short words, one each.

use super::*;
use crate::event::{Attention, FailureReason};
use crate::view::{rows, rows_window, thread_rows, FixedZone, Row, RowKey};

const MINUTE: u32 = 60;
const DAY: u32 = 24 * 60 * MINUTE;

fn words(rows: &[Row]) -> Vec<String> {
    rows.iter().map(word).collect()
}

fn word(row: &Row) -> String {
    let number = |id: &PostId| id.as_str()[1..10].trim_start_matches('0').to_owned();
    match row {
        Row::Day(day) => format!("day {}", day.0),
        Row::NewMessages => "new".to_owned(),
        Row::Post(post) if post.deleted => format!("deleted {}", number(&post.id)),
        Row::Post(post) => format!(
            "{}{}",
            number(&post.id),
            if post.grouped { " grouped" } else { "" }
        ),
        Row::Pending(row) => {
            let failed = if row.failed.is_some() { " failed" } else { "" };
            format!(
                "pending {}{failed}{}",
                row.message,
                if row.grouped { " grouped" } else { "" }
            )
        }
        Row::Gap { before } => format!("gap {}", before.as_ref().map_or("end".to_owned(), number)),
        Row::Start => "start".to_owned(),
    }
}

fn seen(state: &State) -> Vec<String> {
    words(&rows(state, GENERAL, &FixedZone(0)))
}

fn opened() -> Event {
    Event::PlaceOpened(place("general"))
}

#[test]
fn nothing_is_shown_of_a_channel_that_was_never_loaded() {
    assert_eq!(seen(&after([])), Vec::<String>::new());
}

#[test]
fn start_day_and_grouped_posts() {
    let posts = [
        build::post(1).post(),
        build::post(2).post(),
        build::post(3).by(CAROL).post(),
        build::post(4).post(),
        build::post(5).at(4 + 6 * MINUTE).post(),
    ];
    let state = after([build::page(posts).from_start().to_end().loaded()]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "2 grouped", "3", "4", "5"]);
}

#[test]
fn system_messages_and_webhooks_stand_alone() {
    let header = PostKind::System(SystemKind::Other(String::new()));
    let posts = [
        build::post(1).post(),
        build::post(2).kind(header).post(),
        build::post(3).post(),
        build::post(4).with(|p| p.props.from_webhook = true).post(),
        build::post(5).post(),
    ];
    let state = after([build::page(posts).from_start().to_end().loaded()]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "2", "3", "4", "5"]);
}

#[test]
fn days_are_those_of_the_zone() {
    let posts = [
        build::post(1).at(DAY - 10).post(),
        build::post(2).at(DAY + 10).post(),
    ];
    let state = after([build::page(posts).from_start().to_end().loaded()]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "day 1", "2"]);
    let tokyo = words(&rows(&state, GENERAL, &FixedZone(9 * 60)));
    assert_eq!(tokyo, ["start", "day 1", "1", "2 grouped"]);
}

#[test]
fn gaps_stand_where_posts_are_missing() {
    let state = after([build::page_of([3, 4]).loaded(), build::page_of([8, 9]).loaded()]);
    assert_eq!(
        seen(&state),
        [
            "gap 3",
            "day 0",
            "3",
            "4 grouped",
            "gap 8",
            "8",
            "9 grouped",
            "gap end"
        ]
    );
}

#[test]
fn the_line_stands_before_the_first_unread_foreign_post_until_the_channel_is_left() {
    let mut state = after([
        build::post(2).created(),
        build::post(3).created(),
        opened(),
        build::page([
            build::post(1).by(ALICE).post(),
            build::post(2).post(),
            build::post(3).post(),
        ])
        .from_start()
        .to_end()
        .loaded(),
        build::viewed(GENERAL, 3),
        build::post(4).created(),
    ]);
    assert_eq!(
        seen(&state),
        ["start", "day 0", "1", "new", "2", "3 grouped", "4 grouped"]
    );
    state.apply(&Event::PlaceOpened(place("design")));
    state.apply(&build::viewed(GENERAL, 4));
    state.apply(&opened());
    assert_eq!(
        seen(&state),
        ["start", "day 0", "1", "2", "3 grouped", "4 grouped"]
    );
}

#[test]
fn what_one_sees_arrive_gets_no_line_and_what_one_does_not_see_does() {
    let mut state = after([
        build::page_of([1]).from_start().to_end().loaded(),
        opened(),
        build::post(2).created(),
    ]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "2 grouped"]);
    state.apply(&Event::AttentionChanged(Attention::Away));
    state.apply(&build::post(3).created());
    state.apply(&Event::AttentionChanged(Attention::Watching));
    state.apply(&build::post(4).created());
    assert_eq!(
        seen(&state),
        ["start", "day 0", "1", "2 grouped", "new", "3", "4 grouped"]
    );
}

#[test]
fn own_posts_have_no_line() {
    let state = after([
        opened(),
        Event::AttentionChanged(Attention::Away),
        build::page_of([1]).from_start().to_end().loaded(),
        build::viewed(GENERAL, 1),
        build::post(2).by(ALICE).created(),
        build::post(3).created(),
    ]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "2", "new", "3"]);
}

#[test]
fn a_deleted_post_keeps_its_place_while_it_is_on_the_screen() {
    let mut state = after([
        opened(),
        build::page_of([1, 2, 3]).from_start().to_end().loaded(),
        build::viewed(GENERAL, 3),
        build::post(2).deletion(),
    ]);
    assert!(seen(&state).contains(&"deleted 2".to_owned()));
    state.apply(&Event::PlaceOpened(place("design")));
    assert!(!seen(&state).contains(&"deleted 2".to_owned()));
}

#[test]
fn an_own_deletion_shows_at_once() {
    let mut state = after([build::page_of([1]).from_start().to_end().loaded()]);
    state.apply(&Event::PostDeleteQueued {
        post_id: build::post_id(1),
    });
    assert_eq!(seen(&state), ["start", "day 0", "deleted 1"]);
}

#[test]
fn posts_on_their_way_stand_at_the_end_in_send_order_and_keep_their_key() {
    let send = |key: &str| Event::PostQueued(Box::new(build::outgoing(key, key)));
    let mut state = after([
        build::page_of([1]).from_start().to_end().loaded(),
        send("a"),
        send("b"),
        build::post(2).created(),
        Event::PostSendFailed {
            pending: PendingPostId::new("a"),
            reason: FailureReason::Unreachable,
        },
    ]);
    assert_eq!(
        seen(&state),
        [
            "start",
            "day 0",
            "1",
            "2 grouped",
            "pending a failed",
            "pending b grouped"
        ]
    );
    let key = RowKey::Own(PendingPostId::new("b"));
    assert!(rows(&state, GENERAL, &FixedZone(0))
        .iter()
        .any(|r| r.key() == key));
    state.apply(&build::post(3).by(ALICE).pending("b").created());
    assert_eq!(
        seen(&state),
        [
            "start",
            "day 0",
            "1",
            "2 grouped",
            "3",
            "pending a failed grouped"
        ]
    );
    assert!(
        rows(&state, GENERAL, &FixedZone(0))
            .iter()
            .any(|r| r.key() == key),
        "the same row"
    );
}

#[test]
fn a_post_of_mine_from_another_tab_has_its_own_key() {
    let state = after([
        build::page_of([1]).from_start().to_end().loaded(),
        build::post(2).by(ALICE).pending("elsewhere").created(),
    ]);
    let keys: Vec<RowKey> = rows(&state, GENERAL, &FixedZone(0))
        .iter()
        .map(Row::key)
        .collect();
    assert!(keys.contains(&RowKey::Post(build::post_id(2))));
}

#[test]
fn others_joining_and_leaving_can_be_hidden() {
    let joined = |name: &str| {
        PostKind::System(SystemKind::JoinChannel {
            username: name.to_owned(),
        })
    };
    let posts = [
        build::post(1).kind(joined("bob")).post(),
        build::post(2).kind(joined("alice")).post(),
    ];
    let mut state = after([build::page(posts).from_start().to_end().loaded()]);
    assert_eq!(seen(&state), ["start", "day 0", "1", "2"]);
    state.apply(&build::preference("advanced_settings", "join_leave", "false"));
    assert_eq!(seen(&state), ["start", "day 0", "2"]);
}

#[test]
fn a_window_is_the_end_of_the_list_and_draws_no_line_that_stands_above_it() {
    let state = after([
        build::post(3).created(),
        opened(),
        build::page_of(1..=9).from_start().to_end().loaded(),
    ]);
    let all = seen(&state);
    assert!(all.contains(&"new".to_owned()));
    let window = words(&rows_window(&state, GENERAL, &FixedZone(0), 3));
    assert_eq!(window, ["day 0", "7", "8 grouped", "9 grouped"]);
    assert_eq!(words(&rows_window(&state, GENERAL, &FixedZone(0), 1000)), all);
}

#[test]
fn a_thread_is_its_root_and_replies_with_a_gap_while_incomplete() {
    let reply = |n: u32| build::post(n).reply_to(1);
    let mut outgoing = build::outgoing("a", "mine");
    outgoing.root_id = Some(build::post_id(1));
    let mut state = after([
        build::page_of([1]).from_start().to_end().loaded(),
        reply(5).created(),
        Event::PostQueued(Box::new(outgoing)),
    ]);
    let thread = |state: &State| words(&thread_rows(state, build::post_id(1), &FixedZone(0)));
    assert_eq!(thread(&state), ["day 0", "1", "gap 5", "5", "pending mine"]);
    assert_eq!(
        seen(&state),
        ["start", "day 0", "1"],
        "replies stand in their thread only"
    );
    state.apply(&Event::ThreadLoaded {
        root_id: build::post_id(1),
        posts: vec![build::post(1).post(), reply(4).post(), reply(5).post()],
        after: None,
        complete: true,
    });
    assert_eq!(
        thread(&state),
        ["day 0", "1", "4 grouped", "5 grouped", "pending mine"]
    );
}

#[test]
fn without_collapsed_threads_a_reply_among_others_is_not_grouped() {
    let state = after([
        build::config("CollapsedThreads", "disabled"),
        build::page([
            build::post(1).post(),
            build::post(2).reply_to(1).post(),
            build::post(3).post(),
            build::post(4).reply_to(1).post(),
        ])
        .from_start()
        .to_end()
        .loaded(),
    ]);
    assert_eq!(
        seen(&state),
        ["start", "day 0", "1", "2 grouped", "3 grouped", "4"]
    );
}

#[test]
fn of_a_thread_whose_root_was_deleted_the_place_of_the_root_remains() {
    let state = after([
        build::page_of([1]).from_start().to_end().loaded(),
        Event::ThreadOpened(Some(build::post_id(1))),
        build::post(2).reply_to(1).created(),
        build::post(1).deletion(),
    ]);
    assert_eq!(
        words(&thread_rows(&state, build::post_id(1), &FixedZone(0))),
        ["day 0", "deleted 1"]
    );
}
