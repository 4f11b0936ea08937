//! Writing: the box, its keys, what is suggested while typing.

mod composer;
mod draft;
mod emoji_dialog;

pub use composer::{focus_composer, Composer};
pub use emoji_dialog::EmojiDialog;
