//! What one may do, by roles (`rest.md 3.9`). Only to show or hide: the server decides. While roles are not known, the
//! ordinary acts are offered.

use crate::domain::*;
use crate::state::State;

use super::{PostRights, ReadOnly};

/// Whether a permission is granted in a channel; `None` while no role of mine is known.
pub(super) fn granted(state: &State, channel: &Channel, permission: &str) -> Option<bool> {
    let user = state.me_user().map_or("", |u| u.roles.as_str());
    let team = channel
        .team_id
        .and_then(|id| state.team_members.get(&id))
        .map_or("", |m| m.roles.as_str());
    let member = state.member(channel.id).map_or("", |m| m.roles.as_str());
    let mut known = false;
    for name in [user, team, member].into_iter().flat_map(str::split_whitespace) {
        if let Some(role) = state.roles.get(name) {
            known = true;
            if role.permissions.contains(permission) {
                return Some(true);
            }
        }
    }
    known.then_some(false)
}

/// Why one may not write in a channel, if so.
pub(super) fn read_only(state: &State, channel: &Channel) -> Option<ReadOnly> {
    if channel.delete_at.is_some() {
        return Some(ReadOnly::Archived);
    }
    let teammate = state
        .me()
        .and_then(|me| channel.teammate(me))
        .and_then(|id| state.user(id));
    if teammate.is_some_and(|u| u.delete_at.is_some()) {
        return Some(ReadOnly::Deactivated);
    }
    (granted(state, channel, "create_post") == Some(false)).then_some(ReadOnly::NoPermission)
}

/// What one may do with a post.
pub(super) fn post_rights(state: &State, post: &Post) -> PostRights {
    let Some(channel) = state.channel(post.channel_id) else {
        return PostRights::default();
    };
    if channel.delete_at.is_some() || post.kind == PostKind::Ephemeral {
        return PostRights::default();
    }
    let may =
        |permission: &str, while_unknown: bool| granted(state, channel, permission).unwrap_or(while_unknown);
    let writes = read_only(state, channel).is_none();
    let own = state.me() == Some(post.user_id);
    let system = post.is_system();
    PostRights {
        edit: writes
            && !system
            && (if own {
                may("edit_post", true)
            } else {
                may("edit_others_posts", false)
            }),
        delete: if own && !system {
            may("delete_post", true)
        } else {
            may("delete_others_posts", false)
        },
        react: may("add_reaction", true),
        reply: writes && !system,
        pin: writes && !system,
    }
}
