//! Changing and making accounts, and telling everybody about it (`rest.md` 1.5, 4.1).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{json, Value};

use super::error::ApiError;
use super::events::{to_all, to_user, variant, without};
use super::http::{delete, open, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::User;
use super::World;
use crate::outgoing::Variant;

pub const ROUTES: &[Route] = &[
    put("/users/{user_id}/patch", patch),
    put("/users/{user_id}", patch),
    put("/users/{user_id}/password", set_password),
    put("/users/{user_id}/roles", set_roles),
    put("/users/{user_id}/active", set_active),
    delete("/users/{user_id}", deactivate),
    post("/users/{user_id}/reset_failed_attempts", reset_attempts),
    post("/users/{user_id}/demote", demote),
    open(post("/users", create)),
];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct UserPatch {
    username: Option<String>,
    nickname: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    position: Option<String>,
    email: Option<String>,
    locale: Option<String>,
    props: Option<BTreeMap<String, String>>,
    notify_props: Option<BTreeMap<String, String>>,
    timezone: Option<BTreeMap<String, String>>,
}

fn patch(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let patch: UserPatch = r.object("user")?;
    let mut account = world
        .store
        .users
        .get(&user)
        .cloned()
        .ok_or_else(ApiError::no_user)?;
    if let Some(name) = patch.username.filter(|name| *name != account.username) {
        check_username(&name)?;
        if world.store.user_named(&name).is_some() {
            return Err(username_taken());
        }
        account.username = name;
    }
    if let Some(email) = patch.email.filter(|email| *email != account.email) {
        if world.store.user_with_email(&email).is_some() {
            return Err(email_taken());
        }
        account.email = email;
    }
    let put = |field: &mut String, value: Option<String>| {
        if let Some(value) = value {
            *field = value;
        }
    };
    put(&mut account.nickname, patch.nickname);
    put(&mut account.first_name, patch.first_name);
    put(&mut account.last_name, patch.last_name);
    put(&mut account.position, patch.position);
    put(&mut account.locale, patch.locale);
    account.props = patch.props.unwrap_or(account.props);
    account.notify_props = patch.notify_props.unwrap_or(account.notify_props);
    account.timezone = patch.timezone.unwrap_or(account.timezone);
    account.update_at = r.now.max(account.update_at + 1);
    let view = account.own_view();
    world.store.put_user(account);
    world.announce_user(user);
    Ok(Reply::ok(&view))
}

fn set_password(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let body: Value = r.object("new_password")?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or("");
    check_password(text("new_password"))?;
    let account = world.store.users.get_mut(&user).ok_or_else(ApiError::no_user)?;
    if user == r.me() && account.password != text("current_password") {
        let id = "api.user.update_password.incorrect.app_error";
        return Err(ApiError::new(
            400,
            id,
            "The \"Current Password\" you entered is incorrect.",
        ));
    }
    account.password = text("new_password").to_owned();
    account.last_password_update = r.now;
    Ok(Reply::done())
}

fn set_roles(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let body: Value = r.object("roles")?;
    let roles = body
        .get("roles")
        .and_then(Value::as_str)
        .ok_or_else(|| ApiError::invalid_body("roles"))?;
    let account = world
        .store
        .users
        .get_mut(&r.id("user_id"))
        .ok_or_else(ApiError::no_user)?;
    account.roles = roles.to_owned();
    account.update_at = r.now;
    let (user, data) = (account.id, json!({"roles": roles, "user_id": account.id}));
    world.emit("user_role_updated", data, to_user(user));
    Ok(Reply::done())
}

fn set_active(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let body: Value = r.object("active")?;
    let active = body
        .get("active")
        .and_then(Value::as_bool)
        .ok_or_else(|| ApiError::invalid_body("active"))?;
    world.activate(r.now, r.id("user_id"), active)
}

fn deactivate(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    world.activate(r.now, r.id("user_id"), false)
}

fn reset_attempts(world: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    world
        .store
        .users
        .get_mut(&r.id("user_id"))
        .ok_or_else(ApiError::no_user)?
        .failed_attempts = 0;
    Ok(Reply::done())
}

fn demote(_: &mut World, r: &Request<'_>) -> Outcome {
    r.need_admin()?;
    let id = "api.team.demote_user_to_guest.license.error";
    Err(ApiError::new(
        501,
        id,
        "Your license does not support guest accounts",
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NewUser {
    email: String,
    username: String,
    password: String,
    nickname: String,
    first_name: String,
    last_name: String,
    position: String,
    locale: String,
}

fn create(world: &mut World, r: &Request<'_>) -> Outcome {
    let new: NewUser = r.object("user")?;
    let name = new.username.to_lowercase();
    if new.username != name {
        return Err(bad_username());
    }
    check_username(&name)?;
    check_password(&new.password)?;
    if !new.email.contains('@') || new.email.len() > 128 {
        return Err(ApiError::new(
            400,
            "model.user.is_valid.email.app_error",
            "Invalid email.",
        ));
    }
    if world.store.user_with_email(&new.email).is_some() {
        return Err(email_taken());
    }
    if world.store.user_named(&name).is_some() {
        return Err(username_taken());
    }
    let account = User {
        id: world.rng.id(),
        create_at: r.now,
        update_at: r.now,
        username: name,
        password: new.password,
        email: new.email.to_lowercase(),
        nickname: new.nickname,
        first_name: new.first_name,
        last_name: new.last_name,
        position: new.position,
        roles: "system_user".into(),
        notify_props: default_notify_props(),
        last_password_update: r.now,
        locale: if new.locale.is_empty() {
            "en".into()
        } else {
            new.locale
        },
        timezone: timezone(""),
        shows_remote_id: true,
        ..User::default()
    };
    let (id, view) = (account.id, account.own_view());
    world.store.put_user(account);
    world.emit("new_user", json!({"user_id": id}), to_all());
    let invite = r.call.query("iid").unwrap_or("");
    let team = world
        .store
        .teams
        .values()
        .find(|team| team.invite_id == invite)
        .map(|team| team.id);
    if let Some(team) = team {
        world.join_team(r.now, team, id, id);
    }
    Ok(Reply::created(&view))
}

/// Settings of a new account.
pub fn default_notify_props() -> BTreeMap<String, String> {
    [
        ("channel", "true"),
        ("comments", "never"),
        ("desktop", "mention"),
        ("desktop_sound", "true"),
        ("desktop_threads", "all"),
        ("email", "true"),
        ("email_threads", "all"),
        ("first_name", "false"),
        ("mention_keys", ""),
        ("push", "mention"),
        ("push_status", "online"),
        ("push_threads", "all"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect()
}

/// A chosen time zone, or the automatic one for an empty name.
pub fn timezone(name: &str) -> BTreeMap<String, String> {
    let automatic = if name.is_empty() { "true" } else { "false" };
    [
        ("automaticTimezone", ""),
        ("manualTimezone", name),
        ("useAutomaticTimezone", automatic),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

fn check_username(name: &str) -> Result<(), ApiError> {
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b);
    let starts = name.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    match starts && name.len() <= 64 && name.bytes().all(fine) {
        true => Ok(()),
        false => Err(bad_username()),
    }
}

fn bad_username() -> ApiError {
    ApiError::new(
        400,
        "model.user.is_valid.username.app_error",
        "Username must begin with a letter, and contain between 3 to 22 lowercase characters made up of numbers, \
         letters, and the symbols \".\", \"-\", and \"_\".",
    )
}

fn check_password(password: &str) -> Result<(), ApiError> {
    match (8..=72).contains(&password.len()) {
        true => Ok(()),
        false => Err(ApiError::new(
            400,
            "model.user.is_valid.pwd_min_length.app_error",
            "Your password must contain at least 8 characters.",
        )),
    }
}

fn username_taken() -> ApiError {
    ApiError::new(
        400,
        "app.user.save.username_exists.app_error",
        "An account with that username already exists.",
    )
}

fn email_taken() -> ApiError {
    ApiError::new(
        400,
        "app.user.save.email_exists.app_error",
        "An account with that email already exists.",
    )
}

impl World {
    /// The three copies of `user_updated`: for administrators, for the others, for the person himself.
    pub(super) fn announce_user(&mut self, user: Id) {
        let Some(account) = self.store.users.get(&user).cloned() else {
            return;
        };
        let others = without(user, to_all());
        let admins = variant(Variant::SensitiveForAdmins, others.clone());
        self.emit("user_updated", json!({"user": account.admin_view()}), admins);
        let people = variant(Variant::SanitizedForNonAdmins, others);
        self.emit("user_updated", json!({"user": account.public_view()}), people);
        self.emit("user_updated", json!({"user": account.own_view()}), to_user(user));
    }

    fn activate(&mut self, now: i64, user: Id, active: bool) -> Outcome {
        let account = self.store.users.get_mut(&user).ok_or_else(ApiError::no_user)?;
        account.delete_at = if active { 0 } else { now };
        account.update_at = now;
        if !active {
            self.expire_session(user.as_str());
        }
        self.announce_user(user);
        self.emit("user_activation_status_change", json!({}), to_all());
        Ok(Reply::done())
    }
}
