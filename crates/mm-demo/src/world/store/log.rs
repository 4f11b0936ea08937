//! The order of a channel's posts, kept so that reading a page costs no more than the page.

use std::collections::BTreeSet;

use crate::world::id::Id;
use crate::world::model::Post;

/// A channel's posts by time of creation and by time of change.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Living posts, oldest first.
    pub all: Vec<(i64, Id)>,
    /// Living roots, oldest first.
    pub roots: Vec<(i64, Id)>,
    /// Every post, deleted ones included, by last change.
    pub by_update: BTreeSet<(i64, Id)>,
    /// Living pinned posts.
    pub pinned: BTreeSet<Id>,
    /// Number of files attached to living posts.
    pub files: usize,
}

impl Log {
    /// A log of nothing.
    pub const EMPTY: Log = Log {
        all: Vec::new(),
        roots: Vec::new(),
        by_update: BTreeSet::new(),
        pinned: BTreeSet::new(),
        files: 0,
    };

    /// All living posts, or only the roots.
    pub fn list(&self, only_roots: bool) -> &[(i64, Id)] {
        if only_roots {
            &self.roots
        } else {
            &self.all
        }
    }

    /// Time of the last change of any post.
    pub fn last_update(&self) -> i64 {
        self.by_update.last().map_or(0, |(at, _)| *at)
    }

    /// Time of the last living post.
    pub fn last_create(&self) -> i64 {
        self.all.last().map_or(0, |(at, _)| *at)
    }

    pub(super) fn insert(&mut self, post: &Post) {
        self.by_update.insert((post.update_at, post.id));
        if post.delete_at > 0 {
            return;
        }
        let entry = (post.create_at, post.id);
        insert_sorted(&mut self.all, entry);
        if post.is_root() {
            insert_sorted(&mut self.roots, entry);
        }
        if post.is_pinned {
            self.pinned.insert(post.id);
        }
        self.files += post.file_ids.len();
    }

    pub(super) fn remove_living(&mut self, post: &Post) {
        let entry = (post.create_at, post.id);
        remove_sorted(&mut self.all, entry);
        remove_sorted(&mut self.roots, entry);
        self.pinned.remove(&post.id);
        self.files = self.files.saturating_sub(post.file_ids.len());
    }
}

fn insert_sorted(list: &mut Vec<(i64, Id)>, entry: (i64, Id)) {
    let at = list.partition_point(|(time, _)| *time <= entry.0);
    list.insert(at, entry);
}

fn remove_sorted(list: &mut Vec<(i64, Id)>, entry: (i64, Id)) {
    let from = list.partition_point(|(time, _)| *time < entry.0);
    let found = list[from..]
        .iter()
        .take_while(|(time, _)| *time == entry.0)
        .position(|e| *e == entry);
    if let Some(offset) = found {
        list.remove(from + offset);
    }
}
