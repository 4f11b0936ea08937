//! Reading channels, and who may read and write in them.

use serde_json::{json, Map, Value};

use super::error::ApiError;
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, ChannelKind, Post};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/channels", of_user),
    get("/users/{user_id}/teams/{team_id}/channels", of_team_for_user),
    get("/channels/{channel_id}", one),
    get("/channels/{channel_id}/stats", stats),
    get("/channels/{channel_id}/timezones", timezones),
    get("/channels/{channel_id}/common_teams", common_teams),
    get("/channels/{channel_id}/member_counts_by_group", counts_by_group),
    post("/channels/stats/member_count", member_counts),
    get("/teams/{team_id}/channels/name/{channel_name}", by_name),
    get("/teams/name/{team_name}/channels/name/{channel_name}", by_names),
];

fn of_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let channels: Vec<&Channel> = world.store.channels_of(user).filter(|c| wanted(c, r)).collect();
    Ok(Reply::ok(&channels))
}

fn of_team_for_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let inside = |c: &&Channel| c.team_id == team || c.team_id.is_none();
    let mut channels: Vec<&Channel> = world
        .store
        .channels_of(user)
        .filter(inside)
        .filter(|c| wanted(c, r))
        .collect();
    channels.sort_by(|a, b| a.display_name.cmp(&b.display_name).then(a.id.cmp(&b.id)));
    let newest = channels.iter().max_by_key(|c| c.last_post_at.max(c.update_at));
    let etag = newest.map_or("none".to_owned(), |c| {
        format!(
            "{}.{}.{}.{}",
            c.id,
            c.last_post_at.max(c.update_at),
            c.total_msg_count,
            channels.len()
        )
    });
    Ok(Reply::ok(&channels).etag(&etag))
}

fn wanted(channel: &Channel, r: &Request<'_>) -> bool {
    channel.delete_at == 0
        || (r.flag("include_deleted") && channel.delete_at >= r.number("last_delete_at").unwrap_or(0))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?;
    Ok(Reply::ok(&world.with_mentions(channel)))
}

fn by_name(world: &mut World, r: &Request<'_>) -> Outcome {
    named(world, r, r.id("team_id"))
}

fn by_names(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world
        .store
        .team_named(r.text("team_name"))
        .map(|team| team.id)
        .ok_or_else(ApiError::no_team)?;
    named(world, r, team)
}

fn named(world: &World, r: &Request<'_>, team: Id) -> Outcome {
    let name = r.text("channel_name");
    let missing = || {
        ApiError::new(
            404,
            "app.channel.get_by_name.missing.app_error",
            "Channel does not exist.",
        )
    };
    let channel = world
        .store
        .channel_named(team, name)
        .or_else(|| world.store.channel_named(Id::NONE, name))
        .filter(|c| c.delete_at == 0 || r.flag("include_deleted"))
        .ok_or_else(missing)?;
    // A private channel must not be told from one that does not exist.
    let channel = world.readable_channel(channel.id, r).map_err(|_| missing())?;
    Ok(Reply::ok(&world.with_mentions(channel)))
}

fn stats(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let log = world.store.log(channel);
    Ok(Reply::ok(&json!({
        "channel_id": channel,
        "member_count": world.store.member_count(channel),
        "guest_count": 0,
        "pinnedpost_count": log.pinned.len(),
        "files_count": log.files,
    })))
}

fn timezones(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let mut zones: Vec<String> = Vec::new();
    for member in world.store.members_of(channel) {
        let Some(user) = world.store.users.get(&member.user_id) else {
            continue;
        };
        let automatic = user
            .timezone
            .get("useAutomaticTimezone")
            .is_some_and(|value| value == "true");
        let name = if automatic {
            "automaticTimezone"
        } else {
            "manualTimezone"
        };
        zones.extend(user.timezone.get(name).filter(|zone| !zone.is_empty()).cloned());
    }
    zones.sort();
    zones.dedup();
    Ok(Reply::ok(&zones))
}

fn common_teams(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?;
    let members: Vec<Id> = world.store.members_of(channel.id).map(|m| m.user_id).collect();
    let teams = world.store.teams.values();
    let shared = teams.filter(|t| {
        members
            .iter()
            .all(|user| world.store.team_member(t.id, *user).is_some())
    });
    Ok(Reply::ok(&shared.collect::<Vec<_>>()))
}

fn counts_by_group(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&json!([])))
}

fn member_counts(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut counts = Map::new();
    for id in r.body_ids("channel_ids")? {
        if world.readable_channel(id, r).is_ok() {
            counts.insert(id.to_string(), json!(world.store.member_count(id)));
        }
    }
    Ok(Reply::ok(&Value::Object(counts)))
}

impl World {
    /// The channel with the channels that its header names (`props.channel_mentions`).
    pub(super) fn with_mentions(&self, channel: &Channel) -> Channel {
        let mentions = self.channel_mentions(channel.team_id, &channel.header, false);
        let props = mentions.map(|map| Map::from_iter([("channel_mentions".to_owned(), map)]));
        Channel {
            props,
            ..channel.clone()
        }
    }

    /// A channel that the caller may read: his own, a public one of his teams, or any for administrators.
    pub(super) fn readable_channel(&self, id: Id, r: &Request<'_>) -> Result<&Channel, ApiError> {
        let channel = self
            .store
            .channels
            .get(&id)
            .ok_or_else(|| ApiError::no_channel(id.as_str()))?;
        let public =
            channel.kind == ChannelKind::Open && self.store.team_member(channel.team_id, r.me()).is_some();
        if public || r.is_admin() || self.store.member(id, r.me()).is_some() {
            Ok(channel)
        } else {
            Err(ApiError::forbidden())
        }
    }

    /// A living post in a channel that the caller may read.
    pub(super) fn readable_post(&self, id: Id, r: &Request<'_>) -> Result<&Post, ApiError> {
        let post = self
            .store
            .posts
            .get(&id)
            .filter(|p| p.delete_at == 0)
            .ok_or_else(ApiError::no_post)?;
        self.readable_channel(post.channel_id, r)?;
        Ok(post)
    }

    /// May the caller write there? (Archived channels are refused later, with another error.)
    pub(super) fn may_post(&self, channel: Id, r: &Request<'_>) -> bool {
        self.store.channels.contains_key(&channel)
            && (r.is_admin() || self.store.member(channel, r.me()).is_some())
    }

    /// 403 unless the caller is in the team (or an administrator).
    pub(super) fn need_team_member(&self, team: Id, r: &Request<'_>) -> Result<(), ApiError> {
        if !self.store.teams.contains_key(&team) {
            return Err(if r.is_admin() {
                ApiError::no_team()
            } else {
                ApiError::forbidden()
            });
        }
        match r.is_admin() || self.store.team_member(team, r.me()).is_some() {
            true => Ok(()),
            false => Err(ApiError::forbidden()),
        }
    }

    /// Is somebody an administrator of the team to which a channel belongs?
    pub(super) fn is_team_admin_of(&self, channel: Id, user: Id) -> bool {
        let team = self.store.channels.get(&channel).map_or(Id::NONE, |c| c.team_id);
        self.store
            .team_member(team, user)
            .is_some_and(|member| member.scheme_admin)
    }
}
