//! The sidebar's categories (`rest.md` 4.5). The three built-in ones are made when they are first asked for.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;

use super::error::ApiError;
use super::events::{packed, to_user_in_team};
use super::http::{delete, get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Category, CategoryKind, Channel, ChannelKind};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/teams/{team_id}/channels/categories", list),
    post("/users/{user_id}/teams/{team_id}/channels/categories", create),
    put("/users/{user_id}/teams/{team_id}/channels/categories", update),
    get(
        "/users/{user_id}/teams/{team_id}/channels/categories/order",
        order,
    ),
    put(
        "/users/{user_id}/teams/{team_id}/channels/categories/order",
        set_order,
    ),
    get(
        "/users/{user_id}/teams/{team_id}/channels/categories/{category_id}",
        one,
    ),
    put(
        "/users/{user_id}/teams/{team_id}/channels/categories/{category_id}",
        update_one,
    ),
    delete(
        "/users/{user_id}/teams/{team_id}/channels/categories/{category_id}",
        remove,
    ),
];

fn failed(status: u16) -> ApiError {
    ApiError::new(
        status,
        "app.channel.sidebar_categories.app_error",
        "Failed to insert record to database.",
    )
}

/// Whose categories in which team.
fn place(world: &mut World, r: &Request<'_>) -> Result<(Id, Id), ApiError> {
    let key = (r.own_user()?, r.id("team_id"));
    world.need_team_member(key.1, r)?;
    world.make_categories(key.0, key.1);
    Ok(key)
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let (user, team) = place(world, r)?;
    let categories = world.categories_view(user, team);
    let order: Vec<&str> = categories.iter().map(|category| category.id.as_str()).collect();
    Ok(Reply::ok(&json!({"categories": categories, "order": order})))
}

fn order(world: &mut World, r: &Request<'_>) -> Outcome {
    let key = place(world, r)?;
    Ok(Reply::ok(&world.category_order(key)))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let (user, team) = place(world, r)?;
    let list = world.categories_view(user, team);
    let found = list
        .into_iter()
        .find(|category| category.id == r.text("category_id"));
    Ok(Reply::ok(&found.ok_or_else(|| failed(404))?))
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let (user, team) = place(world, r)?;
    #[derive(Deserialize)]
    struct New {
        user_id: Id,
        team_id: Id,
        display_name: String,
        #[serde(default)]
        channel_ids: Vec<Id>,
        #[serde(default)]
        sorting: String,
    }
    let new: New = r.object("category")?;
    if new.user_id != user || new.team_id != team {
        return Err(ApiError::invalid_body("category"));
    }
    let mut category = Category {
        id: world.rng.id().to_string(),
        user_id: user,
        team_id: team,
        sort_order: 10,
        sorting: new.sorting,
        kind: CategoryKind::Custom,
        display_name: new.display_name,
        muted: false,
        collapsed: false,
        channel_ids: new.channel_ids,
    };
    world.keep_own_channels(&mut category);
    let stored = world.store.categories.entry((user, team)).or_default();
    for other in stored.iter_mut() {
        other.channel_ids.retain(|id| !category.channel_ids.contains(id));
    }
    let after_favorites = stored
        .iter()
        .position(|c| c.kind == CategoryKind::Favorites)
        .map_or(0, |at| at + 1);
    stored.insert(after_favorites, category.clone());
    number(stored);
    let data = json!({"category_id": category.id});
    world.emit("sidebar_category_created", data, to_user_in_team(user, team));
    Ok(Reply::ok(&category))
}

fn update(world: &mut World, r: &Request<'_>) -> Outcome {
    let key = place(world, r)?;
    let list: Vec<Category> = r.body("category")?;
    Ok(Reply::ok(&world.replace_categories(r.now, key, list)?))
}

fn update_one(world: &mut World, r: &Request<'_>) -> Outcome {
    let key = place(world, r)?;
    let category: Category = r.object("category")?;
    if category.id != r.text("category_id") {
        return Err(ApiError::invalid_body("category"));
    }
    let list = world.replace_categories(r.now, key, vec![category])?;
    Ok(Reply::ok(&list.first()))
}

fn set_order(world: &mut World, r: &Request<'_>) -> Outcome {
    let key = place(world, r)?;
    let order: Vec<String> = r.body("category_order")?;
    let stored = world.store.categories.entry(key).or_default();
    if order
        .iter()
        .any(|id| !stored.iter().any(|category| category.id == *id))
    {
        return Err(ApiError::invalid_body("category"));
    }
    if order.len() != stored.len() || order.iter().collect::<BTreeSet<_>>().len() != stored.len() {
        return Err(failed(500));
    }
    stored.sort_by_key(|category| order.iter().position(|id| *id == category.id));
    number(stored);
    world.emit(
        "sidebar_category_order_updated",
        json!({"order": order}),
        to_user_in_team(key.0, key.1),
    );
    Ok(Reply::ok(&order))
}

fn remove(world: &mut World, r: &Request<'_>) -> Outcome {
    let key = place(world, r)?;
    let id = r.text("category_id");
    let stored = world.store.categories.entry(key).or_default();
    match stored.iter().find(|category| category.id == id) {
        None => return Err(failed(404)),
        Some(category) if category.kind != CategoryKind::Custom => return Err(failed(400)),
        Some(_) => stored.retain(|category| category.id != id),
    }
    number(stored);
    world.emit(
        "sidebar_category_deleted",
        json!({"category_id": id}),
        to_user_in_team(key.0, key.1),
    );
    Ok(Reply::done())
}

/// What cannot be changed: kind and place always, names of built-in ones, channels of direct messages.
fn keep_fixed_parts(new: &mut Category, old: &Category) {
    new.kind = old.kind;
    new.sort_order = old.sort_order;
    if old.kind != CategoryKind::Custom {
        new.display_name = old.display_name.clone();
    }
    if old.kind == CategoryKind::DirectMessages {
        new.channel_ids = old.channel_ids.clone();
        new.muted = false;
    }
}

fn number(list: &mut [Category]) {
    for (index, category) in list.iter_mut().enumerate() {
        category.sort_order = index as i64 * 10;
    }
}

impl World {
    fn category_order(&self, key: (Id, Id)) -> Vec<String> {
        let stored = self.store.categories.get(&key);
        stored
            .into_iter()
            .flatten()
            .map(|category| category.id.clone())
            .collect()
    }

    /// Makes the three built-in categories unless they are there; favourites come from the preferences.
    pub(super) fn make_categories(&mut self, user: Id, team: Id) {
        if self.store.categories.contains_key(&(user, team)) {
            return;
        }
        let favorites: Vec<Id> = self
            .store
            .channels_of(user)
            .filter(|channel| channel.team_id == team || channel.team_id.is_none())
            .filter(|channel| self.is_favorite(user, channel.id))
            .map(|channel| channel.id)
            .collect();
        let make =
            |index: i64, kind: CategoryKind, name: &str, display_name: &str, channel_ids: Vec<Id>| Category {
                id: format!("{name}_{user}_{team}"),
                user_id: user,
                team_id: team,
                sort_order: index * 10,
                sorting: if kind == CategoryKind::DirectMessages {
                    "recent".into()
                } else {
                    String::new()
                },
                kind,
                display_name: display_name.to_owned(),
                muted: false,
                collapsed: false,
                channel_ids,
            };
        let list = vec![
            make(0, CategoryKind::Favorites, "favorites", "Favorites", favorites),
            make(1, CategoryKind::Channels, "channels", "Channels", Vec::new()),
            make(
                2,
                CategoryKind::DirectMessages,
                "direct_messages",
                "Direct Messages",
                Vec::new(),
            ),
        ];
        self.store.categories.insert((user, team), list);
    }

    /// The categories as they are sent: channels placed nowhere are appended to the two default ones.
    pub(super) fn categories_view(&self, user: Id, team: Id) -> Vec<Category> {
        let mut list = self
            .store
            .categories
            .get(&(user, team))
            .cloned()
            .unwrap_or_default();
        let mine: Vec<&Channel> = self
            .store
            .channels_of(user)
            .filter(|channel| {
                channel.delete_at == 0 && (channel.team_id == team || channel.team_id.is_none())
            })
            .collect();
        let mine_ids: BTreeSet<Id> = mine.iter().map(|channel| channel.id).collect();
        let mut placed: BTreeSet<Id> = BTreeSet::new();
        for category in &mut list {
            category.channel_ids.retain(|id| mine_ids.contains(id));
            placed.extend(category.channel_ids.iter().copied());
        }
        let mut loose: Vec<&Channel> = mine
            .into_iter()
            .filter(|channel| !placed.contains(&channel.id))
            .collect();
        loose.sort_by(|a, b| {
            a.display_name
                .to_lowercase()
                .cmp(&b.display_name.to_lowercase())
                .then(a.id.cmp(&b.id))
        });
        for category in &mut list {
            let direct = match category.kind {
                CategoryKind::Channels => false,
                CategoryKind::DirectMessages => true,
                _ => continue,
            };
            let fitting = loose.iter().filter(|channel| channel.kind.is_direct() == direct);
            category.channel_ids.extend(fitting.map(|channel| channel.id));
        }
        list
    }

    /// Unknown and foreign channels are dropped silently.
    fn keep_own_channels(&self, category: &mut Category) {
        let mut seen = BTreeSet::new();
        let (user, team) = (category.user_id, category.team_id);
        category.channel_ids.retain(|id| {
            let fits =
                |c: &Channel| c.team_id == team || matches!(c.kind, ChannelKind::Direct | ChannelKind::Group);
            self.store.channels.get(id).is_some_and(fits)
                && self.store.member(*id, user).is_some()
                && seen.insert(*id)
        });
    }

    /// Replaces exactly the given categories. Others keep their channels, so that one may stand in two.
    fn replace_categories(
        &mut self,
        now: i64,
        key: (Id, Id),
        list: Vec<Category>,
    ) -> Result<Vec<Category>, ApiError> {
        let stored = self.store.categories.get(&key).cloned().unwrap_or_default();
        let foreign =
            |c: &Category| (c.user_id, c.team_id) != key || !stored.iter().any(|other| other.id == c.id);
        if list.is_empty() || list.iter().any(foreign) {
            return Err(ApiError::invalid_body("category"));
        }
        let mut result = Vec::new();
        for mut new in list {
            self.keep_own_channels(&mut new);
            let Some(old) = stored.iter().find(|other| other.id == new.id).cloned() else {
                continue;
            };
            keep_fixed_parts(&mut new, &old);
            let list = self.store.categories.entry(key).or_default();
            if let Some(slot) = list.iter_mut().find(|c| c.id == new.id) {
                *slot = new.clone();
            }
            if old.kind == CategoryKind::Favorites {
                self.mirror_favorites(key.0, &old.channel_ids, &new.channel_ids);
            }
            let muting = (new.muted != old.muted).then_some(new.muted);
            result.push((new, muting));
        }
        let changed: Vec<&Category> = result.iter().map(|(category, _)| category).collect();
        let data = json!({"updatedCategories": packed(&changed)});
        self.emit("sidebar_category_updated", data, to_user_in_team(key.0, key.1));
        for (category, muting) in &result {
            if let Some(muted) = muting {
                self.mute_channels(now, key.0, &category.channel_ids, *muted);
            }
        }
        let view = self.categories_view(key.0, key.1);
        let find = |id: &str| view.iter().find(|category| category.id == id).cloned();
        Ok(result
            .iter()
            .filter_map(|(category, _)| find(&category.id))
            .collect())
    }

    fn mute_channels(&mut self, now: i64, user: Id, channels: &[Id], muted: bool) {
        for channel in channels {
            if let Some(member) = self.store.members.get_mut(&(*channel, user)) {
                let value = if muted { "mention" } else { "all" };
                member.notify.insert("mark_unread".into(), value.into());
                member.touched(now);
                self.tell_membership(*channel, user);
            }
        }
    }
}
