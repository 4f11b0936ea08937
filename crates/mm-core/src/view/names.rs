//! Names as the person wants them (`rest.md 5.4`), and the folding by which names are found and sorted.

use std::cmp::Ordering;

use crate::domain::*;
use crate::state::State;

/// Which parts of a name are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameFormat {
    Username,
    NicknameFullName,
    FullName,
}

fn format_of(state: &State) -> NameFormat {
    let configured = state.config().get("TeammateNameDisplay");
    let chosen = state.preference("display_settings", "name_format");
    let word = if state.config().is_on("LockTeammateNameDisplay") {
        configured
    } else {
        chosen.or(configured)
    };
    match word {
        Some("nickname_full_name") => NameFormat::NicknameFullName,
        Some("full_name") => NameFormat::FullName,
        _ => NameFormat::Username,
    }
}

/// A person's name by the naming preference; empty for an unknown person (the interface then says "Someone").
pub fn display_name(state: &State, id: UserId) -> String {
    state
        .user(id)
        .map(|user| user_name(state, user))
        .unwrap_or_default()
}

/// First and last name, as far as they are known.
pub(super) fn full_name(user: &User) -> String {
    [user.first_name.trim(), user.last_name.trim()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn user_name(state: &State, user: &User) -> String {
    let full = full_name(user);
    let name = match format_of(state) {
        NameFormat::Username => "",
        NameFormat::FullName => full.as_str(),
        NameFormat::NicknameFullName if user.nickname.trim().is_empty() => full.as_str(),
        NameFormat::NicknameFullName => user.nickname.trim(),
    };
    if name.is_empty() {
        user.username.clone()
    } else {
        name.to_owned()
    }
}

/// A channel's name: the other person's for a direct message (own name for a note to self), the people's for a group message
/// as soon as they are known, else its own. Empty when unknown.
pub fn channel_display_name(state: &State, id: ChannelId) -> String {
    state
        .channel(id)
        .map(|channel| channel_name(state, channel))
        .unwrap_or_default()
}

pub(super) fn channel_name(state: &State, channel: &Channel) -> String {
    match channel.kind {
        ChannelKind::Direct => {
            let teammate = state.me().and_then(|me| channel.teammate(me));
            let name = teammate.map(|id| display_name(state, id)).unwrap_or_default();
            if name.is_empty() {
                channel.display_name.clone()
            } else {
                name
            }
        }
        ChannelKind::Group => group_name(state, channel).unwrap_or_else(|| channel.display_name.clone()),
        ChannelKind::Public | ChannelKind::Private => channel.display_name.clone(),
    }
}

fn group_name(state: &State, channel: &Channel) -> Option<String> {
    let people = state
        .group_members(channel.id)
        .filter(|people| !people.is_empty())?;
    let mut names: Vec<String> = people.iter().map(|id| display_name(state, *id)).collect();
    if names.iter().any(String::is_empty) {
        return None;
    }
    sort_by(&mut names, |a, b| compare_names(a, b));
    Some(names.join(", "))
}

/// Folds a text for finding and sorting: lower case, full-width Latin as half-width, katakana as hiragana.
pub(super) fn fold(text: &str) -> String {
    text.chars().map(folded).collect()
}

fn folded(c: char) -> char {
    let shifted = match c {
        '\u{3000}' => Some(u32::from(' ')),
        '\u{FF01}'..='\u{FF5E}' => Some(u32::from(c) - 0xFEE0),
        '\u{30A1}'..='\u{30F6}' => Some(u32::from(c) - 0x60),
        _ => None,
    };
    small(shifted.and_then(char::from_u32).unwrap_or(c))
}

/// Whether a name begins with folded letters. Stops at the first letter that differs, and copies nothing: it is asked of
/// thousands of names at every key.
pub(super) fn begins(name: &str, folded: &str) -> bool {
    let mut name = name.chars().map(self::folded);
    folded.chars().all(|c| name.next() == Some(c))
}

/// Order of names: folded, numbers by value, ties by the names as they are.
pub(super) fn compare_names(a: &str, b: &str) -> Ordering {
    compare_folded(&fold(a), &fold(b)).then_with(|| a.cmp(b))
}

/// Order of folded names, numbers by value.
pub(super) fn compare_folded(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (a.peek().copied(), b.peek().copied()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let ordering = number(&mut a).cmp(&number(&mut b));
                if ordering.is_ne() {
                    return ordering;
                }
            }
            (Some(x), Some(y)) => {
                if x != y {
                    return x.cmp(&y);
                }
                a.next();
                b.next();
            }
        }
    }
}

/// Digits without leading zeros, compared by length and then text: no number is too long.
fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let mut digits = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if !(digits.is_empty() && c == '0') {
            digits.push(c);
        }
    }
    (digits.len(), digits)
}
