//! The server's list of posts (`rest.md 3.5`, PostList): ids newest first in `order`, posts by id in `posts`, of which there may be
//! more. Only `order` belongs to the window.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::read::body;
use super::super::{ApiError, HttpAnswer};
use crate::domain::*;
use crate::event::{CustomEmoji, Event, PostsLoaded, Window};
use crate::wire::model::{IntoDomain, RawPost};
use crate::wire::nested::{Flag, List, Text};

/// `since` never answers more; that many mean that there may be others (`rest.md 4.6`).
const SINCE_LIMIT: usize = 1000;

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawPostList<'a> {
    #[serde(borrow)]
    order: List<Text<'a>>,
    #[serde(borrow)]
    posts: Option<BTreeMap<Text<'a>, &'a RawValue>>,
    #[serde(borrow)]
    next_post_id: Text<'a>,
    #[serde(borrow)]
    prev_post_id: Text<'a>,
    has_next: Flag,
}

/// Posts of a list: those of `order`, ascending, and the rest.
struct Posts {
    listed: Vec<Post>,
    extra: Vec<Post>,
    /// Custom emoji that came along.
    emoji: Vec<CustomEmoji>,
    skipped: usize,
    /// How many ids the server listed.
    order_len: usize,
}

fn posts(raw: &mut RawPostList<'_>) -> Posts {
    let found = raw.posts.take().unwrap_or_default();
    let total = found.len();
    let mut by_id: BTreeMap<PostId, Post> = BTreeMap::new();
    let mut emoji = Vec::new();
    for raw in found.into_values() {
        let Ok(raw) = serde_json::from_str::<RawPost<'_>>(raw.get()) else {
            continue;
        };
        emoji.extend(raw.custom_emoji());
        if let Some(post) = raw.into_domain() {
            by_id.insert(post.id, post);
        }
    }
    let unreadable = total - by_id.len();
    let order_len = raw.order.0.len();
    let mut listed: Vec<Post> = raw
        .order
        .0
        .iter()
        .filter_map(|id| by_id.remove(&PostId::parse(id.as_str()).ok()?))
        .collect();
    sort_by_key(&mut listed, Post::order);
    Posts {
        skipped: unreadable.max(order_len - listed.len()),
        listed,
        extra: by_id.into_values().collect(),
        order_len,
        emoji,
    }
}

/// The fact; emoji that came along; a count of what could not be read.
fn and_more(
    event: Event,
    emoji: Vec<CustomEmoji>,
    skipped: usize,
    channel_id: Option<ChannelId>,
) -> Vec<Event> {
    let mut events = vec![event];
    if !emoji.is_empty() {
        events.push(Event::EmojiLoaded(emoji));
    }
    if skipped > 0 {
        events.push(Event::Broken {
            event: "rest:posts".to_owned(),
            channel_id,
        });
    }
    events
}

/// Reads a part of a channel's posts as [`Event::PostsLoaded`], given what was asked.
pub fn read_window(
    answer: &HttpAnswer,
    channel_id: ChannelId,
    window: Window,
) -> Result<Vec<Event>, ApiError> {
    let mut raw: RawPostList<'_> = body(answer, "posts")?;
    let mut posts = posts(&mut raw);
    // What stands in another channel cannot be placed in this one.
    let (here, elsewhere): (Vec<Post>, Vec<Post>) =
        posts.listed.into_iter().partition(|p| p.channel_id == channel_id);
    posts.extra.extend(elsewhere);
    let (window, ends_known) = match window {
        Window::Since { at, .. } => {
            let truncated = posts.order_len >= SINCE_LIMIT;
            (Window::Since { at, truncated }, false)
        }
        other => (other, true),
    };
    let event = Event::PostsLoaded(Box::new(PostsLoaded {
        channel_id,
        window,
        posts: here,
        extra: posts.extra,
        reached_start: ends_known && raw.prev_post_id.is_empty(),
        reached_end: ends_known && raw.next_post_id.is_empty(),
    }));
    Ok(and_more(event, posts.emoji, posts.skipped, Some(channel_id)))
}

/// Where the next page of a thread begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThreadCursor {
    /// Time of the last reply read.
    pub create_at: Timestamp,
    /// The last reply read.
    pub post_id: PostId,
}

/// A page of a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadPage {
    /// [`Event::ThreadLoaded`], and a count of what could not be read. Complete when this was the last page (and the ones before it
    /// were read).
    pub events: Vec<Event>,
    /// Where to go on, if there is more.
    pub next: Option<ThreadCursor>,
}

/// Reads a page of a thread.
pub fn read_thread(answer: &HttpAnswer, root_id: PostId) -> Result<ThreadPage, ApiError> {
    let mut raw: RawPostList<'_> = body(answer, "thread")?;
    let has_next = raw.has_next.0;
    let Posts {
        mut listed,
        extra,
        skipped,
        emoji,
        ..
    } = posts(&mut raw);
    // A page without a reply cannot be gone on from: the same one would come again.
    let last = listed.last().filter(|post| post.id != root_id);
    let next = last.filter(|_| has_next).map(|post| ThreadCursor {
        create_at: post.create_at,
        post_id: post.id,
    });
    let channel_id = listed.first().map(|post| post.channel_id);
    // The root comes with every page, in `order` or beside it.
    listed.extend(extra);
    listed.retain(|post| post.thread_id() == root_id);
    sort_by_key(&mut listed, Post::order);
    let event = Event::ThreadLoaded {
        root_id,
        posts: listed,
        complete: next.is_none() && skipped == 0,
    };
    let events = and_more(event, emoji, skipped, channel_id);
    Ok(ThreadPage { events, next })
}

/// Reads a list of posts that is no window of a channel (pinned, saved), newest first as the server lists them.
pub fn read_saved(answer: &HttpAnswer) -> Result<Vec<Post>, ApiError> {
    let mut raw: RawPostList<'_> = body(answer, "post list")?;
    let mut listed = posts(&mut raw).listed;
    listed.reverse();
    Ok(listed)
}
