//! What has been read: view, mark_read, set_unread and the unread numbers (`rest.md` 4.4, 5.1).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::error::ApiError;
use super::events::{to_user, to_user_in_channel};
use super::http::{get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::World;

pub const ROUTES: &[Route] = &[
    post("/channels/members/{user_id}/view", view),
    post("/channels/members/{user_id}/mark_read", mark_read),
    post("/users/{user_id}/posts/{post_id}/set_unread", set_unread),
    get("/users/{user_id}/channels/{channel_id}/unread", channel_unread),
];

#[derive(Deserialize)]
struct ChannelView {
    #[serde(default)]
    channel_id: String,
    #[serde(default)]
    prev_channel_id: String,
    #[serde(default)]
    collapsed_threads_supported: bool,
}

fn view(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let body: ChannelView = r.object("channel_view")?;
    let read = |text: &str, what: &str| Id::parse_or_none(text).ok_or_else(|| ApiError::invalid_body(what));
    let channel = read(&body.channel_id, "channel_view.channel_id")?;
    let previous = read(&body.prev_channel_id, "channel_view.prev_channel_id")?;
    world.note_activity(r.now, r.maybe_caller());
    world.come_online(r.now, user);
    if let Some(status) = world.store.statuses.get_mut(&user) {
        status.active_channel = channel.to_string();
    }
    let mut channels: Vec<Id> = [channel, previous]
        .into_iter()
        .filter(|id| !id.is_none())
        .collect();
    channels.dedup();
    let times = world.mark_viewed(r.now, user, &channels);
    if !body.collapsed_threads_supported {
        world.read_threads_of(r.now, user, &channels);
    }
    Ok(Reply::ok(&json!({"status": "OK", "last_viewed_at_times": times})))
}

fn mark_read(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let channels = r.body_ids("channel_ids")?;
    world.note_activity(r.now, r.maybe_caller());
    let times = world.mark_viewed(r.now, user, &channels);
    Ok(Reply::ok(&json!({"status": "OK", "last_viewed_at_times": times})))
}

fn channel_unread(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let channel = world.readable_channel(r.id("channel_id"), r)?.clone();
    let member = world
        .store
        .member(channel.id, user)
        .ok_or_else(ApiError::forbidden)?;
    Ok(Reply::ok(&json!({
        "team_id": channel.team_id,
        "channel_id": channel.id,
        "msg_count": (channel.total_msg_count - member.msg_count).max(0),
        "mention_count": member.mention_count,
        "mention_count_root": member.mention_count_root,
        "urgent_mention_count": member.urgent_mention_count,
        "msg_count_root": (channel.total_msg_count_root - member.msg_count_root).max(0),
    })))
}

fn set_unread(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let post = world.readable_post(r.id("post_id"), r)?.clone();
    let channel = world
        .store
        .channels
        .get(&post.channel_id)
        .cloned()
        .unwrap_or_default();
    if world.store.member(channel.id, user).is_none() {
        return Err(ApiError::forbidden());
    }
    let log = world.store.log(channel.id);
    let from = |list: &[(i64, Id)]| list.partition_point(|(time, _)| *time < post.create_at);
    let posts = &world.store.posts;
    let counting = |list: &[(i64, Id)]| {
        list.iter()
            .filter(|(_, id)| posts.get(id).is_some_and(|post| post.counts()))
            .count() as i64
    };
    let unread = counting(&log.all[from(&log.all)..]);
    let unread_root = counting(&log.roots[from(&log.roots)..]);
    let mut mentions = (0, 0);
    for (_, id) in &log.all[from(&log.all)..] {
        let Some(other) = world
            .store
            .posts
            .get(id)
            .filter(|p| p.user_id != user && !p.is_system())
        else {
            continue;
        };
        let hit = world.mentions_one(&channel, other.user_id, &other.message, user);
        mentions.0 += i64::from(hit);
        mentions.1 += i64::from(hit && other.is_root());
    }
    let Some(member) = world.store.members.get_mut(&(channel.id, user)) else {
        return Err(ApiError::forbidden());
    };
    member.last_viewed_at = post.create_at - 1;
    member.msg_count = (channel.total_msg_count - unread).max(0);
    member.msg_count_root = (channel.total_msg_count_root - unread_root).max(0);
    (member.mention_count, member.mention_count_root) = mentions;
    member.urgent_mention_count = 0;
    member.touched(r.now);
    let mut answer = json!({
        "last_viewed_at": member.last_viewed_at,
        "mention_count": member.mention_count,
        "mention_count_root": member.mention_count_root,
        "msg_count": member.msg_count,
        "msg_count_root": member.msg_count_root,
        "urgent_mention_count": member.urgent_mention_count,
    });
    let mut data = answer.clone();
    data["post_id"] = json!(post.id);
    let mut broadcast = to_user_in_channel(user, channel.id);
    broadcast.team_id = channel.team_id.to_string();
    world.emit("post_unread", data, broadcast);
    answer["team_id"] = json!(channel.team_id);
    answer["user_id"] = json!(user);
    answer["channel_id"] = json!(channel.id);
    Ok(Reply::ok(&answer))
}

impl World {
    /// Marks channels as read and tells the person's other windows. Returns the new times of reading.
    ///
    /// Times are the larger of the channel's last post and the former view, never the clock.
    pub(super) fn mark_viewed(&mut self, now: i64, user: Id, channels: &[Id]) -> BTreeMap<Id, i64> {
        let mut times = BTreeMap::new();
        let mut had_unread = false;
        for id in channels {
            let Some(channel) = self.store.channels.get(id) else {
                continue;
            };
            let (total, roots, last) = (
                channel.total_msg_count,
                channel.total_msg_count_root,
                channel.last_post_at,
            );
            let Some(member) = self.store.members.get_mut(&(*id, user)) else {
                continue;
            };
            had_unread |=
                total > member.msg_count || member.mention_count > 0 || last > member.last_viewed_at;
            member.last_viewed_at = member.last_viewed_at.max(last);
            member.msg_count = member.msg_count.max(total);
            member.msg_count_root = member.msg_count_root.max(roots);
            member.mention_count = 0;
            member.mention_count_root = 0;
            member.urgent_mention_count = 0;
            member.touched(now);
            times.insert(*id, member.last_viewed_at);
        }
        if had_unread {
            self.emit(
                "multiple_channels_viewed",
                json!({"channel_times": times}),
                to_user(user),
            );
        }
        times
    }

    /// Marks every followed thread of some channels as read (for clients without collapsed threads).
    fn read_threads_of(&mut self, now: i64, user: Id, channels: &[Id]) {
        let roots: Vec<Id> = self
            .store
            .index
            .user_threads
            .get(&user)
            .into_iter()
            .flatten()
            .copied()
            .collect();
        for channel in channels {
            let inside = |root: &Id| {
                self.store
                    .posts
                    .get(root)
                    .is_some_and(|post| post.channel_id == *channel)
            };
            let here: Vec<Id> = roots.iter().copied().filter(inside).collect();
            if here.is_empty() {
                continue;
            }
            for root in here {
                let follow = self.store.follow_entry(user, root);
                follow.last_viewed_at = now;
                follow.unread_mentions = 0;
            }
            let broadcast = to_user_in_channel(user, *channel);
            self.emit("thread_read_changed", json!({"timestamp": now}), broadcast);
        }
    }
}
