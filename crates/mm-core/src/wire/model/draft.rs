//! A text not yet sent (`rest.md 3.9`).

use crate::event::{DraftPlace, ServerDraft};
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// What other clients put into a draft and we only carry.
const CARRIED: [&str; 4] = ["file_ids", "priority", "props", "type"];

/// A draft of the server. One without a text is none.
pub fn draft(fields: &Fields<'_>) -> Result<ServerDraft, Unfit> {
    let message = fields.string("message");
    if message.is_empty() {
        return Err(Unfit);
    }
    Ok(ServerDraft {
        place: draft_place(fields)?,
        message,
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
