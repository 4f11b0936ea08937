//! The teams, channels and memberships of Hotaru Works, and what is each person's own.

use std::collections::BTreeMap;

use super::people::CAST;
use super::{person, script, standups, talk, talk_more};
use crate::world::id::Id;
use crate::world::model::{Category, CategoryKind, Channel, ChannelKind, Draft, Member, Team, TeamMember};
use crate::world::time::{DAY, HOUR, MINUTE};
use crate::world::{pictures, World};

/// Channels by the name that the scripts use: `hotaru/engineering`, `field/town-square`, `dm:a,b`.
pub type Places = BTreeMap<String, Id>;

/// Team, name, kind, display name, header, purpose, members (empty: everybody of the team).
type Line = (
    &'static str,
    &'static str,
    ChannelKind,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

use ChannelKind::{Open, Private};

const CHANNELS: &[Line] = &[
    ("hotaru", "town-square", Open, "Town Square", "", "For everybody / みんなの広場", ""),
    ("hotaru", "off-topic", Open, "Off-Topic", "", "雑談 and everything else", ""),
    (
        "hotaru",
        "engineering",
        Open,
        "Engineering / 開発",
        "Stand-up 09:30 JST · releases in ~releases",
        "Lantern software, map tiles, servers",
        "noriko.hayashi liv.andersen haruto.mizuno grace.mensah mei.kanda tomas.novak sho.matsui priyanka.shah \
         kaito.fujii",
    ),
    (
        "hotaru",
        "firmware",
        Open,
        "Firmware",
        "Board revision **C** · next flash day: Thursday",
        "What runs inside the lantern",
        "haruto.mizuno grace.mensah sho.matsui tomas.novak kaito.fujii liv.andersen",
    ),
    (
        "hotaru",
        "design",
        Open,
        "デザイン",
        "色とかたちの相談 :art:",
        "画面・ランタン・箱のデザイン",
        "mei.kanda liv.andersen emma.leroy haruto.mizuno sho.matsui",
    ),
    (
        "hotaru",
        "support",
        Open,
        "Support お客様",
        "Answer within **one working day**. Hard ones go to ~engineering",
        "Questions from walkers",
        "riku.aoyama liv.andersen isabel.duarte emma.leroy noriko.hayashi grace.mensah",
    ),
    (
        "hotaru",
        "releases",
        Open,
        "Releases",
        "",
        "Builds and shipments, mostly written by a machine",
        "noriko.hayashi liv.andersen haruto.mizuno grace.mensah tomas.novak",
    ),
    ("hotaru", "photos", Open, "写真 Photos", "", "Pictures from the trail", ""),
    (
        "hotaru",
        "leads",
        Private,
        "Leads",
        "",
        "Numbers and plans",
        "noriko.hayashi liv.andersen haruto.mizuno isabel.duarte",
    ),
    ("hotaru", "hiring", Private, "採用 Hiring", "", "Candidates", "noriko.hayashi haruto.mizuno"),
    ("hotaru", "launch-autumn", Open, "Autumn launch (done)", "", "The September launch", ""),
    ("field", "town-square", Open, "Town Square", "", "", ""),
    ("field", "off-topic", Open, "Off-Topic", "", "", ""),
    ("field", "trail-reports", Open, "山道だより Trail reports", "", "What the night walks brought", ""),
];

/// Makes teams, channels and memberships.
pub fn make(world: &mut World, cast: &[Id], now: i64) -> Places {
    let since = now - 58 * DAY;
    let mut places = Places::new();
    let teams = [
        (
            "hotaru",
            "Hotaru Works",
            "Lanterns and maps for night walks / 夜道のあかり",
        ),
        ("field", "フィールド班", "現地のひとびと / out on the trail"),
    ];
    for (index, (name, display_name, description)) in teams.into_iter().enumerate() {
        let id = world.rng.id();
        let invite_id = world.rng.id().to_string();
        world.store.put_team(Team {
            id,
            create_at: since,
            update_at: since,
            display_name: display_name.into(),
            name: name.into(),
            description: description.into(),
            kind: "O".into(),
            invite_id,
            allow_open_invite: true,
            last_team_icon_update: if index == 0 { since } else { 0 },
            ..Team::default()
        });
        if index == 0 {
            world.store.team_icons.insert(id, pictures::badge([24, 110, 96]));
        }
        places.insert(name.to_owned(), id);
    }
    join_teams(world, cast, &places);
    for line in CHANNELS {
        make_channel(world, &mut places, line, since + HOUR);
    }
    places
}

fn join_teams(world: &mut World, cast: &[Id], places: &Places) {
    let (hotaru, field) = (places["hotaru"], places["field"]);
    let mut join = |team: Id, user: Id, scheme_admin: bool| {
        world.store.put_team_member(TeamMember {
            team_id: team,
            user_id: user,
            delete_at: 0,
            scheme_admin,
        });
    };
    for (user, person) in cast.iter().zip(CAST) {
        join(
            hotaru,
            *user,
            matches!(person.username, "noriko.hayashi" | "haruto.mizuno"),
        );
        if person.in_field {
            join(field, *user, person.username == "noriko.hayashi");
        }
    }
    for name in ["lamp-bot", "weather-bot", "mfa.user"] {
        let user = person(world, name);
        world.store.put_team_member(TeamMember {
            team_id: hotaru,
            user_id: user,
            ..TeamMember::default()
        });
    }
    let bot = person(world, "weather-bot");
    world.store.put_team_member(TeamMember {
        team_id: field,
        user_id: bot,
        ..TeamMember::default()
    });
}

fn make_channel(world: &mut World, places: &mut Places, line: &Line, at: i64) {
    let (team_name, name, kind, display_name, header, purpose, members) = *line;
    let team = places[team_name];
    let id = world.rng.id();
    world.store.put_channel(Channel {
        id,
        create_at: at,
        update_at: at,
        team_id: team,
        kind,
        display_name: display_name.into(),
        name: name.into(),
        header: header.into(),
        purpose: purpose.into(),
        ..Channel::default()
    });
    let users: Vec<Id> = match members.is_empty() {
        true => world
            .store
            .team_members_of(team)
            .map(|member| member.user_id)
            .collect(),
        false => members
            .split_whitespace()
            .map(|name| person(world, name))
            .collect(),
    };
    for (index, user) in users.into_iter().enumerate() {
        let scheme_admin = !members.is_empty() && index == 0;
        world.store.put_member(Member {
            channel_id: id,
            user_id: user,
            last_update_at: at,
            scheme_admin,
            ..Member::default()
        });
    }
    places.insert(format!("{team_name}/{name}"), id);
}

/// Everything that was said. What is newer than three hours is unread for all but those who wrote it.
pub fn talk(world: &mut World, cast: &[Id], places: &Places, now: i64) {
    let mut entries = Vec::new();
    for text in [talk::TOWN, talk::WORK, talk_more::ROUND, talk_more::DIRECT] {
        entries.extend(script::read(text, now));
    }
    entries.extend(standups::make(now));
    entries.sort_by_key(|entry| entry.at);
    let mut places = places.clone();
    let cutoff = now - 3 * HOUR;
    let (old, fresh): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.at < cutoff);
    script::Player::new(world, &mut places).play(old);
    read_everything(world, cutoff);
    archive(world, places["hotaru/launch-autumn"], cutoff);
    script::Player::new(world, &mut places).play(fresh);
    habits(world, cast, &places, now);
}

fn read_everything(world: &mut World, at: i64) {
    let keys: Vec<(Id, Id)> = world.store.members.keys().copied().collect();
    for (channel, user) in keys {
        world.mark_viewed(at, user, &[channel]);
    }
    for follow in world.store.follows.values_mut() {
        follow.last_viewed_at = at;
        follow.unread_mentions = 0;
    }
}

fn archive(world: &mut World, channel: Id, at: i64) {
    if let Some(channel) = world.store.channels.get_mut(&channel) {
        channel.delete_at = at - 9 * DAY;
        channel.update_at = channel.delete_at;
    }
}

/// Preferences, statuses, categories, drafts, emoji.
fn habits(world: &mut World, cast: &[Id], places: &Places, now: i64) {
    let noriko = cast[0];
    for (name, color) in [
        ("hotaru", [214, 168, 24]),
        ("tsubame", [36, 64, 142]),
        ("lantern", [190, 74, 40]),
    ] {
        world.add_emoji(now - 50 * DAY, noriko, name, pictures::badge(color));
    }
    let mut prefer = |user: Id, category: &str, name: &str, value: &str| {
        world
            .store
            .preferences
            .insert((user, category.to_owned(), name.to_owned()), value.to_owned());
    };
    let liv = cast[1];
    for user in cast {
        prefer(*user, "tutorial_step", user.as_str(), "999");
        prefer(
            *user,
            "sidebar_settings",
            "show_unread_section",
            if *user == cast[3] { "false" } else { "true" },
        );
    }
    prefer(liv, "display_settings", "name_format", "full_name");
    prefer(liv, "display_settings", "use_military_time", "true");
    for (place, channel) in places {
        if let Some(names) = place.strip_prefix("dm:") {
            let users: Vec<Id> = CAST
                .iter()
                .zip(cast)
                .filter(|(person, _)| names.split(',').any(|name| name == person.username))
                .map(|(_, id)| *id)
                .collect();
            for user in &users {
                match users.len() {
                    0..=2 => {
                        let other = users.iter().find(|other| *other != user).unwrap_or(user);
                        prefer(*user, "direct_channel_show", other.as_str(), "true");
                    }
                    _ => prefer(*user, "group_channel_show", channel.as_str(), "true"),
                }
            }
        }
    }
    for place in ["hotaru/engineering", "hotaru/leads"] {
        prefer(liv, "favorite_channel", places[place].as_str(), "true");
    }
    let pinned: Vec<Id> = world
        .store
        .log(places["hotaru/engineering"])
        .pinned
        .iter()
        .copied()
        .collect();
    for post in pinned {
        world
            .store
            .preferences
            .insert((liv, "flagged_post".into(), post.to_string()), "true".into());
    }
    own_category(world, liv, places);
    statuses(world, cast, now);
    let channel_id = places["hotaru/town-square"];
    let draft = Draft {
        create_at: now - 40 * MINUTE,
        update_at: now - 40 * MINUTE,
        user_id: liv,
        channel_id,
        message: "Before the long weekend: ".into(),
        ..Draft::default()
    };
    world.store.drafts.insert((liv, channel_id, Id::NONE), draft);
    let photos = (places["hotaru/photos"], cast[3]);
    if let Some(member) = world.store.members.get_mut(&photos) {
        member.notify.insert("mark_unread".into(), "mention".into());
    }
}

fn own_category(world: &mut World, user: Id, places: &Places) {
    let team = places["hotaru"];
    world.make_categories(user, team);
    let id = world.rng.id().to_string();
    let category = Category {
        id,
        user_id: user,
        team_id: team,
        sort_order: 10,
        sorting: String::new(),
        kind: CategoryKind::Custom,
        display_name: "お客様 Customers".into(),
        muted: false,
        collapsed: false,
        channel_ids: vec![places["hotaru/support"], places["hotaru/photos"]],
    };
    if let Some(list) = world.store.categories.get_mut(&(user, team)) {
        list.insert(1, category);
        for (index, category) in list.iter_mut().enumerate() {
            category.sort_order = index as i64 * 10;
        }
    }
}

fn statuses(world: &mut World, cast: &[Id], now: i64) {
    for user in cast {
        world.set_status(now - 5 * HOUR, *user, "offline", false);
    }
    for (index, status, manual) in [
        (2, "online", false),
        (4, "dnd", true),
        (5, "away", false),
        (8, "online", false),
    ] {
        world.set_status(now - MINUTE, cast[index], status, manual);
    }
    let custom =
        r#"{"emoji":"mountain","text":"現地調査","duration":"","expires_at":"0001-01-01T00:00:00Z"}"#;
    if let Some(user) = world.store.users.get_mut(&cast[8]) {
        user.props.insert("customStatus".into(), custom.into());
    }
}
