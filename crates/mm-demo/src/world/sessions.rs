//! Lists of sessions, revoking them, and personal access tokens (`rest.md` 1.2, 1.3).

use serde_json::Value;

use super::error::ApiError;
use super::http::{get, post, put, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{AccessToken, Session};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/sessions", list),
    post("/users/{user_id}/sessions/revoke", revoke),
    post("/users/{user_id}/sessions/revoke/all", revoke_all),
    put("/users/sessions/device", attach_device),
    get("/users/{user_id}/tokens", tokens),
    post("/users/{user_id}/tokens", create_token),
    post("/users/tokens/revoke", revoke_token),
    post("/users/tokens/disable", disable_token),
    post("/users/tokens/enable", enable_token),
];

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let mut own: Vec<&Session> = world
        .store
        .sessions
        .values()
        .filter(|s| s.user_id == user)
        .collect();
    own.sort_by_key(|session| std::cmp::Reverse((session.last_activity_at, session.id)));
    let views: Vec<Value> = own
        .into_iter()
        .map(|session| world.session_view(session))
        .collect();
    Ok(Reply::ok(&views))
}

fn field(r: &Request<'_>, name: &str) -> Result<Id, ApiError> {
    let body: Value = r.object(name)?;
    body.get(name)
        .and_then(Value::as_str)
        .and_then(Id::parse)
        .ok_or_else(|| ApiError::invalid_body(name))
}

fn revoke(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let session = field(r, "session_id")?;
    let whose = world.store.sessions.get(&session).map(|s| s.user_id);
    if whose != Some(user) {
        return Err(ApiError::invalid_url("user_id"));
    }
    world.store.remove_session(session);
    Ok(Reply::done())
}

fn revoke_all(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.expire_session(user.as_str());
    Ok(Reply::done())
}

fn attach_device(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("device_id")?;
    let device = body.get("device_id").and_then(Value::as_str).unwrap_or("");
    if let Some(session) = world.store.sessions.get_mut(&r.caller()?.session) {
        session.device_id = device.to_owned();
    }
    Ok(Reply::done())
}

fn tokens(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.need_token_role(r)?;
    let own = world
        .store
        .access_tokens
        .values()
        .filter(|token| token.user_id == user);
    let blanked = own.map(|token| AccessToken {
        token: String::new(),
        ..token.clone()
    });
    Ok(Reply::ok(&blanked.collect::<Vec<_>>()))
}

fn create_token(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    world.need_token_role(r)?;
    let body: Value = r.object("description")?;
    let description = body
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or("")
        .trim()
        .to_owned();
    if description.is_empty() {
        return Err(ApiError::invalid_body("description"));
    }
    let secret = world.rng.id().to_string();
    Ok(Reply::ok(&world.add_access_token(
        r.now,
        user,
        &secret,
        &description,
    )))
}

fn revoke_token(world: &mut World, r: &Request<'_>) -> Outcome {
    let token = own_token(world, r)?;
    world.store.access_tokens.remove(&token.id);
    world.end_token_session(&token);
    Ok(Reply::done())
}

fn disable_token(world: &mut World, r: &Request<'_>) -> Outcome {
    let token = own_token(world, r)?;
    world.end_token_session(&token);
    if let Some(token) = world.store.access_tokens.get_mut(&token.id) {
        token.is_active = false;
    }
    Ok(Reply::done())
}

fn enable_token(world: &mut World, r: &Request<'_>) -> Outcome {
    let token = own_token(world, r)?;
    world.store.access_tokens.remove(&token.id);
    world.add_access_token(r.now, token.user_id, &token.token, &token.description);
    Ok(Reply::done())
}

fn own_token(world: &World, r: &Request<'_>) -> Result<AccessToken, ApiError> {
    let id = field(r, "token_id")?;
    let token = world.store.access_tokens.get(&id).ok_or_else(|| {
        ApiError::new(
            404,
            "app.user_access_token.get_by_user.app_error",
            "Unable to get the personal access token.",
        )
    })?;
    match token.user_id == r.me() || r.is_admin() {
        true => Ok(token.clone()),
        false => Err(ApiError::forbidden()),
    }
}

impl World {
    /// Tokens need a role that only administrators and marked accounts have.
    fn need_token_role(&self, r: &Request<'_>) -> Result<(), ApiError> {
        let marked = self.store.users.get(&r.me()).is_some_and(|user| {
            user.roles
                .split(' ')
                .any(|role| role == "system_user_access_token")
        });
        match marked || r.is_admin() {
            true => Ok(()),
            false => Err(ApiError::forbidden()),
        }
    }

    /// Adds a personal access token with its standing session.
    pub(super) fn add_access_token(
        &mut self,
        now: i64,
        user: Id,
        secret: &str,
        description: &str,
    ) -> AccessToken {
        let token = AccessToken {
            id: self.rng.id(),
            token: secret.to_owned(),
            user_id: user,
            description: description.to_owned(),
            is_active: true,
        };
        self.store.access_tokens.insert(token.id, token.clone());
        let session = Session {
            id: self.rng.id(),
            token: secret.to_owned(),
            csrf: self.rng.id().to_string(),
            user_id: user,
            create_at: now,
            last_activity_at: now,
            from_access_token: true,
            ..Session::default()
        };
        self.store.put_session(session);
        token
    }

    fn end_token_session(&mut self, token: &AccessToken) {
        if let Some(session) = self.store.index.tokens.get(&token.token).copied() {
            self.store.remove_session(session);
        }
    }
}
