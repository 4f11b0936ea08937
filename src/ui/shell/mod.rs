//! The frame around the messages: teams, channels, header, notices, and what is laid over it.

mod channel_header;
mod connection_chip;
mod freshness;
mod notifications;
mod own_menu;
mod quick_switcher;
mod sidebar;
mod sidebar_entry;
mod step_back;
mod team_rail;
mod typing;

pub use channel_header::ChannelHeader;
pub use connection_chip::ConnectionChip;
pub use freshness::Freshness;
pub use notifications::Notifications;
pub use own_menu::OwnMenu;
pub use quick_switcher::QuickSwitcher;
pub use sidebar::Sidebar;
pub use sidebar_entry::channel_icon;
pub use step_back::follow_escape;
pub use team_rail::TeamRail;
pub use typing::Typing;
