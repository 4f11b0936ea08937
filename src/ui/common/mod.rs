//! The small things every screen is made of: accessible by construction, named by the caller.

mod avatar;
mod button;
mod dialog;
pub mod dom;
mod focus;
mod icon;
pub mod icons;
pub mod input_guard;
mod live;
mod menu;
mod resizer;
mod rows;
pub mod text_box;
pub mod virtual_list;

pub use avatar::{picture, Avatar, PresenceMark};
pub use button::{IconButton, TextButton, Weight};
pub use dialog::{Dialog, Name};
pub use focus::Before;
pub use icon::Icon;
pub use icons::Drawing;
pub use input_guard::InputGuard;
pub use live::{live, sign};
pub use menu::{MenuButton, MenuItem};
pub use resizer::{Edge, Resizer, Width};
pub use rows::rows;
pub use text_box::TextBox;
