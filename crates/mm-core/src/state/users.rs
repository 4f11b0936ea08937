//! People: the newest copy of each. The server sends reduced copies, even of oneself; they never blank what is known.

use std::sync::Arc;

use crate::domain::*;

use super::{Changes, Key, State};

impl State {
    /// The signed-in account is known. Another account than before takes nothing over from it.
    pub(super) fn me_loaded(&mut self, user: &User, changes: &mut Changes) {
        if self.me.is_some_and(|me| me != user.id) {
            self.person_changed(changes);
        }
        if self.me != Some(user.id) {
            self.me = Some(user.id);
            changes.insert(Key::Session);
        }
        self.users_loaded(std::slice::from_ref(user), changes);
    }

    /// Profiles arrived or changed.
    pub(super) fn users_loaded(&mut self, users: &[User], changes: &mut Changes) {
        for user in users {
            self.user_told(user, changes);
        }
        self.place_resolved_again(changes);
    }

    fn user_told(&mut self, told: &User, changes: &mut Changes) {
        let known = self.users.get(&told.id);
        if known.is_some_and(|k| k.update_at > told.update_at) {
            return;
        }
        let next = match known {
            Some(known) if self.me == Some(told.id) && told.notify_props.is_empty() => completed(told, known),
            _ => told.clone(),
        };
        if known.is_some_and(|k| **k == next) {
            return;
        }
        let old_name = known.map(|k| k.username.clone());
        if let Some(old) = old_name.filter(|name| *name != next.username) {
            if self.usernames.get(&old) == Some(&next.id) {
                self.usernames.remove(&old);
            }
        }
        self.usernames.insert(next.username.clone(), next.id);
        changes.insert(Key::User(next.id));
        self.users.insert(next.id, Arc::new(next));
    }

    /// System roles of a person changed.
    pub(super) fn user_roles_changed(&mut self, user_id: UserId, roles: &str, changes: &mut Changes) {
        if let Some(user) = self.users.get_mut(&user_id) {
            if user.roles != roles {
                Arc::make_mut(user).roles = roles.to_owned();
                changes.insert(Key::User(user_id));
            }
        }
    }
}

/// A reduced copy of oneself, with what only the full one tells.
fn completed(told: &User, known: &User) -> User {
    let or_known = |told: &str, known: &str| {
        if told.is_empty() {
            known.to_owned()
        } else {
            told.to_owned()
        }
    };
    User {
        notify_props: known.notify_props.clone(),
        first_name: or_known(&told.first_name, &known.first_name),
        last_name: or_known(&told.last_name, &known.last_name),
        timezone: or_known(&told.timezone, &known.timezone),
        ..told.clone()
    }
}
