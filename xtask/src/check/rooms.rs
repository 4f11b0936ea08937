//! The dependency rule between rooms: a room uses rooms to its left only (ARCHITECTURE.md).

use super::source::Source;

/// Rooms of one crate, from left to right. Within a group the order counts as well.
pub struct Plan {
    /// Folder of the crate's source, beneath the repository.
    pub folder: &'static str,
    groups: &'static [&'static [&'static str]],
    /// Files that see everything, because wiring is what they are for.
    free: &'static [&'static str],
}

/// The engine.
pub const CORE: Plan = Plan {
    folder: "crates/mm-core/src",
    groups: &[
        &["mutant", "domain", "text"],
        &["event"],
        &["wire", "rest", "state"],
        &["connection", "cache", "view", "sync", "action", "call", "inspect"],
        &["engine"],
    ],
    free: &["lib", "testing"],
};

/// The client.
pub const CLIENT: Plan = Plan {
    folder: "src",
    groups: &[
        &["routes", "ports"],
        &["store"],
        &["ui", "runtime"],
        &["app"],
        &["browser"],
    ],
    free: &["lib", "main"],
};

impl Plan {
    /// Group and position of a room.
    fn place(&self, room: &str) -> Option<(usize, usize)> {
        self.groups.iter().enumerate().find_map(|(group, rooms)| {
            let position = rooms.iter().position(|name| *name == room)?;
            Some((group, position))
        })
    }

    /// Whether `user` may use `used`. Names that are no rooms are re-exports of the crate's root.
    fn allows(&self, user: &str, used: &str) -> bool {
        match (self.place(user), self.place(used)) {
            (Some(user), Some(used)) => used <= user,
            _ => true,
        }
    }

    /// The room a file belongs to: the first part of its path beneath the crate's source.
    fn room<'a>(&self, path: &'a str) -> Option<&'a str> {
        let inner = path.strip_prefix(self.folder)?.strip_prefix('/')?;
        inner.split(['/', '.']).next()
    }

    /// Uses that point to the right, as line and sentence.
    pub fn wrong_uses(&self, path: &str, source: &Source) -> Vec<(usize, String)> {
        let Some(room) = self.room(path) else {
            return Vec::new();
        };
        if self.free.contains(&room) {
            return Vec::new();
        }
        if self.place(room).is_none() {
            return vec![(
                0,
                format!("{room} has no place in the dependency rule (xtask/src/check/rooms.rs)"),
            )];
        }
        let wrong = |(_, used): &(usize, String)| !self.allows(room, used);
        let sentence = |(at, used): (usize, String)| {
            (
                source.line_of(at),
                format!("room {room} must not use room {used}, which stands to its right"),
            )
        };
        let uses = uses(&source.code, depth(self.folder, path));
        uses.into_iter().filter(wrong).map(sentence).collect()
    }
}

/// How many `super` lead from this file's module to the crate's root.
fn depth(folder: &str, path: &str) -> usize {
    let inner = path.strip_prefix(folder).unwrap_or(path).trim_matches('/');
    inner.split('/').count() - usize::from(inner.ends_with("/mod.rs"))
}

/// Every first name after `crate::`, or after as many `super::` as lead to the root, with its position.
fn uses(code: &str, depth: usize) -> Vec<(usize, String)> {
    let to_root = "super::".repeat(depth);
    let mut found = Vec::new();
    for start in ["crate::", to_root.as_str()] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            let part_of_longer = before.is_some_and(|sign| sign.is_alphanumeric() || "_:$".contains(sign));
            if !part_of_longer {
                let names = first_names(&code[at + start.len()..]);
                found.extend(names.into_iter().map(|name| (at, name)));
            }
        }
    }
    found
}

/// `a::b` → a; `{a::b, c::{d, e}, f}` → a, c, f.
fn first_names(path: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start()
            .chars()
            .take_while(|sign| sign.is_alphanumeric() || *sign == '_')
            .collect()
    };
    let Some(group) = path.strip_prefix('{') else {
        return vec![name(path)];
    };
    let mut names = vec![name(group)];
    let mut depth = 1;
    for (at, sign) in group.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(name(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::{Source, CLIENT, CORE};

    fn wrong(path: &str, code: &str) -> usize {
        CORE.wrong_uses(path, &Source::new(code)).len()
    }

    #[test]
    fn to_the_left_is_fine() {
        assert_eq!(
            wrong(
                "crates/mm-core/src/state/posts.rs",
                "use crate::domain::{PostId, UserId};"
            ),
            0
        );
        assert_eq!(
            wrong(
                "crates/mm-core/src/engine/mod.rs",
                "use crate::{sync, action::Action, view};"
            ),
            0
        );
        assert_eq!(
            wrong(
                "crates/mm-core/src/event.rs",
                "crate::domain::x(); use super::text;"
            ),
            0
        );
        assert_eq!(
            wrong("crates/mm-core/src/lib.rs", "pub use crate::engine::Engine;"),
            0
        );
    }

    #[test]
    fn to_the_right_is_found_however_it_is_written() {
        assert_eq!(
            wrong("crates/mm-core/src/domain/ids.rs", "use crate::state::State;"),
            1
        );
        assert_eq!(
            wrong(
                "crates/mm-core/src/domain/ids.rs",
                "use super::super::state::State;"
            ),
            1
        );
        assert_eq!(
            wrong(
                "crates/mm-core/src/domain/mod.rs",
                "fn f() { crate::engine::x() }"
            ),
            1
        );
        assert_eq!(
            wrong(
                "crates/mm-core/src/event.rs",
                "use crate::{domain::X, sync::{a, b}, view};"
            ),
            2
        );
        assert_eq!(
            wrong("crates/mm-core/src/event.rs", "use super::engine::Engine;"),
            1
        );
    }

    #[test]
    fn a_room_nobody_planned_is_found() {
        assert_eq!(wrong("crates/mm-core/src/helpers/mod.rs", "fn f() {}"), 1);
    }

    #[test]
    fn the_client_has_its_own_line() {
        let found = CLIENT.wrong_uses("src/store/cells.rs", &Source::new("use crate::ui::App;"));
        assert_eq!(
            found,
            [(
                1,
                "room store must not use room ui, which stands to its right".to_owned()
            )]
        );
        assert!(CLIENT
            .wrong_uses("src/browser/http.rs", &Source::new("use crate::ports::Http;"))
            .is_empty());
    }
}
