//! Writing: the box, its keys, what is suggested while typing.

mod attachments;
mod cleared_dialog;
mod draft;
mod emoji_dialog;
mod insert;
mod suggestions;
mod write;

pub use cleared_dialog::ClearedDialog;
pub use emoji_dialog::{EmojiDialog, Goal};
pub use write::{focus_composer, Composer};
