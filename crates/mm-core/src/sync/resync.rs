//! After a lost connection: ask once for everything that may have changed, hold events back meanwhile, then apply them in order
//! (`websocket.md 4.8`). A proven resume asks for nothing.

use super::Ask;
use crate::domain::{RequestId, Set};
use crate::event::{Event, Window};
use crate::state::State;

/// A resync under way.
#[derive(Clone, Debug, Default)]
pub struct Resync {
    /// Requests whose answers are still out.
    pub waiting: Set<RequestId>,
    /// Events of the new connection, in order.
    pub held: Vec<Event>,
}

/// What a lost connection makes necessary. Cached channels that are not open are asked for when they are opened.
pub fn everything(state: &State) -> Vec<Ask> {
    let mut asks = vec![Ask::Me, Ask::Config, Ask::Teams, Ask::TeamMembers];
    asks.extend(lists_again(state));
    asks
}

/// The first connection: what changes while a person works may have changed since the lists were made, and nobody told.
pub fn lists_again(state: &State) -> Vec<Ask> {
    let mut asks = vec![Ask::Preferences, Ask::TeamsUnread];
    asks.extend(catch_up(state));
    asks.extend(state.open_team().map(Ask::Categories));
    asks
}

/// What closes the moment between a list that was asked for before the socket was open and the first event.
pub fn catch_up(state: &State) -> Vec<Ask> {
    let mut asks = vec![Ask::Channels, Ask::Members];
    if let Some(channel_id) = state.open_channel() {
        let window = match state.since_anchor(channel_id) {
            Some(at) => Window::Since { at, truncated: false },
            None => Window::Latest,
        };
        asks.push(Ask::Posts { channel_id, window });
    }
    if let Some(root_id) = state.open_thread() {
        asks.push(Ask::Thread { root_id, after: None });
    }
    asks
}
