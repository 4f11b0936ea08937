//! Post properties: a free map that anybody may fill (`rest.md 3.6, 3.10`, `surprises.md` Trust). Only what the client uses is
//! read, every value is checked for its type and cut to a size; what does not fit is absent.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::{map_of, MessageAttachment, PostProps};
use crate::wire::nested::{entries, Flag, Loose};

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

/// Properties, still loose. `username` and the like belong to system messages (`rest.md 5.6`).
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawProps<'a> {
    #[serde(borrow)]
    pub from_webhook: Loose<'a>,
    #[serde(borrow)]
    pub from_bot: Loose<'a>,
    #[serde(borrow)]
    pub override_username: Loose<'a>,
    #[serde(borrow)]
    pub webhook_display_name: Loose<'a>,
    #[serde(borrow)]
    pub channel_mentions: Option<&'a RawValue>,
    #[serde(borrow, rename = "mentionHighlightDisabled")]
    pub mention_highlight_disabled: Loose<'a>,
    #[serde(borrow)]
    pub attachments: Option<&'a RawValue>,
    #[serde(borrow, rename = "tsubame_id")]
    pub client_id: Loose<'a>,

    #[serde(borrow)]
    pub username: Loose<'a>,
    #[serde(borrow, rename = "addedUsername")]
    pub added_username: Loose<'a>,
    #[serde(borrow, rename = "removedUsername")]
    pub removed_username: Loose<'a>,
    #[serde(borrow)]
    pub old_header: Loose<'a>,
    #[serde(borrow)]
    pub new_header: Loose<'a>,
    #[serde(borrow)]
    pub old_purpose: Loose<'a>,
    #[serde(borrow)]
    pub new_purpose: Loose<'a>,
    #[serde(borrow)]
    pub old_displayname: Loose<'a>,
    #[serde(borrow)]
    pub new_displayname: Loose<'a>,
}

impl<'a> RawProps<'a> {
    /// Reads what can be read; anything but an object has no properties.
    pub fn read(raw: Option<&'a RawValue>) -> Self {
        raw.filter(|raw| raw.get().starts_with('{') && raw.get() != "{}")
            .and_then(|raw| serde_json::from_str(raw.get()).ok())
            .unwrap_or_default()
    }

    /// The properties the client uses.
    pub fn into_domain(self) -> PostProps {
        PostProps {
            from_webhook: self.from_webhook.is_true(),
            from_bot: self.from_bot.is_true(),
            override_username: short(self.override_username),
            webhook_display_name: short(self.webhook_display_name),
            channel_mentions: channel_mentions(self.channel_mentions),
            mention_highlight_disabled: self.mention_highlight_disabled.is_true(),
            attachments: attachments(self.attachments),
            client_id: short(self.client_id),
        }
    }
}

fn short(text: Loose<'_>) -> Option<String> {
    Some(text.bounded(MAX_NAME)).filter(|t| !t.is_empty())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawMention<'a> {
    #[serde(borrow)]
    display_name: Loose<'a>,
}

fn channel_mentions(raw: Option<&RawValue>) -> BTreeMap<String, String> {
    let mentions: BTreeMap<String, &RawValue> = raw
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default();
    let mentions = mentions.into_iter().take(MAX_CHANNEL_MENTIONS);
    map_of(mentions.filter_map(|(name, raw)| {
        let mention: RawMention<'_> = serde_json::from_str(raw.get()).ok()?;
        Some((name, mention.display_name.bounded(MAX_NAME)))
    }))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawAttachment<'a> {
    #[serde(borrow)]
    fallback: Loose<'a>,
    #[serde(borrow)]
    color: Loose<'a>,
    #[serde(borrow)]
    pretext: Loose<'a>,
    #[serde(borrow)]
    author_name: Loose<'a>,
    #[serde(borrow)]
    title: Loose<'a>,
    #[serde(borrow)]
    title_link: Loose<'a>,
    #[serde(borrow)]
    text: Loose<'a>,
    #[serde(borrow)]
    fields: Option<&'a RawValue>,
    #[serde(borrow)]
    footer: Loose<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawField<'a> {
    #[serde(borrow)]
    title: Loose<'a>,
    #[serde(borrow)]
    value: Loose<'a>,
    short: Option<&'a RawValue>,
}

fn attachments(raw: Option<&RawValue>) -> Vec<MessageAttachment> {
    let Some((list, _)) = raw.and_then(|raw| entries::<RawAttachment<'_>>(raw.get()).ok()) else {
        return Vec::new();
    };
    list.into_iter().take(MAX_ATTACHMENTS).map(attachment).collect()
}

fn attachment(raw: RawAttachment<'_>) -> MessageAttachment {
    MessageAttachment {
        fallback: raw.fallback.bounded(MAX_TEXT),
        color: colour(&raw.color.bounded(MAX_NAME)),
        pretext: raw.pretext.bounded(MAX_TEXT),
        author_name: raw.author_name.bounded(MAX_LINE),
        title: raw.title.bounded(MAX_LINE),
        title_link: raw.title_link.bounded(MAX_LINE * 2),
        text: raw.text.bounded(MAX_TEXT),
        fields: fields(raw.fields),
        footer: raw.footer.bounded(MAX_LINE),
    }
}

fn fields(raw: Option<&RawValue>) -> Vec<(String, String, bool)> {
    let Some((list, _)) = raw.and_then(|raw| entries::<RawField<'_>>(raw.get()).ok()) else {
        return Vec::new();
    };
    list.into_iter()
        .take(MAX_FIELDS)
        .map(|field| {
            let short = field
                .short
                .and_then(|raw| serde_json::from_str::<Flag>(raw.get()).ok())
                .unwrap_or_default();
            (
                field.title.bounded(MAX_LINE),
                field.value.bounded(MAX_TEXT),
                short.0,
            )
        })
        .collect()
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
