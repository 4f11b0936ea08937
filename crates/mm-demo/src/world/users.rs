//! Reading accounts and their pictures (`rest.md` 4.1).

use serde_json::{json, Value};

use super::error::ApiError;
use super::http::{delete, get, post, trusting, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::User;
use super::{multipart, pictures, World};

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}", one),
    get("/users/username/{username}", by_username),
    get("/users/email/{email}", by_email),
    post("/users/ids", by_ids),
    post("/users/usernames", by_usernames),
    post("/users/group_channels", of_group_channels),
    get("/users/known", known),
    get("/users/stats", stats),
    trusting(get("/users/{user_id}/image", image)),
    trusting(get("/users/{user_id}/image/default", default_image)),
    post("/users/{user_id}/image", set_image),
    delete("/users/{user_id}/image", reset_image),
];

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    world.note_activity(r.now, r.maybe_caller());
    let user = world
        .store
        .users
        .get(&r.id("user_id"))
        .ok_or_else(ApiError::no_user)?;
    Ok(reply(user, r))
}

fn by_username(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = world
        .store
        .user_named(r.text("username"))
        .ok_or_else(ApiError::no_user)?;
    Ok(reply(user, r))
}

fn by_email(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = world
        .store
        .user_with_email(r.text("email"))
        .ok_or_else(ApiError::no_user)?;
    Ok(reply(user, r))
}

fn reply(user: &User, r: &Request<'_>) -> Reply {
    let etag = format!("{}.{}..0.true.true", user.id, user.update_at);
    let view = if user.id == r.me() {
        user.own_view()
    } else {
        user.public_view()
    };
    Reply::ok(&view).etag(&etag)
}

fn by_ids(world: &mut World, r: &Request<'_>) -> Outcome {
    let ids = r.body_ids("user_ids")?;
    world.note_activity(r.now, r.maybe_caller());
    let since = r.number("since").unwrap_or(0);
    let users = ids
        .iter()
        .filter_map(|id| world.store.users.get(id))
        .filter(|user| user.update_at > since);
    Ok(Reply::ok(&users.map(User::public_view).collect::<Vec<_>>()))
}

fn by_usernames(world: &mut World, r: &Request<'_>) -> Outcome {
    let names: Vec<String> = r.body("usernames")?;
    if names.is_empty() {
        return Err(ApiError::invalid_body("usernames"));
    }
    let mut users: Vec<&User> = names
        .iter()
        .filter_map(|name| world.store.user_named(name))
        .collect();
    users.sort_by(|a, b| a.username.cmp(&b.username));
    Ok(Reply::ok(
        &users.into_iter().map(User::public_view).collect::<Vec<_>>(),
    ))
}

fn of_group_channels(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut map = serde_json::Map::new();
    for channel in r.body_ids("group_channels")? {
        if world.store.member(channel, r.me()).is_none() {
            continue;
        }
        let others = world
            .store
            .members_of(channel)
            .map(|m| m.user_id)
            .filter(|id| *id != r.me());
        let mut users: Vec<&User> = others.filter_map(|id| world.store.users.get(&id)).collect();
        users.sort_by(|a, b| a.username.cmp(&b.username));
        let views: Vec<Value> = users.into_iter().map(User::public_view).collect();
        map.insert(channel.to_string(), json!(views));
    }
    Ok(Reply::ok(&Value::Object(map)))
}

fn known(world: &mut World, r: &Request<'_>) -> Outcome {
    let mut ids: Vec<Id> = world
        .store
        .channels_of(r.me())
        .flat_map(|channel| world.store.members_of(channel.id).map(|member| member.user_id))
        .filter(|id| *id != r.me())
        .collect();
    ids.sort();
    ids.dedup();
    Ok(Reply::ok(&ids))
}

fn stats(world: &mut World, _: &Request<'_>) -> Outcome {
    let people = world
        .store
        .users
        .values()
        .filter(|user| user.delete_at == 0 && !user.is_bot);
    Ok(Reply::ok(&json!({"total_users_count": people.count()})))
}

fn image(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = world
        .store
        .users
        .get(&r.id("user_id"))
        .ok_or_else(ApiError::no_user)?;
    let bytes = match user.picture.is_empty() {
        true => pictures::initials(&user.username, user.id),
        false => user.picture.clone(),
    };
    Ok(picture(bytes).etag(&user.last_picture_update.to_string()))
}

fn default_image(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = world
        .store
        .users
        .get(&r.id("user_id"))
        .ok_or_else(ApiError::no_user)?;
    Ok(picture(pictures::initials(&user.username, user.id)))
}

fn picture(bytes: Vec<u8>) -> Reply {
    Reply::bytes("image/png", bytes).header("Cache-Control", "max-age=86400, private")
}

fn set_image(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let parts = multipart::parts(r.call);
    let part = parts.iter().find(|part| part.name == "image").ok_or_else(|| {
        ApiError::new(
            400,
            "api.user.upload_profile_user.no_file.app_error",
            "No file under 'image' in request.",
        )
    })?;
    let bytes = pictures::square_png(&part.bytes, 128).ok_or_else(|| {
        ApiError::new(
            400,
            "api.user.upload_profile_user.decode.app_error",
            "Could not decode profile image.",
        )
    })?;
    world.change_picture(r.now, user, bytes);
    Ok(Reply::done())
}

fn reset_image(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.change_picture(r.now, user, Vec::new());
    Ok(Reply::done())
}

impl World {
    fn change_picture(&mut self, now: i64, user: Id, bytes: Vec<u8>) {
        let Some(account) = self.store.users.get_mut(&user) else {
            return;
        };
        account.last_picture_update = if bytes.is_empty() { 0 } else { now };
        account.picture = bytes;
        account.update_at = now;
        let view = account.public_view();
        self.emit("user_updated", json!({"user": view}), super::events::to_all());
    }
}
