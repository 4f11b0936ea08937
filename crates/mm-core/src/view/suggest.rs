//! What is offered while somebody writes: people for `@`, channels for `~`, emoji for `:`, by the beginning of their names.
//!
//! Asked at every key, so nothing is sorted but the few that are shown.

use crate::domain::*;
use crate::state::State;
use crate::text::EmojiTable;

use super::names::{begins, fold, user_name};

/// Longer words are no names.
const LONGEST: usize = 64;

/// Groups that a mention can wake, in the order they are offered.
const GROUPS: [&str; 3] = ["channel", "all", "here"];

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `@`
    Person,
    /// `~`
    Channel,
    /// `:`
    Emoji,
}

/// The unfinished word before the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it asks for.
    pub kind: Kind,
    /// Byte at which it begins, its sign included.
    pub start: usize,
    /// Its letters, folded, without the sign.
    pub letters: String,
}

/// Something to put in the place of the word.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // fields are named after what they hold
pub enum Suggestion {
    Person {
        user_id: UserId,
        username: String,
        display_name: String,
    },
    /// `@channel`, `@all`, `@here`.
    Group(&'static str),
    Channel {
        name: String,
        display_name: String,
        kind: ChannelKind,
    },
    Emoji {
        name: String,
        characters: String,
    },
    CustomEmoji {
        name: String,
        id: EmojiId,
    },
}

impl Suggestion {
    /// Whether the word says it already, letter by letter. An emoji wants its second colon as well.
    pub fn is(&self, word: &Word) -> bool {
        match self {
            Suggestion::Person { username, .. } => word.letters == *username,
            Suggestion::Group(name) => word.letters == *name,
            Suggestion::Channel { name, .. } => word.letters == *name,
            Suggestion::Emoji { .. } | Suggestion::CustomEmoji { .. } => false,
        }
    }

    /// The text that takes the place of the word.
    pub fn text(&self) -> String {
        match self {
            Suggestion::Person { username, .. } => format!("@{username} "),
            Suggestion::Group(word) => format!("@{word} "),
            Suggestion::Channel { name, .. } => format!("~{name} "),
            Suggestion::Emoji { name, .. } | Suggestion::CustomEmoji { name, .. } => format!(":{name}: "),
        }
    }
}

/// The word that ends at the caret, if it asks for something; `before` is the text up to the caret.
///
/// A sign counts where no Latin letter or digit stands before it: `a@b.c` and `10:30` ask for nothing, `お願い@` does. A wave
/// after any letter only draws it out (`ですね~`).
pub fn word_at(before: &str) -> Option<Word> {
    for (start, c) in before.char_indices().rev().take(LONGEST) {
        if c.is_whitespace() {
            return None;
        }
        let Some(kind) = kind_of(c) else { continue };
        let word = before.get(start + c.len_utf8()..)?;
        let earlier = before.get(..start)?.chars().next_back();
        let stands_free = !earlier.is_some_and(|c| match kind {
            Kind::Channel => c.is_alphanumeric() || c == '~',
            Kind::Person | Kind::Emoji => c.is_ascii_alphanumeric() || c == '_' || kind_of(c).is_some(),
        });
        let asks = match kind {
            Kind::Person | Kind::Channel => true,
            // A colon alone, or before one letter, is a smiley or the end of a clause.
            Kind::Emoji => word.chars().count() >= 2 && word.chars().all(is_emoji_letter),
        };
        return (stands_free && asks).then(|| Word {
            kind,
            start,
            letters: fold(word),
        });
    }
    None
}

fn kind_of(c: char) -> Option<Kind> {
    match c {
        '@' | '＠' => Some(Kind::Person),
        '~' => Some(Kind::Channel),
        ':' => Some(Kind::Emoji),
        _ => None,
    }
}

fn is_emoji_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '+' | '-')
}

/// What fits a word, best first. Emoji need their table; without it only custom ones are found.
pub fn suggest(state: &State, table: Option<&EmojiTable>, word: &Word, limit: usize) -> Vec<Suggestion> {
    match word.kind {
        Kind::Person => people(state, &word.letters, limit),
        Kind::Channel => channels(state, &word.letters, limit),
        Kind::Emoji => emoji(state, table, &word.letters, limit),
    }
}

/// How a name fits; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Own,
    Other,
}

/// The best of many, without sorting them all.
struct Best<K, T> {
    kept: Vec<(K, T)>,
    limit: usize,
}

impl<K: Ord, T> Best<K, T> {
    fn new(limit: usize) -> Self {
        Self {
            kept: Vec::new(),
            limit,
        }
    }

    fn offer(&mut self, key: K, item: T) {
        let at = self.kept.partition_point(|(kept, _)| *kept <= key);
        if at < self.limit {
            self.kept.insert(at, (key, item));
            self.kept.truncate(self.limit);
        }
    }
}

fn people(state: &State, letters: &str, limit: usize) -> Vec<Suggestion> {
    let mut best = Best::new(limit);
    for user in state.users().filter(|user| user.delete_at.is_none()) {
        if let Some(fit) = person_fit(user, letters) {
            best.offer((fit, user.username.as_str()), user);
        }
    }
    let found = best.kept.into_iter().map(|(_, user)| Suggestion::Person {
        user_id: user.id,
        username: user.username.clone(),
        display_name: user_name(state, user),
    });
    let groups = GROUPS.into_iter().filter(|word| word.starts_with(letters));
    found.chain(groups.map(Suggestion::Group)).take(limit).collect()
}

fn person_fit(user: &User, letters: &str) -> Option<Fit> {
    if begins(&user.username, letters) {
        return Some(Fit::Own);
    }
    let others = [&user.first_name, &user.last_name, &user.nickname];
    others
        .into_iter()
        .any(|name| begins(name, letters))
        .then_some(Fit::Other)
}

fn channels(state: &State, letters: &str, limit: usize) -> Vec<Suggestion> {
    let team = state.open_team();
    let mut best = Best::new(limit);
    for channel in state.channels() {
        let is_linkable = matches!(channel.kind, ChannelKind::Public | ChannelKind::Private);
        if !is_linkable || channel.team_id != team || channel.delete_at.is_some() {
            continue;
        }
        let fit = match (
            begins(&channel.display_name, letters),
            begins(&channel.name, letters),
        ) {
            (true, _) => Fit::Own,
            (false, true) => Fit::Other,
            (false, false) => continue,
        };
        best.offer((fit, channel.display_name.as_str()), channel);
    }
    let found = best.kept.into_iter().map(|(_, channel)| Suggestion::Channel {
        name: channel.name.clone(),
        display_name: channel.display_name.clone(),
        kind: channel.kind,
    });
    found.collect()
}

fn emoji(state: &State, table: Option<&EmojiTable>, letters: &str, limit: usize) -> Vec<Suggestion> {
    let mut best = Best::new(limit);
    let all = table.into_iter().flat_map(EmojiTable::categories);
    for entry in all.flat_map(|category| &category.emoji) {
        // One offer an emoji, by the first of its names that fits.
        if let Some(name) = entry.names.iter().find(|name| name.starts_with(letters)) {
            best.offer((name.len(), name.as_str()), Some(entry.characters.as_str()));
        }
    }
    for name in state.custom_emoji.keys().filter(|name| name.starts_with(letters)) {
        best.offer((name.len(), name.as_str()), None);
    }
    let found = best.kept.into_iter().filter_map(|((_, name), characters)| {
        let name = name.to_owned();
        Some(match characters {
            Some(characters) => Suggestion::Emoji {
                characters: characters.to_owned(),
                name,
            },
            None => Suggestion::CustomEmoji {
                id: state.custom_emoji(&name)?,
                name,
            },
        })
    });
    found.collect()
}
