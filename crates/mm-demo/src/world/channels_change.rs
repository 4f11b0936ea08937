//! Changing channels: names and texts, privacy, archiving, with the system messages that go with it.

use serde::Deserialize;
use serde_json::{json, Value};

use super::channels_create::{check_name, check_texts, name_taken};
use super::error::ApiError;
use super::events::{packed, to_channel, to_team};
use super::http::{delete, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, ChannelKind};
use super::World;
use crate::outgoing::Broadcast;

pub const ROUTES: &[Route] = &[
    put("/channels/{channel_id}/patch", patch),
    put("/channels/{channel_id}", patch),
    put("/channels/{channel_id}/privacy", set_privacy),
    delete("/channels/{channel_id}", archive),
    post("/channels/{channel_id}/restore", restore),
    post("/channels/{channel_id}/convert_to_channel", convert_group),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ChannelPatch {
    display_name: Option<String>,
    name: Option<String>,
    header: Option<String>,
    purpose: Option<String>,
    banner_info: Option<Value>,
}

fn patch(world: &mut World, r: &Request<'_>) -> Outcome {
    let patch: ChannelPatch = r.object("channel")?;
    let old = world.writable_channel(r)?;
    let mut new = old.clone();
    if let Some(name) = patch.name.filter(|name| *name != old.name) {
        check_name(&name)?;
        if world.store.channel_named(old.team_id, &name).is_some() {
            return Err(name_taken());
        }
        new.name = name;
    }
    new.display_name = patch.display_name.unwrap_or(new.display_name);
    new.header = patch.header.unwrap_or(new.header);
    new.purpose = patch.purpose.unwrap_or(new.purpose);
    new.banner_info = patch.banner_info.or(new.banner_info);
    if !old.kind.is_direct() {
        check_texts(&new.display_name, &new.header, &new.purpose)?;
    }
    new.update_at = r.now;
    world.store.put_channel(new.clone());
    world.emit(
        "channel_updated",
        json!({"channel": packed(&new)}),
        to_channel(new.id),
    );
    let who = world.store.username(r.me()).to_owned();
    let changes = [
        (
            "displayname",
            "display name",
            &old.display_name,
            &new.display_name,
        ),
        ("header", "header", &old.header, &new.header),
        ("purpose", "purpose", &old.purpose, &new.purpose),
    ];
    for (key, words, before, after) in changes {
        if before == after {
            continue;
        }
        let message = match (key, before.is_empty(), after.is_empty()) {
            ("displayname", ..) => format!("{who} updated the channel {words} from: {before} to: {after}"),
            (_, true, _) => format!("{who} updated the channel {words} to: {after}"),
            (_, _, true) => format!("{who} removed the channel {words} (was: {before})"),
            _ => format!("{who} updated the channel {words} from: {before} to: {after}"),
        };
        let kind = format!("system_{key}_change");
        let props = json!({"username": who, format!("old_{key}"): before, format!("new_{key}"): after});
        world.post_system(r.now, new.id, r.me(), &kind, &message, props);
    }
    Ok(Reply::ok(&world.with_mentions(&new)))
}

fn set_privacy(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("privacy")?;
    let kind = match body.get("privacy").and_then(Value::as_str) {
        Some("O") => ChannelKind::Open,
        Some("P") => ChannelKind::Private,
        _ => return Err(ApiError::invalid_body("privacy")),
    };
    let old = world.writable_channel(r)?;
    if !r.is_admin() && !world.is_team_admin_of(old.id, r.me()) {
        return Err(ApiError::forbidden());
    }
    if old.name == "town-square" && kind == ChannelKind::Private {
        let id = "api.channel.update_channel_privacy.default_channel_error";
        return Err(ApiError::new(
            400,
            id,
            "The default channel cannot be made private.",
        ));
    }
    let new = Channel {
        kind,
        update_at: r.now,
        ..old
    };
    world.store.put_channel(new.clone());
    world.emit(
        "channel_updated",
        json!({"channel": packed(&new)}),
        to_channel(new.id),
    );
    let who = world.store.username(r.me()).to_owned();
    let to = if kind == ChannelKind::Private {
        "Private"
    } else {
        "Public"
    };
    let message = match kind {
        ChannelKind::Private => format!("This channel has been converted to a {to} Channel."),
        _ => {
            format!("This channel has been converted to a {to} Channel and can be joined by any team member.")
        }
    };
    let props = json!({"username": who});
    world.post_system(
        r.now,
        new.id,
        r.me(),
        "system_change_chan_privacy",
        &message,
        props,
    );
    world.emit(
        "channel_converted",
        json!({"channel_id": new.id}),
        to_team(new.team_id),
    );
    Ok(Reply::ok(&new))
}

fn archive(world: &mut World, r: &Request<'_>) -> Outcome {
    let old = world.writable_channel(r)?;
    if old.kind.is_direct() {
        let id = "api.channel.delete_channel.type.invalid";
        return Err(ApiError::new(
            400,
            id,
            "Unable to delete direct or group message channels.",
        ));
    }
    if old.name == "town-square" {
        let id = "api.channel.delete_channel.cannot.app_error";
        return Err(ApiError::new(
            400,
            id,
            "Unable to delete the default channel town-square.",
        ));
    }
    let who = world.store.username(r.me()).to_owned();
    let message = format!("{who} archived the channel.");
    world.post_system(
        r.now,
        old.id,
        r.me(),
        "system_channel_deleted",
        &message,
        json!({"username": who}),
    );
    let Some(channel) = world.store.channels.get_mut(&old.id) else {
        return Ok(Reply::done());
    };
    channel.delete_at = r.now.max(channel.last_post_at);
    channel.update_at = channel.delete_at;
    let data = json!({"channel_id": channel.id, "delete_at": channel.delete_at});
    let scope = visible_to(channel);
    world.emit("channel_deleted", data, scope);
    Ok(Reply::done())
}

fn restore(world: &mut World, r: &Request<'_>) -> Outcome {
    let id = r.id("channel_id");
    let old = world.readable_channel(id, r)?;
    if !r.is_admin() && !world.is_team_admin_of(id, r.me()) {
        return Err(ApiError::forbidden());
    }
    if old.delete_at == 0 {
        let id = "api.channel.restore_channel.restored.app_error";
        return Err(ApiError::new(
            400,
            id,
            "Unable to unarchive channel. The channel is not archived.",
        ));
    }
    let channel = Channel {
        delete_at: 0,
        update_at: r.now.max(old.last_post_at),
        ..old.clone()
    };
    world.store.put_channel(channel.clone());
    world.emit(
        "channel_restored",
        json!({"channel_id": id}),
        visible_to(&channel),
    );
    let who = world.store.username(r.me()).to_owned();
    let message = format!("{who} unarchived the channel.");
    world.post_system(
        r.now,
        id,
        r.me(),
        "system_channel_restored",
        &message,
        json!({"username": who}),
    );
    Ok(Reply::ok(&channel))
}

#[derive(Deserialize)]
struct Conversion {
    team_id: String,
    name: String,
    display_name: String,
}

fn convert_group(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Conversion = r.object("body")?;
    let old = world.writable_channel(r)?;
    let team = Id::parse(&body.team_id).ok_or_else(|| ApiError::invalid_body("team_id"))?;
    if old.kind != ChannelKind::Group {
        return Err(ApiError::invalid_body("channel_id"));
    }
    check_name(&body.name)?;
    let members: Vec<Id> = world.store.members_of(old.id).map(|m| m.user_id).collect();
    if members
        .iter()
        .any(|user| world.store.team_member(team, *user).is_none())
    {
        return Err(ApiError::invalid_body("team_id"));
    }
    let new = Channel {
        kind: ChannelKind::Private,
        team_id: team,
        name: body.name,
        display_name: body.display_name,
        update_at: r.now,
        ..old
    };
    world.store.put_channel(new.clone());
    world.emit(
        "channel_updated",
        json!({"channel": packed(&new)}),
        to_channel(new.id),
    );
    let mut names: Vec<&str> = members.iter().map(|user| world.store.username(*user)).collect();
    names.sort();
    let last = names.pop().unwrap_or("").to_owned();
    let listed = names.join(", ");
    let who = world.store.username(r.me()).to_owned();
    let message = format!("{who} created this channel from a group message with {listed} and {last}.");
    let props = json!({"convertedByUserId": r.me(), "gmMembersDuringConversionIDs": members});
    world.post_system(r.now, new.id, r.me(), "system_gm_to_channel", &message, props);
    Ok(Reply::ok(&new))
}

/// Public channels concern the team, others their members.
fn visible_to(channel: &Channel) -> Broadcast {
    match channel.kind {
        ChannelKind::Open => to_team(channel.team_id),
        _ => to_channel(channel.id),
    }
}

impl World {
    /// A living channel that the caller is a member of (administrators: any).
    fn writable_channel(&self, r: &Request<'_>) -> Result<Channel, ApiError> {
        let channel = self.readable_channel(r.id("channel_id"), r)?;
        if !r.is_admin() && self.store.member(channel.id, r.me()).is_none() {
            return Err(ApiError::forbidden());
        }
        if channel.delete_at > 0 {
            let id = "api.channel.update_channel.deleted.app_error";
            return Err(ApiError::new(
                400,
                id,
                "The channel has been archived or deleted.",
            ));
        }
        Ok(channel.clone())
    }
}
