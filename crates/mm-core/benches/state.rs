//! How long facts take to be applied and lists to be projected. Budgets: 1,000 mixed events in at most 20 ms, a window of 60 rows
//! in at most 200 µs.

use std::hint::black_box;

use criterion::{criterion_group, criterion_main, BatchSize, Criterion};
use mm_core::domain::*;
use mm_core::event::*;
use mm_core::state::State;
use mm_core::view;

const CHANNELS: u32 = 50;

/// A server id that holds a letter and a number.
fn id(letter: char, number: u32) -> String {
    format!("{letter}{number:025}")
}

fn user_id(number: u32) -> UserId {
    UserId::parse(&id('u', number)).expect("an id")
}

fn channel_id(number: u32) -> ChannelId {
    ChannelId::parse(&id('c', number)).expect("an id")
}

fn post_id(number: u32) -> PostId {
    PostId::parse(&id('p', number)).expect("an id")
}

fn team_id() -> TeamId {
    TeamId::parse(&id('t', 0)).expect("an id")
}

fn user(number: u32) -> User {
    User {
        id: user_id(number),
        update_at: Timestamp(1),
        delete_at: None,
        username: format!("user{number}"),
        first_name: "健二".to_owned(),
        last_name: format!("Sato {number}"),
        nickname: String::new(),
        position: String::new(),
        roles: "system_user".to_owned(),
        locale: "ja".to_owned(),
        is_bot: false,
        last_picture_update: Timestamp(0),
        custom_status: None,
        timezone: String::new(),
        notify_props: Map::new(),
    }
}

fn channel(number: u32) -> Channel {
    Channel {
        id: channel_id(number),
        team_id: Some(team_id()),
        kind: ChannelKind::Public,
        create_at: Timestamp(1),
        update_at: Timestamp(1),
        delete_at: None,
        display_name: format!("Channel {number} / 部屋"),
        name: format!("channel-{number}"),
        header: String::new(),
        purpose: String::new(),
        last_post_at: Timestamp(0),
        last_root_post_at: Timestamp(0),
        total_msg_count: 0,
        total_msg_count_root: 0,
    }
}

fn member(number: u32) -> ChannelMember {
    ChannelMember {
        channel_id: channel_id(number),
        user_id: user_id(0),
        roles: "channel_user".to_owned(),
        last_viewed_at: Timestamp(0),
        msg_count: 0,
        msg_count_root: 0,
        mention_count: 0,
        mention_count_root: 0,
        urgent_mention_count: 0,
        last_update_at: Timestamp(0),
        notify_props: Map::new(),
    }
}

fn post(number: u32, channel: u32) -> Post {
    Post {
        id: post_id(number),
        channel_id: channel_id(channel),
        user_id: user_id(number / 3 % 40),
        root_id: None,
        create_at: Timestamp(i64::from(number) * 1_000),
        update_at: Timestamp(i64::from(number) * 1_000),
        edit_at: None,
        delete_at: None,
        message: format!("Message {number}: **確認** しましょう, see ~design and #decision"),
        kind: PostKind::Normal,
        is_pinned: false,
        pending_post_id: None,
        reply_count: 0,
        last_reply_at: None,
        participants: None,
        is_following: None,
        files: Vec::new(),
        file_ids: Vec::new(),
        reactions: Some(Vec::new()),
        props: PostProps::default(),
        image_sizes: Map::new(),
        priority: None,
    }
}

/// A person in fifty channels with a page of the open one loaded, of this many channels and posts.
fn world(channels: u32, posts: u32) -> State {
    let mut state = State::default();
    let events = [
        Event::MeLoaded(Box::new(user(0))),
        Event::UsersLoaded((1..500).map(user).collect()),
        Event::TeamsLoaded {
            teams: vec![Team {
                id: team_id(),
                update_at: Timestamp(1),
                delete_at: None,
                display_name: "Team".to_owned(),
                name: "team".to_owned(),
                last_icon_update: None,
            }],
            scope: Scope::All,
        },
        Event::ChannelsLoaded {
            channels: (0..channels).map(channel).collect(),
            scope: Scope::All,
        },
        Event::MembersLoaded {
            members: (0..channels).map(member).collect(),
            scope: Scope::All,
        },
        Event::PlaceOpened(Place::Channel {
            team: "team".to_owned(),
            channel: "channel-0".to_owned(),
        }),
        Event::PostsLoaded(Box::new(PostsLoaded {
            channel_id: channel_id(0),
            window: Window::Latest,
            posts: (0..posts).map(|n| post(n, 0)).collect(),
            extra: Vec::new(),
            reached_start: true,
            reached_end: true,
        })),
    ];
    for event in &events {
        state.apply(event);
    }
    state
}

/// 60 % posts in fifty channels (one in ten in the open one), 20 % edits and reactions, 20 % typing and presence.
fn mixed(count: u32, after: u32) -> Vec<Event> {
    (0..count)
        .map(|n| {
            let channel = if n % 10 == 0 { 0 } else { n % CHANNELS };
            match n % 10 {
                0..=5 => Event::PostCreated(Box::new(PostCreated {
                    post: post(after + n, channel),
                    mentions_me: n % 20 == 0,
                    follows: false,
                    set_online: true,
                    channel_kind: Some(ChannelKind::Public),
                    team_id: Some(team_id()),
                })),
                6 => {
                    let mut edited = post(after.saturating_sub(n % 60 + 1), 0);
                    edited.update_at = Timestamp(i64::from(after + n) * 1_000);
                    edited.message.push_str(" (edited)");
                    Event::PostEdited(Box::new(edited))
                }
                7 => Event::ReactionAdded {
                    reaction: Reaction {
                        user_id: user_id(n % 400),
                        post_id: post_id(after.saturating_sub(n % 60 + 1)),
                        emoji_name: "+1".to_owned(),
                        create_at: Timestamp(i64::from(after + n) * 1_000),
                    },
                    channel_id: Some(channel_id(0)),
                },
                8 => Event::TypingReceived {
                    channel_id: channel_id(channel),
                    root_id: None,
                    user_id: user_id(n % 400 + 1),
                    at: Monotonic(u64::from(n)),
                },
                _ => Event::StatusesLoaded(vec![Status {
                    user_id: user_id(n % 400),
                    presence: Presence::Online,
                }]),
            }
        })
        .collect()
}

fn applying(c: &mut Criterion) {
    let state = world(CHANNELS, 60);
    let events = mixed(1_000, 60);
    c.bench_function("apply/1,000 mixed events", |b| {
        b.iter_batched(
            || state.clone(),
            |mut state| {
                for event in &events {
                    black_box(state.apply(event));
                }
                state
            },
            BatchSize::LargeInput,
        );
    });
    let full = world(CHANNELS, 19_000);
    let one = mixed(1, 19_000);
    c.bench_function("apply/a post beside 19,000 others", |b| {
        b.iter_batched(
            || full.clone(),
            |mut state| {
                for event in &one {
                    black_box(state.apply(event));
                }
                state
            },
            BatchSize::LargeInput,
        );
    });
}

fn projecting(c: &mut Criterion) {
    let state = world(5_000, 10_000);
    let zone = view::FixedZone(9 * 60);
    c.bench_function("view/window of 60 rows of 10,000 posts", |b| {
        b.iter(|| view::rows_window(black_box(&state), channel_id(0), &zone, 60));
    });
    c.bench_function("view/60 posts", |b| {
        b.iter(|| {
            (9_940..10_000)
                .filter_map(|n| view::post(black_box(&state), post_id(n)))
                .count()
        });
    });
    c.bench_function("view/sidebar of 5,000 channels", |b| {
        b.iter(|| view::sidebar(black_box(&state), team_id()));
    });
    c.bench_function("view/switcher among 5,000 channels", |b| {
        b.iter(|| view::switcher(black_box(&state), "nnel 49", 20));
    });
}

criterion_group!(benches, applying, projecting);
criterion_main!(benches);
