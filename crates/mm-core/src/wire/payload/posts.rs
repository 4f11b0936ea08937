//! Posts and reactions (`websocket.md 6.1, 6.2`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::{Event, MarkedUnread, PostCreated};
use crate::wire::model::{channel_kind, IntoDomain, RawPost, RawReaction};
use crate::wire::nested::{document, entries, Flag, Int, Text};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Posted<'a> {
    #[serde(borrow)]
    post: Option<&'a RawValue>,
    #[serde(borrow)]
    mentions: Option<&'a RawValue>,
    #[serde(borrow)]
    followers: Option<&'a RawValue>,
    set_online: Flag,
    #[serde(borrow)]
    channel_type: Text<'a>,
    #[serde(borrow)]
    team_id: Text<'a>,
}

/// Whether a list of user ids names anybody: the server leaves only oneself in it (`websocket.md 3.4`).
fn names_me(raw: Option<&RawValue>) -> bool {
    let Some(text) = raw.and_then(|raw| document(raw).ok()) else {
        return false;
    };
    entries::<Text<'_>>(&text).is_ok_and(|(ids, _)| ids.iter().any(|id| UserId::parse(id.as_str()).is_ok()))
}

pub(in crate::wire) fn posted(frame: &EventFrame<'_>) -> Decoded {
    let data: Posted<'_> = data(frame)?;
    let (post, emoji) = post(&nested(data.post)?, frame)?;
    let created = Event::PostCreated(Box::new(PostCreated {
        post,
        mentions_me: names_me(data.mentions),
        follows: names_me(data.followers),
        set_online: data.set_online.0,
        channel_kind: channel_kind(data.channel_type.as_str()),
        team_id: TeamId::parse(data.team_id.as_str()).ok(),
    }));
    Ok(emoji.into_iter().chain([created]).collect())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WithPost<'a> {
    #[serde(borrow)]
    post: Option<&'a RawValue>,
}

/// The server gives some of its own notices no author; like its other ones they then stand under oneself, who alone sees them.
fn with_author(raw: &mut RawPost<'_>, frame: &EventFrame<'_>) {
    if let (true, Some(me)) = (raw.user_id.is_empty(), frame.broadcast.user_id) {
        raw.user_id = Text(me.to_string().into());
    }
}

/// The post, and the custom emoji that came along with it.
fn post(text: &str, frame: &EventFrame<'_>) -> Result<(Post, Option<Event>), Unfit> {
    let mut raw: RawPost<'_> = serde_json::from_str(text)?;
    with_author(&mut raw, frame);
    let emoji = raw.custom_emoji();
    let post = raw.into_domain().ok_or(Unfit)?;
    Ok((post, (!emoji.is_empty()).then_some(Event::EmojiLoaded(emoji))))
}

/// An event made of nothing but a post.
fn of_post(frame: &EventFrame<'_>, event: fn(Box<Post>) -> Event) -> Decoded {
    let data: WithPost<'_> = data(frame)?;
    let (post, emoji) = post(&nested(data.post)?, frame)?;
    Ok(emoji.into_iter().chain([event(Box::new(post))]).collect())
}

pub(in crate::wire) fn ephemeral_message(frame: &EventFrame<'_>) -> Decoded {
    of_post(frame, Event::EphemeralReceived)
}

pub(in crate::wire) fn post_edited(frame: &EventFrame<'_>) -> Decoded {
    of_post(frame, Event::PostEdited)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DeletedPost<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    channel_id: Text<'a>,
    #[serde(borrow)]
    root_id: Text<'a>,
}

/// Only ids are read: the post is the copy from before, with its text and `delete_at` 0 (trap 3); an ephemeral one has no channel
/// in it.
pub(in crate::wire) fn post_deleted(frame: &EventFrame<'_>) -> Decoded {
    let data: WithPost<'_> = data(frame)?;
    let text = nested(data.post)?;
    let post: DeletedPost<'_> = serde_json::from_str(&text)?;
    let post_id = PostId::parse(post.id.as_str())?;
    let channel = ChannelId::parse(post.channel_id.as_str()).ok();
    let Some(channel_id) = channel.or(frame.broadcast.channel_id) else {
        // An ephemeral post: it lives in no channel that could show it to others.
        return Ok(vec![Event::NotNeeded("post_deleted")]);
    };
    Ok(vec![Event::PostDeleted {
        post_id,
        channel_id,
        root_id: PostId::parse(post.root_id.as_str()).ok(),
    }])
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Unread {
    msg_count: Int,
    msg_count_root: Int,
    mention_count: Int,
    mention_count_root: Int,
    urgent_mention_count: Int,
    last_viewed_at: Int,
}

pub(in crate::wire) fn post_unread(frame: &EventFrame<'_>) -> Decoded {
    let data: Unread = data(frame)?;
    Ok(vec![Event::PostMarkedUnread(MarkedUnread {
        channel_id: frame.broadcast.channel_id.ok_or(Unfit)?,
        msg_count: data.msg_count.0.max(0),
        msg_count_root: data.msg_count_root.0.max(0),
        mention_count: data.mention_count.0.max(0),
        mention_count_root: data.mention_count_root.0.max(0),
        urgent_mention_count: data.urgent_mention_count.0.max(0),
        last_viewed_at: Timestamp(data.last_viewed_at.0),
    })])
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reacted<'a> {
    #[serde(borrow)]
    reaction: Option<&'a RawValue>,
}

fn reaction(frame: &EventFrame<'_>) -> Result<(Reaction, Option<ChannelId>), Unfit> {
    let data: Reacted<'_> = data(frame)?;
    let text = nested(data.reaction)?;
    let raw: RawReaction<'_> = serde_json::from_str(&text)?;
    let channel_id = ChannelId::parse(raw.channel_id.as_str()).ok();
    let reaction = raw.into_domain().ok_or(Unfit)?;
    Ok((reaction, channel_id.or(frame.broadcast.channel_id)))
}

pub(in crate::wire) fn reaction_added(frame: &EventFrame<'_>) -> Decoded {
    let (reaction, channel_id) = reaction(frame)?;
    Ok(vec![Event::ReactionAdded { reaction, channel_id }])
}

pub(in crate::wire) fn reaction_removed(frame: &EventFrame<'_>) -> Decoded {
    let (reaction, channel_id) = reaction(frame)?;
    Ok(vec![Event::ReactionRemoved { reaction, channel_id }])
}
