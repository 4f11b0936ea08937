//! Messages: the list, a message, and what stands in it.

mod actions;
mod attachments;
mod body;
mod delete_dialog;
mod edit_box;
mod face;
mod files;
mod follow;
mod lines;
mod message;
mod message_list;
mod meta;
mod opening;
mod pending;
mod reactions;
mod replies;
mod rows;
mod source;
mod system;

pub use delete_dialog::DeleteDialog;
pub use files::file_size;
pub use message_list::MessageList;
pub use opening::Places;
pub use pending::failure_text;
pub use source::ListOf;
