//! Who and what the tests talk about. Alice is always oneself.

use crate::domain::*;
use crate::event::{Event, Place, Scope, SessionState};
use crate::state::State;

use super::build;

/// Oneself.
pub const ALICE: UserId = UserId::sample("alice");
/// A colleague.
pub const BOB: UserId = UserId::sample("bob");
/// Another one.
pub const CAROL: UserId = UserId::sample("carol");
/// The team `company`.
pub const TEAM: TeamId = TeamId::sample("company");
/// A public channel.
pub const GENERAL: ChannelId = ChannelId::sample("general");
/// Another public channel.
pub const DESIGN: ChannelId = ChannelId::sample("design");
/// A private channel.
pub const SECRET: ChannelId = ChannelId::sample("secret");
/// Alice and Bob.
pub const DIRECT: ChannelId = ChannelId::sample("direct");
/// Alice, Bob and Carol.
pub const GROUP: ChannelId = ChannelId::sample("group");

/// A state as after sign-in: Alice, her team, five channels, nothing unread, no posts loaded.
pub fn signed_in() -> State {
    let mut state = State::default();
    for event in sign_in() {
        state.apply(&event);
    }
    state
}

/// The facts that lead to [`signed_in`].
pub fn sign_in() -> Vec<Event> {
    let channels = vec![
        build::channel(GENERAL, "general").channel(),
        build::channel(DESIGN, "design").channel(),
        build::channel(SECRET, "secret")
            .kind(ChannelKind::Private)
            .channel(),
        build::channel(DIRECT, &format!("{ALICE}__{BOB}"))
            .kind(ChannelKind::Direct)
            .channel(),
        build::channel(GROUP, "abc").kind(ChannelKind::Group).channel(),
    ];
    let members = channels.iter().map(|c| build::member(c.id)).collect();
    vec![
        Event::SessionChanged(SessionState::SignedIn),
        Event::MeLoaded(Box::new(build::user(ALICE, "alice"))),
        Event::UsersLoaded(vec![build::user(BOB, "bob"), build::user(CAROL, "carol")]),
        Event::TeamsLoaded {
            teams: vec![build::team(TEAM, "company")],
            scope: Scope::All,
        },
        Event::ChannelsLoaded {
            channels,
            scope: Scope::All,
        },
        Event::MembersLoaded {
            members,
            scope: Scope::All,
        },
        Event::GroupMembersLoaded(Map::from([(
            GROUP,
            vec![build::user(BOB, "bob"), build::user(CAROL, "carol")],
        )])),
    ]
}

/// The place of a channel of the team.
pub fn place(channel: &str) -> Place {
    Place::Channel {
        team: "company".to_owned(),
        channel: channel.to_owned(),
    }
}
