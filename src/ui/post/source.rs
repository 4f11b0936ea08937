//! Where a list takes its rows from: a channel or a thread.

use std::sync::Arc;

use leptos::prelude::*;
use mm_core::action::Action;
use mm_core::domain::{ChannelId, PostId};
use mm_core::event::Loading;
use mm_core::state::Key;
use mm_core::view::{self, Row};

use crate::store::use_app;

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

    /// All rows that are loaded.
    pub fn rows(self) -> Memo<Arc<Vec<Row>>> {
        let app = use_app();
        let environment = app.environment();
        let keys = move || match self {
            ListOf::Channel(id) => vec![Key::Timeline(id), Key::Preferences],
            ListOf::Thread { root, .. } => vec![Key::ThreadTimeline(root), Key::Post(root)],
        };
        app.select(keys, move |state| {
            Arc::new(match self {
                ListOf::Channel(id) => view::rows(state, id, &*environment),
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
