//! Many more channels, people and posts, for measuring. Added to the company, so that the same accounts work.
//!
//! Posts are put straight into the tables: no mentions are searched and no events made, or 100,000 posts would take
//! minutes.

use super::person;
use crate::world::id::Id;
use crate::world::model::{Channel, Member, Post, TeamMember, User};
use crate::world::options::{Size, WorldOptions};
use crate::world::time::{DAY, MINUTE};
use crate::world::users_change::{default_notify_props, timezone};
use crate::world::World;

const FIRST: [&str; 12] = [
    "Aiko", "Ben", "Chloé", "大輔", "Elif", "Farid", "彩花", "Hugo", "Ines", "純一", "Kwame", "Lena",
];
const LAST: [&str; 12] = [
    "Abe", "Berg", "Costa", "土井", "Eriksen", "Fischer", "後藤", "Haas", "Ito", "Jansen", "小島", "Lopez",
];
const SENTENCES: [&str; 16] = [
    "The tiles of the northern valleys are up to date.",
    "確認しました。問題ありません。",
    "Could somebody look at the lantern on shelf 4?",
    "明日の午前中に対応します :pray:",
    "Measured again: **41 ms**, as before.",
    "見積もりを送りました。ご確認ください。",
    "Fixed, and a test added.\n\n```\nok 38 passed\n```",
    "会議は 30 分遅れます。",
    "See https://example.com/notes?id=42 for the rest.",
    "ありがとうございます！ :tada:",
    "- soup\n- batteries\n- two spare boards",
    "資料の 3 ページ目だけ直しました。",
    "I will be in the cold room until noon.",
    "了解です :+1:",
    "Who has the key of the blue locker?",
    "今夜は霧が出そうです。足元に気をつけて。",
];

/// How much of everything.
struct Amount {
    channels: usize,
    people: usize,
    posts: usize,
}

fn amount(options: WorldOptions) -> Amount {
    let (channels, people, posts) = match options.size {
        Size::Company => (0, 0, 0),
        Size::S => (50, 500, 1_000),
        Size::M => (500, 5_000, 10_000),
        Size::L => (5_000, 50_000, 100_000),
    };
    Amount {
        channels,
        people,
        posts: options.posts_in_main.unwrap_or(posts),
    }
}

/// Adds what the size asks for.
pub fn fill(world: &mut World, options: WorldOptions, now: i64) {
    let amount = amount(options);
    let Some(team) = world.store.team_named("hotaru").map(|team| team.id) else {
        return;
    };
    let people = make_people(world, team, amount.people, now - 59 * DAY);
    let main = world
        .store
        .channel_named(team, "engineering")
        .map(|channel| channel.id);
    if let Some(main) = main {
        let writers: Vec<Id> = world
            .store
            .members_of(main)
            .map(|member| member.user_id)
            .collect();
        // Older than what is there, one every few minutes.
        add_posts(world, main, &writers, amount.posts, now - 31 * DAY);
    }
    let present = world
        .store
        .channels
        .values()
        .filter(|channel| channel.team_id == team)
        .count();
    for number in present..amount.channels {
        make_channel(world, team, number, &people, now);
    }
}

fn make_people(world: &mut World, team: Id, count: usize, at: i64) -> Vec<Id> {
    let everywhere: Vec<Id> = ["town-square", "off-topic"]
        .into_iter()
        .filter_map(|name| world.store.channel_named(team, name).map(|channel| channel.id))
        .collect();
    let present = world.store.users.len();
    let mut people = Vec::new();
    for number in present..count {
        let (first, last) = (FIRST[number % 12], LAST[number / 12 % 12]);
        let id = world.rng.id();
        world.store.put_user(User {
            id,
            create_at: at,
            update_at: at,
            username: format!("person{number:05}"),
            password: super::PASSWORD.into(),
            email: format!("person{number:05}@example.com"),
            email_verified: true,
            first_name: first.into(),
            last_name: last.into(),
            position: "Walker".into(),
            roles: "system_user".into(),
            notify_props: default_notify_props(),
            last_password_update: at,
            locale: if first.is_ascii() {
                "en".into()
            } else {
                "ja".into()
            },
            timezone: timezone("Asia/Tokyo"),
            ..User::default()
        });
        world.store.put_team_member(TeamMember {
            team_id: team,
            user_id: id,
            ..TeamMember::default()
        });
        for channel in &everywhere {
            join(world, *channel, id, at);
        }
        people.push(id);
    }
    people
}

fn join(world: &mut World, channel: Id, user: Id, at: i64) {
    let (total, roots, last) = match world.store.channels.get(&channel) {
        Some(channel) => (
            channel.total_msg_count,
            channel.total_msg_count_root,
            channel.last_post_at,
        ),
        None => return,
    };
    world.store.put_member(Member {
        channel_id: channel,
        user_id: user,
        last_viewed_at: last,
        msg_count: total,
        msg_count_root: roots,
        last_update_at: at,
        ..Member::default()
    });
}

fn make_channel(world: &mut World, team: Id, number: usize, people: &[Id], now: i64) {
    let at = now - 50 * DAY;
    let id = world.rng.id();
    let japanese = number % 2 == 1;
    world.store.put_channel(Channel {
        id,
        create_at: at,
        update_at: at,
        team_id: team,
        display_name: if japanese {
            format!("企画 {number:04}")
        } else {
            format!("Project {number:04}")
        },
        name: format!("project-{number:04}"),
        purpose: "For measuring".into(),
        ..Channel::default()
    });
    let cast = [
        "liv.andersen",
        "haruto.mizuno",
        "noriko.hayashi",
        "grace.mensah",
        "mei.kanda",
    ];
    let mut writers: Vec<Id> = cast.into_iter().map(|name| person(world, name)).collect();
    for _ in 0..8 {
        let pick = world.rng.below(people.len());
        writers.extend(people.get(pick).copied());
    }
    for user in &writers {
        join(world, id, *user, at);
    }
    add_posts(world, id, &writers, 3, now - DAY - number as i64 * MINUTE);
}

/// Adds posts that everybody has read, the last of them at `until`.
fn add_posts(world: &mut World, channel: Id, writers: &[Id], count: usize, until: i64) {
    let mut root = Id::NONE;
    let (mut roots, mut last_root) = (0, 0);
    for number in 0..count {
        let at = until - (count - number) as i64 * 2 * MINUTE - world.rng.below(60_000) as i64;
        let is_reply = !root.is_none() && world.rng.below(10) == 0;
        let (Some(author), Some(text)) = (world.rng.pick(writers).copied(), world.rng.pick(&SENTENCES))
        else {
            return;
        };
        let post = Post {
            id: world.rng.id(),
            create_at: at,
            update_at: at,
            user_id: author,
            channel_id: channel,
            root_id: if is_reply { root } else { Id::NONE },
            message: format!("{text} ({number})"),
            by_person: true,
            ..Post::default()
        };
        if is_reply {
            world.store.change_post(root, at, |_| {});
        } else {
            (root, roots, last_root) = (post.id, roots + 1, at);
        }
        world.store.insert_post(post);
    }
    let last = world.store.log(channel).last_create();
    if let Some(channel) = world.store.channels.get_mut(&channel) {
        channel.total_msg_count += count as i64;
        channel.total_msg_count_root += roots;
        channel.last_post_at = channel.last_post_at.max(last);
        channel.last_root_post_at = channel.last_root_post_at.max(last_root);
    }
    let users: Vec<Id> = world
        .store
        .members_of(channel)
        .map(|member| member.user_id)
        .collect();
    for user in users {
        if let Some(member) = world.store.members.get_mut(&(channel, user)) {
            member.msg_count += count as i64;
            member.msg_count_root += roots;
            member.last_viewed_at = member.last_viewed_at.max(until);
        }
    }
}
