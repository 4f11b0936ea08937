//! Pages of a channel's posts from REST: merged by id, joined with what is loaded, holes left visible.

use crate::domain::*;
use crate::event::{ConnectionStatus, PostsLoaded, Window};

use super::posts::ThreadFacts;
use super::timeline::Span;
use super::{Changes, Key, State};

/// A post younger than this, against the newest one of a page, may have been committed after the page was read although it
/// was created before: its absence from the page proves nothing. Milliseconds.
const SETTLED: i64 = 10_000;

impl State {
    /// A page arrived.
    pub(super) fn posts_loaded(&mut self, page: &PostsLoaded, changes: &mut Changes) {
        if matches!(page.window, Window::Since { truncated: true, .. }) && self.is_kept(page.channel_id) {
            // What was edited or deleted since is not told wholly: what was kept may be wrong anywhere.
            self.channel_posts_forgotten(page.channel_id, changes);
        }
        for post in page.extra.iter().chain(&page.posts) {
            self.suspected.remove(&post.id);
            if let Window::Since { at, .. } = page.window {
                if !self.is_wanted_change(post, at) {
                    continue;
                }
            }
            self.store_post(post, ThreadFacts::Counted, changes);
        }
        match page.window {
            Window::Since { truncated: true, .. } => self.cut_off(page.channel_id),
            Window::Since { at, .. } => self.since_merged(page, at),
            _ => self.window_merged(page, changes),
        }
        self.loaded_tail_noted(page);
        changes.insert(Key::Timeline(page.channel_id));
        self.memory_bounded(changes);
    }

    /// `since` answers tell of every changed post, also of old ones whose neighbourhood is not loaded: those are left out.
    fn is_wanted_change(&self, post: &Post, since: Timestamp) -> bool {
        let timeline = self.timelines.get(&post.channel_id);
        post.delete_at.is_some()
            || post.create_at > since
            || self.posts.contains_key(&post.id)
            || timeline.is_some_and(|t| t.covering(&post.order()).is_some())
    }

    fn since_merged(&mut self, page: &PostsLoaded, at: Timestamp) {
        let (newer, older): (Vec<PostOrder>, Vec<PostOrder>) =
            self.placeable(page).into_iter().partition(|o| o.create_at > at);
        let timeline = self.timelines.entry_or_default(page.channel_id);
        for order in older {
            timeline.place(order);
        }
        timeline.merge(Span {
            from: Some(PostOrder {
                create_at: at,
                id: PostId::MIN,
            }),
            to: None,
            posts: set_of(newer),
        });
        self.stale.remove(&page.channel_id);
    }

    fn window_merged(&mut self, page: &PostsLoaded, changes: &mut Changes) {
        let mut posts = self.placeable(page);
        let anchor = |id: PostId| self.order_of(id);
        // What was read lies between the page's own ends, and up to the post it was asked beside.
        let first = page.posts.iter().map(Post::order).min();
        let last = page.posts.iter().map(Post::order).max();
        let (from, to) = match page.window {
            Window::Before(id) => (first.or(anchor(id)), anchor(id).or(last)),
            Window::After(id) => (anchor(id).or(first), last.or(anchor(id))),
            _ => (first, last),
        };
        if let (Some(first), Some(last)) = (first, last) {
            self.vanished_dropped(page, first, last, changes);
            self.missing_doubted(page, first);
        }
        if let Window::Before(id) | Window::After(id) = page.window {
            // The post it was asked beside belongs to the stretch, though the server leaves it out.
            let beside = self.posts.get(&id).filter(|p| p.channel_id == page.channel_id);
            let beside = beside.filter(|p| self.belongs_in_channel(p)).map(|p| p.order());
            // It was read before the page. What happened to it in between is told by an event, or, where there was no connection, by nobody.
            let is_unsure = self.connection != ConnectionStatus::Connected;
            self.suspected
                .extend(beside.filter(|_| is_unsure).map(|order| order.id));
            posts.extend(beside);
        }
        let (from, to) = (
            from.filter(|_| !page.reached_start),
            to.filter(|_| !page.reached_end),
        );
        let nothing_told = page.posts.is_empty() && !page.reached_start && !page.reached_end;
        if nothing_told {
            return;
        }
        let timeline = self.timelines.entry_or_default(page.channel_id);
        if !timeline.loaded {
            // What is kept of a channel that was never loaded came by itself: there is no `since` for it.
            timeline.kept_until = None;
        }
        timeline.merge(Span { from, to, posts });
        if page.reached_end && !self.is_kept(page.channel_id) {
            self.stale.remove(&page.channel_id);
        }
    }

    /// Place of a post, also of a deleted one that was known.
    fn order_of(&self, id: PostId) -> Option<PostOrder> {
        let known = self.posts.get(&id).map(|p| p.order());
        known.or_else(|| self.tombstones.get(&id)?.order)
    }

    /// The posts of a page that are alive and belong in the channel's list.
    fn placeable(&self, page: &PostsLoaded) -> Set<PostOrder> {
        let stands = |p: &&Post| {
            p.channel_id == page.channel_id && self.posts.contains_key(&p.id) && self.belongs_in_channel(p)
        };
        set_of(page.posts.iter().filter(stands).map(Post::order))
    }

    /// Posts that stand inside the page's stretch but not in the page were deleted while we did not listen.
    fn vanished_dropped(
        &mut self,
        page: &PostsLoaded,
        first: PostOrder,
        last: PostOrder,
        changes: &mut Changes,
    ) {
        let told = set_of(page.posts.iter().map(|p| p.id));
        let Some(timeline) = self.timelines.get(&page.channel_id) else {
            return;
        };
        let gone: Vec<PostId> = timeline
            .chunks
            .iter()
            .flat_map(|c| c.posts.range(first..last))
            .filter(|o| !told.contains(&o.id) && o.create_at.0.saturating_add(SETTLED) < last.create_at.0)
            .filter(|o| {
                self.posts
                    .get(&o.id)
                    .is_some_and(|p| p.kind != PostKind::Ephemeral)
            })
            .map(|o| o.id)
            .collect();
        for id in gone {
            self.post_dropped(id, changes);
        }
    }

    /// What is known and not in a page of the newest posts may have been deleted, though it is too young to be sure. While events flow,
    /// one of them will tell; when the connection was lost, only the server can say.
    fn missing_doubted(&mut self, page: &PostsLoaded, first: PostOrder) {
        let timeline = self.timelines.get(&page.channel_id);
        let Some(timeline) = timeline.filter(|_| page.reached_end) else {
            return;
        };
        // The connection may have been lost more than once: what came in between, or while there was none, is no surer than what was there
        // before.
        let until = timeline.live_until.max(timeline.known_at_loss);
        let until = timeline.broken_at.and(until);
        let told = set_of(page.posts.iter().map(|p| p.id));
        let known = timeline.chunks.iter().flat_map(|c| c.posts.range(first..));
        let is_missing = |o: &&PostOrder| !told.contains(&o.id) && self.is_on_server(o.id);
        let missing: Vec<PostOrder> = known.filter(is_missing).copied().collect();
        for order in missing {
            if until.is_some_and(|until| order <= until) {
                self.doubted.insert(order.id);
            } else if !self.doubted.contains(&order.id) {
                self.suspected.insert(order.id);
            }
        }
    }

    fn loaded_tail_noted(&mut self, page: &PostsLoaded) {
        let Some(timeline) = self.timelines.get_mut(&page.channel_id) else {
            return;
        };
        if page.reached_end || matches!(page.window, Window::Since { truncated: false, .. }) {
            timeline.broken_at = None;
        }
        if matches!(page.window, Window::Since { truncated: false, .. }) {
            timeline.kept_until = None;
        }
    }

    /// What is cached of channels may have holes: their ends are unknown, their threads incomplete.
    pub(super) fn marked_stale(&mut self, channel_id: Option<ChannelId>, changes: &mut Changes) {
        let channels: Vec<ChannelId> = match channel_id {
            Some(id) => vec![id],
            None => self
                .timelines
                .keys()
                .chain(self.members.keys())
                .copied()
                .collect(),
        };
        for id in channels {
            self.cut_off(id);
            changes.insert(Key::Timeline(id));
        }
        if channel_id.is_none() {
            let suspected = std::mem::take(&mut self.suspected).into_iter();
            let known = suspected.filter(|id| self.posts.contains_key(id));
            self.doubted.extend(known);
            self.stale_categories.extend(self.categories.keys().copied());
        }
        let posts = &self.posts;
        self.complete_threads.retain(|root| {
            let in_channel = posts.get(root).map(|p| p.channel_id);
            channel_id.is_some() && in_channel.is_some() && in_channel != channel_id
        });
    }

    fn cut_off(&mut self, channel_id: ChannelId) {
        self.stale.insert(channel_id);
        if let Some(timeline) = self.timelines.get_mut(&channel_id) {
            timeline.cut_off();
        }
    }
}
