//! Team, team membership, preference, role, custom emoji (`rest.md 3.3, 3.7–3.9`).

use serde::Deserialize;

use super::{moment, IntoDomain};
use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::nested::{Int, List, Text};

/// A team as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawTeam<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    pub update_at: Int,
    pub delete_at: Int,
    #[serde(borrow)]
    pub display_name: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    pub last_team_icon_update: Int,
}

impl IntoDomain for RawTeam<'_> {
    type Domain = Team;

    fn into_domain(self) -> Option<Team> {
        Some(Team {
            id: TeamId::parse(self.id.as_str()).ok()?,
            update_at: Timestamp(self.update_at.0),
            delete_at: moment(self.delete_at),
            display_name: self.display_name.into_string(),
            name: self.name.into_string(),
            last_icon_update: moment(self.last_team_icon_update),
        })
    }
}

/// A team membership as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawTeamMember<'a> {
    #[serde(borrow)]
    pub team_id: Text<'a>,
    #[serde(borrow)]
    pub user_id: Text<'a>,
    #[serde(borrow)]
    pub roles: Text<'a>,
    pub delete_at: Int,
}

impl IntoDomain for RawTeamMember<'_> {
    type Domain = TeamMember;

    fn into_domain(self) -> Option<TeamMember> {
        Some(TeamMember {
            team_id: TeamId::parse(self.team_id.as_str()).ok()?,
            user_id: UserId::parse(self.user_id.as_str()).ok()?,
            roles: self.roles.into_string(),
            delete_at: moment(self.delete_at),
        })
    }
}

/// A preference as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawPreference<'a> {
    #[serde(borrow)]
    pub category: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub value: Text<'a>,
}

impl IntoDomain for RawPreference<'_> {
    type Domain = Preference;

    fn into_domain(self) -> Option<Preference> {
        if self.category.is_empty() {
            return None;
        }
        Some(Preference {
            key: PreferenceKey::new(self.category.into_string(), self.name.into_string()),
            value: self.value.into_string(),
        })
    }
}

/// A role as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawRole<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub permissions: List<Text<'a>>,
}

impl IntoDomain for RawRole<'_> {
    type Domain = Role;

    fn into_domain(self) -> Option<Role> {
        if self.name.is_empty() {
            return None;
        }
        Some(Role {
            name: self.name.into_string(),
            permissions: set_of(self.permissions.0.into_iter().map(Text::into_string)),
        })
    }
}

/// A custom emoji as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawEmoji<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
}

impl IntoDomain for RawEmoji<'_> {
    type Domain = CustomEmoji;

    fn into_domain(self) -> Option<CustomEmoji> {
        if self.name.is_empty() {
            return None;
        }
        Some(CustomEmoji {
            id: EmojiId::parse(self.id.as_str()).ok()?,
            name: self.name.into_string(),
        })
    }
}
