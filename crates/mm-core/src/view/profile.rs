//! What a person's profile shows.

use crate::domain::*;
use crate::state::State;

use super::names::{full_name, user_name};
use super::{AuthorTag, ProfileView};

/// A person; `None` while they are not known.
pub fn profile(state: &State, id: UserId) -> Option<ProfileView> {
    let user = state.user(id)?;
    let tag = match (user.is_bot, user.is_guest()) {
        (true, _) => Some(AuthorTag::Bot),
        (false, true) => Some(AuthorTag::Guest),
        (false, false) => None,
    };
    Some(ProfileView {
        display_name: user_name(state, user),
        full_name: full_name(user),
        username: user.username.clone(),
        position: user.position.trim().to_owned(),
        timezone: user.timezone.clone(),
        tag,
        is_deactivated: user.delete_at.is_some(),
    })
}
