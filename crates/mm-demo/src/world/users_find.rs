//! Lists of accounts, auto-completion and search (`rest.md` 4.1).

use serde::Deserialize;
use serde_json::{json, Value};

use super::error::ApiError;
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::User;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users", list),
    get("/users/autocomplete", autocomplete),
    post("/users/search", search),
];

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    world.note_activity(r.now, r.maybe_caller());
    let (in_team, not_in_team) = (r.query_id("in_team"), r.query_id("not_in_team"));
    let (in_channel, not_in_channel) = (r.query_id("in_channel"), r.query_id("not_in_channel"));
    let sort = r.call.query("sort").unwrap_or("");
    let fits = match sort {
        "" | "username" => true,
        "last_activity_at" | "create_at" => in_team.is_some(),
        "status" | "admin" => in_channel.is_some(),
        "display_name" => true,
        _ => false,
    };
    if !fits {
        return Err(ApiError::invalid_url("sort"));
    }
    let store = &world.store;
    let keep = |user: &&User| {
        in_team.is_none_or(|team| store.team_member(team, user.id).is_some())
            && not_in_team.is_none_or(|team| store.team_member(team, user.id).is_none())
            && in_channel.is_none_or(|channel| store.member(channel, user.id).is_some())
            && not_in_channel.is_none_or(|channel| store.member(channel, user.id).is_none())
            && !(r.flag("active") && user.delete_at > 0)
            && !(r.flag("inactive") && user.delete_at == 0)
    };
    if let Some(channel) = in_channel {
        world.readable_channel(channel, r)?;
    }
    let mut users: Vec<&User> = match in_channel {
        Some(channel) => {
            let members = store
                .members_of(channel)
                .filter_map(|m| store.users.get(&m.user_id));
            members.filter(keep).collect()
        }
        None => store.users.values().filter(keep).collect(),
    };
    match sort {
        "status" => users.sort_by_key(|user| {
            (
                rank(&world.status_of(r.now, user.id).status),
                user.username.clone(),
            )
        }),
        "create_at" => users.sort_by_key(|user| std::cmp::Reverse(user.create_at)),
        "last_activity_at" => {
            users.sort_by_key(|user| std::cmp::Reverse(world.status_of(r.now, user.id).last_activity_at));
        }
        _ => users.sort_by(|a, b| a.username.cmp(&b.username)),
    }
    let views: Vec<Value> = r.paged(&users).iter().map(|user| user.public_view()).collect();
    Ok(Reply::ok(&views))
}

fn rank(status: &str) -> u8 {
    match status {
        "online" => 0,
        "away" => 1,
        "dnd" => 2,
        _ => 3,
    }
}

fn autocomplete(world: &mut World, r: &Request<'_>) -> Outcome {
    let term = r
        .call
        .query("name")
        .unwrap_or("")
        .trim_start_matches('@')
        .to_lowercase();
    let limit = r
        .number("limit")
        .filter(|n| *n > 0)
        .map_or(100, |n| (n as usize).min(1000));
    let (team, channel) = (r.query_id("in_team"), r.query_id("in_channel"));
    if let Some(team) = team {
        world.need_team_member(team, r)?;
    }
    if let Some(channel) = channel {
        world.readable_channel(channel, r)?;
    }
    let in_team = |user: &User| team.is_none_or(|team| world.store.team_member(team, user.id).is_some());
    let hits = world.matching(&term, |user| user.delete_at == 0 && in_team(user));
    let inside = |user: &&&User| channel.is_none_or(|channel| world.store.member(channel, user.id).is_some());
    let views = |users: Vec<&&User>| {
        users
            .into_iter()
            .take(limit)
            .map(|u| u.public_view())
            .collect::<Vec<_>>()
    };
    let mut answer = json!({"users": views(hits.iter().filter(inside).collect())});
    if channel.is_some() {
        let outside: Vec<&&User> = hits.iter().filter(|user| !inside(user)).collect();
        if !outside.is_empty() {
            answer["out_of_channel"] = json!(views(outside));
        }
    }
    Ok(Reply::ok(&answer))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UserSearch {
    term: String,
    team_id: String,
    not_in_team_id: String,
    in_channel_id: String,
    not_in_channel_id: String,
    allow_inactive: bool,
    limit: i64,
}

fn search(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: UserSearch = r.object("props")?;
    if body.term.is_empty() {
        return Err(ApiError::invalid_body("term"));
    }
    if !(0..=1000).contains(&body.limit) {
        return Err(ApiError::invalid_body("limit"));
    }
    let limit = if body.limit == 0 { 100 } else { body.limit as usize };
    let store = &world.store;
    let in_team =
        |text: &str, user: Id| Id::parse(text).is_some_and(|team| store.team_member(team, user).is_some());
    let in_channel =
        |text: &str, user: Id| Id::parse(text).is_some_and(|id| store.member(id, user).is_some());
    let hits = world.matching(&body.term.trim_start_matches('@').to_lowercase(), |user| {
        (body.allow_inactive || user.delete_at == 0)
            && (body.team_id.is_empty() || in_team(&body.team_id, user.id))
            && (body.not_in_team_id.is_empty() || !in_team(&body.not_in_team_id, user.id))
            && (body.in_channel_id.is_empty() || in_channel(&body.in_channel_id, user.id))
            && (body.not_in_channel_id.is_empty() || !in_channel(&body.not_in_channel_id, user.id))
    });
    let views: Vec<Value> = hits.into_iter().take(limit).map(User::public_view).collect();
    Ok(Reply::ok(&views))
}

impl World {
    /// Accounts with a name that starts with, or (Japanese names have no word borders) holds, a lower-case text.
    fn matching(&self, term: &str, keep: impl Fn(&User) -> bool) -> Vec<&User> {
        let hit = |text: &str| {
            let text = text.to_lowercase();
            text.starts_with(term) || (!term.is_ascii() && text.contains(term))
        };
        let names = |user: &User| {
            let parts = user.username.split(['.', '-', '_']).any(hit);
            let full = format!("{} {}", user.first_name, user.last_name);
            parts
                || [
                    &user.username,
                    &user.nickname,
                    &user.first_name,
                    &user.last_name,
                    &full,
                ]
                .into_iter()
                .any(|t| hit(t))
        };
        let named = self
            .store
            .index
            .usernames
            .values()
            .filter_map(|id| self.store.users.get(id));
        named.filter(|user| names(user) && keep(user)).collect()
    }
}
