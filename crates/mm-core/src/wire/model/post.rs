//! Post (`rest.md 3.5`).

use super::{custom_emoji, participant_ids, system, Metadata, Props};
use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::fields::Fields;
use crate::wire::nested::Unfit;

/// A post. Metadata and properties are read tolerantly and cannot break it.
pub fn post(fields: &Fields<'_>) -> Result<Post, Unfit> {
    post_for(fields, None)
}

/// As [`post`]. The server gives some of its own notices no author; like its other ones they then stand under oneself, who alone
/// sees them.
pub fn post_for(fields: &Fields<'_>, me: Option<UserId>) -> Result<Post, Unfit> {
    let id = fields.id("id")?;
    let channel_id = fields.id("channel_id")?;
    let user_id = fields.optional_id("user_id")?.or(me).ok_or(Unfit)?;
    let root_id = fields.optional_id("root_id")?;
    let raw_metadata = fields.raw("metadata");
    let metadata = Metadata::read(raw_metadata);
    let props = Props::read(fields.raw("props"));
    let pending = fields.text("pending_post_id");
    let mut file_ids: Vec<FileId> = fields.ids("file_ids");
    file_ids.retain(|id| !metadata.files.iter().any(|file| file.id == *id));
    Ok(Post {
        id,
        channel_id,
        user_id,
        root_id,
        create_at: fields.time("create_at"),
        update_at: fields.time("update_at"),
        edit_at: fields.moment("edit_at"),
        delete_at: fields.moment("delete_at"),
        message: fields.string("message"),
        kind: system::kind(&fields.text("type"), &props),
        is_pinned: fields.flag("is_pinned"),
        pending_post_id: (!pending.is_empty()).then(|| PendingPostId::new(&*pending)),
        reply_count: fields.count("reply_count"),
        last_reply_at: fields.moment("last_reply_at"),
        participants: participant_ids(fields.raw("participants")),
        is_following: fields.raw("is_following").map(|_| fields.flag("is_following")),
        files: metadata.files,
        file_ids,
        reactions: raw_metadata.map(|_| metadata.reactions),
        props: props.into_domain(),
        image_sizes: metadata.image_sizes,
        priority: metadata.priority,
    })
}

/// Custom emoji of text and reactions of a post: the server sends their ids along.
pub fn post_emoji(fields: &Fields<'_>) -> Vec<CustomEmoji> {
    custom_emoji(fields.raw("metadata"))
}
