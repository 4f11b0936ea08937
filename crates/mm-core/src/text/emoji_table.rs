//! The table of emoji short names, read from `public/emoji.json`.
//!
//! The table is too large to be part of the program; the app fetches the file when it first needs
//! a name and gives the text to [`EmojiTable::from_json`]. A [`super::TextContext`] asks it for
//! names, the emoji picker for its categories. Custom emoji are the server's and not in here.
use crate::domain::Map;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

/// Skin tones: the end of a name, and the character.
const TONES: [(&str, char); 5] = [
    ("_light_skin_tone", '\u{1f3fb}'),
    ("_medium_light_skin_tone", '\u{1f3fc}'),
    ("_medium_skin_tone", '\u{1f3fd}'),
    ("_medium_dark_skin_tone", '\u{1f3fe}'),
    ("_dark_skin_tone", '\u{1f3ff}'),
];

/// Emoji by name and by character, with their categories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmojiTable {
    categories: Vec<EmojiCategory>,
    by_name: Map<String, String>,
    by_characters: Map<String, String>,
}

/// A category of the emoji picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmojiCategory {
    /// English name, such as `Food & Drink`.
    pub name: String,
    /// Its emoji, in the order they are shown.
    pub emoji: Vec<EmojiEntry>,
}

/// An emoji without skin tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmojiEntry {
    /// The characters it is drawn with.
    pub characters: String,
    /// Short names; the first is the one shown.
    pub names: Vec<String>,
    /// Whether it takes a skin tone.
    pub toned: bool,
}

/// The table could not be read; the client goes on with custom emoji only and shows short names
/// as they were typed. Fetching it again is safe.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the emoji table is not readable: {0}")]
pub struct EmojiTableError(String);

#[derive(serde::Deserialize)]
struct File {
    categories: Vec<(String, Vec<Row>)>,
}

/// Characters, names, and whether there are skin tones, which most rows leave out.
struct Row(String, String, bool);

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("characters, names and perhaps a number")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Row, A::Error> {
        let characters = row.next_element()?;
        let names = row.next_element()?;
        let toned: Option<u8> = row.next_element()?;
        match (characters, names) {
            (Some(characters), Some(names)) => Ok(Row(characters, names, toned.is_some_and(|n| n != 0))),
            _ => Err(A::Error::custom("a row is too short")),
        }
    }
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowVisitor)
    }
}

impl EmojiTable {
    /// Reads the table.
    ///
    /// # Errors
    /// The text is not a table as `scripts/emoji.mjs` writes it.
    pub fn from_json(text: &str) -> Result<Self, EmojiTableError> {
        let file: File = serde_json::from_str(text).map_err(|error| EmojiTableError(error.to_string()))?;
        let mut table = Self::default();
        for (name, rows) in file.categories {
            let emoji: Vec<EmojiEntry> = rows.into_iter().map(entry).collect();
            emoji.iter().for_each(|entry| table.add(entry));
            table.categories.push(EmojiCategory { name, emoji });
        }
        Ok(table)
    }

    /// The characters of the emoji with this short name, skin tones included.
    pub fn characters(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(String::as_str)
    }

    /// The short name shown for these characters.
    pub fn name(&self, characters: &str) -> Option<&str> {
        self.by_characters.get(characters).map(String::as_str)
    }

    /// Categories in the order of the picker.
    pub fn categories(&self) -> &[EmojiCategory] {
        &self.categories
    }

    fn add(&mut self, entry: &EmojiEntry) {
        self.add_variant(entry, "", &entry.characters);
        if entry.toned {
            for (ending, tone) in TONES {
                self.add_variant(entry, ending, &toned(&entry.characters, tone));
            }
        }
    }

    fn add_variant(&mut self, entry: &EmojiEntry, ending: &str, characters: &str) {
        for name in &entry.names {
            self.by_name
                .insert(format!("{name}{ending}"), characters.to_owned());
        }
        // Official clients do not find a name for key caps and signs such as ©, so neither do we.
        let found = characters
            .chars()
            .next()
            .is_some_and(|first| u32::from(first) >= 0x1000);
        if let (Some(name), true) = (entry.names.first(), found) {
            self.by_characters
                .insert(characters.to_owned(), format!("{name}{ending}"));
        }
    }
}

fn entry(Row(characters, names, toned): Row) -> EmojiEntry {
    EmojiEntry {
        characters,
        names: names.split(' ').map(str::to_owned).collect(),
        toned,
    }
}

/// The characters with a skin tone behind the first one, in the place of a variation mark.
fn toned(characters: &str, tone: char) -> String {
    let mut rest = characters.chars();
    let first = rest.next();
    let rest = rest.as_str();
    first
        .into_iter()
        .chain([tone])
        .chain(rest.strip_prefix('\u{fe0f}').unwrap_or(rest).chars())
        .collect()
}
