//! The table of emoji: `public/emoji.json`, fetched when an emoji is first needed and kept for the life of the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use crate::store::{use_app, AppContext};

/// An emoji of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmojiEntry {
    /// The characters.
    pub glyph: String,
    /// Short names; the first is the one that is sent.
    pub names: Vec<String>,
}

/// All emoji in the order of the picker, and the way from a name to one.
#[derive(Debug, Default)]
pub struct EmojiTable {
    /// In order.
    pub entries: Vec<EmojiEntry>,
    by_name: BTreeMap<String, usize>,
    by_glyph: BTreeMap<String, usize>,
}

/// `[category, [[characters, "names separated by spaces"], …]]`
type File = Vec<(String, Vec<(String, String)>)>;

/// Turns the look of a character to that of a picture; people leave it away.
const PICTURE: char = '\u{fe0f}';

impl EmojiTable {
    /// Reads the file; a broken one gives an empty table.
    pub fn read(json: &str) -> Self {
        let file: File = serde_json::from_str(json).unwrap_or_default();
        let mut table = Self::default();
        for (glyph, names) in file.into_iter().flat_map(|(_, entries)| entries) {
            let at = table.entries.len();
            let names: Vec<String> = names.split(' ').map(str::to_owned).collect();
            for name in &names {
                table.by_name.entry(name.clone()).or_insert(at);
            }
            table.by_glyph.entry(bare(&glyph)).or_insert(at);
            table.entries.push(EmojiEntry { glyph, names });
        }
        table
    }

    /// Characters of a short name.
    pub fn glyph(&self, name: &str) -> Option<&str> {
        let at = *self.by_name.get(name)?;
        self.entries.get(at).map(|e| e.glyph.as_str())
    }

    /// Short name of characters.
    pub fn name(&self, glyph: &str) -> Option<&str> {
        let at = *self.by_glyph.get(&bare(glyph))?;
        self.entries.get(at)?.names.first().map(String::as_str)
    }

    /// Emoji with a name that begins with, then one that holds, these letters.
    pub fn find(&self, letters: &str, limit: usize) -> Vec<&EmojiEntry> {
        let letters = letters.to_lowercase();
        let begins = |e: &&EmojiEntry| e.names.iter().any(|n| n.starts_with(&letters));
        let holds = |e: &&EmojiEntry| !begins(e) && e.names.iter().any(|n| n.contains(&letters));
        let first = self.entries.iter().filter(begins);
        first
            .chain(self.entries.iter().filter(holds))
            .take(limit)
            .collect()
    }
}

fn bare(glyph: &str) -> String {
    glyph.chars().filter(|c| *c != PICTURE).collect()
}

/// The handle, given by context: the table, once it is there.
#[derive(Clone, Copy)]
pub struct Emoji {
    app: AppContext,
    table: RwSignal<Option<Arc<EmojiTable>>>,
    asked: StoredValue<bool>,
}

/// The handle, from anywhere below the root.
pub fn use_emoji() -> Emoji {
    expect_context::<Emoji>()
}

impl Emoji {
    /// Makes the handle; once, under the root owner.
    pub fn new() -> Self {
        Self {
            app: use_app(),
            table: RwSignal::new(None),
            asked: StoredValue::new(false),
        }
    }

    /// An emoji is needed: fetches the table the first time. A failed try is repeated at the next need.
    pub fn want(self) {
        if self.asked.get_value() {
            return;
        }
        self.asked.set_value(true);
        let (table, asked) = (self.table, self.asked);
        let then = move |text: Option<String>| match text {
            Some(text) => table.set(Some(Arc::new(EmojiTable::read(&text)))),
            None => asked.set_value(false),
        };
        self.app.environment().load_asset("emoji.json", Box::new(then));
    }

    /// The table, if it is there; tracked.
    pub fn table(self) -> Option<Arc<EmojiTable>> {
        self.table.get()
    }
}

impl Default for Emoji {
    fn default() -> Self {
        Self::new()
    }
}
