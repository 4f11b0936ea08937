//! A text not yet sent (`rest.md 3.9`).

use super::metadata::Metadata;
use crate::domain::Attachment;
use crate::event::{DraftPlace, ServerDraft};
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// What other clients put into a draft and we only carry.
const CARRIED: [&str; 3] = ["priority", "props", "type"];

/// A draft of the server. One without a text is none. Which of its files can still be sent the server tells in the metadata, in an order of
/// its own: one that is in a post by now is not among them.
pub fn draft(fields: &Fields<'_>) -> Result<ServerDraft, Unfit> {
    let message = fields.string("message");
    if message.is_empty() {
        return Err(Unfit);
    }
    let file_ids = fields.ids("file_ids");
    let mut files = Metadata::read(fields.raw("metadata")).files;
    let place_of = |id| file_ids.iter().position(|known| *known == id);
    files.retain(|file| place_of(file.id).is_some());
    files.sort_by_key(|file| place_of(file.id));
    Ok(ServerDraft {
        place: draft_place(fields)?,
        message,
        files: files.iter().map(Attachment::of_server).collect(),
        file_ids,
        update_at: fields.time("update_at"),
        extra: draft_extra(fields),
    })
}

/// Where a text belongs.
pub fn draft_place(fields: &Fields<'_>) -> Result<DraftPlace, Unfit> {
    Ok(DraftPlace {
        channel_id: fields.id("channel_id")?,
        root_id: fields.optional_id("root_id")?,
    })
}

/// What is carried along, as a JSON object; empty if there is nothing.
pub fn draft_extra(fields: &Fields<'_>) -> String {
    let mut extra = String::new();
    for name in CARRIED {
        let value = fields.raw(name).map_or("", |raw| raw.get());
        if !matches!(value, "" | "[]" | "{}" | "\"\"") {
            extra.push_str(if extra.is_empty() { "{\"" } else { ",\"" });
            extra.push_str(name);
            extra.push_str("\":");
            extra.push_str(value);
        }
    }
    if !extra.is_empty() {
        extra.push('}');
    }
    extra
}
