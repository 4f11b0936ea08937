//! Post properties: a free map that anybody may fill (`rest.md 3.6, 3.10`, `surprises.md` Trust). Only what the client uses is
//! read, every value is checked for its type and cut to a size; what does not fit is absent.

use serde_json::value::RawValue;

use crate::domain::{Map, MessageAttachment, PostProps};
use crate::wire::fields::{any_of, Fields, Reader};
use crate::wire::nested::{flag, Unfit};

/// Property in which the client's own random id of a send is kept.
pub const CLIENT_ID_PROP: &str = "tsubame_id";

/// Attachments beyond this are not shown.
pub const MAX_ATTACHMENTS: usize = 50;
/// Fields of one attachment beyond this are not shown.
pub const MAX_FIELDS: usize = 50;
/// Longest text of an attachment, in characters: what the server itself allows in a post.
const MAX_TEXT: usize = 16_383;
/// Longest title, name, footer, in characters.
const MAX_LINE: usize = 1_024;
/// Longest name or id.
const MAX_NAME: usize = 128;
/// Channels that may be linked from one post.
const MAX_CHANNEL_MENTIONS: usize = 500;

/// Properties, still loose.
pub struct Props<'a>(Fields<'a>);

impl<'a> Props<'a> {
    /// Reads what can be read; anything but an object has no properties.
    pub fn read(raw: Option<&'a RawValue>) -> Self {
        Self(Fields::any(raw))
    }

    /// A text among them, cut to a size: system messages have their names there (`rest.md 5.6`).
    pub fn text(&self, name: &str, max: usize) -> String {
        self.0.bounded(name, max)
    }

    fn short(&self, name: &str) -> Option<String> {
        Some(self.text(name, MAX_NAME)).filter(|text| !text.is_empty())
    }

    /// The properties the client uses.
    pub fn into_domain(self) -> PostProps {
        PostProps {
            from_webhook: self.0.is_true("from_webhook"),
            from_bot: self.0.is_true("from_bot"),
            override_username: self.short("override_username"),
            webhook_display_name: self.short("webhook_display_name"),
            channel_mentions: channel_mentions(self.0.raw("channel_mentions")),
            mention_highlight_disabled: self.0.is_true("mentionHighlightDisabled"),
            attachments: at_most(MAX_ATTACHMENTS, self.0.raw("attachments"), attachment),
            client_id: self.short(CLIENT_ID_PROP),
        }
    }
}

fn channel_mentions(raw: Option<&RawValue>) -> Map<String, String> {
    let mut mentions = Map::new();
    for (name, raw) in Fields::any(raw).pairs().take(MAX_CHANNEL_MENTIONS) {
        if let Ok(mention) = Fields::read(raw.get()) {
            mentions.insert(name.to_owned(), mention.bounded("display_name", MAX_NAME));
        }
    }
    mentions
}

fn at_most<T>(max: usize, raw: Option<&RawValue>, read: Reader<T>) -> Vec<T> {
    let mut list = any_of(raw, read);
    list.truncate(max);
    list
}

fn attachment(fields: &Fields<'_>) -> Result<MessageAttachment, Unfit> {
    Ok(MessageAttachment {
        fallback: fields.bounded("fallback", MAX_TEXT),
        color: colour(&fields.bounded("color", MAX_NAME)),
        pretext: fields.bounded("pretext", MAX_TEXT),
        author_name: fields.bounded("author_name", MAX_LINE),
        title: fields.bounded("title", MAX_LINE),
        title_link: fields.bounded("title_link", MAX_LINE * 2),
        text: fields.bounded("text", MAX_TEXT),
        fields: at_most(MAX_FIELDS, fields.raw("fields"), field),
        footer: fields.bounded("footer", MAX_LINE),
    })
}

fn field(fields: &Fields<'_>) -> Result<(String, String, bool), Unfit> {
    Ok((
        fields.bounded("title", MAX_LINE),
        fields.bounded("value", MAX_TEXT),
        fields
            .raw("short")
            .is_some_and(|raw| flag(raw).unwrap_or_default()),
    ))
}

/// `#rrggbb` (also from `#rgb`), or one of three words; anything else is no colour. The result may stand in a style.
fn colour(text: &str) -> String {
    if matches!(text, "good" | "warning" | "danger") {
        return text.to_owned();
    }
    let Some(digits) = text.strip_prefix('#') else {
        return String::new();
    };
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return String::new();
    }
    match digits.len() {
        6 => text.to_ascii_lowercase(),
        3 => {
            let doubled: String = digits.chars().flat_map(|c| [c, c]).collect();
            format!("#{}", doubled.to_ascii_lowercase())
        }
        _ => String::new(),
    }
}
