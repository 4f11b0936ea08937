//! A text not yet sent (`rest.md 3.9`).

use super::metadata::Metadata;
use crate::domain::Attachment;
use crate::event::{DraftPlace, ServerDraft, Telling, Versions};
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// What other clients put into a draft and we only carry.
const CARRIED: [&str; 3] = ["priority", "props", "type"];

/// Prop of a draft: the versions (`update_at`) that its teller knew. A file that came with another one was not taken away by it.
const KNOWS: &str = "tsubame_knows";

/// Prop of a draft: when its words were typed. It may be told once more long after that, for its files.
const TYPED: &str = "tsubame_typed";

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
    let props = Fields::any(fields.raw("props"));
    Ok(ServerDraft {
        place: draft_place(fields)?,
        message,
        files: files.iter().map(Attachment::of_server).collect(),
        file_ids,
        update_at: fields.time("update_at"),
        is_first: fields.time("create_at") == fields.time("update_at"),
        knows: props.raw(KNOWS).map(|raw| Versions::read(raw.get())),
        typed: props.raw(TYPED).map(|_| props.time(TYPED)),
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
    extra(fields, None)
}

/// The same with what its teller says of it.
pub fn draft_extra_told(carried: &str, telling: &Telling) -> String {
    let fields = Fields::read(carried).unwrap_or_default();
    extra(&fields, Some(telling))
}

fn extra(fields: &Fields<'_>, telling: Option<&Telling>) -> String {
    let props = Fields::any(fields.raw("props"));
    let others = props.pairs().filter(|(name, _)| ![KNOWS, TYPED].contains(name));
    let others = others.map(|(name, raw)| (name, raw.get().to_owned()));
    let told =
        telling.map(|Telling { over, typed }| [(KNOWS, over.to_string()), (TYPED, typed.0.to_string())]);
    let props = object(others.chain(told.into_iter().flatten()));
    let carried = CARRIED.into_iter().map(|name| match (name, fields.raw(name)) {
        ("props", _) => (name, props.clone()),
        (_, raw) => (name, raw.map_or("", |raw| raw.get()).to_owned()),
    });
    object(carried.filter(|(_, value)| !matches!(value.as_str(), "" | "[]" | "{}" | "\"\"")))
}

/// Names and values that are JSON already; empty if there are none.
fn object<'a>(entries: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut text = String::new();
    for (name, value) in entries {
        text.push(if text.is_empty() { '{' } else { ',' });
        text.push_str(&serde_json::to_string(name).unwrap_or_default());
        text.push(':');
        text.push_str(&value);
    }
    if !text.is_empty() {
        text.push('}');
    }
    text
}
