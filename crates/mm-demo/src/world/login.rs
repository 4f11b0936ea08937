//! Signing in and out (`rest.md` 1.1).

use serde_json::{json, Value};

use super::error::ApiError;
use super::http::{open, post, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::{Session, User};
use super::time::{http_date, HOUR};
use super::World;

pub const ROUTES: &[Route] = &[
    open(post("/users/login", login)),
    open(post("/users/login/type", login_type)),
    open(post("/users/logout", logout)),
    open(post("/users/password/reset/send", reset_password)),
];

/// `SessionLengthWebInHours`: 180 days, as on an upgraded install.
pub const SESSION_LENGTH: i64 = 180 * 24 * HOUR;
/// `MaximumLoginAttempts`.
const MAX_ATTEMPTS: i64 = 10;
/// Sessions of one person; the least used ones go.
const MAX_SESSIONS: usize = 500;

fn login(world: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = serde_json::from_slice(&r.call.body).unwrap_or(Value::Null);
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or("");
    if text("password").is_empty() {
        let id = "api.user.login.blank_pwd.app_error";
        return Err(ApiError::new(400, id, "Password field must not be blank"));
    }
    let found = match Id::parse(text("id")) {
        Some(id) => world.store.users.get(&id),
        None => world
            .store
            .user_named(text("login_id"))
            .or_else(|| world.store.user_with_email(text("login_id"))),
    };
    let user = found.map(|user| user.id).ok_or_else(invalid_credentials)?;
    world.check_credentials(r.now, user, text("password"), text("token"))?;
    let session = world.new_session(r.now, user, text("device_id"));
    let account = world.store.users.get_mut(&user).ok_or_else(invalid_credentials)?;
    account.failed_attempts = 0;
    account.update_at = account.update_at.max(r.now);
    let mut reply = Reply::ok(&account.own_view());
    if r.call.header("x-requested-with") == Some("XMLHttpRequest") {
        let secure = if r.call.header("x-forwarded-proto") == Some("https") {
            "; Secure"
        } else {
            ""
        };
        let until = format!(
            "Path=/; Expires={}; Max-Age={}",
            http_date(r.now + SESSION_LENGTH),
            SESSION_LENGTH / 1000
        );
        for (name, value, http_only) in [
            ("MMAUTHTOKEN", session.token.as_str(), "; HttpOnly"),
            ("MMUSERID", user.as_str(), ""),
            ("MMCSRF", session.csrf.as_str(), ""),
        ] {
            reply = reply.header(
                "Set-Cookie",
                format!("{name}={value}; {until}{http_only}{secure}"),
            );
        }
    }
    Ok(reply.header("Token", session.token))
}

fn invalid_credentials() -> ApiError {
    ApiError::new(
        401,
        "api.user.login.invalid_credentials_email_username",
        "Enter a valid email or username and/or password.",
    )
}

fn login_type(_: &mut World, _: &Request<'_>) -> Outcome {
    Ok(Reply::empty(404))
}

fn logout(world: &mut World, r: &Request<'_>) -> Outcome {
    if let Some(caller) = r.maybe_caller() {
        world.store.remove_session(caller.session);
    }
    Ok(Reply::done().header("Set-Cookie", "MMAUTHTOKEN=; Path=/; Max-Age=0; HttpOnly"))
}

/// Says yes also for an unknown address; nothing is sent.
fn reset_password(_: &mut World, r: &Request<'_>) -> Outcome {
    let body: Value = r.object("email")?;
    match body.get("email").and_then(Value::as_str) {
        Some(email) if !email.is_empty() => Ok(Reply::done()),
        _ => Err(ApiError::invalid_body("email")),
    }
}

impl World {
    /// Password first, then the one-time code; both wrong ones count.
    fn check_credentials(&mut self, now: i64, user: Id, password: &str, code: &str) -> Result<(), ApiError> {
        let account = self.store.users.get(&user).ok_or_else(invalid_credentials)?;
        if account.is_bot {
            let id = "api.user.login.bot_login_forbidden.app_error";
            return Err(ApiError::new(401, id, "Bot login is forbidden."));
        }
        // One of the few errors that are not masked, whatever the password (`rest.md` 1.1).
        if account.failed_attempts >= MAX_ATTEMPTS {
            return Err(ApiError::new(
                401,
                "api.user.check_user_login_attempts.too_many.app_error",
                "Your account is locked because of too many failed password attempts. Please reset your password.",
            ));
        }
        if account.password != password {
            self.count_failure(user);
            return Err(invalid_credentials());
        }
        if account.delete_at > 0 {
            return Err(ApiError::new(
                401,
                "api.user.login.inactive.app_error",
                "Login failed because your account has been deactivated.  Please contact an administrator.",
            ));
        }
        if account.mfa_active {
            self.check_code(now, user, code)?;
        }
        Ok(())
    }

    pub(super) fn count_failure(&mut self, user: Id) {
        if let Some(account) = self.store.users.get_mut(&user) {
            account.failed_attempts += 1;
        }
    }

    /// A session of the usual length.
    pub(super) fn new_session(&mut self, now: i64, user: Id, device_id: &str) -> Session {
        let mut own: Vec<(i64, Id)> = self
            .store
            .sessions
            .values()
            .filter(|session| session.user_id == user && !session.from_access_token)
            .map(|session| (session.last_activity_at, session.id))
            .collect();
        own.sort();
        for (_, id) in own.iter().take((own.len() + 1).saturating_sub(MAX_SESSIONS)) {
            self.store.remove_session(*id);
        }
        let session = Session {
            id: self.rng.id(),
            token: self.rng.id().to_string(),
            csrf: self.rng.id().to_string(),
            user_id: user,
            create_at: now,
            expires_at: now + SESSION_LENGTH,
            last_activity_at: now,
            last_user_activity: now,
            device_id: device_id.to_owned(),
            from_access_token: false,
        };
        self.store.put_session(session.clone());
        session
    }

    /// A session in the wire's shape, its token blanked.
    pub(super) fn session_view(&self, session: &Session) -> Value {
        let memberships = self
            .store
            .index
            .user_teams
            .get(&session.user_id)
            .into_iter()
            .flatten();
        let teams = memberships.filter_map(|team| self.store.team_member(*team, session.user_id));
        json!({
            "id": session.id, "token": "", "create_at": session.create_at, "expires_at": session.expires_at,
            "last_activity_at": session.last_activity_at, "user_id": session.user_id,
            "device_id": session.device_id,
            "roles": self.store.users.get(&session.user_id).map_or("", |user: &User| &user.roles),
            "is_oauth": false, "expired_notify": false,
            "props": {
                "browser": "Unknown/0.0", "csrf": session.csrf, "isMobile": "false", "isOAuthUser": "false",
                "isSaml": "false", "is_guest": "false", "os": "", "platform": "Unknown"
            },
            "team_members": teams.map(|member| member.view()).collect::<Vec<_>>(),
            "local": false
        })
    }
}
