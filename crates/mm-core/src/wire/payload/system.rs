//! Connection, configuration, roles, emoji (`websocket.md 2.3, 6.2, 6.8, 6.9`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::Event;
use crate::wire::model::{emoji, role, text_map};

pub(in crate::wire) fn hello(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::Hello {
        connection_id: data.id("connection_id")?,
        server_version: data.string("server_version"),
    }])
}

/// Carries the whole client configuration. An unreadable one would silently be an empty one, so that is refused.
pub(in crate::wire) fn config_changed(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let config = text_map(data.raw("config"));
    if config.is_empty() {
        return Err(Unfit);
    }
    Ok(vec![Event::ConfigLoaded(ServerConfig(config))])
}

/// The licence decides parts of the configuration, so that is fetched.
pub(in crate::wire) fn license_changed(_: &EventFrame<'_>) -> Decoded {
    Ok(vec![Event::ConfigOutdated])
}

pub(in crate::wire) fn role_updated(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::RolesLoaded(vec![nested(data, "role", role)?])])
}

pub(in crate::wire) fn emoji_added(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::EmojiLoaded(vec![nested(data, "emoji", emoji)?])])
}
