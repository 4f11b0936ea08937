//! How much is unread in each team (`rest.md` 3.3). Direct messages belong to no team's figures.

use serde_json::{json, Value};

use super::http::{get, Outcome, Reply, Request, Route};
use super::id::Id;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/teams/unread", unread),
    get("/users/{user_id}/teams/{team_id}/unread", unread_one),
];

fn unread(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let threads = r.flag("include_collapsed_threads");
    let except = r.query_id("exclude_team");
    let teams: Vec<Id> = world
        .store
        .teams_of(user)
        .map(|t| t.id)
        .filter(|id| Some(*id) != except)
        .collect();
    Ok(Reply::ok(
        &teams
            .into_iter()
            .map(|team| world.team_unread(user, team, threads))
            .collect::<Vec<_>>(),
    ))
}

fn unread_one(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.need_team_member(r.id("team_id"), r)?;
    Ok(Reply::ok(&world.team_unread(user, r.id("team_id"), false)))
}

impl World {
    fn team_unread(&self, user: Id, team: Id, threads: bool) -> Value {
        let (mut messages, mut roots, mut mentions, mut root_mentions) = (0, 0, 0, 0);
        for channel in self
            .store
            .channels_of(user)
            .filter(|c| c.team_id == team && c.delete_at == 0)
        {
            let Some(member) = self.store.member(channel.id, user) else {
                continue;
            };
            if !member.is_muted() {
                messages += (channel.total_msg_count - member.msg_count).max(0);
                roots += (channel.total_msg_count_root - member.msg_count_root).max(0);
            }
            mentions += member.mention_count;
            root_mentions += member.mention_count_root;
        }
        let counts = match threads {
            true => self.thread_counts(user, &self.followed_threads(user, team, false)),
            false => Default::default(),
        };
        json!({
            "team_id": team, "msg_count": messages, "mention_count": mentions, "mention_count_root": root_mentions,
            "msg_count_root": roots, "thread_count": counts.threads, "thread_mention_count": counts.mentions,
            "thread_urgent_mention_count": 0
        })
    }
}
