//! People and bots, and whether they are there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{json, Map, Value};

use crate::world::id::Id;

/// An account.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct User {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub username: String,
    pub password: String,
    pub email: String,
    pub email_verified: bool,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    /// Space separated: `system_user`, `system_user system_admin`.
    pub roles: String,
    pub props: BTreeMap<String, String>,
    pub notify_props: BTreeMap<String, String>,
    pub last_password_update: i64,
    pub last_picture_update: i64,
    pub failed_attempts: i64,
    pub locale: String,
    pub timezone: BTreeMap<String, String>,
    pub is_bot: bool,
    pub bot_description: String,
    pub bot_owner: Id,
    pub mfa_active: bool,
    pub mfa_secret: String,
    /// The last one-time code that was accepted: none is accepted twice.
    pub mfa_used: String,
    /// Accounts made over the interface are shown with an empty `remote_id`, others without.
    pub shows_remote_id: bool,
    /// An uploaded picture; without one initials are drawn.
    #[serde(default, with = "crate::world::snapshot::base64_bytes")]
    pub picture: Vec<u8>,
}

impl User {
    /// System administrator?
    pub fn is_admin(&self) -> bool {
        self.roles.split(' ').any(|role| role == "system_admin")
    }

    /// As the person himself sees it (`rest.md` 3.1).
    pub fn own_view(&self) -> Value {
        let mut map = self.base_view(false);
        if self.email_verified {
            map.insert("email_verified".into(), json!(true));
        }
        map.insert("notify_props".into(), json!(self.notify_props));
        if self.last_password_update > 0 {
            map.insert("last_password_update".into(), json!(self.last_password_update));
        }
        if self.failed_attempts > 0 {
            map.insert("failed_attempts".into(), json!(self.failed_attempts));
        }
        if self.mfa_active {
            map.insert("mfa_active".into(), json!(true));
        }
        Value::Object(map)
    }

    /// As others see it.
    pub fn public_view(&self) -> Value {
        Value::Object(self.base_view(true))
    }

    /// The copy of `user_updated` for administrators: with notification settings, without private marks.
    pub fn admin_view(&self) -> Value {
        let mut map = self.base_view(false);
        map.insert("notify_props".into(), json!(self.notify_props));
        Value::Object(map)
    }

    /// A participant of whom only the id is filled in. Lists of posts leave `auth_data` out, threads have it.
    pub fn bare_view(id: Id, auth_data: bool) -> Value {
        let mut view = json!({
            "id": id, "delete_at": 0, "username": "", "auth_service": "", "email": "", "nickname": "",
            "first_name": "", "last_name": "", "position": "", "roles": "", "locale": "", "timezone": null,
            "disable_welcome_email": false
        });
        if let (true, Some(map)) = (auth_data, view.as_object_mut()) {
            map.insert("auth_data".into(), json!(""));
        }
        view
    }

    fn base_view(&self, auth_data: bool) -> Map<String, Value> {
        let mut map = Map::new();
        let mut put = |name: &str, value: Value| map.insert(name.to_owned(), value);
        put("id", json!(self.id));
        put("create_at", json!(self.create_at));
        put("update_at", json!(self.update_at));
        put("delete_at", json!(self.delete_at));
        put("username", json!(self.username));
        put("auth_service", json!(""));
        put("email", json!(self.email));
        put("nickname", json!(self.nickname));
        put("first_name", json!(self.first_name));
        put("last_name", json!(self.last_name));
        put("position", json!(self.position));
        put("roles", json!(self.roles));
        put("locale", json!(self.locale));
        put("timezone", json!(self.timezone));
        put("disable_welcome_email", json!(false));
        if auth_data {
            put("auth_data", json!(""));
        }
        if !self.props.is_empty() {
            put("props", json!(self.props));
        }
        if self.last_picture_update > 0 {
            put("last_picture_update", json!(self.last_picture_update));
        }
        if self.is_bot {
            put("is_bot", json!(true));
            put("bot_description", json!(self.bot_description));
        }
        if self.shows_remote_id {
            put("remote_id", json!(""));
        }
        map
    }
}

/// Whether somebody is there. `dnd_end_time` is in seconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    pub user_id: Id,
    pub status: String,
    pub manual: bool,
    pub last_activity_at: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub active_channel: String,
    pub dnd_end_time: i64,
}

impl Status {
    /// Not there and never seen.
    pub fn offline(user_id: Id) -> Status {
        Status {
            user_id,
            status: "offline".into(),
            ..Status::default()
        }
    }
}
