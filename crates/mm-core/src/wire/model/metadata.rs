//! What comes along with a post: files, reactions, sizes of pictures, priority (`rest.md 3.5, 3.7`). Read part by part: a part
//! that cannot be read is left out, never the post.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{IntoDomain, RawEmoji};
use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::nested::{entries, Flag, Int, Loose, Text};

/// More pictures than this in one post have no reserved room.
const MAX_IMAGES: usize = 200;
/// The server's column fits ten ids; a little more is tolerated.
const MAX_FILES: usize = 50;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Parts<'a> {
    #[serde(borrow)]
    files: Option<&'a RawValue>,
    #[serde(borrow)]
    reactions: Option<&'a RawValue>,
    #[serde(borrow)]
    images: Option<&'a RawValue>,
    #[serde(borrow)]
    priority: Option<&'a RawValue>,
}

/// Metadata, already in domain types.
#[derive(Default)]
pub struct RawMetadata {
    /// Files, in order.
    pub files: Vec<FileInfo>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// Sizes of pictures by address.
    pub image_sizes: BTreeMap<String, ImageSize>,
    /// Priority.
    pub priority: Option<Priority>,
}

impl RawMetadata {
    /// Reads what can be read.
    pub fn read(raw: Option<&RawValue>) -> Self {
        let Some(parts) = raw.and_then(|raw| serde_json::from_str::<Parts<'_>>(raw.get()).ok()) else {
            return Self::default();
        };
        Self {
            files: list::<RawFileInfo<'_>>(parts.files, MAX_FILES),
            reactions: list::<RawReaction<'_>>(parts.reactions, usize::MAX),
            image_sizes: image_sizes(parts.images),
            priority: priority(parts.priority),
        }
    }

    /// The custom emoji in metadata: few posts have some, so they are looked for only then.
    pub fn custom_emoji(raw: Option<&RawValue>) -> Vec<CustomEmoji> {
        let Some(raw) = raw.filter(|raw| raw.get().contains("\"emojis\"")) else {
            return Vec::new();
        };
        let part: EmojiPart<'_> = serde_json::from_str(raw.get()).unwrap_or_default();
        list::<RawEmoji<'_>>(part.emojis, usize::MAX)
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct EmojiPart<'a> {
    #[serde(borrow)]
    emojis: Option<&'a RawValue>,
}

fn list<'a, T: Deserialize<'a> + IntoDomain>(raw: Option<&'a RawValue>, max: usize) -> Vec<T::Domain> {
    let Some((items, _)) = raw.and_then(|raw| entries::<T>(raw.get()).ok()) else {
        return Vec::new();
    };
    items.into_iter().filter_map(T::into_domain).take(max).collect()
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawImage {
    width: Int,
    height: Int,
}

fn pixels(width: Int, height: Int) -> Option<ImageSize> {
    let width = u32::try_from(width.0).ok().filter(|w| *w > 0)?;
    let height = u32::try_from(height.0).ok().filter(|h| *h > 0)?;
    Some(ImageSize { width, height })
}

fn image_sizes(raw: Option<&RawValue>) -> BTreeMap<String, ImageSize> {
    let images: BTreeMap<String, Option<RawImage>> = raw
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default();
    let sizes = images.into_iter().filter_map(|(url, image)| {
        image
            .and_then(|i| pixels(i.width, i.height))
            .map(|size| (url, size))
    });
    map_of(sizes.take(MAX_IMAGES))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawPriority<'a> {
    #[serde(borrow)]
    priority: Loose<'a>,
}

fn priority(raw: Option<&RawValue>) -> Option<Priority> {
    let raw: RawPriority<'_> = serde_json::from_str(raw?.get()).ok()?;
    match raw.priority.0?.as_str() {
        "important" => Some(Priority::Important),
        "urgent" => Some(Priority::Urgent),
        _ => None,
    }
}

/// Metadata of a file.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawFileInfo<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub extension: Text<'a>,
    pub size: Int,
    #[serde(borrow)]
    pub mime_type: Text<'a>,
    pub width: Int,
    pub height: Int,
    pub has_preview_image: Flag,
}

impl IntoDomain for RawFileInfo<'_> {
    type Domain = FileInfo;

    fn into_domain(self) -> Option<FileInfo> {
        Some(FileInfo {
            id: FileId::parse(self.id.as_str()).ok()?,
            name: self.name.into_string(),
            extension: self.extension.into_string(),
            size: self.size.0.max(0),
            mime_type: self.mime_type.into_string(),
            image: pixels(self.width, self.height),
            has_preview: self.has_preview_image.0,
        })
    }
}

/// A reaction.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawReaction<'a> {
    #[serde(borrow)]
    pub user_id: Text<'a>,
    #[serde(borrow)]
    pub post_id: Text<'a>,
    #[serde(borrow)]
    pub emoji_name: Text<'a>,
    pub create_at: Int,
    #[serde(borrow)]
    pub channel_id: Text<'a>,
}

impl IntoDomain for RawReaction<'_> {
    type Domain = Reaction;

    fn into_domain(self) -> Option<Reaction> {
        if self.emoji_name.is_empty() {
            return None;
        }
        Some(Reaction {
            user_id: UserId::parse(self.user_id.as_str()).ok()?,
            post_id: PostId::parse(self.post_id.as_str()).ok()?,
            emoji_name: self.emoji_name.into_string(),
            create_at: Timestamp(self.create_at.0),
        })
    }
}
