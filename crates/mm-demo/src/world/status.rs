//! Who is there: online, away, dnd, offline, and the custom status (`rest.md` 4.2).

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::error::ApiError;
use super::events::to_user;
use super::http::{delete, get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Preference, Status};
use super::time::parse_rfc3339;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/status", one),
    post("/users/status/ids", by_ids),
    put("/users/{user_id}/status", set),
    put("/users/{user_id}/status/custom", set_custom),
    delete("/users/{user_id}/status/custom", clear_custom),
    post("/users/{user_id}/status/custom/recent/delete", forget_custom),
    post("/users/{user_id}/typing", typing),
];

/// `UserStatusAwayTimeout`.
const AWAY_AFTER: i64 = 300_000;
/// "Never" as the server writes it.
const ZERO_TIME: &str = "0001-01-01T00:00:00Z";

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&Status {
        active_channel: String::new(),
        ..world.status_of(r.now, r.id("user_id"))
    }))
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let ids = r.body_ids("user_ids")?;
    let list = ids.iter().map(|id| Status {
        active_channel: String::new(),
        ..world.status_of(r.now, *id)
    });
    Ok(Reply::ok(&list.collect::<Vec<_>>()))
}

#[derive(Deserialize)]
struct NewStatus {
    user_id: String,
    status: String,
    #[serde(default)]
    dnd_end_time: i64,
}

fn set(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: NewStatus = r.object("status")?;
    let user = r.own_user()?;
    if body.user_id != user.as_str() {
        return Err(ApiError::invalid_body("user_id"));
    }
    if !["online", "away", "dnd", "offline"].contains(&body.status.as_str()) {
        return Err(ApiError::invalid_body("status"));
    }
    world.set_status(r.now, user, &body.status, true);
    let until = if body.status == "dnd" {
        body.dnd_end_time - body.dnd_end_time.rem_euclid(60)
    } else {
        0
    };
    if let Some(status) = world.store.statuses.get_mut(&user) {
        status.dnd_end_time = until;
    }
    Ok(Reply::ok(&world.status_of(r.now, user)))
}

/// A custom status as it is kept, as JSON text, in `props.customStatus`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct CustomStatus {
    emoji: String,
    text: String,
    duration: String,
    expires_at: String,
}

fn set_custom(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let mut status: CustomStatus = r.object("custom_status")?;
    let bad = || ApiError::invalid_body("custom_status");
    if status.emoji.is_empty() && status.text.is_empty() {
        return Err(bad());
    }
    if status.expires_at.is_empty() {
        status.expires_at = ZERO_TIME.into();
    }
    let expires = parse_rfc3339(&status.expires_at).ok_or_else(bad)?;
    if !status.duration.is_empty() && expires <= r.now {
        return Err(bad());
    }
    if status.emoji.is_empty() {
        status.emoji = "speech_balloon".into();
    }
    status.text = status.text.chars().take(100).collect();
    world.store_custom(r.now, user, Some(status));
    Ok(Reply::done())
}

fn clear_custom(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.store_custom(r.now, user, None);
    Ok(Reply::done())
}

fn forget_custom(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let status: CustomStatus = r.object("custom_status")?;
    let mut recent = world.recent_customs(user);
    recent.retain(|other| !(other.emoji == status.emoji && other.text == status.text));
    world.keep_recent_customs(user, &recent);
    Ok(Reply::done())
}

#[derive(Deserialize)]
struct Typing {
    channel_id: String,
    #[serde(default)]
    parent_id: String,
}

fn typing(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let body: Typing = r.object("typing")?;
    world
        .user_typing(r.now, user.as_str(), &body.channel_id, &body.parent_id)
        .map_err(|_| ApiError::forbidden())?;
    Ok(Reply::done())
}

impl World {
    /// Status by user id: of everybody who is not offline, or of the given ids.
    pub fn statuses(&self, now: i64, ids: Option<&[String]>) -> Vec<(String, String)> {
        let known = match ids {
            Some(ids) => ids
                .iter()
                .filter_map(|id| Id::parse(id))
                .map(|id| self.status_of(now, id))
                .collect(),
            None => {
                let all: Vec<Status> = self
                    .store
                    .statuses
                    .keys()
                    .map(|id| self.status_of(now, *id))
                    .collect();
                all.into_iter()
                    .filter(|status| status.status != "offline")
                    .collect::<Vec<_>>()
            }
        };
        known
            .into_iter()
            .map(|status| (status.user_id.to_string(), status.status))
            .collect()
    }

    /// A connection of this user opened: he is online unless he chose otherwise.
    pub fn connected(&mut self, now: i64, user: &str) {
        if let Some(user) = Id::parse(user) {
            self.come_online(now, user);
        }
    }

    /// The last connection of this user closed: he is offline unless he chose otherwise.
    pub fn disconnected(&mut self, now: i64, user: &str) {
        if let Some(user) = Id::parse(user) {
            self.set_status(now, user, "offline", false);
        }
    }

    /// The `user_update_active_status` action: active means online, not active means away (at once when `manual`, else
    /// when idle long enough); a change that is not manual never overrides a manual status (`websocket.md` 5.3).
    pub fn set_active(&mut self, now: i64, user: &str, active: bool, manual: bool) {
        match (Id::parse(user), active, manual) {
            (Some(user), true, _) => self.set_status(now, user, "online", manual),
            (Some(user), false, true) => self.set_status(now, user, "away", true),
            (Some(user), false, false) => self.idle(now, user),
            (None, ..) => {}
        }
    }

    /// Away if nothing was done for 300 s.
    fn idle(&mut self, now: i64, user: Id) {
        let stored = self.store.statuses.get(&user).map(|status| status.status.clone());
        if stored.as_deref() == Some("online") && self.status_of(now, user).status == "away" {
            let since = self
                .store
                .statuses
                .get(&user)
                .map_or(now, |status| status.last_activity_at);
            self.set_status(since, user, "away", false);
        }
    }

    /// Status as it is now: an ended do-not-disturb is over, and who did nothing for 300 s is away.
    pub(super) fn status_of(&self, now: i64, user: Id) -> Status {
        let mut status = self
            .store
            .statuses
            .get(&user)
            .cloned()
            .unwrap_or_else(|| Status::offline(user));
        if status.status == "dnd" && status.dnd_end_time > 0 && status.dnd_end_time * 1000 <= now {
            status.status = "online".into();
            status.manual = false;
            status.dnd_end_time = 0;
        }
        if status.status == "online" && !status.manual && now - status.last_activity_at >= AWAY_AFTER {
            status.status = "away".into();
        }
        status
    }

    /// Somebody did something: online, and active now.
    pub(super) fn come_online(&mut self, now: i64, user: Id) {
        self.set_status(now, user, "online", false);
    }

    /// Sets a status. What somebody chose himself is not overridden by what he does.
    pub(super) fn set_status(&mut self, now: i64, user: Id, status: &str, manual: bool) {
        if self.store.users.get(&user).is_none_or(|account| account.is_bot) {
            return;
        }
        let old = self.status_of(now, user);
        let told = self
            .store
            .statuses
            .get(&user)
            .map_or("offline", |s| &s.status)
            .to_owned();
        let entry = self
            .store
            .statuses
            .entry(user)
            .or_insert_with(|| Status::offline(user));
        *entry = old.clone();
        entry.last_activity_at = entry.last_activity_at.max(now);
        if old.manual && !manual {
            return;
        }
        entry.status = status.to_owned();
        entry.manual = manual && status != "online";
        if status != "dnd" {
            entry.dnd_end_time = 0;
        }
        if old.status != status || told != status {
            self.emit(
                "status_change",
                json!({"status": status, "user_id": user}),
                to_user(user),
            );
        }
    }

    fn store_custom(&mut self, now: i64, user: Id, status: Option<CustomStatus>) {
        let text = status
            .as_ref()
            .map_or(String::new(), |s| serde_json::to_string(s).unwrap_or_default());
        let Some(account) = self.store.users.get_mut(&user) else {
            return;
        };
        account.props.insert("customStatus".into(), text);
        account.update_at = now;
        self.announce_user(user);
        if let Some(status) = status {
            let mut recent = self.recent_customs(user);
            recent.retain(|other| !(other.emoji == status.emoji && other.text == status.text));
            recent.insert(0, status);
            recent.truncate(5);
            self.keep_recent_customs(user, &recent);
        }
    }

    fn recent_customs(&self, user: Id) -> Vec<CustomStatus> {
        let key = (
            user,
            "custom_status".to_owned(),
            "recent_custom_statuses".to_owned(),
        );
        let text = self.store.preferences.get(&key).map_or("[]", String::as_str);
        serde_json::from_str(text).unwrap_or_default()
    }

    fn keep_recent_customs(&mut self, user: Id, recent: &[CustomStatus]) {
        let preference = Preference {
            user_id: user,
            category: "custom_status".into(),
            name: "recent_custom_statuses".into(),
            value: serde_json::to_string(recent).unwrap_or_default(),
        };
        self.save_preferences(user, vec![preference]);
    }
}
