//! Who works at Hotaru Works.

use crate::world::id::Id;
use crate::world::model::User;
use crate::world::pictures;
use crate::world::time::MINUTE;
use crate::world::users_change::{default_notify_props, timezone};
use crate::world::World;

/// One of the cast.
pub struct Person {
    pub username: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub nickname: &'static str,
    pub position: &'static str,
    pub locale: &'static str,
    pub zone: &'static str,
    pub admin: bool,
    /// In the second team too.
    pub in_field: bool,
    /// What to see with the account; empty for accounts that are not listed.
    pub hint: &'static str,
}

const fn person(
    username: &'static str,
    names: (&'static str, &'static str, &'static str),
    position: &'static str,
    locale: &'static str,
    zone: &'static str,
    in_field: bool,
    hint: &'static str,
) -> Person {
    let (first_name, last_name, nickname) = names;
    Person {
        username,
        first_name,
        last_name,
        nickname,
        position,
        locale,
        zone,
        admin: false,
        in_field,
        hint,
    }
}

/// The people, in the order in which they joined.
pub const CAST: &[Person] = &[
    Person {
        admin: true,
        ..person(
            "noriko.hayashi",
            ("紀子", "林", "のりこ"),
            "情報システム",
            "ja",
            "Asia/Tokyo",
            true,
            "administrator, Japanese interface",
        )
    },
    person(
        "liv.andersen",
        ("Liv", "Andersen", "Liv"),
        "Product lead",
        "en",
        "Europe/Lisbon",
        true,
        "unread channels, mentions, threads, saved posts",
    ),
    person(
        "haruto.mizuno",
        ("陽翔", "水野", "はると"),
        "開発リーダー",
        "ja",
        "Asia/Tokyo",
        true,
        "Japanese interface, team administrator",
    ),
    person(
        "grace.mensah",
        ("Grace", "Mensah", ""),
        "Firmware engineer",
        "en",
        "Europe/London",
        false,
        "English interface, many threads",
    ),
    person(
        "mei.kanda",
        ("芽衣", "神田", "めい"),
        "デザイナー",
        "ja",
        "Asia/Tokyo",
        true,
        "Japanese interface, does not want to be disturbed",
    ),
    person(
        "tomas.novak",
        ("Tomáš", "Novák", "Tom"),
        "Backend engineer",
        "en",
        "Europe/Berlin",
        false,
        "",
    ),
    person(
        "riku.aoyama",
        ("陸", "青山", "りく"),
        "お客様サポート",
        "ja",
        "Asia/Tokyo",
        true,
        "",
    ),
    person(
        "isabel.duarte",
        ("Isabel", "Duarte", ""),
        "Sales, Europe",
        "en",
        "Europe/Lisbon",
        false,
        "",
    ),
    person(
        "sho.matsui",
        ("翔", "松井", "しょう"),
        "ハードウェア",
        "ja",
        "Asia/Tokyo",
        true,
        "",
    ),
    person(
        "priyanka.shah",
        ("Priyanka", "Shah", "Priya"),
        "Data analyst",
        "en",
        "Asia/Kolkata",
        false,
        "",
    ),
    person(
        "emma.leroy",
        ("Emma", "Leroy", ""),
        "Translator",
        "en",
        "Europe/Berlin",
        false,
        "",
    ),
    person(
        "kaito.fujii",
        ("海斗", "藤井", "かいと"),
        "インターン",
        "ja",
        "Asia/Tokyo",
        true,
        "",
    ),
];

/// Makes the people, the bots, one who left and one with one-time codes.
pub fn make(world: &mut World, since: i64) -> Vec<Id> {
    let mut cast = Vec::new();
    for (index, person) in CAST.iter().enumerate() {
        let at = since + index as i64 * 7 * MINUTE;
        let mut user = account(world, person, at);
        if person.username == "liv.andersen" || person.username == "mei.kanda" {
            user.picture = pictures::landscape(96, 96, index as u64 * 977);
            user.last_picture_update = at + 3 * MINUTE;
        }
        if person.username == "mei.kanda" {
            user.notify_props
                .insert("mention_keys".into(), "デザイン,めい".into());
        }
        cast.push(user.id);
        world.store.put_user(user);
    }
    for (username, name, tells) in [
        ("lamp-bot", "Lamp Bot", "Tells about builds and shipments"),
        (
            "weather-bot",
            "Weather Bot",
            "Tells about rain and wind on the trails",
        ),
    ] {
        let owner = cast[0];
        let mut bot = account(
            world,
            &person(username, (name, "", ""), "", "en", "", false, ""),
            since + 200 * MINUTE,
        );
        bot.is_bot = true;
        bot.email_verified = false;
        bot.bot_description = tells.into();
        bot.bot_owner = owner;
        world.store.put_user(bot);
    }
    let mut gone = account(
        world,
        &person(
            "jun.okabe",
            ("純", "岡部", ""),
            "業務委託",
            "ja",
            "Asia/Tokyo",
            false,
            "",
        ),
        since + 210 * MINUTE,
    );
    gone.delete_at = since + 30_000 * MINUTE;
    world.store.put_user(gone);
    let mut careful = account(
        world,
        &person(
            "mfa.user",
            ("Mina", "Fabre", ""),
            "Auditor",
            "en",
            "Europe/Berlin",
            false,
            "",
        ),
        since + 220 * MINUTE,
    );
    careful.mfa_active = true;
    careful.mfa_secret = super::MFA_SECRET.into();
    world.store.put_user(careful);
    world.add_access_token(since + 230 * MINUTE, cast[0], super::ACCESS_TOKEN, "demo");
    cast
}

fn account(world: &mut World, person: &Person, at: i64) -> User {
    User {
        id: world.rng.id(),
        create_at: at,
        update_at: at,
        username: person.username.into(),
        password: super::PASSWORD.into(),
        email: format!("{}@example.com", person.username),
        email_verified: true,
        nickname: person.nickname.into(),
        first_name: person.first_name.into(),
        last_name: person.last_name.into(),
        position: person.position.into(),
        roles: if person.admin {
            "system_user system_admin".into()
        } else {
            "system_user".into()
        },
        notify_props: default_notify_props(),
        last_password_update: at,
        locale: person.locale.into(),
        timezone: timezone(person.zone),
        ..User::default()
    }
}
