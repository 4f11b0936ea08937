//! The small world the corpus was observed in (`fixtures/markdown/README.md`).

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{EmojiImage, KeyCase, Latex, MentionKey, TextContext, TextOptions};

/// Look-ups over small tables.
pub struct World {
    pub users: BTreeSet<&'static str>,
    pub channels: BTreeMap<&'static str, &'static str>,
    /// Short names that are known, with a character (or none for a custom emoji).
    pub emoji: BTreeMap<String, String>,
    /// Short name of a character.
    pub names: BTreeMap<String, String>,
    pub keys: Vec<MentionKey>,
    pub options: TextOptions,
}

impl World {
    /// People, channels and settings of the corpus; emoji come from the observations.
    pub fn corpus() -> Self {
        let key = |key: &str| MentionKey {
            key: key.to_owned(),
            case: KeyCase::Ignored,
        };
        Self {
            users: ["aiko", "ben.carter", "chloe_d", "yuki-tanaka"].into(),
            channels: [
                ("design", "Design"),
                ("release-notes", "Release notes"),
                ("corpus", "Corpus"),
                ("town-square", "Town Square"),
                ("off-topic", "Off-Topic"),
            ]
            .into(),
            emoji: BTreeMap::from([
                ("tsubame".to_owned(), String::new()),
                ("smile".to_owned(), "😄".to_owned()),
            ]),
            names: BTreeMap::from([("😄".to_owned(), "smile".to_owned())]),
            keys: ["@aiko", "@channel", "@all", "@here"].map(key).into(),
            options: TextOptions {
                latex: Latex::BlocksAndInline,
                ..TextOptions::default()
            },
        }
    }
}

impl TextContext for World {
    fn is_username(&self, name: &str) -> bool {
        self.users.contains(name)
    }

    fn own_username(&self) -> &str {
        "aiko"
    }

    fn mention_keys(&self) -> &[MentionKey] {
        &self.keys
    }

    fn channel(&self, name: &str) -> Option<&str> {
        self.channels.get(name).copied()
    }

    fn emoji(&self, name: &str) -> Option<EmojiImage<'_>> {
        self.emoji.get(name).map(|glyph| match glyph.as_str() {
            "" => EmojiImage::Custom,
            glyph => EmojiImage::Unicode(glyph),
        })
    }

    fn emoji_name(&self, unicode: &str) -> Option<&str> {
        self.names.get(unicode).map(String::as_str)
    }

    fn options(&self) -> &TextOptions {
        &self.options
    }
}
