//! Presence (`rest.md 3.9`).

use super::UserId;

/// Whether somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Presence {
    /// Online.
    Online,
    /// Away.
    Away,
    /// Do not disturb (also out of office).
    DoNotDisturb,
    /// Offline, or not known.
    #[default]
    Offline,
}

impl Presence {
    /// Reads the server's word; unknown words are offline.
    pub fn from_wire(word: &str) -> Presence {
        match word {
            "online" => Presence::Online,
            "away" => Presence::Away,
            "dnd" | "ooo" => Presence::DoNotDisturb,
            _ => Presence::Offline,
        }
    }

    /// The server's word.
    pub fn as_wire(self) -> &'static str {
        match self {
            Presence::Online => "online",
            Presence::Away => "away",
            Presence::DoNotDisturb => "dnd",
            Presence::Offline => "offline",
        }
    }
}

/// Somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// Who.
    pub user_id: UserId,
    /// Presence.
    pub presence: Presence,
}
