//! What comes along with a post: files, reactions, sizes of pictures, priority (`rest.md 3.5, 3.7`). Read part by part: a part
//! that cannot be read is left out, never the post.

use serde_json::value::RawValue;

use super::emoji;
use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::fields::{any_of, one, Fields};
use crate::wire::nested::Unfit;

/// More pictures than this in one post have no reserved room.
const MAX_IMAGES: usize = 200;
/// The server's column fits ten ids; a little more is tolerated.
const MAX_FILES: usize = 50;

/// Metadata, in domain types.
#[derive(Default)]
pub struct Metadata {
    /// Files, in order.
    pub files: Vec<FileInfo>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// Sizes of pictures by address.
    pub image_sizes: Map<String, ImageSize>,
    /// Priority.
    pub priority: Option<Priority>,
}

impl Metadata {
    /// Reads what can be read.
    pub fn read(raw: Option<&RawValue>) -> Self {
        let parts = Fields::any(raw);
        let mut files = any_of(parts.raw("files"), file_info);
        files.truncate(MAX_FILES);
        Self {
            files,
            reactions: any_of(parts.raw("reactions"), reaction),
            image_sizes: image_sizes(parts.raw("images")),
            priority: priority(parts.raw("priority")),
        }
    }
}

/// The custom emoji in metadata: few posts have some, so they are looked for only then.
pub fn custom_emoji(raw: Option<&RawValue>) -> Vec<CustomEmoji> {
    let raw = raw.filter(|raw| raw.get().contains("\"emojis\""));
    any_of(Fields::any(raw).raw("emojis"), emoji)
}

/// The size of a picture; none when a side is missing.
fn size(fields: &Fields<'_>) -> Option<ImageSize> {
    let side = |name| u32::try_from(fields.int(name)).ok().filter(|side| *side > 0);
    let (width, height) = (side("width"), side("height"));
    Some(ImageSize {
        width: width?,
        height: height?,
    })
}

fn image_sizes(raw: Option<&RawValue>) -> Map<String, ImageSize> {
    let mut sizes = Map::new();
    for (url, raw) in Fields::any(raw).pairs() {
        if let Ok(size) = one(raw.get(), |image| size(image).ok_or(Unfit)) {
            sizes.insert(url.to_owned(), size);
        }
        if sizes.len() >= MAX_IMAGES {
            break;
        }
    }
    sizes
}

fn priority(raw: Option<&RawValue>) -> Option<Priority> {
    match &*Fields::any(raw).loose("priority")? {
        "important" => Some(Priority::Important),
        "urgent" => Some(Priority::Urgent),
        _ => None,
    }
}

/// Metadata of a file.
pub fn file_info(fields: &Fields<'_>) -> Result<FileInfo, Unfit> {
    Ok(FileInfo {
        id: fields.id("id")?,
        name: fields.string("name"),
        extension: fields.string("extension"),
        size: fields.count("size"),
        mime_type: fields.string("mime_type"),
        image: size(fields),
        has_preview: fields.flag("has_preview_image"),
    })
}

/// A reaction.
pub fn reaction(fields: &Fields<'_>) -> Result<Reaction, Unfit> {
    let (user_id, post_id) = (fields.id("user_id")?, fields.id("post_id")?);
    let emoji_name = fields.string("emoji_name");
    if emoji_name.is_empty() {
        return Err(Unfit);
    }
    Ok(Reaction {
        user_id,
        post_id,
        emoji_name,
        create_at: fields.time("create_at"),
    })
}
