//! Teams (`rest.md` 4.3).

use serde::Deserialize;
use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{packed, to_team};
use super::http::{delete, get, open, post, put, trusting, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Channel, Team, TeamMember};
use super::{multipart, pictures, World};

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/teams", of_user),
    get("/teams", list),
    post("/teams", create),
    post("/teams/search", search),
    get("/teams/{team_id}", one),
    get("/teams/name/{team_name}", by_name),
    get("/teams/name/{team_name}/exists", exists),
    get("/teams/{team_id}/stats", stats),
    put("/teams/{team_id}/patch", patch),
    put("/teams/{team_id}/privacy", set_privacy),
    delete("/teams/{team_id}", archive),
    post("/teams/{team_id}/restore", restore),
    post("/teams/{team_id}/regenerate_invite_id", regenerate_invite),
    open(get("/teams/invite/{invite}", invite_info)),
    trusting(get("/teams/{team_id}/image", image)),
    post("/teams/{team_id}/image", set_image),
    delete("/teams/{team_id}/image", remove_image),
];

fn of_user(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    Ok(Reply::ok(&world.store.teams_of(user).collect::<Vec<_>>()))
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut teams: Vec<&Team> = world
        .store
        .teams
        .values()
        .filter(|team| team.delete_at == 0)
        .filter(|t| r.is_admin() || t.allow_open_invite || world.store.team_member(t.id, r.me()).is_some())
        .collect();
    teams.sort_by(|a, b| a.display_name.cmp(&b.display_name));
    let total = teams.len();
    let page = r.paged(&teams);
    match r.flag("include_total_count") {
        true => Ok(Reply::ok(&json!({"teams": page, "total_count": total}))),
        false => Ok(Reply::ok(page)),
    }
}

fn search(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("team_search")?;
    let term = body
        .get("term")
        .and_then(Value::as_str)
        .unwrap_or("")
        .to_lowercase();
    let hit = |team: &&Team| team.name.contains(&term) || team.display_name.to_lowercase().contains(&term);
    let open = |team: &&Team| team.allow_open_invite || r.is_admin();
    Ok(Reply::ok(
        &world
            .store
            .teams
            .values()
            .filter(hit)
            .filter(open)
            .collect::<Vec<_>>(),
    ))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world
        .store
        .teams
        .get(&r.id("team_id"))
        .ok_or_else(ApiError::no_team)?;
    if !team.allow_open_invite {
        world.need_team_member(team.id, r)?;
    }
    Ok(Reply::ok(team))
}

fn by_name(world: &mut World, r: &Request<'_>) -> Outcome {
    let missing = || {
        ApiError::new(
            404,
            "app.team.get_by_name.missing.app_error",
            "Unable to find the existing team.",
        )
    };
    let team = world.store.team_named(r.text("team_name")).ok_or_else(missing)?;
    if !team.allow_open_invite {
        world.need_team_member(team.id, r)?;
    }
    Ok(Reply::ok(team))
}

fn exists(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(
        &json!({"exists": world.store.team_named(r.text("team_name")).is_some()}),
    ))
}

fn stats(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let (mut total, mut active) = (0, 0);
    for member in world.store.team_members_of(team) {
        total += 1;
        active += usize::from(
            world
                .store
                .users
                .get(&member.user_id)
                .is_some_and(|user| user.delete_at == 0),
        );
    }
    Ok(Reply::ok(
        &json!({"team_id": team, "total_member_count": total, "active_member_count": active}),
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct TeamPatch {
    display_name: Option<String>,
    description: Option<String>,
    company_name: Option<String>,
    allow_open_invite: Option<bool>,
}

fn patch(world: &mut World, r: &Request<'_>) -> Outcome {
    let patch: TeamPatch = r.object("team")?;
    world.change_team(r, |team| {
        team.display_name = patch
            .display_name
            .unwrap_or(std::mem::take(&mut team.display_name));
        team.description = patch.description.unwrap_or(std::mem::take(&mut team.description));
        team.company_name = patch
            .company_name
            .unwrap_or(std::mem::take(&mut team.company_name));
        team.allow_open_invite = patch.allow_open_invite.unwrap_or(team.allow_open_invite);
    })
}

fn set_privacy(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("privacy")?;
    let open = match body.get("privacy").and_then(Value::as_str) {
        Some("O") => true,
        Some("I") => false,
        _ => return Err(ApiError::invalid_body("privacy")),
    };
    world.change_team(r, |team| {
        team.kind = if open { "O".into() } else { "I".into() };
        team.allow_open_invite = open;
    })
}

fn regenerate_invite(world: &mut World, r: &Request<'_>) -> Outcome {
    let invite = world.rng.id().to_string();
    world.change_team(r, |team| team.invite_id = invite)
}

fn archive(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world.managed_team(r)?;
    let archived = Team {
        delete_at: r.now,
        update_at: r.now,
        ..team
    };
    world.emit(
        "delete_team",
        json!({"team": packed(&archived.blanked())}),
        to_team(archived.id),
    );
    world.store.put_team(archived);
    Ok(Reply::done())
}

fn restore(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world.managed_team(r)?;
    let restored = Team {
        delete_at: 0,
        update_at: r.now,
        ..team
    };
    world.emit(
        "restore_team",
        json!({"team": packed(&restored.blanked())}),
        to_team(restored.id),
    );
    world.store.put_team(restored.clone());
    Ok(Reply::ok(&restored))
}

#[derive(Deserialize)]
struct NewTeam {
    name: String,
    display_name: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    allow_open_invite: bool,
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let new: NewTeam = r.object("team")?;
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if new.name.len() < 2 || new.name.len() > 64 || !new.name.bytes().all(fine) {
        return Err(ApiError::new(
            400,
            "model.team.is_valid.url.app_error",
            "Invalid URL Identifier.",
        ));
    }
    if world.store.team_named(&new.name).is_some() {
        let id = "app.team.save.existing.app_error";
        return Err(ApiError::new(400, id, "A team with that name already exists."));
    }
    let team = Team {
        id: world.rng.id(),
        create_at: r.now,
        update_at: r.now,
        display_name: new.display_name,
        name: new.name,
        email: world
            .store
            .users
            .get(&r.me())
            .map_or(String::new(), |user| user.email.clone()),
        kind: if new.kind.is_empty() { "O".into() } else { new.kind },
        invite_id: world.rng.id().to_string(),
        allow_open_invite: new.allow_open_invite,
        ..Team::default()
    };
    world.store.put_team(team.clone());
    for (name, display_name) in [("town-square", "Town Square"), ("off-topic", "Off-Topic")] {
        let id = world.rng.id();
        world.store.put_channel(Channel {
            id,
            create_at: r.now,
            update_at: r.now,
            team_id: team.id,
            name: name.into(),
            display_name: display_name.into(),
            ..Channel::default()
        });
    }
    world.join_team(r.now, team.id, r.me(), r.me());
    let member = TeamMember {
        team_id: team.id,
        user_id: r.me(),
        delete_at: 0,
        scheme_admin: true,
    };
    world.store.put_team_member(member);
    Ok(Reply::created(&team))
}

fn invite_info(world: &mut World, r: &Request<'_>) -> Outcome {
    let invite = r.text("invite");
    let team = world
        .store
        .teams
        .values()
        .find(|team| team.invite_id == invite)
        .ok_or_else(|| {
            ApiError::new(
                404,
                "app.team.get_by_invite_id.finding.app_error",
                "Unable to find the existing team.",
            )
        })?;
    Ok(Reply::ok(&json!({
        "display_name": team.display_name, "description": team.description, "name": team.name, "id": team.id
    })))
}

fn image(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = r.id("team_id");
    let icon = world.store.team_icons.get(&team).ok_or_else(|| {
        ApiError::new(
            404,
            "api.team.get_team_icon.read_file.app_error",
            "Unable to read the team icon file.",
        )
    })?;
    Ok(Reply::bytes("image/png", icon.clone()).header("Cache-Control", "max-age=86400, private"))
}

fn set_image(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world.managed_team(r)?.id;
    let parts = multipart::parts(r.call);
    let part = parts.iter().find(|part| part.name == "image");
    let icon = part
        .and_then(|part| pictures::square_png(&part.bytes, 128))
        .ok_or_else(|| {
            ApiError::new(
                400,
                "api.team.set_team_icon.no_file.app_error",
                "No file under 'image' in request.",
            )
        })?;
    world.store.team_icons.insert(team, icon);
    world.change_team(r, |team| team.last_team_icon_update = r.now)?;
    Ok(Reply::done())
}

fn remove_image(world: &mut World, r: &Request<'_>) -> Outcome {
    let team = world.managed_team(r)?.id;
    world.store.team_icons.remove(&team);
    world.change_team(r, |team| team.last_team_icon_update = 0)?;
    Ok(Reply::done())
}

impl World {
    /// A team that the caller administers.
    fn managed_team(&self, r: &Request<'_>) -> Result<Team, ApiError> {
        let id = r.id("team_id");
        let manages = self
            .store
            .team_member(id, r.me())
            .is_some_and(|member| member.scheme_admin);
        if !manages && !r.is_admin() {
            return Err(ApiError::forbidden());
        }
        self.store.teams.get(&id).cloned().ok_or_else(ApiError::no_team)
    }

    fn change_team(&mut self, r: &Request<'_>, change: impl FnOnce(&mut Team)) -> Outcome {
        let mut team = self.managed_team(r)?;
        change(&mut team);
        team.update_at = r.now;
        self.store.put_team(team.clone());
        self.emit(
            "update_team",
            json!({"team": packed(&team.blanked())}),
            to_team(team.id),
        );
        Ok(Reply::ok(&team))
    }

    /// The default channel of a team.
    pub(super) fn town_square(&self, team: Id) -> Option<Id> {
        self.store
            .channel_named(team, "town-square")
            .map(|channel| channel.id)
    }
}
