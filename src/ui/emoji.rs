//! The table of emoji: `public/emoji.json`, fetched when an emoji is first needed and kept for the life of the page.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::text::{EmojiEntry, EmojiTable};

use crate::store::{use_app, AppContext};

/// Emoji with a name that begins with, then those with one that holds, these letters.
pub fn find<'a>(table: &'a EmojiTable, letters: &str, limit: usize) -> Vec<&'a EmojiEntry> {
    let letters = letters.to_ascii_lowercase();
    let begins = |e: &&EmojiEntry| e.names.iter().any(|n| n.starts_with(&letters));
    let holds = |e: &&EmojiEntry| !begins(e) && e.names.iter().any(|n| n.contains(&letters));
    let all = || table.categories().iter().flat_map(|c| &c.emoji);
    all()
        .filter(begins)
        .chain(all().filter(holds))
        .take(limit)
        .collect()
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
        let then = move |text: Option<String>| match text.map(|t| EmojiTable::from_json(&t)) {
            Some(Ok(read)) => table.set(Some(Arc::new(read))),
            Some(Err(_)) | None => asked.set_value(false),
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
