//! The server's list of posts (`rest.md 3.5`, PostList): ids newest first in `order`, posts by id in `posts`, of which there may be
//! more. Only `order` belongs to the window.

use super::super::read::object;
use super::super::{ApiError, HttpAnswer};
use crate::domain::*;
use crate::event::{CustomEmoji, Event, PostsLoaded, Window};
use crate::wire::fields::Fields;
use crate::wire::model;
use crate::wire::nested::Unfit;

/// `since` never answers more; that many mean that there may be others (`rest.md 4.6`).
const SINCE_LIMIT: usize = 1000;

/// Posts of a list: those of `order`, ascending, and the rest.
struct Posts {
    listed: Vec<Post>,
    extra: Vec<Post>,
    /// Custom emoji that came along.
    emoji: Vec<CustomEmoji>,
    skipped: usize,
    /// How many ids the server listed.
    order_len: usize,
    ends: Ends,
}

/// What a list says about its ends.
struct Ends {
    /// The channel has no posts before these.
    is_first: bool,
    /// The channel has no posts after these.
    is_last: bool,
    /// The thread goes on.
    has_next: bool,
}

/// Posts by id, their custom emoji, and how many could not be read.
type ById = (Map<PostId, Post>, Vec<CustomEmoji>, usize);

fn by_id(fields: &Fields<'_>) -> Result<ById, Unfit> {
    let found = match fields.raw("posts") {
        Some(raw) => Fields::read(raw.get())?,
        None => Fields::default(),
    };
    let (mut posts, mut emoji, mut total) = (Map::new(), Vec::new(), 0);
    for (_, raw) in found.pairs() {
        total += 1;
        let Ok(fields) = Fields::read(raw.get()) else {
            continue;
        };
        if let Ok(post) = fields.fill(model::post) {
            emoji.extend(model::post_emoji(&fields));
            posts.insert(post.id, post);
        }
    }
    let unreadable = total - posts.len();
    Ok((posts, emoji, unreadable))
}

fn posts(fields: &Fields<'_>) -> Result<Posts, Unfit> {
    let (mut by_id, emoji, unreadable) = by_id(fields)?;
    let order = fields.texts("order");
    let order_len = order.len();
    let mut listed: Vec<Post> = order
        .iter()
        .filter_map(|id| by_id.remove(&PostId::parse(id).ok()?))
        .collect();
    sort_by_key(&mut listed, Post::order);
    Ok(Posts {
        skipped: unreadable.max(order_len - listed.len()),
        listed,
        extra: by_id.into_iter().map(|(_, post)| post).collect(),
        order_len,
        emoji,
        ends: Ends {
            is_first: fields.text("prev_post_id").is_empty(),
            is_last: fields.text("next_post_id").is_empty(),
            has_next: fields.flag("has_next"),
        },
    })
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
    let mut posts = object(answer, "posts", posts)?;
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
        reached_start: ends_known && posts.ends.is_first,
        reached_end: ends_known && posts.ends.is_last,
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

/// Reads the page of a thread that begins after a reply (`None`: at the root).
pub fn read_thread(
    answer: &HttpAnswer,
    root_id: PostId,
    after: Option<ThreadCursor>,
) -> Result<ThreadPage, ApiError> {
    let Posts {
        mut listed,
        extra,
        skipped,
        emoji,
        ends: Ends { has_next, .. },
        ..
    } = object(answer, "thread", posts)?;
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
        after: after.map(|cursor| PostOrder {
            create_at: cursor.create_at,
            id: cursor.post_id,
        }),
        complete: next.is_none() && skipped == 0,
    };
    let events = and_more(event, emoji, skipped, channel_id);
    Ok(ThreadPage { events, next })
}

/// Reads a list of posts that is no window of a channel (pinned, saved), newest first as the server lists them.
pub fn read_saved(answer: &HttpAnswer) -> Result<Vec<Post>, ApiError> {
    let mut listed = object(answer, "post list", posts)?.listed;
    listed.reverse();
    Ok(listed)
}
