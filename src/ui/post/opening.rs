//! Where a list of messages opens: at the post an address names, at the "New messages" line, where one was, or at the end.
//! And what is remembered of a channel one leaves.

use leptos::prelude::*;
use mm_core::domain::{ChannelId, Map, PostId, PostOrder};
use mm_core::view::{Row, RowKey};

use crate::ui::common::virtual_list::Anchor;

/// A named post is shown so far down, as a part of the viewport; the "New messages" line a bit higher.
const POST_AT: f64 = 0.33;
const LINE_AT: f64 = 0.2;

/// Where one was in a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// What was held.
    pub anchor: Anchor<RowKey>,
    /// Oldest post the list reached up to.
    pub floor: Option<PostOrder>,
}

/// Where one was, by channel, for the life of the page.
#[derive(Clone, Copy)]
pub struct Places {
    places: StoredValue<Map<ChannelId, Remembered>>,
}

impl Places {
    /// Begins to remember; call it above the lists.
    pub fn provide() {
        let places = StoredValue::new(Map::new());
        provide_context(Self { places });
    }

    /// Where one was.
    pub fn of(self, id: ChannelId) -> Option<Remembered> {
        self.places
            .try_with_value(|places| places.get(&id).cloned())
            .flatten()
    }

    /// Remembers; the end is where lists open anyway.
    pub fn keep(self, id: ChannelId, place: Remembered) {
        let _ = self.places.try_update_value(|places| match place.anchor {
            Anchor::End => places.remove(&id),
            Anchor::Row { .. } => places.insert(id, place),
        });
    }
}

/// What a list holds when it opens. `None` while a named post is not there yet.
pub fn anchor(
    rows: &[Row],
    named: Option<PostId>,
    remembered: Option<&Remembered>,
    viewport: f64,
) -> Option<Anchor<RowKey>> {
    let held = |row: &Row, part: f64| Anchor::Row {
        key: row.key(),
        offset: (viewport * part).round(),
    };
    if let Some(named) = named {
        let is_named = |row: &&Row| matches!(row, Row::Post(post) if post.id == named);
        return rows.iter().find(is_named).map(|row| held(row, POST_AT));
    }
    if let Some(line) = rows.iter().find(|row| matches!(row, Row::NewMessages)) {
        return Some(held(line, LINE_AT));
    }
    let is_there = |place: &&Remembered| match &place.anchor {
        Anchor::Row { key, .. } => rows.iter().any(|row| row.key() == *key),
        Anchor::End => true,
    };
    let place = remembered.filter(is_there);
    Some(place.map_or(Anchor::End, |place| place.anchor.clone()))
}
