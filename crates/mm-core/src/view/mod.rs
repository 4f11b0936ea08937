//! Pure projections of the state: what is seen. One function a thing on the screen; no caches, no writing.

mod header;
mod list;
mod names;
mod place;
mod post;
mod profile;
mod rights;
mod rows;
mod sidebar;
mod suggest;
mod switcher;
#[cfg(test)]
mod tests;
mod text;
mod why;

pub use header::{channel_header, freshness, teams, title, typing};
pub use list::{rows, rows_window, thread_rows};
pub use names::{channel_display_name, display_name};
pub use place::{place_of, resolve};
pub use post::post;
pub use profile::profile;
pub use rows::*;
pub use sidebar::{sidebar, sidebar_entry, unread};
pub use suggest::{suggest, word_at, Kind, Suggestion, Word};
pub use switcher::switcher;
pub use text::{text_context, TextReader};
pub use why::{why_unread, WhyUnread};
