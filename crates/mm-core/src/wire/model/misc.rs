//! Team, team membership, preference, role, custom emoji (`rest.md 3.3, 3.7–3.9`).

use std::borrow::Cow;

use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// A text that may not be missing.
fn named(fields: &Fields<'_>, name: &str) -> Result<String, Unfit> {
    let text = fields.string(name);
    if text.is_empty() {
        return Err(Unfit);
    }
    Ok(text)
}

/// A team.
pub fn team(fields: &Fields<'_>) -> Result<Team, Unfit> {
    Ok(Team {
        id: fields.id("id")?,
        update_at: fields.time("update_at"),
        delete_at: fields.moment("delete_at"),
        display_name: fields.string("display_name"),
        name: fields.string("name"),
        last_icon_update: fields.moment("last_team_icon_update"),
    })
}

/// A team membership.
pub fn team_member(fields: &Fields<'_>) -> Result<TeamMember, Unfit> {
    Ok(TeamMember {
        team_id: fields.id("team_id")?,
        user_id: fields.id("user_id")?,
        roles: fields.string("roles"),
        delete_at: fields.moment("delete_at"),
    })
}

/// A preference.
pub fn preference(fields: &Fields<'_>) -> Result<Preference, Unfit> {
    Ok(Preference {
        key: PreferenceKey::new(named(fields, "category")?, fields.string("name")),
        value: fields.string("value"),
    })
}

/// A role.
pub fn role(fields: &Fields<'_>) -> Result<Role, Unfit> {
    Ok(Role {
        name: named(fields, "name")?,
        permissions: set_of(fields.texts("permissions").into_iter().map(Cow::into_owned)),
    })
}

/// A custom emoji.
pub fn emoji(fields: &Fields<'_>) -> Result<CustomEmoji, Unfit> {
    Ok(CustomEmoji {
        id: fields.id("id")?,
        name: named(fields, "name")?,
    })
}
