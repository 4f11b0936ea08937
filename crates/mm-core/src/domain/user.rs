//! People and bots (`rest.md 3.1`).

use super::{Map, Timestamp, UserId};

/// An account, as far as others may see it; `notify_props` is filled for oneself only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Id.
    pub id: UserId,
    /// Newer copies replace older ones.
    pub update_at: Timestamp,
    /// Deactivated since; `None` while active.
    pub delete_at: Option<Timestamp>,
    /// Unique name, lower case, without `@`.
    pub username: String,
    /// First name; may be hidden by the server's privacy settings (empty).
    pub first_name: String,
    /// Last name; may be hidden (empty).
    pub last_name: String,
    /// Nickname; may be empty.
    pub nickname: String,
    /// Job title; may be empty.
    pub position: String,
    /// Space-separated system roles.
    pub roles: String,
    /// Language of the account, such as `ja`.
    pub locale: String,
    /// The account is a bot: the only trustworthy mark of one (`surprises.md`, Trust).
    pub is_bot: bool,
    /// When the picture last changed: cache-buster of its address.
    pub last_picture_update: Timestamp,
    /// Custom status text and emoji name, if set: `(emoji, text, expires_at RFC 3339 or "")`.
    pub custom_status: Option<CustomStatus>,
    /// Manual or automatic IANA time zone, whichever is in force; empty if unknown.
    pub timezone: String,
    /// Own notification settings (`rest.md 3.2`); empty for others.
    pub notify_props: Map<String, String>,
}

/// A custom status (`rest.md 3.9`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomStatus {
    /// Emoji name, may be empty.
    pub emoji: String,
    /// Text, may be empty.
    pub text: String,
    /// RFC 3339 time, or empty for never.
    pub expires_at: String,
}

impl User {
    /// Whether the account is a guest.
    pub fn is_guest(&self) -> bool {
        self.roles.split_whitespace().any(|r| r == "system_guest")
    }
}
