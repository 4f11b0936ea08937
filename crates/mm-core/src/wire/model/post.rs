//! Post (`rest.md 3.5`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{moment, system, IntoDomain, RawMetadata, RawProps};
use crate::domain::*;
use crate::event::CustomEmoji;
use crate::wire::nested::{Flag, Int, List, Text};

/// A post as the server writes it. Metadata and properties stay raw: they are read tolerantly and cannot break the post.
#[derive(Deserialize, Default)]
#[serde(default)]
#[allow(missing_docs)] // the server's field names
pub struct RawPost<'a> {
    #[serde(borrow)]
    pub id: Text<'a>,
    pub create_at: Int,
    pub update_at: Int,
    pub edit_at: Int,
    pub delete_at: Int,
    pub is_pinned: Flag,
    #[serde(borrow)]
    pub user_id: Text<'a>,
    #[serde(borrow)]
    pub channel_id: Text<'a>,
    #[serde(borrow)]
    pub root_id: Text<'a>,
    #[serde(borrow)]
    pub message: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub props: Option<&'a RawValue>,
    #[serde(borrow)]
    pub file_ids: List<Text<'a>>,
    #[serde(borrow)]
    pub pending_post_id: Text<'a>,
    pub reply_count: Int,
    pub last_reply_at: Int,
    #[serde(borrow)]
    pub participants: Option<&'a RawValue>,
    pub is_following: Option<Flag>,
    #[serde(borrow)]
    pub metadata: Option<&'a RawValue>,
}

/// The id of somebody in a list of (often nearly empty) users.
#[derive(Deserialize, Default)]
#[serde(default)]
struct RawParticipant<'a> {
    #[serde(borrow)]
    id: Text<'a>,
}

/// Ids of a list of users; `None` when it is absent, null or unreadable.
pub(crate) fn participant_ids(raw: Option<&RawValue>) -> Option<Vec<UserId>> {
    let (users, _) = crate::wire::nested::entries::<RawParticipant<'_>>(raw?.get()).ok()?;
    Some(
        users
            .iter()
            .filter_map(|u| UserId::parse(u.id.as_str()).ok())
            .collect(),
    )
}

/// An id that may be missing: `Ok(None)` for empty, an error for text that is not an id.
pub(crate) fn optional_id<T: std::str::FromStr<Err = NotAnId>>(
    text: &Text<'_>,
) -> Result<Option<T>, NotAnId> {
    if text.is_empty() {
        return Ok(None);
    }
    text.as_str().parse().map(Some)
}

impl RawPost<'_> {
    /// Custom emoji of text and reactions: the server sends their ids along.
    pub fn custom_emoji(&self) -> Vec<CustomEmoji> {
        RawMetadata::custom_emoji(self.metadata)
    }
}

impl IntoDomain for RawPost<'_> {
    type Domain = Post;

    fn into_domain(self) -> Option<Post> {
        let id = PostId::parse(self.id.as_str()).ok()?;
        let metadata = RawMetadata::read(self.metadata);
        let mut props = RawProps::read(self.props);
        let kind = system::kind(self.kind.as_str(), &mut props);
        let (files, file_ids) = match metadata.files {
            files if files.is_empty() => (files, read_file_ids(&self.file_ids)),
            files => {
                let known: Vec<FileId> = files.iter().map(|f| f.id).collect();
                let mut missing = read_file_ids(&self.file_ids);
                missing.retain(|id| !known.contains(id));
                (files, missing)
            }
        };
        Some(Post {
            id,
            channel_id: ChannelId::parse(self.channel_id.as_str()).ok()?,
            user_id: UserId::parse(self.user_id.as_str()).ok()?,
            root_id: optional_id(&self.root_id).ok()?,
            create_at: Timestamp(self.create_at.0),
            update_at: Timestamp(self.update_at.0),
            edit_at: moment(self.edit_at),
            delete_at: moment(self.delete_at),
            message: self.message.into_string(),
            kind,
            is_pinned: self.is_pinned.0,
            pending_post_id: (!self.pending_post_id.is_empty())
                .then(|| PendingPostId::new(self.pending_post_id.as_str())),
            reply_count: self.reply_count.0.max(0),
            last_reply_at: moment(self.last_reply_at),
            participants: participant_ids(self.participants),
            is_following: self.is_following.map(|f| f.0),
            files,
            file_ids,
            reactions: self.metadata.map(|_| metadata.reactions),
            props: props.into_domain(),
            image_sizes: metadata.image_sizes,
            priority: metadata.priority,
        })
    }
}

fn read_file_ids(raw: &List<Text<'_>>) -> Vec<FileId> {
    raw.0
        .iter()
        .filter_map(|t| FileId::parse(t.as_str()).ok())
        .collect()
}
