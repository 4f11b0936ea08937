//! Creating posts, and the 30-second memory of `pending_post_id` (`rest.md` 4.6).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::ApiError;
use super::events::{packed, to_user_in_channel};
use super::http::{post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Post, Priority};
use super::posting::Delivery;
use super::views::Show;
use super::World;
use crate::call::{Call, Method};

pub const ROUTES: &[Route] = &[post("/posts", create), post("/posts/ephemeral", create_ephemeral)];

/// How long a key is remembered.
const PENDING_MEMORY: i64 = 30_000;
/// How long making a post takes. A second request with the same key within it finds the first in progress; the answer leaves only when
/// it is over ([`World::work_left`]), so that whoever waits for it never does.
const PENDING_WORK: i64 = 15;
/// `MaxPostSize`, in characters.
pub const MAX_POST: usize = 16_383;
/// `MaxFilesPerPost`.
const MAX_FILES: usize = 10;

/// The fields of a new post that are used.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewPost {
    channel_id: String,
    root_id: String,
    message: String,
    #[serde(rename = "type")]
    kind: String,
    props: Option<Map<String, Value>>,
    file_ids: Option<Vec<String>>,
    pending_post_id: String,
    create_at: i64,
    metadata: Option<NewMetadata>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewMetadata {
    priority: Option<Priority>,
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let caller = r.caller()?;
    let new: NewPost = r.object("post")?;
    let channel = Id::parse(&new.channel_id).ok_or_else(ApiError::forbidden)?;
    if !world.may_post(channel, r) {
        return Err(ApiError::forbidden());
    }
    if let Some(known) = world.remembered(&new.pending_post_id, r)? {
        let post = world.store.posts.get(&known).cloned().unwrap_or_default();
        let show = Show {
            metadata: false,
            ..Show::to(caller.user)
        };
        return Ok(Reply::created(&world.post_view(&post, show)));
    }
    let (draft, dropped_files) = world.draft(channel, caller.user, &new)?;
    let set_online = r.call.query("set_online") != Some("false");
    let is_bot = world
        .store
        .users
        .get(&caller.user)
        .is_some_and(|user| user.is_bot);
    let webhook = draft
        .props
        .get("from_webhook")
        .is_some_and(|value| value == "true");
    let how = Delivery {
        pending: new.pending_post_id.clone(),
        set_online,
        views_channel: !is_bot && !webhook,
    };
    world.note_activity(r.now, Some(caller));
    let at = if r.is_admin() && new.create_at > 0 {
        new.create_at
    } else {
        r.now
    };
    let id = world.publish(at, draft, how);
    if !new.pending_post_id.is_empty() {
        world
            .pending
            .retain(|_, (made, _)| r.now - *made < PENDING_MEMORY);
        world.pending.insert(new.pending_post_id.clone(), (r.now, id));
    }
    let post = world.store.posts.get(&id).cloned().unwrap_or_default();
    let mut view = world.post_view(&post, Show::to(caller.user));
    view.pending_post_id = new.pending_post_id;
    if dropped_files && post.file_ids.is_empty() {
        view.file_ids = None;
    }
    if let Some(priority) = view.metadata.as_mut().and_then(|map| map.get_mut("priority")) {
        if let Some(object) = priority.as_object_mut() {
            object.remove("PostId");
            object.remove("ChannelId");
        }
    }
    Ok(Reply::created(&view))
}

impl World {
    /// How long the post that this call has just made is still in the making.
    pub fn work_left(&self, now: i64, call: &Call) -> i64 {
        if call.method != Method::Post || call.path != "/api/v4/posts" {
            return 0;
        }
        let newest = self.pending.values().map(|(made, _)| *made).max();
        newest.map_or(0, |made| (made + PENDING_WORK - now).clamp(0, PENDING_WORK))
    }

    /// The process is another one: what it knew by heart is gone.
    pub fn forget_keys(&mut self) {
        self.pending.clear();
    }

    /// The post that was already made for a key, if the caller may read it.
    ///
    /// The memory is not per person: whoever reuses a key gets the first author's post (`surprises.md`).
    fn remembered(&self, key: &str, r: &Request<'_>) -> Result<Option<Id>, ApiError> {
        let Some((made, id)) = self.pending.get(key).filter(|_| !key.is_empty()) else {
            return Ok(None);
        };
        if r.now - made >= PENDING_MEMORY {
            return Ok(None);
        }
        if r.now - made < PENDING_WORK {
            return Err(ApiError::new(
                500,
                "api.post.deduplicate_create_post.pending",
                "Rejected post since another client is making the same request.",
            ));
        }
        Ok(self.readable_post(*id, r).is_ok().then_some(*id))
    }

    /// Checks a new post and makes it ready. The second value tells that files could not be attached.
    fn draft(&self, channel: Id, author: Id, new: &NewPost) -> Result<(Post, bool), ApiError> {
        let bad = |id: &str, message: &str| ApiError::new(400, id, message);
        self.check_kind(&new.kind)?;
        if self.is_archived(channel) {
            let id = "api.post.create_post.can_not_post_to_deleted.error";
            return Err(bad(id, "Can not post to deleted channel."));
        }
        let root_id = self.check_root(channel, &new.root_id)?;
        if new.message.chars().count() > MAX_POST {
            let id = "model.post.is_valid.message_length.app_error";
            return Err(bad(
                id,
                "Message property is longer than the maximum permitted length.",
            ));
        }
        let priority = new
            .metadata
            .as_ref()
            .and_then(|metadata| metadata.priority.clone());
        if let Some(priority) = &priority {
            check_priority(priority, root_id.is_none())?;
        }
        let (file_ids, dropped) = self.pick_files(author, new);
        let mut props = new.props.clone().unwrap_or_default();
        props.remove("add_channel_member");
        if self.store.users.get(&author).is_some_and(|user| user.is_bot) {
            props.insert("from_bot".into(), "true".into());
        }
        let post = Post {
            channel_id: channel,
            user_id: author,
            root_id,
            message: new.message.clone(),
            kind: new.kind.clone(),
            props,
            file_ids,
            priority: priority.filter(|p| p.priority.as_deref().is_some_and(|name| !name.is_empty())),
            by_person: true,
            ..Post::default()
        };
        Ok((post, dropped))
    }

    /// The files that can be attached, and whether some could not: those are dropped without an error.
    fn pick_files(&self, author: Id, new: &NewPost) -> (Vec<Id>, bool) {
        let named = new.file_ids.iter().flatten();
        let wanted: Vec<Id> = named.filter_map(|text| Id::parse(text)).collect();
        let mut file_ids = wanted.clone();
        file_ids.retain(|id| self.attachable(*id, author));
        file_ids.sort();
        file_ids.dedup();
        file_ids.truncate(MAX_FILES);
        let dropped = file_ids.len() < wanted.len();
        (file_ids, dropped)
    }

    fn check_kind(&self, kind: &str) -> Result<(), ApiError> {
        match kind {
            "" | "slack_attachment" | "me" | "reminder" => Ok(()),
            "burn_on_read" => Err(ApiError::new(
                501,
                "api.post.fill_in_post_props.burn_on_read.license.app_error",
                "Burn-on-read posts require an Enterprise Advanced license.",
            )),
            custom if custom.starts_with("custom_") => Ok(()),
            _ => Err(ApiError::new(
                400,
                "api.context.invalid_param.app_error",
                "Invalid post.type parameter.",
            )),
        }
    }

    fn check_root(&self, channel: Id, root: &str) -> Result<Id, ApiError> {
        if root.is_empty() {
            return Ok(Id::NONE);
        }
        let bad = || {
            ApiError::new(
                400,
                "api.post.create_post.root_id.app_error",
                "Invalid RootId parameter.",
            )
        };
        let id = Id::parse(root).ok_or_else(bad)?;
        let post = self
            .store
            .posts
            .get(&id)
            .filter(|p| p.delete_at == 0 && p.is_root())
            .ok_or_else(bad)?;
        if post.channel_id != channel {
            return Err(ApiError::new(
                400,
                "api.post.create_post.channel_root_id.app_error",
                "Invalid ChannelId for RootId parameter.",
            ));
        }
        Ok(id)
    }

    /// A person can send this file: it is theirs, and in no post yet.
    pub(super) fn attachable(&self, file: Id, author: Id) -> bool {
        let file = self.store.files.get(&file);
        file.is_some_and(|f| f.info.user_id == author && f.info.post_id.is_none() && f.info.delete_at == 0)
    }
}

/// Priorities are for roots; acknowledgements and persistent notifications need a licence.
fn check_priority(priority: &Priority, is_root: bool) -> Result<(), ApiError> {
    if priority.requested_ack == Some(true) || priority.persistent_notifications == Some(true) {
        return Err(ApiError::new(
            501,
            "license_error.feature_unavailable",
            "Feature is not available for the current license",
        ));
    }
    if !is_root {
        let id = "api.post.post_priority.priority_post_only_allowed_for_root_post.request_error";
        return Err(ApiError::new(400, id, "Only root posts can have a priority."));
    }
    Ok(())
}

#[derive(Deserialize)]
struct Ephemeral {
    user_id: String,
    post: NewPost,
}

fn create_ephemeral(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let body: Ephemeral = r.object("body")?;
    let to = Id::parse(&body.user_id).ok_or_else(|| ApiError::invalid_body("user_id"))?;
    let channel =
        Id::parse(&body.post.channel_id).ok_or_else(|| ApiError::invalid_body("post.channel_id"))?;
    let view = world.ephemeral(r.now, r.me(), channel, &body.post.message);
    let data = serde_json::json!({"post": packed(&view)});
    world.emit("ephemeral_message", data, to_user_in_channel(to, channel));
    Ok(Reply::created(&view))
}
