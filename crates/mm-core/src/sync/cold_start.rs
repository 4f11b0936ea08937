//! From nothing to a usable channel in as few waves as possible (`rest.md 2.3`).
//!
//! Wave A asks for everything that depends on nothing, at once. As soon as teams, channels and memberships are there, the
//! place is settled (`place.rs`) and wave B asks for its posts and categories; people follow as they are seen (`people.rs`).

use super::{Ask, Plan};
use crate::event::{Event, Place, SessionState};

/// The page begins. Without the readable mark of a session nobody is signed in, and nothing is asked that would be refused.
pub fn start(place: Place, maybe_signed_in: bool) -> Plan {
    let mut plan = Plan::event(Event::PlaceOpened(place));
    if maybe_signed_in {
        plan.asks.push(Ask::Me);
        plan.asks.extend(wave_a());
    } else {
        plan.events.push(Event::SessionChanged(SessionState::SignedOut));
    }
    plan.asks.push(Ask::Config);
    plan
}

/// Somebody signed in on this page: the same without asking who, with the full configuration.
pub fn after_sign_in() -> Vec<Ask> {
    let mut asks = wave_a();
    asks.push(Ask::Config);
    asks
}

fn wave_a() -> Vec<Ask> {
    vec![
        Ask::Channels,
        Ask::Members,
        Ask::Teams,
        Ask::TeamMembers,
        Ask::Preferences,
        Ask::TeamsUnread,
    ]
}
