//! Connection, configuration, roles, emoji (`websocket.md 2.3, 6.2, 6.8, 6.9`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::Event;
use crate::wire::model::{text_map, RawEmoji, RawRole};
use crate::wire::nested::Text;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    connection_id: Text<'a>,
    #[serde(borrow)]
    server_version: Text<'a>,
    #[serde(borrow)]
    config: Option<&'a RawValue>,
    #[serde(borrow)]
    role: Option<&'a RawValue>,
    #[serde(borrow)]
    emoji: Option<&'a RawValue>,
}

pub(in crate::wire) fn hello(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::Hello {
        connection_id: ConnectionId::parse(data.connection_id.as_str())?,
        server_version: data.server_version.into_string(),
    }])
}

/// Carries the whole client configuration. An unreadable one would silently be an empty one, so that is refused.
pub(in crate::wire) fn config_changed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let config = text_map(data.config);
    if config.is_empty() {
        return Err(Unfit);
    }
    Ok(vec![Event::ConfigLoaded(ServerConfig(config))])
}

/// The licence decides parts of the configuration, so that is fetched.
pub(in crate::wire) fn license_changed(_: &EventFrame<'_>) -> Decoded {
    Ok(vec![Event::ConfigOutdated])
}

pub(in crate::wire) fn role_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.role)?;
    Ok(vec![Event::RolesLoaded(vec![one::<RawRole<'_>>(&text)?])])
}

pub(in crate::wire) fn emoji_added(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.emoji)?;
    Ok(vec![Event::EmojiLoaded(vec![one::<RawEmoji<'_>>(&text)?])])
}
