//! Writing: the box, its keys, what is suggested while typing.

mod draft;
mod emoji_dialog;
mod insert;
mod suggestions;
mod write;

pub use emoji_dialog::{EmojiDialog, Goal};
pub use write::{focus_composer, Composer};
