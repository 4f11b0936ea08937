//! Posts and reactions (`websocket.md 6.1, 6.2`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::{CustomEmoji, Event, PostCreated};
use crate::wire::model;
use crate::wire::nested::{document, items, text};

/// Whether a list of user ids names anybody: the server leaves only oneself in it (`websocket.md 3.4`).
fn names_me(data: &Fields<'_>, name: &str) -> bool {
    let Some(list) = data.raw(name).and_then(|raw| document(raw).ok()) else {
        return false;
    };
    let ids = items(&list).unwrap_or_default();
    ids.into_iter()
        .any(|id| text(id).is_ok_and(|id| UserId::parse(&id).is_ok()))
}

pub(in crate::wire) fn posted(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let (post, emoji) = post(frame, data)?;
    let created = Event::PostCreated(Box::new(PostCreated {
        post,
        mentions_me: names_me(data, "mentions"),
        follows: names_me(data, "followers"),
        set_online: data.flag("set_online"),
        channel_kind: model::channel_kind(&data.text("channel_type")),
        team_id: data.id("team_id").ok(),
    }));
    Ok(with_emoji(emoji, created))
}

/// The post, and the custom emoji that came along with it.
fn post(frame: &EventFrame<'_>, data: &Fields<'_>) -> Result<(Post, Vec<CustomEmoji>), Unfit> {
    let text = document(data.raw("post").ok_or(Unfit)?)?;
    let fields = Fields::read(&text)?;
    let post = model::post_for(&fields, frame.broadcast.user_id);
    fields.fit()?;
    Ok((post?, model::post_emoji(&fields)))
}

/// Emoji first, so that the post is shown with them at once.
fn with_emoji(emoji: Vec<CustomEmoji>, event: Event) -> Vec<Event> {
    if emoji.is_empty() {
        return vec![event];
    }
    vec![Event::EmojiLoaded(emoji), event]
}

/// An event made of nothing but a post.
fn of_post(frame: &EventFrame<'_>, data: &Fields<'_>, event: fn(Box<Post>) -> Event) -> Decoded {
    let (post, emoji) = post(frame, data)?;
    Ok(with_emoji(emoji, event(Box::new(post))))
}

pub(in crate::wire) fn ephemeral_message(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    of_post(frame, data, Event::EphemeralReceived)
}

pub(in crate::wire) fn post_edited(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    of_post(frame, data, Event::PostEdited)
}

/// Only ids are read: the post is the copy from before, with its text and `delete_at` 0 (trap 3); an ephemeral one has no channel
/// in it.
pub(in crate::wire) fn post_deleted(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let ids = |post: &Fields<'_>| {
        Ok((
            post.id("id")?,
            post.id("channel_id").ok(),
            post.id("root_id").ok(),
        ))
    };
    let (post_id, channel, root_id) = nested(data, "post", ids)?;
    let Some(channel_id) = channel.or(frame.broadcast.channel_id) else {
        // An ephemeral post: it lives in no channel that could show it to others.
        return Ok(vec![Event::NotNeeded("post_deleted")]);
    };
    Ok(vec![Event::PostDeleted {
        post_id,
        channel_id,
        root_id,
    }])
}

pub(in crate::wire) fn post_unread(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let channel_id = frame.broadcast.channel_id.ok_or(Unfit)?;
    Ok(vec![Event::PostMarkedUnread(model::marked_unread(
        data, channel_id,
    ))])
}

fn reaction(frame: &EventFrame<'_>, data: &Fields<'_>) -> Result<(Reaction, Option<ChannelId>), Unfit> {
    let placed = |fields: &Fields<'_>| Ok((model::reaction(fields)?, fields.id("channel_id").ok()));
    let (reaction, channel_id) = nested(data, "reaction", placed)?;
    Ok((reaction, channel_id.or(frame.broadcast.channel_id)))
}

pub(in crate::wire) fn reaction_added(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let (reaction, channel_id) = reaction(frame, data)?;
    Ok(vec![Event::ReactionAdded { reaction, channel_id }])
}

pub(in crate::wire) fn reaction_removed(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let (reaction, channel_id) = reaction(frame, data)?;
    Ok(vec![Event::ReactionRemoved { reaction, channel_id }])
}
