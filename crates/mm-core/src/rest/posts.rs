//! Posts (`rest.md 4.6`): windows of a channel, threads, single posts, and one's own acts on them.

use serde::Serialize;

use super::path::{api, id_list, Path};
use super::read::{list, object, with_skipped};
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::{Event, Outgoing, Window};
use crate::wire::model;

mod list_shape;

pub use list_shape::{read_saved, read_thread, read_window, ThreadCursor, ThreadPage};

/// Posts of a page.
pub const PER_PAGE: i64 = 60;
/// Half a window around the oldest unread post.
const HALF_WINDOW: i64 = 30;
/// Replies of a page of a thread: the server refuses more than 200.
const REPLIES_PER_PAGE: i64 = 200;

/// Whether replies stand in their threads only (`rest.md 5.2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// Only roots are listed.
    Collapsed,
    /// Roots and replies are listed alike.
    Inline,
}

impl Path {
    /// The client has its own thread view: whole threads never come along.
    fn threads(self, threads: Threads) -> Path {
        self.flag("skipFetchThreads", true)
            .flag("collapsedThreads", threads == Threads::Collapsed)
            .flag("collapsedThreadsExtended", false)
    }
}

/// Asks for a part of a channel's posts. Reads with [`read_window`].
pub fn window(channel_id: ChannelId, window: Window, threads: Threads) -> HttpRequest {
    let posts = || api(&["channels", channel_id.as_str(), "posts"]);
    let page = || posts().number("page", 0).number("per_page", PER_PAGE);
    let path = match window {
        Window::Latest => page(),
        Window::Before(id) => page().with("before", id.as_str()),
        Window::After(id) => page().with("after", id.as_str()),
        Window::Since { at, .. } => posts().number("since", at.0),
        Window::Unread => api(&["users", "me", "channels", channel_id.as_str(), "posts", "unread"])
            .number("limit_before", HALF_WINDOW)
            .number("limit_after", HALF_WINDOW),
    };
    path.threads(threads).get()
}

/// Asks for a page of a thread, oldest first; `None` begins at the root. Reads with [`read_thread`].
pub fn thread(root_id: PostId, after: Option<ThreadCursor>, threads: Threads) -> HttpRequest {
    let mut path = api(&["posts", root_id.as_str(), "thread"])
        .number("perPage", REPLIES_PER_PAGE)
        .with("direction", "down");
    if let Some(cursor) = after {
        // Both, or replies of one millisecond would be lost or doubled.
        path = path
            .number("fromCreateAt", cursor.create_at.0)
            .with("fromPost", cursor.post_id.as_str());
    }
    path.threads(threads).get()
}

/// Asks for how many replied to a root, who and when last: the smallest page of its thread says so. Reads with [`read_thread`].
pub fn replies(root_id: PostId, threads: Threads) -> HttpRequest {
    let path = api(&["posts", root_id.as_str(), "thread"])
        .number("perPage", 1)
        .with("direction", "down");
    path.threads(threads).get()
}

/// Asks for one post.
pub fn by_id(post_id: PostId) -> HttpRequest {
    api(&["posts", post_id.as_str()]).get()
}

/// Asks for posts; not empty, at most 1000. What one may not read is missing.
pub fn by_ids(ids: &[PostId]) -> HttpRequest {
    api(&["posts", "ids"]).post(&id_list(ids, PostId::as_str))
}

/// Reads one post: an answer to [`by_id`], [`create`], [`patch`].
pub fn read_post(answer: &HttpAnswer) -> Result<Post, ApiError> {
    object(answer, "post", model::post)
}

/// Reads posts as [`Event::PostsReceived`].
pub fn read_posts(answer: &HttpAnswer) -> Result<Vec<Event>, ApiError> {
    let (posts, skipped) = list(answer, "posts", model::post)?;
    Ok(with_skipped(Event::PostsReceived(posts), "posts", skipped))
}

/// Sends a post. The same pending id within 30 s gives the same post; the answer's author and text must be compared with what
/// was sent (`surprises.md`, Sending).
pub fn create(post: &Outgoing, files: &[FileId]) -> HttpRequest {
    #[derive(Serialize)]
    struct Props<'a> {
        tsubame_id: &'a str,
    }
    #[derive(Serialize)]
    struct Body<'a> {
        channel_id: &'a str,
        root_id: &'a str,
        message: &'a str,
        pending_post_id: &'a str,
        props: Props<'a>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        file_ids: Vec<&'a str>,
    }
    api(&["posts"]).post(&Body {
        channel_id: post.channel_id.as_str(),
        root_id: post.root_id.as_ref().map_or("", |id| id.as_str()),
        message: &post.message,
        pending_post_id: post.pending.as_str(),
        props: Props {
            tsubame_id: &post.client_id,
        },
        file_ids: id_list(files, FileId::as_str),
    })
}

/// Changes the text of a post.
pub fn patch(post_id: PostId, message: &str) -> HttpRequest {
    #[derive(Serialize)]
    struct Body<'a> {
        message: &'a str,
    }
    api(&["posts", post_id.as_str(), "patch"]).put(&Body { message })
}

/// Deletes a post, with its replies; a second time is 404.
pub fn delete(post_id: PostId) -> HttpRequest {
    api(&["posts", post_id.as_str()]).delete()
}

/// Pins or unpins a post.
pub fn pin(post_id: PostId, pinned: bool) -> HttpRequest {
    let act = if pinned { "pin" } else { "unpin" };
    api(&["posts", post_id.as_str(), act]).post_empty()
}

/// Asks for a channel's pinned posts. Reads with [`read_saved`].
pub fn pinned(channel_id: ChannelId) -> HttpRequest {
    api(&["channels", channel_id.as_str(), "pinned"]).get()
}

/// Asks for one's saved posts. Reads with [`read_saved`].
pub fn saved() -> HttpRequest {
    api(&["users", "me", "posts", "flagged"])
        .number("page", 0)
        .number("per_page", PER_PAGE)
        .get()
}

/// Marks as unread from this post on.
pub fn set_unread(post_id: PostId) -> HttpRequest {
    #[derive(Serialize)]
    struct Body {
        collapsed_threads_supported: bool,
    }
    api(&["users", "me", "posts", post_id.as_str(), "set_unread"]).post(&Body {
        collapsed_threads_supported: true,
    })
}

/// Reads the counters after [`set_unread`] as [`Event::PostMarkedUnread`].
pub fn read_set_unread(answer: &HttpAnswer) -> Result<Event, ApiError> {
    let marked = object(answer, "mark as unread", |fields| {
        Ok(model::marked_unread(fields, fields.id("channel_id")?))
    })?;
    Ok(Event::PostMarkedUnread(marked))
}

/// Asks where a post stands, for permalinks.
pub fn info(post_id: PostId) -> HttpRequest {
    api(&["posts", post_id.as_str(), "info"]).get()
}

/// Where a post stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostInfo {
    /// Its channel.
    pub channel_id: ChannelId,
    /// Kind of channel, where known.
    pub channel_kind: Option<ChannelKind>,
    /// One is in the channel.
    pub has_joined_channel: bool,
    /// The channel's team; none for direct and group messages.
    pub team_id: Option<TeamId>,
    /// One is in the team.
    pub has_joined_team: bool,
}

/// Reads where a post stands.
pub fn read_info(answer: &HttpAnswer) -> Result<PostInfo, ApiError> {
    object(answer, "post info", |fields| {
        Ok(PostInfo {
            channel_id: fields.id("channel_id")?,
            channel_kind: model::channel_kind(&fields.text("channel_type")),
            has_joined_channel: fields.flag("has_joined_channel"),
            team_id: fields.id("team_id").ok(),
            has_joined_team: fields.flag("has_joined_team"),
        })
    })
}
