//! Reading a channel's posts by page, around an anchor, since a time and around the oldest unread one (`rest.md` 4.6).

use std::collections::BTreeSet;

use super::error::ApiError;
use super::http::{get, Outcome, Reply, Request, Route};
use super::id::Id;
use super::model::PostList;
use super::views::{Crt, Show};
use super::World;

pub const ROUTES: &[Route] = &[
    get("/channels/{channel_id}/posts", channel_posts),
    get(
        "/users/{user_id}/channels/{channel_id}/posts/unread",
        unread_window,
    ),
];

/// `since` gives at most this many.
const MAX_SINCE: usize = 1000;

/// What a list of posts is to hold.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    show: Show,
    /// Leave out whole threads (without collapsed threads they come along).
    skip_threads: bool,
}

impl Wanted {
    fn of(r: &Request<'_>) -> Wanted {
        let crt = match (r.flag("collapsedThreads"), r.flag("collapsedThreadsExtended")) {
            (false, _) => Crt::Off,
            (true, false) => Crt::On,
            (true, true) => Crt::Extended,
        };
        let skip_threads = r.flag("skipFetchThreads");
        let show = Show {
            reader: r.me(),
            crt,
            counts_on_replies: skip_threads,
            metadata: true,
        };
        Wanted { show, skip_threads }
    }

    fn only_roots(&self) -> bool {
        self.show.crt != Crt::Off
    }
}

fn channel_posts(world: &mut World, r: &Request<'_>) -> Outcome {
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let wanted = Wanted::of(r);
    if let Some(since) = r.number("since").filter(|time| *time > 0) {
        return Ok(Reply::ok(&world.changed_since(channel, since, wanted)));
    }
    let list = world.store.log(channel).list(wanted.only_roots());
    let skip = r.page().saturating_mul(r.per_page());
    let anchor = |name: &str| -> Result<Option<(Id, i64)>, ApiError> {
        let Some(text) = r.call.query(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let id = Id::parse(text).ok_or_else(|| ApiError::invalid_url(name))?;
        Ok(Some((
            id,
            world
                .store
                .posts
                .get(&id)
                .ok_or_else(ApiError::no_post)?
                .create_at,
        )))
    };
    let (range, next, previous) = if let Some((id, time)) = anchor("after")? {
        let start = (list.partition_point(|(at, _)| *at <= time) + skip).min(list.len());
        let range = start..(start + r.per_page()).min(list.len());
        (range, None, (r.page() == 0).then_some(id))
    } else if let Some((id, time)) = anchor("before")? {
        let end = list.partition_point(|(at, _)| *at < time).saturating_sub(skip);
        (
            end.saturating_sub(r.per_page())..end,
            (r.page() == 0).then_some(id),
            None,
        )
    } else {
        let end = list.len().saturating_sub(skip);
        (end.saturating_sub(r.per_page())..end, None, None)
    };
    let mut answer = world.post_list(&list[range.clone()], wanted);
    answer.next_post_id = next.unwrap_or_else(|| id_at(list, Some(range.end)));
    answer.prev_post_id = previous.unwrap_or_else(|| id_at(list, range.start.checked_sub(1)));
    let etag = world.store.log(channel).last_update().to_string();
    Ok(Reply::ok(&answer).etag(&etag))
}

fn unread_window(world: &mut World, r: &Request<'_>) -> Outcome {
    let user = r.own_user()?;
    let channel = world.readable_channel(r.id("channel_id"), r)?.id;
    let wanted = Wanted::of(r);
    let (before, after) = (r.limit("limit_before"), r.limit("limit_after"));
    if after == 0 {
        return Err(ApiError::invalid_url("limit_after"));
    }
    let list = world.store.log(channel).list(wanted.only_roots());
    let viewed = world
        .store
        .member(channel, user)
        .map_or(0, |member| member.last_viewed_at);
    let oldest_unread = list.partition_point(|(at, _)| *at <= viewed);
    let (range, is_window) = if viewed == 0 || oldest_unread >= list.len() {
        (list.len().saturating_sub(before)..list.len(), false)
    } else {
        (
            oldest_unread.saturating_sub(before)..(oldest_unread + after).min(list.len()),
            true,
        )
    };
    let mut answer = world.post_list(&list[range.clone()], wanted);
    answer.next_post_id = id_at(list, Some(range.end));
    answer.prev_post_id = id_at(list, range.start.checked_sub(1));
    answer.has_next = is_window.then_some(false);
    let reply = Reply::ok(&answer);
    let etag = world.store.log(channel).last_update().to_string();
    Ok(if is_window { reply } else { reply.etag(&etag) })
}

fn id_at(list: &[(i64, Id)], index: Option<usize>) -> Id {
    index
        .and_then(|index| list.get(index))
        .map_or(Id::NONE, |(_, id)| *id)
}

impl World {
    /// A list of the given posts (oldest first), with what belongs to them.
    fn post_list(&self, entries: &[(i64, Id)], wanted: Wanted) -> PostList {
        let mut list = PostList::default();
        for (_, id) in entries.iter().rev() {
            if self.add_to_list(&mut list, *id, wanted.show) {
                list.order.push(*id);
            }
        }
        if wanted.only_roots() {
            return list;
        }
        let roots: BTreeSet<Id> = list
            .posts
            .values()
            .map(|p| if p.root_id.is_none() { p.id } else { p.root_id })
            .collect();
        for root in roots {
            self.add_to_list(&mut list, root, wanted.show);
            if wanted.skip_threads {
                continue;
            }
            for (_, reply) in self
                .store
                .threads
                .get(&root)
                .map_or(&[][..], |thread| &thread.replies)
            {
                self.add_to_list(&mut list, *reply, wanted.show);
            }
        }
        list
    }

    fn add_to_list(&self, list: &mut PostList, id: Id, show: Show) -> bool {
        let Some(post) = self.store.posts.get(&id) else {
            return false;
        };
        list.posts.entry(id).or_insert_with(|| self.post_view(post, show));
        true
    }

    /// Every post changed after a time, deleted ones included; the newest thousand.
    fn changed_since(&self, channel: Id, since: i64, wanted: Wanted) -> PostList {
        let log = self.store.log(channel);
        let changed = log.by_update.range((since + 1, Id::NONE)..).rev();
        let mut entries: Vec<(i64, Id)> = changed
            .filter_map(|(_, id)| self.store.posts.get(id))
            .filter(|post| !wanted.only_roots() || post.is_root())
            .take(MAX_SINCE)
            .map(|post| (post.create_at, post.id))
            .collect();
        entries.sort();
        self.post_list(&entries, wanted)
    }
}
