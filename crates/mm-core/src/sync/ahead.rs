//! What is read before anybody opens it: posts of unread channels, so that they can be read without a network too (`rest.md 2.3`, "later").

use super::place::missing;
use super::Ask;
use crate::domain::{ChannelId, Set};
use crate::state::State;

/// The unread channel whose posts are missed most, and the question for them: the one that opening it would ask, so that the "New messages"
/// line has its place. What was edited or deleted since is asked for when it is opened. `None`: all posts are there, were asked for already (`passed`), or memory is needed for what was visited.
pub fn ahead(state: &State, passed: &Set<ChannelId>) -> Option<(ChannelId, Ask)> {
    if !state.has_room() {
        return None;
    }
    let wanted = |id: &ChannelId| {
        let is_other = state.open_channel() != Some(*id) && !passed.contains(id);
        is_other && state.needs_posts(*id) && state.lacks_newest(*id)
    };
    let unread = state.channels().map(|channel| channel.id).filter(wanted);
    let ranked = unread.filter_map(|id| Some((state.unread_rank(id)?, id)));
    let (_, id) = ranked.max()?;
    Some((id, missing(state, id)))
}
