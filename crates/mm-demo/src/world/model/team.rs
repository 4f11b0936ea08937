//! Teams and who belongs to them.

use serde::{Deserialize, Serialize};
use serde_json::{json, Value};

use super::is_zero;
use crate::world::id::Id;

/// A team, in the wire's shape.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Team {
    pub id: Id,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub display_name: String,
    pub name: String,
    pub description: String,
    pub email: String,
    /// `O` open, `I` by invitation.
    #[serde(rename = "type")]
    pub kind: String,
    pub company_name: String,
    pub allowed_domains: String,
    pub invite_id: String,
    pub allow_open_invite: bool,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_team_icon_update: i64,
    pub scheme_id: Option<String>,
    pub group_constrained: Option<bool>,
    pub policy_id: Option<String>,
    pub cloud_limits_archived: bool,
}

impl Team {
    /// The copy in events: without e-mail address and invitation id.
    pub fn blanked(&self) -> Team {
        Team {
            email: String::new(),
            invite_id: String::new(),
            ..self.clone()
        }
    }
}

/// Membership of a team. Leaving sets `delete_at`, the row stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TeamMember {
    pub team_id: Id,
    pub user_id: Id,
    pub delete_at: i64,
    pub scheme_admin: bool,
}

impl TeamMember {
    /// In the wire's shape.
    pub fn view(&self) -> Value {
        let live = self.delete_at == 0;
        let roles = match (live, self.scheme_admin) {
            (false, _) => "",
            (true, false) => "team_user",
            (true, true) => "team_user team_admin",
        };
        json!({
            "team_id": self.team_id, "user_id": self.user_id, "roles": roles, "delete_at": self.delete_at,
            "scheme_guest": false, "scheme_user": live, "scheme_admin": live && self.scheme_admin,
            "explicit_roles": ""
        })
    }
}
