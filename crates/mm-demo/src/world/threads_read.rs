//! Reading the threads that somebody follows (`rest.md` 4.7).

use serde_json::{json, Value};

use super::error::ApiError;
use super::http::{get, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::User;
use super::World;

pub const ROUTES: &[Route] = &[
    get("/users/{user_id}/teams/{team_id}/threads", list),
    get("/users/{user_id}/teams/{team_id}/threads/{thread_id}", one),
];

/// Unread numbers of one or all threads.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThreadCounts {
    pub threads: usize,
    pub mentions: i64,
}

fn list(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let team = r.id("team_id");
    if r.flag("totalsOnly") && r.flag("threadsOnly") {
        return Err(ApiError::new(
            400,
            "api.getThreadsForUser.bad_only_params",
            "OnlyThreads and OnlyTotals parameters to getThreadsForUser are mutually exclusive",
        ));
    }
    let direct = !r.flag("excludeDirect");
    let mut roots = world.followed_threads(user, team, direct);
    let total = roots.len();
    let counts = world.thread_counts(user, &roots);
    if r.flag("unread") {
        roots.retain(|root| world.thread_unread(user, *root).0 > 0);
    }
    let total = if r.flag("unread") { counts.threads } else { total };
    if let Some(since) = r.number("since").filter(|n| *n > 0) {
        roots.retain(|root| {
            let touched = world
                .store
                .follows
                .get(&(user, *root))
                .map_or(0, |follow| follow.last_updated_at);
            world.last_reply_at(*root).max(touched) >= since
        });
    }
    let (before, after) = (r.query_id("before"), r.query_id("after"));
    if before.is_some() && after.is_some() {
        return Err(ApiError::invalid_body("before and after"));
    }
    if let Some(anchor) = before {
        let key = (world.last_reply_at(anchor), anchor);
        roots.retain(|root| (world.last_reply_at(*root), *root) < key);
    }
    if let Some(anchor) = after {
        let key = (world.last_reply_at(anchor), anchor);
        roots.retain(|root| (world.last_reply_at(*root), *root) > key);
        roots.reverse();
    }
    roots.truncate(
        r.number("per_page")
            .filter(|n| *n > 0)
            .map_or(30, |n| (n as usize).min(200)),
    );
    let threads = match r.flag("totalsOnly") {
        true => Value::Null,
        false => {
            let extended = r.flag("extended");
            roots
                .iter()
                .map(|root| world.thread_response(user, *root, extended))
                .collect()
        }
    };
    Ok(Reply::ok(&json!({
        "total": total,
        "total_unread_threads": counts.threads,
        "total_unread_mentions": counts.mentions,
        "total_unread_urgent_mentions": 0,
        "threads": threads,
    })))
}

fn one(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let root = world.readable_thread(r)?;
    if !world
        .store
        .follows
        .get(&(user, root))
        .is_some_and(|follow| follow.following)
    {
        return Err(not_followed());
    }
    Ok(Reply::ok(&world.thread_response(user, root, r.flag("extended"))))
}

/// 404: the thread is not followed.
pub fn not_followed() -> ApiError {
    ApiError::new(
        404,
        "app.user.get_thread_membership_for_user.not_found",
        "User not following the thread.",
    )
}

impl World {
    /// The thread that the path names; 403 whether it is unknown or not readable (`rest.md` 4.7).
    pub(super) fn readable_thread(&self, r: &Request<'_>) -> Result<Id, ApiError> {
        let post = self
            .readable_post(r.id("thread_id"), r)
            .map_err(|_| ApiError::forbidden())?;
        Ok(if post.is_root() { post.id } else { post.root_id })
    }

    /// Threads with replies that somebody follows in a team, newest reply first.
    pub(super) fn followed_threads(&self, user: Id, team: Id, direct: bool) -> Vec<Id> {
        let entered = self.store.index.user_threads.get(&user).into_iter().flatten();
        let mut roots: Vec<Id> = entered
            .copied()
            .filter(|root| {
                self.store
                    .follows
                    .get(&(user, *root))
                    .is_some_and(|follow| follow.following)
            })
            .filter(|root| self.store.reply_count(*root) > 0)
            .filter(|root| {
                let channel = self
                    .store
                    .posts
                    .get(root)
                    .and_then(|p| self.store.channels.get(&p.channel_id));
                channel.is_some_and(|c| {
                    (c.team_id == team || (direct && c.kind.is_direct()))
                        && self.store.member(c.id, user).is_some()
                })
            })
            .collect();
        roots.sort_by_key(|root| std::cmp::Reverse((self.last_reply_at(*root), *root)));
        roots
    }

    /// Number of unread threads and unread mentions among some threads.
    pub(super) fn thread_counts(&self, user: Id, roots: &[Id]) -> ThreadCounts {
        let mut counts = ThreadCounts::default();
        for root in roots {
            let (replies, mentions) = self.thread_unread(user, *root);
            counts.threads += usize::from(replies > 0);
            counts.mentions += mentions;
        }
        counts
    }

    /// Unread replies and unread mentions of one thread.
    pub(super) fn thread_unread(&self, user: Id, root: Id) -> (usize, i64) {
        let Some(follow) = self.store.follows.get(&(user, root)) else {
            return (0, 0);
        };
        let replies = self
            .store
            .threads
            .get(&root)
            .map_or(0, |t| t.replies_after(follow.last_viewed_at));
        (replies, if replies == 0 { 0 } else { follow.unread_mentions })
    }

    fn last_reply_at(&self, root: Id) -> i64 {
        self.store
            .threads
            .get(&root)
            .map_or(0, |thread| thread.last_reply_at())
    }

    /// A thread as one person has it (`rest.md` 3.9).
    pub(super) fn thread_response(&self, user: Id, root: Id, extended: bool) -> Value {
        let thread = self.store.threads.get(&root).cloned().unwrap_or_default();
        let follow = self.store.follows.get(&(user, root)).cloned().unwrap_or_default();
        let (unread, mentions) = self.thread_unread(user, root);
        let participants: Vec<Value> = match extended {
            true => self.people(&thread.participants),
            false => thread
                .participants
                .iter()
                .map(|id| User::bare_view(*id, true))
                .collect(),
        };
        json!({
            "id": root,
            "reply_count": thread.replies.len(),
            "last_reply_at": thread.last_reply_at(),
            "last_viewed_at": follow.last_viewed_at,
            "participants": participants,
            "post": self.store.posts.get(&root).map(|post| self.plain_root(post)),
            "unread_replies": unread,
            "unread_mentions": mentions,
            "is_urgent": false,
            "delete_at": 0,
        })
    }
}
