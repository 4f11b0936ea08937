use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::engine::lanes::{may_be_shed, way, Lanes, Urgency, Way};
use crate::engine::pace;

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A frame that can be told from others.
fn marked(number: usize) -> Vec<Event> {
    vec![Event::Unknown(number.to_string())]
}

fn mark(events: &[Event]) -> usize {
    match events {
        [Event::Unknown(number)] => number.parse().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn lane(number: u8) -> ChannelId {
    channel(&format!("c{number:025}"))
}

fn any_way() -> impl Strategy<Value = Way> {
    prop_oneof![
        12 => (0..5u8).prop_map(|n| Way::Lane(lane(n), Urgency::Other)),
        3 => (0..5u8).prop_map(|n| Way::Lane(lane(n), Urgency::Own)),
        1 => Just(Way::Alone),
    ]
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn each_frame_comes_out_once_in_the_order_of_its_lane_and_never_across_one_that_stands_alone(
        ways in prop::collection::vec(any_way(), 1..120),
        takes in prop::collection::vec(0..3usize, 120),
        open in prop::option::of(0..5u8),
    ) {
        let mut lanes = Lanes::default();
        let mut out = Vec::new();
        for (number, way) in ways.iter().enumerate() {
            lanes.push(*way, marked(number));
            out.extend((0..takes[number]).filter_map(|_| lanes.take(open.map(lane))).map(|e| mark(&e)));
        }
        while let Some(events) = lanes.take(open.map(lane)) {
            out.push(mark(&events));
        }
        prop_assert_eq!(lanes.len(), 0);
        let mut sorted = out.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..ways.len()).collect::<Vec<_>>());
        let place: BTreeMap<usize, usize> = out.iter().enumerate().map(|(at, number)| (*number, at)).collect();
        let same_lane = |one: Way, other: Way| match (one, other) {
            (Way::Lane(one, _), Way::Lane(other, _)) => one == other,
            _ => true,
        };
        for one in 0..ways.len() {
            for other in one + 1..ways.len() {
                if same_lane(ways[one], ways[other]) {
                    prop_assert!(place[&one] < place[&other], "{} before {}", one, other);
                }
            }
        }
    }

    #[test]
    fn nobody_waits_for_ever(ways in prop::collection::vec(any_way(), 1..60), flood in 0..5u8) {
        // A flood in the open channel that never ends.
        let mut lanes = Lanes::default();
        for (number, way) in ways.iter().enumerate() {
            lanes.push(*way, marked(number));
        }
        let most = ways.len() * (pace::PASSED_OVER as usize + 1);
        let mut left = ways.len();
        for number in 0..most {
            lanes.push(Way::Lane(lane(flood), Urgency::Own), marked(ways.len() + number));
            let taken = lanes.take(Some(lane(flood))).expect("something waits");
            left -= usize::from(mark(&taken) < ways.len());
        }
        prop_assert_eq!(left, 0, "each of the first is taken within its turn");
    }
}

#[test]
fn the_open_channel_and_mentions_come_first_and_the_rest_in_order() {
    let mut lanes = Lanes::default();
    let quiet = |n: u8| Way::Lane(lane(n), Urgency::Other);
    for (number, way) in [
        quiet(1),
        quiet(2),
        quiet(0),
        quiet(3),
        Way::Lane(lane(2), Urgency::Own),
        quiet(2),
    ]
    .into_iter()
    .enumerate()
    {
        lanes.push(way, marked(number));
    }
    let order: Vec<usize> = std::iter::from_fn(|| lanes.take(Some(lane(0))))
        .map(|e| mark(&e))
        .collect();
    assert_eq!(order, [1, 2, 4, 0, 3, 5]);
}

#[test]
fn what_speaks_of_several_channels_or_of_none_stands_alone() {
    let times = |numbers: &[u8]| Event::ChannelsViewed {
        times: numbers.iter().map(|n| (lane(*n), Timestamp(1))).collect(),
    };
    let other = Way::Lane(lane(1), Urgency::Other);
    assert_eq!(way(&[times(&[1])], None), other);
    assert_eq!(way(&[times(&[1, 2])], None), Way::Alone);
    assert_eq!(way(&[Event::ConfigOutdated], None), Way::Alone);
    assert_eq!(way(&[Event::UsersLoaded(Vec::new())], None), Way::Alone);
    assert_eq!(
        way(&[Event::EmojiLoaded(Vec::new()), times(&[1])], None),
        other,
        "what comes along"
    );
    let removed = Event::MemberRemoved {
        channel_id: lane(1),
        user_id: user(EMILY),
    };
    assert_eq!(way(&[removed], None), Way::Alone, "membership");
    assert_eq!(way(&[Event::Unknown("x".into())], None), Way::None);
    assert!(!may_be_shed(&[]) && !may_be_shed(&[times(&[1])]));
}

#[test]
fn in_a_burst_nothing_is_applied_before_its_turn_and_the_open_channel_has_the_first() {
    let mut rig = Rig::live();
    rig.burst = true;
    for number in 0..40 {
        rig.posted(DESIGN, KENJI, number, "elsewhere");
    }
    rig.posted(ENGINEERING, KENJI, 40, "here");
    assert_eq!(rig.engine.waiting(), 41);
    rig.feed(Input::Drain);
    assert_eq!(rig.engine.waiting(), 41 - pace::BATCH);
    assert!(
        rig.engine.state().post(post_id(40)).is_some(),
        "the open channel first"
    );
    assert!(rig.engine.state().post(post_id(39)).is_none());
    rig.burst = false;
    rig.posted(DESIGN, KENJI, 41, "after quiet");
    assert_eq!(rig.engine.waiting(), 0);
    assert!((0..42).all(|n| rig.engine.state().post(post_id(n)).is_some()));
}

#[test]
fn under_load_typing_and_presence_are_left_out_and_counted_and_nothing_else() {
    let mut rig = Rig::live();
    rig.burst = true;
    for number in 0..pace::SHED_ABOVE as u64 {
        rig.posted(DESIGN, KENJI, number, "flood");
    }
    let to = json!({"channel_id": ENGINEERING});
    rig.event("typing", json!({"user_id": KENJI, "parent_id": ""}), to);
    rig.event(
        "status_change",
        json!({"user_id": EMILY, "status": "dnd"}),
        json!({"user_id": EMILY}),
    );
    rig.posted(ENGINEERING, KENJI, 999, "kept");
    rig.drain();
    let state = rig.engine.state();
    assert!(state.oldest_typing().is_none());
    let counted = state
        .counters()
        .iter()
        .find(|(name, _)| name.contains("left out"));
    assert_eq!(counted.map(|(_, count)| *count), Some(2));
    assert!(state.post(post_id(999)).is_some());
    let next = rig.seq;
    rig.cut();
    rig.pass(600);
    let path = format!("sequence_number={next}");
    assert!(
        matches!(rig.sockets.last(), Some(SocketCommand::Open { path: p, .. }) if p.ends_with(&path)),
        "what is left out counts as received"
    );
}

#[test]
fn what_waits_survives_a_cut_and_is_not_asked_for_again() {
    let mut rig = Rig::live();
    rig.burst = true;
    for number in 0..30 {
        rig.posted(DESIGN, KENJI, number, "before the cut");
    }
    rig.cut();
    rig.pass(600);
    assert!(
        matches!(rig.sockets.last(), Some(SocketCommand::Open { path, .. }) if path.ends_with("sequence_number=31"))
    );
    rig.resume();
    rig.posted(DESIGN, KENJI, 30, "after it");
    rig.drain();
    assert!((0..31).all(|n| rig.engine.state().post(post_id(n)).is_some()));
    assert_eq!(rig.engine.diagnostics().losses, 0);
}

#[test]
fn what_waits_is_applied_before_a_new_connection_asks_for_the_lists() {
    let mut rig = Rig::live();
    rig.burst = true;
    for number in 0..30 {
        rig.posted(DESIGN, KENJI, number, "of the old connection");
    }
    rig.cut();
    rig.pass(600);
    rig.connect('b');
    assert_eq!(rig.engine.waiting(), 0);
    assert!((0..30).all(|n| rig.engine.state().post(post_id(n)).is_some()));
    rig.posted(DESIGN, KENJI, 30, "of the new one");
    rig.feed(Input::Drain);
    assert!(rig.engine.is_resyncing());
    assert!(
        rig.engine.state().post(post_id(30)).is_none(),
        "it waits for the lists"
    );
    rig.answer_all();
    assert!(rig.engine.state().post(post_id(30)).is_some());
}

#[test]
fn whoever_logs_out_leaves_nothing_waiting() {
    let mut rig = Rig::live();
    rig.burst = true;
    rig.posted(DESIGN, KENJI, 1, "private");
    rig.act(Action::LogOut);
    rig.drain();
    assert!(rig.engine.state().post(post_id(1)).is_none());
}

/// Something the server tells, in its order.
#[derive(Clone, Debug)]
enum Told {
    Posted {
        channel: usize,
        mentions: bool,
        root: Option<usize>,
    },
    Edited(usize),
    Deleted(usize),
    Reacted {
        post: usize,
        added: bool,
    },
    Viewed(Vec<usize>),
    Unread(usize),
    ThreadUpdated(usize),
    ThreadsRead,
    Renamed,
    Removed(usize),
}

fn any_told() -> impl Strategy<Value = Told> {
    let channel = 0..CHANNELS.len();
    prop_oneof![
        10 => (channel.clone(), any::<bool>(), prop::option::weighted(0.3, 0..20usize))
            .prop_map(|(channel, mentions, root)| Told::Posted { channel, mentions, root }),
        3 => (0..20usize).prop_map(Told::Edited),
        2 => (0..20usize).prop_map(Told::Deleted),
        4 => (0..20usize, any::<bool>()).prop_map(|(post, added)| Told::Reacted { post, added }),
        2 => prop::collection::vec(channel.clone(), 1..3).prop_map(Told::Viewed),
        1 => channel.clone().prop_map(Told::Unread),
        2 => (0..20usize).prop_map(Told::ThreadUpdated),
        1 => Just(Told::ThreadsRead),
        1 => Just(Told::Renamed),
        1 => channel.prop_map(Told::Removed),
    ]
}

/// Channels of the recorded company; the first is open.
const CHANNELS: [&str; 2] = [ENGINEERING, DESIGN];

/// Tells a story over the socket: later acts refer to earlier posts.
fn tell(rig: &mut Rig, story: &[Told], drains: &[u8]) {
    let mut posts: Vec<Value> = Vec::new();
    for (n, told) in story.iter().enumerate() {
        let at = rig.now.wall.0 + n as i64;
        let pick = |posts: &[Value], at: usize| (!posts.is_empty()).then(|| posts[at % posts.len()].clone());
        let to = |channel: &Value| json!({"channel_id": channel});
        match told {
            Told::Posted {
                channel,
                mentions,
                root,
            } => {
                let mut post = post_json(CHANNELS[*channel], KENJI, n as u64, at, "text");
                let root = root
                    .and_then(|root| pick(&posts, root))
                    .filter(|root| root["root_id"] == "");
                if let Some(root) = root {
                    post["root_id"] = root["id"].clone();
                    post["channel_id"] = root["channel_id"].clone();
                }
                let mentions = if *mentions {
                    json!(format!("[\"{EMILY}\"]"))
                } else {
                    Value::Null
                };
                let data = json!({"post": post.to_string(), "channel_type": "O", "mentions": mentions, "set_online": true});
                rig.event("posted", data, to(&post["channel_id"]));
                posts.push(post);
            }
            Told::Edited(post) => {
                let Some(mut post) = pick(&posts, *post) else {
                    continue;
                };
                (post["update_at"], post["edit_at"], post["message"]) =
                    (json!(at), json!(at), json!(format!("edit {n}")));
                rig.event(
                    "post_edited",
                    json!({"post": post.to_string()}),
                    to(&post["channel_id"]),
                );
            }
            Told::Deleted(post) => {
                let Some(post) = pick(&posts, *post) else { continue };
                rig.event(
                    "post_deleted",
                    json!({"post": post.to_string()}),
                    to(&post["channel_id"]),
                );
            }
            Told::Reacted { post, added } => {
                let Some(post) = pick(&posts, *post) else { continue };
                let reaction =
                    json!({"user_id": KENJI, "post_id": post["id"], "emoji_name": "+1", "create_at": at});
                let name = if *added {
                    "reaction_added"
                } else {
                    "reaction_removed"
                };
                rig.event(
                    name,
                    json!({"reaction": reaction.to_string()}),
                    to(&post["channel_id"]),
                );
            }
            Told::Viewed(channels) => {
                let times: serde_json::Map<String, Value> = channels
                    .iter()
                    .map(|c| (CHANNELS[*c].to_owned(), json!(at)))
                    .collect();
                rig.event(
                    "multiple_channels_viewed",
                    json!({"channel_times": times}),
                    json!({"user_id": EMILY}),
                );
            }
            Told::Unread(channel) => {
                let data = json!({"msg_count": 3, "msg_count_root": 2, "mention_count": 1, "mention_count_root": 1,
                    "last_viewed_at": at - 2});
                rig.event("post_unread", data, to(&json!(CHANNELS[*channel])));
            }
            Told::ThreadUpdated(root) => {
                let Some(root) = pick(&posts, *root).filter(|root| root["root_id"] == "") else {
                    continue;
                };
                let thread = json!({"id": root["id"], "reply_count": 1, "last_reply_at": at, "last_viewed_at": 0,
                    "participants": [{"id": KENJI}], "post": root, "unread_replies": n % 3, "unread_mentions": n % 2,
                    "is_following": true});
                let data = json!({"thread": thread.to_string(), "previous_unread_replies": 0, "previous_unread_mentions": 0});
                rig.event(
                    "thread_updated",
                    data,
                    json!({"user_id": EMILY, "team_id": "t".repeat(26)}),
                );
            }
            Told::ThreadsRead => {
                rig.event(
                    "thread_read_changed",
                    json!({"timestamp": at}),
                    to(&json!(DESIGN)),
                );
            }
            Told::Renamed => {
                let user = json!({"id": KENJI, "username": format!("kenji{n}"), "update_at": at});
                rig.event("user_updated", json!({"user": user}), json!({}));
            }
            Told::Removed(channel) => {
                rig.event(
                    "user_removed",
                    json!({"user_id": KENJI, "remover_id": EMILY}),
                    to(&json!(CHANNELS[*channel])),
                );
            }
        }
        for _ in 0..drains[n % drains.len()] {
            rig.feed(Input::Drain);
        }
    }
    rig.drain();
}

fn facts(rig: &Rig) -> String {
    format!("{:#?}", rig.engine.state())
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn whatever_is_taken_first_the_end_is_the_same(
        story in prop::collection::vec(any_told(), 1..80),
        drains in prop::collection::vec(prop_oneof![6 => Just(0u8), 1 => 1..3u8], 1..20),
    ) {
        let mut plain = Rig::live();
        tell(&mut plain, &story, &[0]);
        let mut burst = Rig::live();
        burst.burst = true;
        tell(&mut burst, &story, &drains);
        let (one, other) = (facts(&plain), facts(&burst));
        let differ: Vec<_> = one.lines().zip(other.lines()).filter(|(a, b)| a != b).take(5).collect();
        prop_assert!(one == other, "{:?}", differ);
    }
}
