//! The server itself: ping, configuration, licence, limits and small things (`rest.md` 1.6, 4.15).

use serde_json::{json, Value};

use super::error::ApiError;
use super::events::to_all;
use super::http::{delete, get, open, post, put, Outcome, Reply, Request, Route};
use super::model::User;
use super::World;

pub const ROUTES: &[Route] = &[
    open(get("/system/ping", ping)),
    open(get("/config/client", config)),
    put("/config/patch", patch_config),
    open(get("/license/client", license)),
    delete("/license", remove_license),
    get("/limits/server", limits),
    get("/system/timezones", timezones),
    get("/system/notices/{team_id}", notices),
    open(get("/plugins/webapp", plugins)),
    get("/plugins/statuses", plugin_statuses),
    get("/bots", bots),
    get("/bots/{bot_user_id}", bot),
    get("/redirect_location", redirect_location),
    open(get("/image", image_proxy)),
    open(get("/brand/image", brand_image)),
    post("/client_perf", accept),
    post("/notifications/test", accept),
    post("/notifications/ack", accept),
];

fn ping(_: &mut World, r: &Request<'_>) -> Outcome {
    let mut answer = json!({
        "ActiveSearchBackend": "database", "AndroidLatestVersion": "", "AndroidMinVersion": "",
        "IosLatestVersion": "", "IosMinVersion": "", "status": "OK"
    });
    if r.flag("get_server_status") {
        answer["database_status"] = json!("OK");
        answer["filestore_status"] = json!("OK");
    }
    Ok(Reply::ok(&answer))
}

fn config(world: &mut World, r: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&world.client_config(r.maybe_caller().is_none())))
}

/// Understands the settings that the client sees, by the last part of their name.
fn patch_config(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let body: Value = r.object("config")?;
    let known = world.client_config(false);
    for (name, value) in body
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(_, v)| v.as_object())
        .flatten()
    {
        if known.contains_key(name) {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            world.config_changes.insert(name.clone(), text);
        }
    }
    world.config_hash = world.hash_config();
    let config = world.client_config(false);
    world.emit("config_changed", json!({"config": config}), to_all());
    Ok(Reply::ok(&config).header("Cache-Control", "no-cache, no-store, must-revalidate"))
}

fn license(_: &mut World, r: &Request<'_>) -> Outcome {
    if r.call.query("format") != Some("old") {
        return Err(ApiError::new(
            400,
            "api.license.client.old_format.app_error",
            "New format for the client license is not supported yet. Please specify format=old in the query string.",
        ));
    }
    Ok(Reply::ok(&json!({"IsLicensed": "false"})))
}

fn remove_license(_: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    Ok(Reply::done())
}

fn limits(world: &mut World, r: &Request<'_>) -> Outcome {
    let people = world
        .store
        .users
        .values()
        .filter(|user| user.delete_at == 0 && !user.is_bot)
        .count();
    let active = if r.is_admin() { people } else { 0 };
    Ok(Reply::ok(&json!({
        "maxUsersLimit": 0, "maxUsersHardLimit": 0, "activeUserCount": active, "singleChannelGuestCount": 0,
        "singleChannelGuestLimit": 0, "postHistoryLimit": 0, "lastAccessiblePostTime": 0
    })))
}

fn timezones(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&[
        "Africa/Cairo",
        "America/Los_Angeles",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Seoul",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Australia/Sydney",
        "Europe/Berlin",
        "Europe/Helsinki",
        "Europe/Lisbon",
        "Europe/London",
        "Pacific/Auckland",
        "UTC",
    ]))
}

fn notices(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&json!([])))
}

fn plugins(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&json!([])))
}

fn plugin_statuses(_: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    Ok(Reply::ok(&json!([])))
}

fn bots(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let bots = world
        .store
        .users
        .values()
        .filter(|user| user.is_bot && user.delete_at == 0)
        .map(bot_view);
    Ok(Reply::ok(&bots.collect::<Vec<_>>()))
}

/// To others than administrators a bot is a person like all; that it is managed at all is not told.
fn bot(world: &mut World, r: &Request<'_>) -> Outcome {
    let found = world.store.users.get(&r.id("bot_user_id"));
    let bot = found.filter(|user| user.is_bot && user.delete_at == 0 && r.is_admin());
    let missing = || ApiError::new(404, "store.sql_bot.get.missing.app_error", "Bot does not exist.");
    Ok(Reply::ok(&bot_view(bot.ok_or_else(missing)?)))
}

fn bot_view(bot: &User) -> Value {
    json!({
        "user_id": bot.id, "username": bot.username, "display_name": bot.first_name,
        "description": bot.bot_description, "owner_id": bot.bot_owner, "create_at": bot.create_at,
        "update_at": bot.update_at, "delete_at": bot.delete_at
    })
}

/// Short links are not followed: nothing is fetched from elsewhere.
fn redirect_location(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::ok(&json!({"location": ""})))
}

fn image_proxy(_: &mut World, _: &Request<'_>) -> Outcome {
    Err(ApiError::new(
        400,
        "api.image.get.app_error",
        "Requested image url cannot be parsed.",
    ))
}

fn brand_image(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::empty(404))
}

fn accept(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::done())
}
