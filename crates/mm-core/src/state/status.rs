//! Presence of people.

use crate::domain::*;

use super::{Changes, Key, State};

impl State {
    /// Presence arrived, by poll or about oneself.
    pub(super) fn statuses_loaded(&mut self, statuses: &[Status], changes: &mut Changes) {
        for status in statuses {
            if self.presence.insert(status.user_id, status.presence) != Some(status.presence) {
                changes.insert(Key::Presence(status.user_id));
            }
        }
    }

    /// Somebody posted, so they are there: only "offline" and "away" are overruled; "do not disturb" is a wish.
    pub(super) fn seen_online(&mut self, user_id: UserId, changes: &mut Changes) {
        let known = self.presence.get(&user_id).copied();
        if matches!(known, Some(Presence::Offline | Presence::Away)) {
            self.presence.insert(user_id, Presence::Online);
            changes.insert(Key::Presence(user_id));
        }
    }
}
