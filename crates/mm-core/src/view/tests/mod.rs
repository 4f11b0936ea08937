//! Behaviours of the projections, one file each.

mod channels;
mod list;
mod names;
mod post;
mod profile;
mod sidebar;
mod suggest;
mod switcher;
mod text;
mod why;

use crate::domain::*;
use crate::event::Event;
use crate::state::State;
use crate::testing::*;

/// A state with Alice signed in, after these facts.
fn after(events: impl IntoIterator<Item = Event>) -> State {
    let mut state = signed_in();
    for event in events {
        state.apply(&event);
    }
    state
}

fn user(id: UserId, username: &str, change: impl FnOnce(&mut User)) -> Event {
    let mut user = build::user(id, username);
    user.update_at = Timestamp(9);
    change(&mut user);
    Event::UsersLoaded(vec![user])
}

fn role(name: &str, permissions: &[&str]) -> Event {
    Event::RolesLoaded(vec![Role {
        name: name.to_owned(),
        permissions: permissions.iter().map(|p| (*p).to_owned()).collect(),
    }])
}
