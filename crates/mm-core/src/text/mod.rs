//! Message text: Mattermost's markdown dialect as a typed document tree.
//!
//! [`parse`] is total: any text gives a [`Document`], in time linear in its length, and raw HTML is
//! always text. Called by the view room for every post, header and attachment; the app draws the
//! tree. The room knows nothing of HTML, of the store or of what a name looks like on the screen:
//! what it must know of the world comes through [`TextContext`] (`rest.md` 5.8).

mod autolink;
mod block;
mod brackets;
mod chars;
mod context;
mod emoji;
mod emoji_table;
mod emoticons;
mod entities;
mod fences;
mod fuel;
mod html;
mod inline;
mod keys;
mod languages;
pub mod links;
mod lists;
mod mentions;
mod plain;
mod read;
mod rules;
mod run;
mod spans;
mod tables;
mod tags;
mod tree;

#[cfg(test)]
mod tests;

pub use context::{EmojiImage, Emoticons, KeyCase, Latex, MentionKey, TextContext, TextOptions};
pub use emoji_table::{EmojiCategory, EmojiEntry, EmojiTable, EmojiTableError};
pub use languages::Language;
pub use links::{safe_href, safe_image_src, Href, HrefKind};
pub use read::parse;
pub use tree::{
    Align, Block, Cell, Document, Emoji, Glyph, Image, Inline, List, ListItem, Mention, MentionTarget, Table,
};

/// Characters without a shape of their own, among them those that turn the writing direction.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f
        | 0x202a..=0x202e | 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0
        | 0xfff0..=0xfffb | 0xe0000..=0xe0fff)
}
