//! Posts that were counted from events, until lists count them too.

use crate::domain::*;

/// How many counted posts are remembered per channel; older ones are then taken as included.
const MAX_ARRIVALS: usize = 256;

/// Posts of a channel that were counted from events.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Arrivals {
    /// Posts up to here are in the totals already.
    pub floor: Timestamp,
    /// Messages that are no replies are only up to here: pins and edits move the other time, not this one.
    root_floor: Timestamp,
    /// Counted posts after it.
    pub posts: Map<PostOrder, Arrival>,
    /// The last one that was counted and is not remembered any more: totals from before it lack it.
    pub forgotten: Timestamp,
    /// The last mentions of those that were ever counted: a membership that is older than they are may come after totals that count them.
    pub mentions: Map<PostOrder, Arrival>,
    /// The last mention that is not remembered any more: a membership from before it lacks it.
    pub forgotten_mention: Timestamp,
}

impl Arrivals {
    /// Posts of this one's kind are in the totals up to here.
    pub fn floor_of(&self, post: &Post) -> Timestamp {
        if post.root_id.is_none() {
            self.root_floor
        } else {
            self.floor
        }
    }

    /// This one is counted now.
    pub fn count(&mut self, order: PostOrder, arrival: Arrival) {
        self.posts.insert(order, arrival);
        if self.posts.len() > MAX_ARRIVALS {
            if let Some((oldest, _)) = self.posts.pop_first() {
                self.forgotten = self.forgotten.max(oldest.create_at);
                self.floor = self.floor.max(oldest.create_at);
                self.root_floor = self.root_floor.max(oldest.create_at);
            }
        }
        self.note_mention(order, arrival);
    }

    /// This one is counted, here or in the totals already.
    pub fn note_mention(&mut self, order: PostOrder, arrival: Arrival) {
        if !arrival.is_mention {
            return;
        }
        self.mentions.insert(order, arrival);
        if self.mentions.len() > MAX_ARRIVALS {
            if let Some((oldest, _)) = self.mentions.pop_first() {
                self.forgotten_mention = self.forgotten_mention.max(oldest.create_at);
            }
        }
    }

    /// A list has counted all up to here, and roots up to there.
    pub fn counted_until(&mut self, floor: Timestamp, root_floor: Timestamp) {
        self.floor = self.floor.max(floor);
        self.root_floor = self.root_floor.max(root_floor);
        let (floor, root_floor) = (self.floor, self.root_floor);
        let is_later =
            |at: Timestamp, arrival: &Arrival| at > if arrival.is_root { root_floor } else { floor };
        self.posts
            .retain(|order, arrival| is_later(order.create_at, arrival));
    }
}

/// What a counted post counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub is_root: bool,
    pub is_mine: bool,
    pub is_mention: bool,
    pub is_urgent: bool,
}
