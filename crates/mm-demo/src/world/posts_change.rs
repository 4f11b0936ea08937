//! Editing, deleting and pinning posts; reminders.

use serde::Deserialize;
use serde_json::{json, Map, Value};

use super::error::ApiError;
use super::events::{packed, to_channel, to_user_in_channel, to_user_in_team, variant};
use super::http::{delete, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::mentions::hashtags;
use super::model::Post;
use super::posts::MAX_POST;
use super::views::Show;
use super::World;
use crate::outgoing::Variant;

pub const ROUTES: &[Route] = &[
    put("/posts/{post_id}/patch", patch),
    put("/posts/{post_id}", update),
    delete("/posts/{post_id}", remove),
    post("/posts/{post_id}/pin", pin),
    post("/posts/{post_id}/unpin", unpin),
    post("/users/{user_id}/posts/{post_id}/reminder", remind),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PostPatch {
    message: Option<String>,
    props: Option<Map<String, Value>>,
    file_ids: Option<Vec<String>>,
    is_pinned: Option<bool>,
}

fn patch(world: &mut World, r: &Request<'_>) -> Outcome {
    let patch: PostPatch = r.object("post")?;
    change(world, r, patch)
}

fn update(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("post")?;
    if body.get("id").and_then(Value::as_str) != Some(r.text("post_id")) {
        return Err(ApiError::invalid_body("id"));
    }
    let patch: PostPatch = r.object("post")?;
    change(world, r, patch)
}

fn change(world: &mut World, r: &Request<'_>, patch: PostPatch) -> Outcome {
    let old = world.readable_post(r.id("post_id"), r)?.clone();
    if world.is_archived(old.channel_id) {
        let id = "api.post.update_post.can_not_update_post_in_deleted.error";
        return Err(ApiError::new(
            400,
            id,
            "Can not update a post in a deleted channel.",
        ));
    }
    let only_pin = patch.message.is_none() && patch.props.is_none() && patch.file_ids.is_none();
    if !only_pin && old.user_id != r.me() && !r.is_admin() {
        return Err(ApiError::forbidden());
    }
    if old.is_system() {
        return Err(ApiError::new(
            400,
            "api.post.update_post.system_message.app_error",
            "Unable to update system message.",
        ));
    }
    if patch
        .message
        .as_ref()
        .is_some_and(|text| text.chars().count() > MAX_POST)
    {
        let id = "model.post.is_valid.message_length.app_error";
        return Err(ApiError::new(
            400,
            id,
            "Message property is longer than the maximum permitted length.",
        ));
    }
    let files: Option<Vec<Id>> = patch
        .file_ids
        .map(|list| list.iter().filter_map(|text| Id::parse(text)).collect());
    let changes_text = patch.message.as_ref().is_some_and(|text| *text != old.message)
        || files.as_ref().is_some_and(|list| *list != old.file_ids);
    let now = r.now.max(old.update_at + 1);
    if changes_text {
        let version = world.former_version(&old, now);
        world.store.history.entry(old.id).or_default().insert(0, version);
    }
    let mut props = patch.props.unwrap_or_else(|| old.props.clone());
    let text = patch.message.unwrap_or_else(|| old.message.clone());
    props.remove("channel_mentions");
    let channel = world.store.channels.get(&old.channel_id);
    let team = channel.map(|channel| channel.team_id).unwrap_or_default();
    if let Some(channels) = world.channel_mentions(team, &text, true) {
        props.insert("channel_mentions".into(), channels);
    }
    world.store.change_post(old.id, now, |post| {
        post.hashtags = hashtags(&text);
        post.message = text;
        post.props = props;
        post.file_ids = files.unwrap_or_else(|| std::mem::take(&mut post.file_ids));
        post.is_pinned = patch.is_pinned.unwrap_or(post.is_pinned);
        if changes_text {
            post.edit_at = now;
        }
    });
    world.announce_change(old.id, now);
    let post = world.store.posts.get(&old.id).cloned().unwrap_or_default();
    Ok(Reply::ok(&world.post_view(&post, Show::to(r.me()))))
}

fn pin(world: &mut World, r: &Request<'_>) -> Outcome {
    set_pinned(world, r, true)
}

fn unpin(world: &mut World, r: &Request<'_>) -> Outcome {
    set_pinned(world, r, false)
}

fn set_pinned(world: &mut World, r: &Request<'_>, pinned: bool) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?.clone();
    let now = r.now.max(post.update_at + 1);
    world
        .store
        .change_post(post.id, now, |post| post.is_pinned = pinned);
    world.announce_change(post.id, now);
    Ok(Reply::done())
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let post = world.readable_post(r.id("post_id"), r)?.clone();
    if post.user_id != r.me() && !r.is_admin() && !world.is_team_admin_of(post.channel_id, r.me()) {
        return Err(ApiError::forbidden());
    }
    if world.is_archived(post.channel_id) {
        return Err(ApiError::new(
            400,
            "api.post.delete_post.can_not_delete_post_in_deleted.error",
            "Can not delete a post in a deleted channel.",
        ));
    }
    let mut view = world.post_view(
        &post,
        Show {
            metadata: false,
            ..Show::to(r.me())
        },
    );
    view.props = post.props.clone();
    let snapshot = packed(&view);
    let before = mention_loss(world, &post);
    world
        .store
        .delete_post(post.id, r.now.max(post.update_at + 1), r.me());
    if post.is_root() {
        world.drop_drafts_of_thread(post.id);
    }
    let scope = to_channel(post.channel_id);
    let sanitized = variant(Variant::SanitizedForNonAdmins, scope.clone());
    world.emit("post_deleted", json!({"post": snapshot}), sanitized);
    let data = json!({"post": snapshot, "delete_by": r.me()});
    world.emit("post_deleted", data, variant(Variant::SensitiveForAdmins, scope));
    for user in before {
        world.tell_thread_after_deletion(&post, user);
    }
    Ok(Reply::done())
}

/// Followers who had an unread mention in a reply that goes away; their count drops.
fn mention_loss(world: &mut World, post: &Post) -> Vec<Id> {
    let Some(channel) = world
        .store
        .channels
        .get(&post.channel_id)
        .cloned()
        .filter(|_| !post.is_root())
    else {
        return Vec::new();
    };
    let mentioned = world.mentioned(&channel, post.user_id, &post.message).users;
    let mut losing = Vec::new();
    for user in mentioned {
        let Some(follow) = world.store.follows.get_mut(&(user, post.root_id)) else {
            continue;
        };
        if follow.unread_mentions > 0 && follow.last_viewed_at < post.create_at {
            follow.unread_mentions -= 1;
            losing.push(user);
        }
    }
    losing
}

fn remind(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let body: Value = r.object("target_time")?;
    let time = body
        .get("target_time")
        .and_then(Value::as_i64)
        .ok_or_else(|| ApiError::invalid_body("target_time"))?;
    let post = world.readable_post(r.id("post_id"), r)?.clone();
    let team_id = world
        .store
        .channels
        .get(&post.channel_id)
        .map_or(Id::NONE, |channel| channel.team_id);
    let team = world
        .store
        .teams
        .get(&team_id)
        .or_else(|| world.store.teams.values().next());
    let team_name = team.map_or(String::new(), |team| team.name.clone());
    let author = world.store.username(post.user_id).to_owned();
    let when = super::time::rfc3339(time.saturating_mul(1000));
    let text = format!(
        "You will be reminded about /{team_name}/pl/{} by @{author} at {when}",
        post.id
    );
    let mut view = world.ephemeral(r.now, user, post.channel_id, &text);
    view["props"] = json!({
        "target_time": time, "team_name": team_name, "post_id": post.id, "username": author, "type": "reminder"
    });
    let broadcast = to_user_in_channel(user, post.channel_id);
    world.emit("ephemeral_message", json!({"post": packed(&view)}), broadcast);
    Ok(Reply::done())
}

impl World {
    /// The version before an edit, as the edit history keeps it.
    fn former_version(&mut self, old: &Post, now: i64) -> Post {
        Post {
            id: self.rng.id(),
            original_id: old.id,
            delete_at: now,
            update_at: now,
            is_pinned: false,
            ..old.clone()
        }
    }

    /// `post_edited`; an edit or a pin raises the channel's `last_post_at` (`surprises.md`).
    pub(super) fn announce_change(&mut self, id: Id, now: i64) {
        let Some(post) = self.store.posts.get(&id).cloned() else {
            return;
        };
        if let Some(channel) = self.store.channels.get_mut(&post.channel_id) {
            channel.last_post_at = channel.last_post_at.max(now);
        }
        let mut view = self.post_view(&post, Show::to(post.user_id));
        view.props = post.props.clone();
        self.emit(
            "post_edited",
            json!({"post": packed(&view)}),
            to_channel(post.channel_id),
        );
    }

    fn tell_thread_after_deletion(&mut self, reply: &Post, user: Id) {
        let team = self
            .store
            .channels
            .get(&reply.channel_id)
            .map_or(Id::NONE, |channel| channel.team_id);
        let thread = self.thread_response(user, reply.root_id, true);
        let data = json!({
            "thread": packed(&thread), "previous_unread_mentions": 0, "previous_unread_replies": 0
        });
        self.emit("thread_updated", data, to_user_in_team(user, team));
    }
}
