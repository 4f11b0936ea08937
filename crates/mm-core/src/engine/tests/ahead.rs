//! Posts of unread channels are there before anybody opens them, and nobody is bothered by that.

use super::*;
use crate::connection::Wake;
use crate::state::SINCE_MARGIN;

const AHEAD: &str = "/posts/unread";
const PEOPLE: [&str; 2] = [EMILY, KENJI];

/// Ids of channels, oldest post first: no fixture knows them.
fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("a{n:025}")).collect()
}

fn channels_json(names: &[String]) -> Value {
    let channel = |(n, id): (usize, &String)| {
        let at = 1_795_000_000_000_i64 + n as i64;
        json!({
            "id": id, "name": format!("many-{n}"), "display_name": format!("Many {n}"), "type": "O", "team_id": "", "create_at": 1,
            "update_at": 1, "delete_at": 0, "header": "", "purpose": "", "last_post_at": at, "last_root_post_at": at,
            "total_msg_count": 3, "total_msg_count_root": 3,
        })
    };
    names.iter().enumerate().map(channel).collect()
}

fn member(id: &str, mentions: i64, mark_unread: &str) -> ChannelMember {
    ChannelMember {
        channel_id: channel(id),
        user_id: user(EMILY),
        roles: String::new(),
        last_viewed_at: Timestamp(1_000),
        msg_count: 1,
        msg_count_root: 1,
        mention_count: mentions,
        mention_count_root: mentions,
        urgent_mention_count: 0,
        last_update_at: Timestamp(1_000),
        notify_props: map_of([("mark_unread".to_owned(), mark_unread.to_owned())]),
    }
}

/// So many more channels are unread. The second is muted, the third mentions one.
fn unread(rig: &mut Rig, names: &[String]) {
    let answer = HttpAnswer {
        status: 200,
        content_type: "application/json".into(),
        body: channels_json(names).to_string(),
        ..HttpAnswer::default()
    };
    let channels = crate::rest::channels::read_mine(&answer).unwrap();
    for mut event in channels {
        if let Event::ChannelsLoaded { scope, .. } = &mut event {
            *scope = Scope::Some;
        }
        rig.engine.apply(rig.now, event);
    }
    let members = names.iter().enumerate().map(|(n, id)| {
        let mark = if n == 1 { "mention" } else { "all" };
        member(id, i64::from(n == 2), mark)
    });
    let members = members.collect();
    let scope = Scope::Some;
    rig.engine.apply(rig.now, Event::MembersLoaded { members, scope });
    seen(rig);
}

/// The page is seen; the link is there.
fn seen(rig: &mut Rig) {
    rig.wake(Wake::Visible);
    rig.pong();
}

/// Channels that were read ahead, in order.
fn read(rig: &Rig) -> Vec<&str> {
    let lines = rig.asked.iter().filter(|line| line.contains(AHEAD));
    lines.filter_map(|line| line.split('/').nth(6)).collect()
}

/// Somebody wrote two posts in this channel.
fn page(id: &str, number: u64) -> HttpReply {
    let at = 1_795_000_000_000;
    let posts =
        [number, number + 1].map(|n| post_json(id, PEOPLE[1], n, at + n as i64, &format!("said {n}")));
    let ids = [number + 1, number].map(|n| post_id(n).to_string());
    json_answer(
        200,
        &json!({"order": ids, "posts": {&ids[1]: posts[0], &ids[0]: posts[1]}, "next_post_id": "", "prev_post_id": ""}),
    )
}

fn kept(rig: &Rig, id: &str) -> bool {
    let posts = |key: &&String| key.contains("/posts/") && key.ends_with(id);
    rig.store.records.keys().any(|key| posts(&key))
}

fn texts(rig: &Rig, id: &str) -> Vec<String> {
    let state = rig.engine.state();
    let orders = state.timeline(channel(id)).into_iter().flat_map(|t| t.orders());
    orders
        .filter_map(|order| Some(state.post(order.id)?.message.clone()))
        .collect()
}

#[test]
fn one_at_a_time_mentions_first_then_the_newest_and_no_muted_ones() {
    let mut rig = Rig::live();
    let names = names(5);
    unread(&mut rig, &names);
    rig.act(Action::ReconnectNow);
    rig.pass(900);
    assert!(read(&rig).is_empty(), "not in the same moment");
    for _ in 0..10 {
        rig.pass(1_100);
        assert!(rig.open.len() <= 1, "{:?}", rig.open);
        rig.answer_all();
    }
    let order = [2, 4, 3, 0].map(|n| names[n].as_str());
    assert_eq!(read(&rig), order);
    rig.pass(600_000);
    assert_eq!(read(&rig).len(), 4, "once");
}

#[test]
fn nothing_is_read_visited_or_opened_by_it_and_a_page_without_a_network_shows_it() {
    let mut rig = Rig::live();
    let names = names(1);
    let id = names[0].as_str();
    unread(&mut rig, &names);
    let opened = rig.engine.state().opened.clone();
    rig.pass(5_000);
    rig.reply(AHEAD, page(id, 1));
    rig.answer_all();
    assert_eq!(rig.engine.state().opened, opened);
    assert_eq!(rig.engine.state().unread_counts(channel(id)).messages, 2);
    assert_eq!(rig.count("/view"), 0);
    rig.pass(5_000);
    assert!(kept(&rig, id));
    rig.reload();
    assert_eq!(
        texts(&rig, id),
        Vec::<String>::new(),
        "whose page it is nobody knows"
    );
}

#[test]
fn what_was_read_ahead_is_opened_without_a_question_and_caught_up_with_after_a_loss() {
    let mut rig = Rig::live();
    let names = names(1);
    let id = names[0].as_str();
    unread(&mut rig, &names);
    rig.pass(5_000);
    rig.reply(AHEAD, page(id, 1));
    rig.answer_all();
    rig.asked.clear();
    let channel_id = channel(id);
    rig.act(Action::OpenChannel { channel_id });
    assert_eq!(rig.count("/posts"), 0);
    assert_eq!(
        rig.engine.state().new_lines.get(&channel_id).map(|line| line.at),
        Some(Timestamp(1_000))
    );
    assert_eq!(
        rig.engine.state().since_anchor(channel_id),
        Some(Timestamp(1_795_000_000_002 - SINCE_MARGIN))
    );
}

#[test]
fn a_server_that_has_enough_to_do_is_left_alone_and_nobody_is_told() {
    for reply in [
        failure(429, "too.many", "Slow down."),
        failure(503, "x", "Down."),
        HttpReply::Failed,
    ] {
        let mut rig = Rig::live();
        unread(&mut rig, &names(5));
        rig.pass(5_000);
        rig.reply(AHEAD, reply);
        rig.pass(600_000);
        assert_eq!(read(&rig).len(), 1);
        assert!(!rig.has_notice(NoticeKind::LoadFailed));
        assert!(rig.engine.state().loading.is_empty());
    }
}

#[test]
fn a_channel_that_may_not_be_read_says_nothing_of_the_others() {
    let mut rig = Rig::live();
    unread(&mut rig, &names(4));
    rig.pass(5_000);
    rig.reply(AHEAD, failure(403, "x", "No."));
    for _ in 0..5 {
        rig.pass(5_000);
        rig.answer_all();
    }
    assert_eq!(read(&rig).len(), 3);
}

#[test]
fn fifty_channels_at_most_and_none_while_the_page_is_hidden() {
    let mut rig = Rig::live();
    rig.cut();
    rig.pass(2_000);
    rig.connect('b');
    for _ in 0..20 {
        rig.pass(5_000);
        rig.answer_all();
    }
    let before = read(&rig).len();
    assert!(before > 0, "a resync begins anew");
    unread(&mut rig, &names(80));
    rig.wake(Wake::Hidden);
    rig.pass(60_000);
    assert_eq!(read(&rig).len(), before);
    seen(&mut rig);
    for _ in 0..100 {
        rig.pass(5_000);
        rig.answer_all();
    }
    assert!(
        (45..=50).contains(&read(&rig).len()),
        "{} since the resync",
        read(&rig).len()
    );
}

#[test]
fn one_that_was_opened_meanwhile_is_a_question_like_any_other() {
    let mut rig = Rig::live();
    let names = names(1);
    unread(&mut rig, &names);
    rig.pass(5_000);
    let channel_id = channel(&names[0]);
    rig.act(Action::OpenChannel { channel_id });
    assert_eq!(read(&rig).len(), 1, "not twice");
    rig.reply(AHEAD, HttpReply::Failed);
    rig.pass(3_000);
    assert_eq!(read(&rig).len(), 2, "tried again");
}

#[test]
fn a_lost_connection_takes_the_question_back() {
    let mut rig = Rig::live();
    unread(&mut rig, &names(1));
    rig.pass(5_000);
    rig.cut();
    rig.pass(2_000);
    rig.connect('b');
    let ahead = |rig: &Rig| {
        rig.engine
            .requests
            .any(|ask| matches!(ask, Ask::Posts { channel_id, .. } if *channel_id == channel(&names(1)[0])))
    };
    assert!(!ahead(&rig));
    assert!(rig.engine.state().loading.is_empty());
}

#[test]
fn what_came_by_itself_is_kept_too_and_asked_for_when_it_is_opened() {
    let mut rig = Rig::live();
    let names = names(1);
    let id = names[0].as_str();
    rig.wake(Wake::Hidden);
    unread(&mut rig, &names);
    rig.wake(Wake::Hidden);
    rig.posted(id, KENJI, 7, "nobody looks");
    rig.pass(5_000);
    assert!(read(&rig).is_empty());
    assert!(kept(&rig, id));
    // Read elsewhere: it leaves the store.
    let times = map_of([(channel(id), Timestamp(rig.now.wall.0 + 1))]);
    rig.engine.apply(rig.now, Event::ChannelsViewed { times });
    rig.wake(Wake::Hidden);
    rig.pass(5_000);
    assert!(!kept(&rig, id));
}
