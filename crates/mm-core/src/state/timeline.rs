//! What is loaded of a channel: chunks of posts without holes, and explicit gaps between them. Pure set arithmetic on post
//! orders; it knows nothing of posts' contents, which live in `State::posts`.
//!
//! ```text
//!   (start) [ a b c ]   gap   [ k l m n ]   gap   [ x y ] → live posts
//!     reached_start                                  reached_end
//! ```
//! A gap stands between two chunks, before the first one unless `reached_start`, and after the last one unless
//! `reached_end`. "Not loaded" and "nothing there" therefore never look alike.

use crate::domain::{set_of, sort_by_key, PostId, PostOrder, Set, Timestamp};

/// What is loaded of a channel: chunks in ascending order; between two chunks is a gap.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Timeline {
    /// Chunks, oldest first, disjoint, none of them empty.
    pub chunks: Vec<Chunk>,
    /// The first chunk begins at the channel's first post (with no chunks: the channel is empty).
    pub reached_start: bool,
    /// The last chunk ends at the newest post: new posts are appended to it.
    pub reached_end: bool,
    /// A page was loaded; otherwise there are at most posts that came by themselves.
    pub loaded: bool,
    /// Newest post that came over the live socket or with a page that touched what came so. What is newer (one's own answers while
    /// the socket was down, a page that was quicker than the events before it) may have a hole before it.
    pub(crate) live_until: Option<PostOrder>,
    /// Posts beyond `live_until` before which there may be a hole: single ones that an answer brought, and the first one of a page.
    pub(crate) unproven: Set<PostOrder>,
    /// `live_until` as it was when the connection was lost, until a page has closed what was missed.
    pub(crate) broken_at: Option<PostOrder>,
    /// The newest post that was known when the connection was lost last, however it came: what happened to it since nobody has told.
    pub(crate) known_at_loss: Option<PostOrder>,
    /// What is loaded comes from the local store, and is right up to here: all that changed since is asked for, whatever page comes
    /// before.
    pub(crate) kept_until: Option<PostOrder>,
    /// The newest post that was let go: a page that ends before it is older, and knows nothing of what lies between it and what stayed.
    pub(crate) let_go: Option<PostOrder>,
}

/// Posts known to follow each other without a hole.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Chunk {
    /// Ids in (create_at, id) order.
    pub posts: Set<PostOrder>,
}

/// A stretch of a channel that is known completely. `None` means: to the very start, to the very end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    /// Known from here (inclusive).
    pub from: Option<PostOrder>,
    /// Known up to here (inclusive).
    pub to: Option<PostOrder>,
    /// The posts in it.
    pub posts: Set<PostOrder>,
}

/// Where a post went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placing {
    /// Into a chunk, or as one of its own.
    Placed,
    /// It was there.
    Known,
    /// It lies in a gap: not placed, loading the gap will bring it.
    InGap,
}

impl Timeline {
    /// Number of posts placed.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(|c| c.posts.len()).sum()
    }

    /// Whether no post is placed.
    pub fn is_empty(&self) -> bool {
        self.chunks.iter().all(|c| c.posts.is_empty())
    }

    /// All placed posts, oldest first, gaps ignored.
    pub fn orders(&self) -> impl DoubleEndedIterator<Item = &PostOrder> {
        self.chunks.iter().flat_map(|c| c.posts.iter())
    }

    /// Whether a post is placed.
    pub fn contains(&self, order: &PostOrder) -> bool {
        self.chunks.iter().any(|c| c.posts.contains(order))
    }

    /// Index of the chunk whose stretch covers this place: then a post there belongs to it.
    pub(crate) fn covering(&self, order: &PostOrder) -> Option<usize> {
        (0..self.chunks.len()).find(|&at| {
            let (from, to) = self.reach(at);
            from.is_none_or(|f| f <= *order) && to.is_none_or(|t| *order <= t)
        })
    }

    /// First and last place that a chunk covers; `None` where it reaches the start or the end of the channel.
    fn reach(&self, at: usize) -> (Option<PostOrder>, Option<PostOrder>) {
        let Some(chunk) = self.chunks.get(at) else {
            return (None, None);
        };
        let is_last = at + 1 == self.chunks.len();
        let from = if at == 0 && self.reached_start {
            None
        } else {
            chunk.first()
        };
        let to = if is_last && self.reached_end {
            None
        } else {
            chunk.last()
        };
        (from, to)
    }

    /// Places a post only where its neighbourhood is loaded.
    pub(crate) fn place(&mut self, order: PostOrder) -> Placing {
        if self.chunks.is_empty() && self.reached_start && self.reached_end {
            self.chunks.push(Chunk::of(order));
            return Placing::Placed;
        }
        let Some(chunk) = self.covering(&order).and_then(|at| self.chunks.get_mut(at)) else {
            return Placing::InGap;
        };
        if chunk.posts.insert(order) {
            Placing::Placed
        } else {
            Placing::Known
        }
    }

    /// It came over the live socket: nothing is missing up to it.
    pub(crate) fn heard(&mut self, order: PostOrder) {
        self.live_until = self.live_until.max(Some(order));
        self.unproven.retain(|other| *other > order);
    }

    /// An answer about single posts brought it: the events of what was said before it may be on their way.
    pub(crate) fn answered(&mut self, order: PostOrder) {
        if self.reached_end && Some(order) > self.live_until {
            self.unproven.insert(order);
        }
    }

    /// Like [`Timeline::place`], but where nothing is loaded around it, the post stands alone between gaps.
    pub(crate) fn place_apart(&mut self, order: PostOrder) -> Placing {
        let ends = self.reached_end;
        let placing = self.place_newest(order);
        self.reached_end = ends;
        placing
    }

    /// Places a post that has just been made: like [`Timeline::place_apart`], but as the newest one it begins the last chunk: from
    /// now on everything newer comes by itself.
    pub(crate) fn place_newest(&mut self, order: PostOrder) -> Placing {
        match self.place(order) {
            Placing::InGap => {}
            done => return done,
        }
        let at = self.chunks.partition_point(|c| c.first() < Some(order));
        self.reached_end |= at == self.chunks.len();
        self.chunks.insert(at, Chunk::of(order));
        Placing::Placed
    }

    /// Adds a stretch that is known completely and joins every chunk it overlaps or touches.
    pub(crate) fn merge(&mut self, mut span: Span) {
        let known = span.posts.last().copied().max(span.from);
        if span.to.is_none() && known < self.let_go {
            span.to = known.or(Some(PostOrder {
                create_at: Timestamp(0),
                id: PostId::MIN,
            }));
        }
        // The events between what came last and this stretch are on their way, and may yet be lost with the connection.
        let proven = self
            .live_until
            .or_else(|| self.chunks.last().and_then(Chunk::first));
        let leaps = self.reached_end && proven.is_some_and(|until| span.from > Some(until));
        self.unproven
            .retain(|o| span.from > Some(*o) || span.to.is_some_and(|to| *o > to));
        let (oldest, newest) = (span.posts.first().copied(), span.posts.last().copied());
        let mut merged = span.posts;
        let mut kept = Vec::with_capacity(self.chunks.len() + 1);
        let joins: Vec<bool> = (0..self.chunks.len())
            .map(|at| {
                let (from, to) = self.reach(at);
                let begins_before_end = from.is_none() || span.to.is_none() || from <= span.to;
                let ends_after_start = to.is_none() || span.from.is_none() || to >= span.from;
                begins_before_end && ends_after_start
            })
            .collect();
        for (mut chunk, joins) in std::mem::take(&mut self.chunks).into_iter().zip(joins) {
            if joins {
                merged.append(&mut chunk.posts);
            } else {
                kept.push(chunk);
            }
        }
        // A stretch without posts tells of the channel's ends only if there is nothing apart from it.
        let tells_ends = !merged.is_empty() || kept.is_empty();
        if !merged.is_empty() {
            kept.push(Chunk { posts: merged });
        }
        sort_by_key(&mut kept, Chunk::first);
        self.chunks = kept;
        self.reached_start |= tells_ends && span.from.is_none();
        self.reached_end |= tells_ends && span.to.is_none();
        if let Some(oldest) = oldest.filter(|_| leaps) {
            self.live_until = proven;
            self.unproven.insert(oldest);
        } else if self.reached_end && !leaps {
            self.live_until = self.live_until.max(newest);
        }
        self.loaded = true;
    }

    /// Removes a post; neighbours still follow each other. With the last post of a chunk goes what was known of the channel's end beside
    /// it: the next chunk has a gap there.
    pub(crate) fn remove(&mut self, order: &PostOrder) -> bool {
        let Some(at) = self.chunks.iter().position(|c| c.posts.contains(order)) else {
            return false;
        };
        // What is known without a hole up to it is so up to its neighbour: of its own place nothing is left that a page could join.
        let beside = self
            .chunks
            .get(at)
            .and_then(|c| c.posts.range(..order).next_back().copied());
        for until in [&mut self.live_until, &mut self.broken_at, &mut self.kept_until] {
            if *until == Some(*order) {
                *until = beside.or(*until);
            }
        }
        if self.unproven.remove(order) {
            let after = self.chunks.get(at).and_then(|c| c.posts.range(order..).nth(1));
            self.unproven.extend(after.copied());
        }
        let before = self.chunks.len();
        let (is_first, is_last) = (at == 0, at + 1 == before);
        self.chunks.retain_mut(|chunk| {
            chunk.posts.remove(order);
            !chunk.posts.is_empty()
        });
        let is_whole = is_first && is_last && self.reached_start && self.reached_end;
        if self.chunks.len() < before && !is_whole {
            self.reached_start &= !is_first;
            self.reached_end &= !is_last;
        }
        true
    }

    /// The live connection was lost: what is newer than its last post may have a hole before it, and the end is unknown.
    pub(crate) fn cut_off(&mut self) {
        self.known_at_loss = self.chunks.last().and_then(|chunk| chunk.posts.last().copied());
        if !self.reached_end {
            return;
        }
        self.reached_end = false;
        self.broken_at = self.broken_at.or(self.live_until);
        let end = self.chunks.last().and_then(Chunk::last);
        if self.unproven.is_empty() && end <= self.live_until {
            return;
        }
        let unproven = std::mem::take(&mut self.unproven);
        let mut before = None;
        for order in self.chunks.pop().into_iter().flat_map(|last| last.posts) {
            let is_tail = before <= self.live_until && Some(order) > self.live_until;
            match self.chunks.last_mut() {
                Some(part) if before.is_some() && !is_tail && !unproven.contains(&order) => {
                    part.posts.insert(order);
                }
                _ => self.chunks.push(Chunk::of(order)),
            }
            before = Some(order);
        }
    }

    /// Drops the oldest posts beyond a number and returns them; the start is then no longer reached.
    pub(crate) fn keep_newest(&mut self, keep: usize) -> Vec<PostOrder> {
        let mut dropped = Vec::new();
        let mut excess = self.len().saturating_sub(keep);
        for chunk in &mut self.chunks {
            while excess > 0 {
                let Some(order) = chunk.posts.pop_first() else {
                    break;
                };
                self.let_go = self.let_go.max(Some(order));
                dropped.push(order);
                excess -= 1;
            }
        }
        if !dropped.is_empty() {
            self.reached_start = false;
            self.chunks.retain(|c| !c.posts.is_empty());
        }
        dropped
    }
}

impl Chunk {
    fn of(order: PostOrder) -> Self {
        Self {
            posts: set_of([order]),
        }
    }

    /// Oldest post.
    pub fn first(&self) -> Option<PostOrder> {
        self.posts.first().copied()
    }

    /// Newest post.
    pub fn last(&self) -> Option<PostOrder> {
        self.posts.last().copied()
    }
}
