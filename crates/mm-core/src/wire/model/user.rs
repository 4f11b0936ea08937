//! User and status (`rest.md 3.1, 3.2, 3.9`).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::IntoDomain;
use crate::domain::*;
use crate::wire::nested::{Flag, Int, Loose, Text};

/// Longest custom status text shown: the server's own limit.
const MAX_STATUS_TEXT: usize = 100;

/// A user as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawUser<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    pub update_at: Int,
    pub delete_at: Int,
    #[serde(borrow)]
    pub username: Text<'a>,
    #[serde(borrow)]
    pub first_name: Text<'a>,
    #[serde(borrow)]
    pub last_name: Text<'a>,
    #[serde(borrow)]
    pub nickname: Text<'a>,
    #[serde(borrow)]
    pub position: Text<'a>,
    #[serde(borrow)]
    pub roles: Text<'a>,
    #[serde(borrow)]
    pub locale: Text<'a>,
    pub is_bot: Flag,
    pub last_picture_update: Int,
    #[serde(borrow)]
    pub props: Option<&'a RawValue>,
    #[serde(borrow)]
    pub notify_props: Option<&'a RawValue>,
    #[serde(borrow)]
    pub timezone: Option<&'a RawValue>,
}

/// A flat map of texts; entries of another shape, and anything but a map, are left out.
pub fn text_map(raw: Option<&RawValue>) -> BTreeMap<String, String> {
    let map: BTreeMap<String, Loose<'_>> = raw
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default();
    map_of(
        map.into_iter()
            .filter_map(|(key, value)| Some((key, value.0?.into_string()))),
    )
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawUserProps<'a> {
    #[serde(borrow, rename = "customStatus")]
    custom_status: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawCustomStatus<'a> {
    #[serde(borrow)]
    emoji: Loose<'a>,
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow)]
    expires_at: Loose<'a>,
}

/// The custom status: a document in a string in a map (`rest.md 3.9`). Empty, unreadable or absent is none.
fn custom_status(props: Option<&RawValue>) -> Option<CustomStatus> {
    let props: RawUserProps<'_> = serde_json::from_str(props?.get()).ok()?;
    let text = crate::wire::nested::document(props.custom_status?).ok()?;
    let raw: RawCustomStatus<'_> = serde_json::from_str(&text).ok()?;
    let status = CustomStatus {
        emoji: raw.emoji.bounded(64),
        text: raw.text.bounded(MAX_STATUS_TEXT),
        // The zero time of the server's language means never.
        expires_at: raw
            .expires_at
            .into_text()
            .filter(|t| !t.starts_with("0001-"))
            .unwrap_or_default(),
    };
    (!status.emoji.is_empty() || !status.text.is_empty()).then_some(status)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawTimezone<'a> {
    #[serde(borrow, rename = "useAutomaticTimezone")]
    use_automatic: Loose<'a>,
    #[serde(borrow, rename = "automaticTimezone")]
    automatic: Loose<'a>,
    #[serde(borrow, rename = "manualTimezone")]
    manual: Loose<'a>,
}

fn timezone(raw: Option<&RawValue>) -> String {
    let zone: RawTimezone<'_> = raw
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default();
    let name = if zone.use_automatic.is_true() {
        zone.automatic
    } else {
        zone.manual
    };
    name.bounded(64)
}

impl IntoDomain for RawUser<'_> {
    type Domain = User;

    /// `None` also without a name: lists of participants hold users that are nothing but an id.
    fn into_domain(self) -> Option<User> {
        let id = UserId::parse(self.id.as_str()).ok()?;
        if self.username.is_empty() {
            return None;
        }
        Some(User {
            id,
            update_at: Timestamp(self.update_at.0),
            delete_at: super::moment(self.delete_at),
            username: self.username.into_string(),
            first_name: self.first_name.into_string(),
            last_name: self.last_name.into_string(),
            nickname: self.nickname.into_string(),
            position: self.position.into_string(),
            roles: self.roles.into_string(),
            locale: self.locale.into_string(),
            is_bot: self.is_bot.0,
            last_picture_update: Timestamp(self.last_picture_update.0),
            custom_status: custom_status(self.props),
            timezone: timezone(self.timezone),
            notify_props: text_map(self.notify_props),
        })
    }
}

/// A status as the server writes it.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawStatus<'a> {
    #[serde(borrow)]
    pub user_id: Text<'a>,
    #[serde(borrow)]
    pub status: Text<'a>,
}

impl IntoDomain for RawStatus<'_> {
    type Domain = Status;

    fn into_domain(self) -> Option<Status> {
        Some(Status {
            user_id: UserId::parse(self.user_id.as_str()).ok()?,
            presence: Presence::from_wire(self.status.as_str()),
        })
    }
}
