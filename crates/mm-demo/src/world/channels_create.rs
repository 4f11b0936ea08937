//! Making channels: public and private ones, direct and group messages (get or create).

use serde::Deserialize;
use serde_json::json;
use sha1::{Digest, Sha1};

use super::error::ApiError;
use super::events::{packed, to_channel, to_user, to_user_in_channel};
use super::http::{post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, ChannelKind, Member};
use super::World;

pub const ROUTES: &[Route] = &[
    post("/channels", create),
    post("/channels/direct", create_direct),
    post("/channels/group", create_group),
];

#[derive(Deserialize)]
#[serde(default)]
struct NewChannel {
    team_id: String,
    name: String,
    display_name: String,
    #[serde(rename = "type")]
    kind: String,
    header: String,
    purpose: String,
}

impl Default for NewChannel {
    fn default() -> NewChannel {
        let empty = String::new;
        NewChannel {
            team_id: empty(),
            name: empty(),
            display_name: empty(),
            kind: "O".into(),
            header: empty(),
            purpose: empty(),
        }
    }
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let new: NewChannel = r.object("channel")?;
    let team = Id::parse(&new.team_id).ok_or_else(ApiError::forbidden)?;
    world.need_team_member(team, r)?;
    let kind = match new.kind.as_str() {
        "O" => ChannelKind::Open,
        "P" => ChannelKind::Private,
        _ => return Err(ApiError::invalid_body("type")),
    };
    check_name(&new.name)?;
    check_texts(&new.display_name, &new.header, &new.purpose)?;
    if world.store.channel_named(team, &new.name).is_some() {
        return Err(name_taken());
    }
    let channel = Channel {
        id: world.rng.id(),
        create_at: r.now,
        update_at: r.now,
        team_id: team,
        kind,
        display_name: new.display_name,
        name: new.name,
        header: new.header,
        purpose: new.purpose,
        creator_id: r.me(),
        ..Channel::default()
    };
    world.store.put_channel(channel.clone());
    let member = Member {
        channel_id: channel.id,
        user_id: r.me(),
        last_update_at: r.now,
        ..Member::default()
    };
    world.store.put_member(Member {
        scheme_admin: true,
        ..member
    });
    let data = json!({"channel_id": channel.id, "team_id": team});
    world.emit("channel_created", data, to_user(r.me()));
    world.post_join(r.now, channel.id, r.me());
    Ok(Reply::created(&channel))
}

/// 400: the name is taken.
pub fn name_taken() -> ApiError {
    ApiError::new(
        400,
        "store.sql_channel.save_channel.exists.app_error",
        "A channel with that name already exists on the same team.",
    )
}

/// Lower-case letters, digits, `-` and `_`; neither like a direct nor like a group channel's name.
pub fn check_name(name: &str) -> Result<(), ApiError> {
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let like_group = name.len() == 40 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let like_direct = name
        .split_once("__")
        .is_some_and(|(a, b)| a.len() == 26 && b.len() == 26);
    if name.is_empty() || name.len() > 64 || !name.bytes().all(fine) || like_group || like_direct {
        return Err(ApiError::new(
            400,
            "model.channel.is_valid.1_or_more.app_error",
            "Name must be 1 or more lowercase alphanumeric character.",
        ));
    }
    Ok(())
}

/// Lengths, in characters.
pub fn check_texts(display_name: &str, header: &str, purpose: &str) -> Result<(), ApiError> {
    let too_long = |text: &str, max: usize| text.chars().count() > max;
    let (id, message) = if display_name.is_empty() || too_long(display_name, 64) {
        (
            "model.channel.is_valid.display_name.app_error",
            "Invalid display name.",
        )
    } else if too_long(header, 1024) {
        ("model.channel.is_valid.header.app_error", "Invalid header.")
    } else if too_long(purpose, 250) {
        ("model.channel.is_valid.purpose.app_error", "Invalid purpose.")
    } else {
        return Ok(());
    };
    Err(ApiError::new(400, id, message))
}

fn create_direct(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut ids = r.body_ids("user_ids")?;
    if ids.len() == 1 {
        ids.push(ids[0]);
    }
    let [first, second] = ids[..] else {
        return Err(ApiError::invalid_body("user_ids"));
    };
    if first != r.me() && second != r.me() && !r.is_admin() {
        return Err(ApiError::forbidden());
    }
    if !world.store.users.contains_key(&first) || !world.store.users.contains_key(&second) {
        return Err(ApiError::new(
            400,
            "api.channel.create_direct_channel.invalid_user.app_error",
            "Invalid user ID for direct channel creation.",
        ));
    }
    let other = if first == r.me() { second } else { first };
    let channel = world.direct_channel(r.now, r.me(), other);
    Ok(Reply::created(&world.store.channels.get(&channel)))
}

fn create_group(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut ids = r.body_ids("user_ids")?;
    if !ids.contains(&r.me()) {
        ids.push(r.me());
    }
    ids.sort();
    ids.dedup();
    if !(3..=8).contains(&ids.len()) {
        return Err(ApiError::new(
            400,
            "api.channel.create_group.bad_size.app_error",
            "Group message channels must contain at least 3 and no more than 8 users.",
        ));
    }
    if ids.iter().any(|id| !world.store.users.contains_key(id)) {
        return Err(ApiError::new(
            400,
            "api.channel.create_group.bad_user.app_error",
            "One of the provided users does not exist.",
        ));
    }
    let channel = world.group_channel(r.now, &ids);
    Ok(Reply::created(&world.store.channels.get(&channel)))
}

impl World {
    /// The direct channel of two people (or of one with himself), made if there is none.
    pub(super) fn direct_channel(&mut self, now: i64, creator: Id, other: Id) -> Id {
        let (low, high) = if creator <= other {
            (creator, other)
        } else {
            (other, creator)
        };
        let name = format!("{low}__{high}");
        if let Some(channel) = self.store.channel_named(Id::NONE, &name) {
            return channel.id;
        }
        let id = self.make_direct(now, ChannelKind::Direct, name, String::new(), creator);
        for user in [creator, other] {
            self.store.put_member(Member {
                channel_id: id,
                user_id: user,
                last_update_at: now,
                ..Member::default()
            });
        }
        self.emit(
            "direct_added",
            json!({"creator_id": creator, "teammate_id": other}),
            to_channel(id),
        );
        id
    }

    /// The group channel of these people, made if there is none.
    pub(super) fn group_channel(&mut self, now: i64, users: &[Id]) -> Id {
        let mut sorted = users.to_vec();
        sorted.sort();
        let mut hash = Sha1::new();
        for user in &sorted {
            hash.update(user.as_str().as_bytes());
        }
        let name: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if let Some(channel) = self.store.channel_named(Id::NONE, &name) {
            return channel.id;
        }
        let mut names: Vec<&str> = sorted.iter().map(|user| self.store.username(*user)).collect();
        names.sort();
        let display_name: String = names.join(", ").chars().take(64).collect();
        let id = self.make_direct(now, ChannelKind::Group, name, display_name, Id::NONE);
        for user in &sorted {
            self.store.put_member(Member {
                channel_id: id,
                user_id: *user,
                last_update_at: now,
                ..Member::default()
            });
        }
        for user in &sorted {
            let data = json!({"teammate_ids": packed(&sorted)});
            self.emit("group_added", data, to_user_in_channel(*user, id));
        }
        id
    }

    fn make_direct(
        &mut self,
        now: i64,
        kind: ChannelKind,
        name: String,
        display_name: String,
        creator: Id,
    ) -> Id {
        let id = self.rng.id();
        self.store.put_channel(Channel {
            id,
            create_at: now,
            update_at: now,
            kind,
            name,
            display_name,
            creator_id: creator,
            shared: Some(false),
            ..Channel::default()
        });
        id
    }
}
