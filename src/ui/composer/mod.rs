//! Writing: the box, its keys, what is suggested while typing.

mod draft;
mod emoji_dialog;
mod write;

pub use emoji_dialog::EmojiDialog;
pub use write::{focus_composer, Composer};
