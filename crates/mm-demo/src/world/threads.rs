//! Following threads and marking them as read or unread (`rest.md` 4.7).

use serde_json::json;

use super::error::ApiError;
use super::events::to_user_in_team;
use super::http::{delete, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::threads_read::not_followed;
use super::World;

pub const ROUTES: &[Route] = &[
    put("/users/{user_id}/teams/{team_id}/threads/read", read_all),
    put(
        "/users/{user_id}/teams/{team_id}/threads/{thread_id}/read/{timestamp}",
        read_until,
    ),
    post(
        "/users/{user_id}/teams/{team_id}/threads/{thread_id}/set_unread/{post_id}",
        set_unread,
    ),
    put(
        "/users/{user_id}/teams/{team_id}/threads/{thread_id}/following",
        follow,
    ),
    delete(
        "/users/{user_id}/teams/{team_id}/threads/{thread_id}/following",
        unfollow,
    ),
];

fn read_all(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let team = r.id("team_id");
    for root in world.followed_threads(user, team, true) {
        let follow = world.store.follow_entry(user, root);
        follow.last_viewed_at = r.now;
        follow.unread_mentions = 0;
    }
    world.emit("thread_read_changed", json!({}), to_user_in_team(user, team));
    Ok(Reply::done())
}

fn read_until(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let time: i64 = r
        .text("timestamp")
        .parse()
        .map_err(|_| ApiError::invalid_url("timestamp"))?;
    let root = world.readable_thread(r)?;
    if !world.store.follows.contains_key(&(user, root)) {
        return Err(not_followed());
    }
    world.view_thread(r, user, root, time);
    Ok(Reply::ok(&world.thread_response(user, root, false)))
}

fn set_unread(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let root = world.readable_thread(r)?;
    let post = world.readable_post(r.id("post_id"), r)?.clone();
    world.store.follow_entry(user, root).following = true;
    world.view_thread(r, user, root, post.create_at - 1);
    Ok(Reply::ok(&world.thread_response(user, root, false)))
}

fn follow(world: &mut World, r: &Request<'_>) -> Outcome {
    set_following(world, r, true)
}

fn unfollow(world: &mut World, r: &Request<'_>) -> Outcome {
    set_following(world, r, false)
}

fn set_following(world: &mut World, r: &Request<'_>, state: bool) -> Outcome {
    let user = r.own_user()?;
    let root = world.readable_thread(r)?;
    let follow = world.store.follow_entry(user, root);
    follow.following = state;
    follow.last_updated_at = r.now;
    if state && follow.last_viewed_at == 0 {
        follow.last_viewed_at = r.now;
    }
    let data = json!({"thread_id": root, "state": state, "reply_count": world.store.reply_count(root)});
    world.emit(
        "thread_follow_changed",
        data,
        to_user_in_team(user, r.id("team_id")),
    );
    Ok(Reply::done())
}

impl World {
    /// Sets up to when a thread is read, counts anew and tells the person's other windows.
    fn view_thread(&mut self, r: &Request<'_>, user: Id, root: Id, time: i64) {
        let (previous_replies, previous_mentions) = self.thread_unread(user, root);
        let channel_id = self
            .store
            .posts
            .get(&root)
            .map_or(Id::NONE, |post| post.channel_id);
        let channel = self.store.channels.get(&channel_id).cloned().unwrap_or_default();
        let replies = self
            .store
            .threads
            .get(&root)
            .map_or(Vec::new(), |thread| thread.replies.clone());
        let mut mentions = 0;
        for (_, id) in replies.iter().rev().take_while(|(at, _)| *at > time) {
            let Some(reply) = self.store.posts.get(id).filter(|reply| reply.user_id != user) else {
                continue;
            };
            let hit = self.mentions_one(&channel, reply.user_id, &reply.message, user);
            mentions += i64::from(hit);
        }
        let follow = self.store.follow_entry(user, root);
        follow.last_viewed_at = time;
        follow.unread_mentions = mentions;
        follow.last_updated_at = r.now;
        let (unread, _) = self.thread_unread(user, root);
        let data = json!({
            "thread_id": root,
            "timestamp": time,
            "unread_mentions": mentions,
            "unread_replies": unread,
            "previous_unread_mentions": previous_mentions,
            "previous_unread_replies": previous_replies,
            "channel_id": channel_id,
        });
        self.emit(
            "thread_read_changed",
            data,
            to_user_in_team(user, r.id("team_id")),
        );
    }
}
