//! Teams and memberships (`rest.md 3.3`).

use super::{TeamId, Timestamp, UserId};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Id.
    pub id: TeamId,
    /// Newer copies replace older ones.
    pub update_at: Timestamp,
    /// Archived since.
    pub delete_at: Option<Timestamp>,
    /// Shown name.
    pub display_name: String,
    /// Name in addresses.
    pub name: String,
    /// When the icon last changed; `None` without an icon.
    pub last_icon_update: Option<Timestamp>,
}

/// Somebody's membership of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMember {
    /// The team.
    pub team_id: TeamId,
    /// The person.
    pub user_id: UserId,
    /// Space-separated roles in the team.
    pub roles: String,
    /// Left since; the server keeps the row.
    pub delete_at: Option<Timestamp>,
}
