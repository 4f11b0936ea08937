//! Threads one follows (`rest.md 4.7`).

use super::path::{api, Path};
use super::read::object;
use super::{ApiError, HttpAnswer, HttpRequest};
use crate::domain::*;
use crate::event::Event;
use crate::wire::fields::Fields;
use crate::wire::model::{self, ThreadParts};
use crate::wire::nested::Unfit;

/// Threads of a page, as the official client asks.
pub const PER_PAGE: i64 = 25;

fn path(team_id: TeamId, rest: &[&str]) -> Path {
    let mut segments = vec!["users", "me", "teams", team_id.as_str(), "threads"];
    segments.extend_from_slice(rest);
    api(&segments)
}

/// Asks for the threads of a team with the newest replies; after the first page those older than `before`.
pub fn list(team_id: TeamId, before: Option<PostId>, unread_only: bool) -> HttpRequest {
    let mut path = path(team_id, &[])
        .flag("extended", false)
        .flag("deleted", false)
        .flag("unread", unread_only)
        .number("per_page", PER_PAGE);
    if let Some(before) = before {
        path = path.with("before", before.as_str());
    }
    path.get()
}

/// Asks for threads whose replies or membership changed since a server time.
pub fn since(team_id: TeamId, at: Timestamp) -> HttpRequest {
    path(team_id, &[])
        .flag("extended", false)
        .flag("deleted", true)
        .number("since", at.0)
        .get()
}

/// Asks for the totals only. Reads with [`read_list`] too.
pub fn totals(team_id: TeamId) -> HttpRequest {
    path(team_id, &[]).flag("totalsOnly", true).get()
}

/// Threads of a team with the totals.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadList {
    /// Totals and one [`Event::ThreadUpdated`] a thread.
    pub events: Vec<Event>,
    /// The last thread of the page: older ones are before it. `None` when the page was empty.
    pub last: Option<PostId>,
    /// Threads one follows in the team, as the server counts.
    pub total: i64,
}

/// Totals of threads, unread threads and unread mentions; the threads; how many of them could not be read.
type RawList = ([i64; 3], (Vec<ThreadParts>, usize));

fn raw_list(fields: &Fields<'_>) -> Result<RawList, Unfit> {
    let totals = ["total", "total_unread_threads", "total_unread_mentions"];
    Ok((
        totals.map(|name| fields.count(name)),
        fields.many("threads", model::thread)?,
    ))
}

/// Reads threads or totals of a team.
pub fn read_list(answer: &HttpAnswer, team_id: TeamId) -> Result<ThreadList, ApiError> {
    let read = object(answer, "threads", raw_list)?;
    let ([total, unread_threads, unread_mentions], (threads, skipped)) = read;
    let mut events = vec![Event::ThreadTotalsLoaded {
        team_id,
        unread_threads,
        unread_mentions,
    }];
    let last = threads.last().map(|t| t.thread.id);
    for thread in threads {
        events.extend(thread.into_events(Some(team_id), None));
    }
    if skipped > 0 {
        events.push(Event::Broken {
            event: "rest:threads".to_owned(),
            channel_id: None,
        });
    }
    Ok(ThreadList { events, last, total })
}

/// Asks for one thread. 404 when one does not follow it, 403 when the post is unknown.
pub fn one(team_id: TeamId, thread_id: PostId) -> HttpRequest {
    path(team_id, &[thread_id.as_str()]).flag("extended", true).get()
}

/// Reads one thread; also the answer to [`read_up_to`].
pub fn read_one(answer: &HttpAnswer, team_id: TeamId) -> Result<Vec<Event>, ApiError> {
    Ok(object(answer, "thread", model::thread)?.into_events(Some(team_id), None))
}

/// Follows a thread or stops.
pub fn follow(team_id: TeamId, thread_id: PostId, following: bool) -> HttpRequest {
    let path = path(team_id, &[thread_id.as_str(), "following"]);
    if following {
        path.put_empty()
    } else {
        path.delete()
    }
}

/// Marks a thread as read up to a server time.
pub fn read_up_to(team_id: TeamId, thread_id: PostId, at: Timestamp) -> HttpRequest {
    path(team_id, &[thread_id.as_str(), "read", &at.0.to_string()]).put_empty()
}

/// Marks all threads of a team as read.
pub fn read_all(team_id: TeamId) -> HttpRequest {
    path(team_id, &["read"]).put_empty()
}

/// Marks a thread as unread from a reply on; also follows it.
pub fn set_unread(team_id: TeamId, thread_id: PostId, post_id: PostId) -> HttpRequest {
    path(team_id, &[thread_id.as_str(), "set_unread", post_id.as_str()]).post_empty()
}
