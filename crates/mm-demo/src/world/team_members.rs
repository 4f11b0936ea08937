//! Who belongs to a team: joining, leaving, roles (`rest.md` 4.3).

use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{packed, to_channel, to_team, to_user, without};
use super::http::{delete, get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Member, TeamMember};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/teams/members", of_user),
    get("/teams/{team_id}/members", list),
    post("/teams/{team_id}/members", add),
    post("/teams/{team_id}/members/batch", add_batch),
    post("/teams/{team_id}/members/ids", by_ids),
    post("/teams/members/invite", join_by_invite),
    get("/teams/{team_id}/members/{user_id}", one),
    delete("/teams/{team_id}/members/{user_id}", remove),
    put("/teams/{team_id}/members/{user_id}/schemeRoles", set_scheme_roles),
];

fn of_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let teams = world.store.index.user_teams.get(&user).into_iter().flatten();
    let rows = teams.filter_map(|team| world.store.team_members.get(&(*team, user)));
    Ok(Reply::ok(&rows.map(TeamMember::view).collect::<Vec<_>>()))
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let skip = r.page().saturating_mul(r.per_page());
    let page = world.store.team_members_of(team).skip(skip).take(r.per_page());
    Ok(Reply::ok(&page.map(TeamMember::view).collect::<Vec<_>>()))
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let ids = r.body_ids("user_ids")?;
    let rows = ids.iter().filter_map(|user| world.store.team_member(team, *user));
    Ok(Reply::ok(&rows.map(TeamMember::view).collect::<Vec<_>>()))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    Ok(Reply::ok(&world.team_membership(team, r.id("user_id"))?))
}

fn add(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    let body: Value = r.object("team_member")?;
    let user = body.get("user_id").and_then(Value::as_str).and_then(Id::parse);
    let user = user.ok_or_else(|| ApiError::invalid_body("user_id"))?;
    let open = world.store.teams.get(&team).is_some_and(|t| t.allow_open_invite);
    if !(user == r.me() && open) {
        world.need_team_member(team, r)?;
    }
    if !world.store.users.contains_key(&user) {
        return Err(ApiError::no_user());
    }
    world.join_team(r.now, team, user, r.me());
    Ok(Reply::created(&world.team_membership(team, user)?))
}

fn add_batch(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let body: Vec<Value> = r.body("members")?;
    let mut rows = Vec::new();
    for entry in &body {
        let user = entry.get("user_id").and_then(Value::as_str).and_then(Id::parse);
        let Some(user) = user.filter(|id| world.store.users.contains_key(id)) else {
            return Err(ApiError::invalid_body("user_id"));
        };
        world.join_team(r.now, team, user, r.me());
        let member = world.team_membership(team, user)?;
        rows.push(match r.flag("graceful") {
            true => json!({"user_id": user, "member": member, "error": null}),
            false => member,
        });
    }
    Ok(Reply::created(&rows))
}

fn join_by_invite(world: &mut World, r: &Request<'_>) -> Outcome {
    let invite = r.call.query("invite_id").unwrap_or("");
    let team = world
        .store
        .teams
        .values()
        .find(|t| !invite.is_empty() && t.invite_id == invite)
        .map(|t| t.id);
    let team = team.ok_or_else(|| {
        ApiError::new(
            404,
            "app.team.get_by_invite_id.finding.app_error",
            "Unable to find the existing team.",
        )
    })?;
    world.join_team(r.now, team, r.me(), r.me());
    Ok(Reply::created(&world.team_membership(team, r.me())?))
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let (team, user) = (r.id("team_id"), r.id("user_id"));
    let manages = world
        .store
        .team_member(team, r.me())
        .is_some_and(|member| member.scheme_admin);
    if user != r.me() && !r.is_admin() && !manages {
        return Err(ApiError::forbidden());
    }
    world.team_membership(team, user)?;
    let name = world.store.username(user).to_owned();
    if let Some(channel) = world.town_square(team) {
        let (kind, message) = match user == r.me() {
            true => ("system_leave_team", format!("{name} left the team.")),
            false => (
                "system_remove_from_team",
                format!("{name} removed from the team."),
            ),
        };
        world.post_system(r.now, channel, user, kind, &message, json!({"username": name}));
    }
    let data = json!({"user_id": user, "team_id": team});
    world.emit("leave_team", data.clone(), without(user, to_team(team)));
    world.emit("leave_team", data, to_user(user));
    let inside = |id: &Id| {
        world
            .store
            .channels
            .get(id)
            .is_some_and(|channel| channel.team_id == team)
    };
    let channels = world
        .store
        .index
        .user_channels
        .get(&user)
        .into_iter()
        .flatten()
        .copied();
    let channels: Vec<Id> = channels.filter(inside).collect();
    for channel in channels {
        world.store.remove_member(channel, user);
    }
    world.store.put_team_member(TeamMember {
        team_id: team,
        user_id: user,
        delete_at: r.now,
        scheme_admin: false,
    });
    world.store.categories.remove(&(user, team));
    Ok(Reply::done())
}

fn set_scheme_roles(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("scheme_roles")?;
    let (team, user) = (r.id("team_id"), r.id("user_id"));
    let manages = world
        .store
        .team_member(team, r.me())
        .is_some_and(|member| member.scheme_admin);
    if !r.is_admin() && !manages {
        return Err(ApiError::forbidden());
    }
    let member = world
        .store
        .team_members
        .get_mut(&(team, user))
        .ok_or_else(no_member)?;
    member.scheme_admin = body.get("scheme_admin").and_then(Value::as_bool).unwrap_or(false);
    let data = json!({"member": packed(&member.view())});
    world.emit("memberrole_updated", data, to_user(user));
    Ok(Reply::done())
}

fn no_member() -> ApiError {
    ApiError::new(
        404,
        "app.team.get_member.missing.app_error",
        "No team member found for that user ID and team ID.",
    )
}

/// The system message about somebody who was added by somebody else.
fn added(kind: &str, user: (Id, &str), by: (Id, &str)) -> (&'static str, String, Value) {
    let ((user, name), (by, adder)) = (user, by);
    let props = json!({"userId": by, "username": adder, "addedUserId": user, "addedUsername": name});
    match kind {
        "system_join_team" => (
            "system_add_to_team",
            format!("{name} added to the team by {adder}."),
            props,
        ),
        _ => (
            "system_add_to_channel",
            format!("{name} added to the channel by {adder}."),
            props,
        ),
    }
}

impl World {
    fn team_membership(&self, team: Id, user: Id) -> Result<Value, ApiError> {
        self.store
            .team_member(team, user)
            .map(TeamMember::view)
            .ok_or_else(no_member)
    }

    /// Puts somebody into a team and its default channels. Joining again changes nothing.
    pub(super) fn join_team(&mut self, now: i64, team: Id, user: Id, by: Id) {
        if self.store.team_member(team, user).is_some() {
            return;
        }
        self.store.put_team_member(TeamMember {
            team_id: team,
            user_id: user,
            delete_at: 0,
            scheme_admin: false,
        });
        self.emit(
            "added_to_team",
            json!({"team_id": team, "user_id": user}),
            to_user(user),
        );
        let name = self.store.username(user).to_owned();
        for (channel, kind, words) in [
            ("town-square", "system_join_team", "joined the team."),
            ("off-topic", "system_join_channel", "joined the channel."),
        ] {
            let Some(channel) = self.store.channel_named(team, channel).map(|channel| channel.id) else {
                continue;
            };
            self.store.put_member(Member {
                channel_id: channel,
                user_id: user,
                last_update_at: now,
                ..Member::default()
            });
            let adder = (user != by).then(|| self.store.username(by).to_owned());
            let (kind, message, props) = match adder {
                None => (kind, format!("{name} {words}"), json!({"username": name})),
                Some(adder) => added(kind, (user, &name), (by, &adder)),
            };
            self.post_system(now, channel, by, kind, &message, props);
            self.emit(
                "user_added",
                json!({"user_id": user, "team_id": team}),
                to_channel(channel),
            );
        }
    }
}
