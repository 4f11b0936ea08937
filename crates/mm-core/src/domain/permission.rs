//! Roles and what they allow (`rest.md 3.9`). The interface hides what one may not do; correctness never relies on it.

use super::Set;

/// A role and its permissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Name as it stands in `roles` of users and memberships.
    pub name: String,
    /// Permission names such as `create_post`.
    pub permissions: Set<String>,
}
