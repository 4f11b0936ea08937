//! User and status (`rest.md 3.1, 3.2, 3.9`).

use serde_json::value::RawValue;

use crate::domain::*;
use crate::wire::fields::{many, Fields};
use crate::wire::nested::{document, loose, Unfit};

/// Longest custom status text shown: the server's own limit.
const MAX_STATUS_TEXT: usize = 100;

/// A flat map of texts; entries of another shape are left out.
pub fn texts_of(fields: &Fields<'_>) -> Map<String, String> {
    let mut map = Map::new();
    for (key, value) in fields.pairs() {
        if let Some(text) = loose(value) {
            map.insert(key.to_owned(), text.into_owned());
        }
    }
    map
}

/// As [`texts_of`]; anything but a map is empty.
pub fn text_map(raw: Option<&RawValue>) -> Map<String, String> {
    texts_of(&Fields::any(raw))
}

/// The custom status: a document in a string in a map (`rest.md 3.9`). Empty, unreadable or absent is none.
fn custom_status(props: Option<&RawValue>) -> Option<CustomStatus> {
    let text = document(Fields::any(props).raw("customStatus")?).ok()?;
    let fields = Fields::read(&text).ok()?;
    let mut expires_at = fields.bounded("expires_at", usize::MAX);
    // The zero time of the server's language means never.
    if expires_at.starts_with("0001-") {
        expires_at.clear();
    }
    let status = CustomStatus {
        emoji: fields.bounded("emoji", 64),
        text: fields.bounded("text", MAX_STATUS_TEXT),
        expires_at,
    };
    (!status.emoji.is_empty() || !status.text.is_empty()).then_some(status)
}

fn timezone(raw: Option<&RawValue>) -> String {
    let zone = Fields::any(raw);
    let name = if zone.is_true("useAutomaticTimezone") {
        "automaticTimezone"
    } else {
        "manualTimezone"
    };
    zone.bounded(name, 64)
}

/// A user. Refused also without a name: lists of participants hold users that are nothing but an id.
pub fn user(fields: &Fields<'_>) -> Result<User, Unfit> {
    let id = fields.id("id")?;
    if fields.text("username").is_empty() {
        return Err(Unfit);
    }
    Ok(User {
        id,
        update_at: fields.time("update_at"),
        delete_at: fields.moment("delete_at"),
        username: fields.string("username"),
        first_name: fields.string("first_name"),
        last_name: fields.string("last_name"),
        nickname: fields.string("nickname"),
        position: fields.string("position"),
        roles: fields.string("roles"),
        locale: fields.string("locale"),
        is_bot: fields.flag("is_bot"),
        last_picture_update: fields.time("last_picture_update"),
        custom_status: custom_status(fields.raw("props")),
        timezone: timezone(fields.raw("timezone")),
        notify_props: text_map(fields.raw("notify_props")),
    })
}

/// A status.
pub fn status(fields: &Fields<'_>) -> Result<Status, Unfit> {
    Ok(Status {
        user_id: fields.id("user_id")?,
        presence: Presence::from_wire(&fields.text("status")),
    })
}

/// Somebody in a list of (often nearly empty) users: the id, and the profile where there is one.
pub(super) fn participant(fields: &Fields<'_>) -> Result<(UserId, Option<User>), Unfit> {
    Ok((fields.id("id")?, fields.fill(user).ok()))
}

/// Ids of a list of users; `None` when it is absent, null or unreadable.
pub(super) fn participant_ids(raw: Option<&RawValue>) -> Option<Vec<UserId>> {
    let (ids, _) = many(raw?.get(), |user| user.id("id")).ok()?;
    Some(ids)
}
