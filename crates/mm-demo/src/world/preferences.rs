//! Preferences (`rest.md` 4.11). Saving or deleting them is announced after an empty `sidebar_category_updated`.

use serde_json::json;

use super::error::ApiError;
use super::events::{packed, to_user};
use super::http::{get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::Preference;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/preferences", all),
    put("/users/{user_id}/preferences", save),
    post("/users/{user_id}/preferences/delete", delete_some),
    get("/users/{user_id}/preferences/{category}", of_category),
    get("/users/{user_id}/preferences/{category}/name/{pref_name}", one),
];

fn all(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    Ok(Reply::ok(&world.preferences_of(user, None)))
}

fn of_category(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let list = world.preferences_of(user, Some(r.text("category")));
    if list.is_empty() {
        return Err(missing("api.preference.preferences_category.get.app_error"));
    }
    Ok(Reply::ok(&list))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let list = world.preferences_of(user, Some(r.text("category")));
    let found = list
        .into_iter()
        .find(|preference| preference.name == r.text("pref_name"));
    Ok(Reply::ok(
        &found.ok_or_else(|| missing("app.preference.get.app_error"))?,
    ))
}

fn missing(id: &str) -> ApiError {
    ApiError::new(404, id, "Unable to get user preferences.")
}

/// 1 to 100 preferences of the person himself.
fn checked(r: &Request<'_>, user: Id, words: &str) -> Result<Vec<Preference>, ApiError> {
    let list: Vec<Preference> = r.body("preferences")?;
    if !(1..=100).contains(&list.len()) {
        return Err(ApiError::invalid_body("preferences"));
    }
    if list.iter().any(|preference| preference.user_id != user) {
        let id = format!("api.preference.{words}_preferences.set.app_error");
        let verb = if words == "update" { "set" } else { "delete" };
        return Err(ApiError::new(
            403,
            &id,
            &format!("Unable to {verb} user preferences."),
        ));
    }
    let too_long = |text: &str, max: usize| text.is_empty() || text.chars().count() > max;
    if list
        .iter()
        .any(|p| too_long(&p.category, 32) || p.name.chars().count() > 32 || p.value.len() > 80_000)
    {
        return Err(ApiError::new(
            400,
            "model.preference.is_valid.category.app_error",
            "Invalid category.",
        ));
    }
    Ok(list)
}

fn save(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let list = checked(r, user, "update")?;
    for preference in list.iter().filter(|p| p.category == "flagged_post") {
        let id = Id::parse(&preference.name).ok_or_else(|| ApiError::invalid_body("preference.name"))?;
        world
            .readable_post(id, r)
            .map_err(|_| ApiError::invalid_body("preference.name"))?;
    }
    world.save_preferences(user, list);
    Ok(Reply::done())
}

fn delete_some(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let list = checked(r, user, "delete")?;
    for preference in &list {
        world
            .store
            .preferences
            .remove(&(user, preference.category.clone(), preference.name.clone()));
        world.follow_favorite(user, preference, false);
    }
    world.emit("sidebar_category_updated", json!({}), to_user(user));
    world.emit(
        "preferences_deleted",
        json!({"preferences": packed(&list)}),
        to_user(user),
    );
    Ok(Reply::done())
}

impl World {
    fn preferences_of(&self, user: Id, category: Option<&str>) -> Vec<Preference> {
        let from = (user, category.unwrap_or("").to_owned(), String::new());
        let rows = self.store.preferences.range(from..);
        rows.take_while(|((owner, name, _), _)| {
            *owner == user && category.is_none_or(|wanted| wanted == name)
        })
        .map(|((owner, category, name), value)| Preference {
            user_id: *owner,
            category: category.clone(),
            name: name.clone(),
            value: value.clone(),
        })
        .collect()
    }

    /// Saves preferences and tells the person's windows, the one that saved included.
    pub(super) fn save_preferences(&mut self, user: Id, list: Vec<Preference>) {
        for preference in &list {
            let key = (user, preference.category.clone(), preference.name.clone());
            self.store.preferences.insert(key, preference.value.clone());
            self.follow_favorite(user, preference, preference.value == "true");
        }
        self.emit("sidebar_category_updated", json!({}), to_user(user));
        self.emit(
            "preferences_changed",
            json!({"preferences": packed(&list)}),
            to_user(user),
        );
    }

    fn follow_favorite(&mut self, user: Id, preference: &Preference, favorite: bool) {
        if preference.category == "favorite_channel" {
            if let Some(channel) = Id::parse(&preference.name) {
                self.favorite_by_preference(user, channel, favorite);
            }
        }
    }
}
