//! Where a list takes its rows from: a channel or a thread.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{ChannelId, PostId, PostOrder};
use mm_core::event::Loading;
use mm_core::state::{Key, State};
use mm_core::view::{self, Row};

use crate::store::use_app;

/// Posts a list knows while it shows the newest: more than twice what is ever in the page.
pub const FRESH: usize = 160;

/// What a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOf {
    /// A channel.
    Channel(ChannelId),
    /// A thread of a channel.
    Thread {
        /// The channel.
        channel: ChannelId,
        /// The root post.
        root: PostId,
    },
}

impl ListOf {
    /// The channel it belongs to.
    pub fn channel(self) -> ChannelId {
        match self {
            ListOf::Channel(channel) | ListOf::Thread { channel, .. } => channel,
        }
    }

    /// The thread, if it is one.
    pub fn root(self) -> Option<PostId> {
        match self {
            ListOf::Channel(_) => None,
            ListOf::Thread { root, .. } => Some(root),
        }
    }

    /// The rows from the oldest post wanted on; without a wish, those of the newest [`FRESH`] posts. A thread has few.
    pub fn rows(self, floor: RwSignal<Option<PostOrder>>) -> Memo<Arc<Vec<Row>>> {
        let app = use_app();
        let environment = app.environment();
        let keys = move || match self {
            ListOf::Channel(id) => vec![Key::Timeline(id), Key::Preferences],
            ListOf::Thread { root, .. } => vec![Key::ThreadTimeline(root), Key::Post(root)],
        };
        app.select(keys, move |state| {
            Arc::new(match self {
                ListOf::Channel(id) => {
                    view::rows_window(state, id, &*environment, posts_from(state, id, floor.get()))
                }
                ListOf::Thread { root, .. } => view::thread_rows(state, root, &*environment),
            })
        })
    }

    /// What is being loaded.
    pub fn loading(self) -> Memo<Loading> {
        let id = self.channel();
        use_app().select(move || vec![Key::Loading(id)], move |state| state.loading(id))
    }

    /// What to ask for when a gap comes into view.
    pub fn fill(self, before: Option<PostId>, is_first: bool) -> Action {
        match (self, before) {
            (ListOf::Thread { root, .. }, _) => Action::OpenThread { root_id: Some(root) },
            (ListOf::Channel(channel_id), None) => Action::LoadNewer { channel_id },
            (ListOf::Channel(channel_id), Some(_)) if is_first => Action::LoadOlder { channel_id },
            (ListOf::Channel(channel_id), Some(before)) => Action::FillGap { channel_id, before },
        }
    }
}

/// How many posts stand from this one on.
fn posts_from(state: &State, id: ChannelId, floor: Option<PostOrder>) -> usize {
    let (Some(floor), Some(timeline)) = (floor, state.timeline(id)) else {
        return FRESH;
    };
    let from = timeline.orders().rev().take_while(|order| **order >= floor);
    from.count().max(FRESH)
}
