//! Memberships of channels: lists, joining and leaving, notification settings, roles.

use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{packed, to_channel, to_user, to_user_in_channel, without};
use super::http::{delete, get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{ChannelKind, Member, MemberTeam, MemberView};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/channel_members", of_user),
    get("/users/{user_id}/teams/{team_id}/channels/members", of_team),
    get("/channels/{channel_id}/members", list),
    post("/channels/{channel_id}/members", add),
    post("/channels/{channel_id}/members/ids", by_ids),
    get("/channels/{channel_id}/members/{user_id}", one),
    delete("/channels/{channel_id}/members/{user_id}", remove),
    put(
        "/channels/{channel_id}/members/{user_id}/notify_props",
        set_notify_props,
    ),
    put(
        "/channels/{channel_id}/members/{user_id}/schemeRoles",
        set_scheme_roles,
    ),
    put("/channels/{channel_id}/members/{user_id}/roles", set_roles),
];

fn of_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let rows: Vec<MemberView<'_>> = world
        .store
        .channels_of(user)
        .filter_map(|channel| {
            let mut row = world.store.member(channel.id, user)?.view(r.me());
            let team = world.store.teams.get(&channel.team_id);
            let team = team.map(|team| MemberTeam {
                team_display_name: &team.display_name,
                team_name: &team.name,
                team_update_at: team.update_at,
            });
            row.team = Some(team.unwrap_or_default());
            Some(row)
        })
        .collect();
    if r.number("page") == Some(-1) {
        let mut body = Vec::new();
        for row in &rows {
            body.append(&mut Reply::ok(row).body);
            body.push(b'\n');
        }
        return Ok(Reply::bytes("application/x-ndjson", body));
    }
    Ok(Reply::ok(r.paged(&rows)))
}

fn of_team(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let channels = world
        .store
        .channels_of(user)
        .filter(|c| c.team_id == team || c.team_id.is_none());
    let rows = channels.filter_map(|c| Some(world.store.member(c.id, user)?.view(r.me())));
    Ok(Reply::ok(&rows.collect::<Vec<_>>()))
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let skip = r.page().saturating_mul(r.per_page());
    let page = world.store.members_of(channel).skip(skip).take(r.per_page());
    Ok(Reply::ok(
        &page.map(|member| member.view(r.me())).collect::<Vec<_>>(),
    ))
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let ids = r.body_ids("user_ids")?;
    let rows = ids.iter().filter_map(|user| world.store.member(channel, *user));
    Ok(Reply::ok(
        &rows.map(|member| member.view(r.me())).collect::<Vec<_>>(),
    ))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let member = world
        .store
        .member(channel, r.id("user_id"))
        .ok_or_else(no_member)?;
    Ok(Reply::ok(&member.view(r.me())))
}

fn no_member() -> ApiError {
    ApiError::new(
        404,
        "app.channel.get_member.missing.app_error",
        "No channel member found for that user ID and channel ID.",
    )
}

fn add(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("user_id or user_ids")?;
    let texts: Vec<&str> = match (
        body.get("user_ids").and_then(Value::as_array),
        body.get("user_id"),
    ) {
        (Some(list), _) => list.iter().filter_map(Value::as_str).collect(),
        (None, Some(Value::String(one))) => vec![one.as_str()],
        _ => return Err(ApiError::invalid_body("user_id or user_ids")),
    };
    let users: Option<Vec<Id>> = texts.into_iter().map(Id::parse).collect();
    let users = users.filter(|list| (1..=1000).contains(&list.len()));
    let users = users.ok_or_else(|| ApiError::invalid_body("user_id"))?;
    let id = r.id("channel_id");
    let channel = world
        .store
        .channels
        .get(&id)
        .cloned()
        .ok_or_else(|| ApiError::no_channel(id.as_str()))?;
    if channel.kind.is_direct() {
        let id = "api.channel.add_user_to_channel.type.app_error";
        return Err(ApiError::new(400, id, "Can not add user to this channel type."));
    }
    if channel.delete_at > 0 {
        let id = "api.channel.add_user.to.channel.deleted.app_error";
        return Err(ApiError::new(
            400,
            id,
            "The channel has been archived or deleted.",
        ));
    }
    let inside = world.store.member(id, r.me()).is_some();
    let joining = users == [r.me()] && channel.kind == ChannelKind::Open;
    let in_team = world.store.team_member(channel.team_id, r.me()).is_some();
    if !(inside || r.is_admin() || (joining && in_team)) {
        return Err(ApiError::forbidden());
    }
    let mut added = Vec::new();
    let mut last_error = None;
    for user in &users {
        match world.add_member(r.now, id, *user, r.me()) {
            Ok(()) => added.push(*user),
            Err(error) => last_error = Some(error),
        }
    }
    let views = added
        .iter()
        .filter_map(|user| world.store.member(id, *user))
        .map(|member| member.view(r.me()));
    let views: Vec<MemberView<'_>> = views.collect();
    match (views.as_slice(), last_error) {
        ([], Some(error)) => Err(error),
        ([single], _) if body.get("user_ids").is_none() => Ok(Reply::created(single)),
        _ => Ok(Reply::created(&views)),
    }
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let id = r.id("channel_id");
    let user = r.id("user_id");
    let channel = world.readable_channel(id, r)?.clone();
    if channel.kind.is_direct() {
        let id = "api.channel.remove_channel_member.type.app_error";
        return Err(ApiError::new(400, id, "Unable to remove user from a channel."));
    }
    if channel.name == "town-square" {
        let message = "Unable to remove user from the default channel town-square.";
        return Err(ApiError::new(
            400,
            "api.channel.remove.default.app_error",
            message,
        ));
    }
    if user != r.me() && !r.is_admin() && world.store.member(id, r.me()).is_none() {
        return Err(ApiError::forbidden());
    }
    if world.store.member(id, user).is_none() {
        return Err(no_member());
    }
    let name = world.store.username(user).to_owned();
    if user == r.me() {
        let message = format!("@{name} left the channel.");
        world.post_system(
            r.now,
            id,
            user,
            "system_leave_channel",
            &message,
            json!({"username": name}),
        );
    } else {
        let message = format!("@{name} removed from the channel.");
        let props = json!({"removedUserId": user, "removedUsername": name});
        world.post_system(r.now, id, r.me(), "system_remove_from_channel", &message, props);
    }
    world.leave_channel(id, user, r.me());
    Ok(Reply::done())
}

fn set_notify_props(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let props: std::collections::BTreeMap<String, String> = r.object("notify_props")?;
    let key = (r.id("channel_id"), user);
    let member = world.store.members.get_mut(&key).ok_or_else(no_member)?;
    for (name, value) in props {
        if name != "channel_id" && name != "user_id" {
            member.notify.insert(name, value);
        }
    }
    member.touched(r.now);
    world.tell_membership(key.0, user);
    Ok(Reply::done())
}

fn set_scheme_roles(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("scheme_roles")?;
    let is_admin = body.get("scheme_admin").and_then(Value::as_bool);
    make_channel_admin(world, r, is_admin.unwrap_or(false))
}

/// The older way: role names, separated by spaces.
fn set_roles(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("roles")?;
    let roles = body.get("roles").and_then(Value::as_str);
    let roles = roles.ok_or_else(|| ApiError::invalid_body("roles"))?;
    let is_admin = roles.split_whitespace().any(|role| role == "channel_admin");
    make_channel_admin(world, r, is_admin)
}

fn make_channel_admin(world: &mut World, r: &Request<'_>, is_admin: bool) -> Outcome {
    let (id, user) = (r.id("channel_id"), r.id("user_id"));
    let own_role = world
        .store
        .member(id, r.me())
        .is_some_and(|member| member.scheme_admin);
    if !r.is_admin() && !own_role && !world.is_team_admin_of(id, r.me()) {
        return Err(ApiError::forbidden());
    }
    let member = world.store.members.get_mut(&(id, user)).ok_or_else(no_member)?;
    member.scheme_admin = is_admin;
    world.tell_membership(id, user);
    Ok(Reply::done())
}

impl World {
    /// Tells somebody's windows his own membership.
    pub(super) fn tell_membership(&mut self, channel: Id, user: Id) {
        let Some(view) = self.store.member(channel, user).map(|member| member.view(user)) else {
            return;
        };
        self.emit(
            "channel_member_updated",
            json!({"channelMember": packed(&view)}),
            to_user(user),
        );
    }

    /// `system_join_channel`.
    pub(super) fn post_join(&mut self, now: i64, channel: Id, user: Id) {
        let name = self.store.username(user).to_owned();
        let message = format!("{name} joined the channel.");
        self.post_system(
            now,
            channel,
            user,
            "system_join_channel",
            &message,
            json!({"username": name}),
        );
    }

    /// Adds somebody to a channel of one of his teams; adding a member again changes nothing.
    pub(super) fn add_member(&mut self, now: i64, channel: Id, user: Id, by: Id) -> Result<(), ApiError> {
        let team = self.store.channels.get(&channel).map_or(Id::NONE, |c| c.team_id);
        let Some(name) = self.store.users.get(&user).map(|user| user.username.clone()) else {
            return Err(ApiError::no_user());
        };
        if self.store.team_member(team, user).is_none() {
            return Err(ApiError::new(
                404,
                "app.team.get_member.missing.app_error",
                "No team member found for that user ID and team ID.",
            ));
        }
        if self.store.member(channel, user).is_some() {
            return Ok(());
        }
        self.store.put_member(Member {
            channel_id: channel,
            user_id: user,
            last_update_at: now,
            ..Member::default()
        });
        let data = json!({"user_id": user, "team_id": team});
        self.emit("user_added", data.clone(), without(user, to_channel(channel)));
        self.emit("user_added", data, to_user_in_channel(user, channel));
        if user == by {
            self.post_join(now, channel, user);
        } else {
            let adder = self.store.username(by).to_owned();
            let message = format!("{name} added to the channel by {adder}.");
            let props = json!({"userId": by, "username": adder, "addedUserId": user, "addedUsername": name});
            self.post_system(now, channel, by, "system_add_to_channel", &message, props);
        }
        Ok(())
    }

    /// Ends a membership and tells both the channel and the one who is gone.
    pub(super) fn leave_channel(&mut self, channel: Id, user: Id, by: Id) {
        if self.store.remove_member(channel, user).is_none() {
            return;
        }
        let data = json!({"user_id": user, "remover_id": by});
        self.emit("user_removed", data, to_channel(channel));
        let data = json!({"channel_id": channel, "remover_id": by});
        self.emit("user_removed", data, to_user(user));
    }
}
