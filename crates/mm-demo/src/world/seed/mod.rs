//! The seed company, and the large worlds for measuring.

mod company;
mod large;
mod people;
mod script;
mod standups;
mod talk;
mod talk_more;

use super::id::Id;
use super::options::{AccountHint, Size, WorldOptions};
use super::time::DAY;
use super::World;

/// The password of every account.
pub const PASSWORD: &str = "Tsubame-2026";
/// A personal access token of the administrator, for trying token sessions.
pub const ACCESS_TOKEN: &str = "tsubamedemoaccesstoken2026";
/// The secret of the account with one-time codes.
pub const MFA_SECRET: &str = "TSUBAMEDEMO2345TSUBAMEDEMO234567";

/// Fills an empty world so that its history ends shortly before `now`.
pub fn fill(world: &mut World, options: WorldOptions, now: i64) {
    let cast = people::make(world, now - 60 * DAY);
    let places = company::make(world, &cast, now);
    company::talk(world, &cast, &places, now);
    if options.size != Size::Company || options.posts_in_main.is_some() {
        large::fill(world, options, now);
    }
}

impl World {
    /// The accounts to try.
    pub fn accounts(&self) -> Vec<AccountHint> {
        let hint = |username: &str, role: &str, note: &str| AccountHint {
            username: username.to_owned(),
            password: PASSWORD.to_owned(),
            role: role.to_owned(),
            note: note.to_owned(),
        };
        let mut list: Vec<AccountHint> = people::CAST
            .iter()
            .filter(|person| !person.hint.is_empty())
            .map(|person| {
                hint(
                    person.username,
                    if person.admin { "administrator" } else { "member" },
                    person.hint,
                )
            })
            .collect();
        list.push(hint(
            "mfa.user",
            "member",
            &format!("asks for a one-time code; secret {MFA_SECRET}"),
        ));
        list.push(hint(
            "noriko.hayashi",
            "access token",
            &format!("personal access token {ACCESS_TOKEN}"),
        ));
        list
    }
}

/// The one of that login name.
pub fn person(world: &World, username: &str) -> Id {
    world.store.user_named(username).map_or(Id::NONE, |user| user.id)
}
