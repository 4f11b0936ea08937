//! Drafts kept on the server (`rest.md` 4.12).

use serde::Deserialize;
use serde_json::{json, Map, Value};

use super::error::ApiError;
use super::events::{packed, to_user_in_channel, without_connection};
use super::http::{delete, get, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::Draft;
use super::World;

pub const ROUTES: &[Route] = &[
    post("/drafts", save),
    get("/users/{user_id}/teams/{team_id}/drafts", list),
    delete("/users/{user_id}/channels/{channel_id}/drafts", remove),
    delete("/users/{user_id}/channels/{channel_id}/drafts/{root_id}", remove),
];

/// The column has room for the ids of so many.
const MAX_FILES: usize = 10;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewDraft {
    channel_id: String,
    root_id: String,
    message: String,
    #[serde(rename = "type")]
    kind: String,
    props: Option<Map<String, Value>>,
    file_ids: Option<Vec<Id>>,
    priority: Option<Value>,
}

fn save(world: &mut World, r: &Request<'_>) -> Outcome {
    world.need_drafts()?;
    let new: NewDraft = r.object("draft")?;
    let channel = Id::parse(&new.channel_id).ok_or_else(ApiError::forbidden)?;
    let root_id = Id::parse_or_none(&new.root_id).ok_or_else(|| ApiError::invalid_body("draft"))?;
    if !world.may_post(channel, r) {
        return Err(ApiError::forbidden());
    }
    let key = (r.me(), channel, root_id);
    if new.message.is_empty() {
        world.store.drafts.remove(&key);
        return Ok(Reply::created(&Value::Null));
    }
    let file_ids = new.file_ids.unwrap_or_default();
    if file_ids.len() > MAX_FILES {
        return Err(ApiError::new(
            400,
            "model.draft.is_valid.file_ids.app_error",
            "Invalid file ids.",
        ));
    }
    let known = world.store.drafts.get(&key).map(|draft| draft.create_at);
    let draft = Draft {
        create_at: known.unwrap_or(r.now),
        update_at: r.now,
        delete_at: 0,
        user_id: r.me(),
        channel_id: channel,
        root_id,
        message: new.message,
        kind: new.kind,
        props: new.props.unwrap_or_default(),
        file_ids,
        metadata: None,
        priority: new.priority,
    };
    world.store.drafts.insert(key, draft.clone());
    let view = world.draft_view(&draft);
    world.emit(
        "draft_created",
        json!({"draft": packed(&view)}),
        scope(r, channel),
    );
    Ok(Reply::created(&view))
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    world.need_drafts()?;
    let user = r.own_user()?;
    let team = r.id("team_id");
    world.need_team_member(team, r)?;
    let rows = world
        .store
        .drafts
        .range((user, Id::NONE, Id::NONE)..=(user, Id::MAX, Id::MAX));
    let inside = |draft: &&Draft| {
        let channel = world.store.channels.get(&draft.channel_id);
        channel.is_some_and(|c| c.delete_at == 0 && (c.team_id == team || c.team_id.is_none()))
    };
    let mut drafts: Vec<Draft> = rows
        .map(|(_, draft)| draft)
        .filter(inside)
        .map(|draft| world.draft_view(draft))
        .collect();
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.update_at));
    Ok(Reply::ok(&drafts))
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    world.need_drafts()?;
    let user = r.own_user()?;
    let channel = r.id("channel_id");
    let root = Id::parse(r.text("root_id")).unwrap_or(Id::NONE);
    if let Some(draft) = world.store.drafts.remove(&(user, channel, root)) {
        world.emit(
            "draft_deleted",
            json!({"draft": packed(&draft)}),
            scope(r, channel),
        );
    }
    Ok(Reply::done())
}

/// The person's windows, but not the one that asks.
fn scope(r: &Request<'_>, channel: Id) -> crate::outgoing::Broadcast {
    without_connection(
        r.call.header("connection-id").unwrap_or(""),
        to_user_in_channel(r.me(), channel),
    )
}

impl World {
    /// Somebody's texts that are not sent yet, by the channel's name: for tests.
    pub fn drafts_of(&self, username: &str) -> Vec<(String, String)> {
        let user = |id: &Id| {
            self.store
                .users
                .get(id)
                .is_some_and(|user| user.username == username)
        };
        let drafts = self.store.drafts.values().filter(|draft| user(&draft.user_id));
        let named = drafts.map(|draft| {
            let channel = self.store.channels.get(&draft.channel_id);
            let name = channel.map_or_else(String::new, |channel| channel.name.clone());
            (name, draft.message.clone())
        });
        named.collect()
    }

    /// Nobody's text stands in a thread any more: its root is deleted.
    pub(super) fn drop_drafts_of_thread(&mut self, root: Id) {
        self.store.drafts.retain(|(_, _, of), _| *of != root);
    }

    fn need_drafts(&self) -> Result<(), ApiError> {
        let allowed = self.config_changes.get("AllowSyncedDrafts");
        if allowed.is_none_or(|value| value == "true") {
            return Ok(());
        }
        Err(ApiError::new(
            501,
            "api.drafts.disabled.app_error",
            "Drafts feature is disabled.",
        ))
    }

    /// With the files that can still be sent: not those that are in a post by now, nor somebody else's.
    fn draft_view(&self, draft: &Draft) -> Draft {
        let can_be_sent = |id: &&Id| self.attachable(**id, draft.user_id);
        let files = draft
            .file_ids
            .iter()
            .filter(can_be_sent)
            .filter_map(|id| self.store.files.get(id))
            .map(|file| &file.info);
        let files: Vec<_> = files.collect();
        let mut metadata = Map::new();
        if !files.is_empty() {
            metadata.insert("files".into(), json!(files));
        }
        Draft {
            metadata: Some(metadata),
            ..draft.clone()
        }
    }
}
