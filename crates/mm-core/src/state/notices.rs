//! What the person is told, one notice a kind; the connection as shown; counters for diagnostics.

use crate::domain::Timestamp;
use crate::event::*;

use super::{Changes, Key, State};

/// How many names of events are counted apart; a server that invents names cannot fill memory.
const MAX_COUNTED_NAMES: usize = 256;

impl State {
    /// Something to tell.
    pub(super) fn notice_raised(&mut self, notice: &Notice, changes: &mut Changes) {
        if self.notices.get(&notice.kind) != Some(notice) {
            self.notices.insert(notice.kind, notice.clone());
            changes.insert(Key::Notices);
        }
    }

    pub(super) fn notice_raised_of(&mut self, kind: NoticeKind, changes: &mut Changes) {
        self.notice_raised(&Notice { kind, detail: None }, changes);
    }

    /// Dismissed, or its cause ended.
    pub(super) fn notice_cleared(&mut self, kind: NoticeKind, changes: &mut Changes) {
        if self.notices.remove(&kind).is_some() {
            changes.insert(Key::Notices);
        }
    }

    /// The connection's phase.
    pub(super) fn connection_changed(&mut self, status: ConnectionStatus, changes: &mut Changes) {
        if self.connection != status {
            self.connection = status;
            changes.insert(Key::Connection);
        }
    }

    /// What is shown became old, or is of now again.
    pub(super) fn age_changed(&mut self, since: Option<Timestamp>, changes: &mut Changes) {
        if self.outdated_since != since || self.is_polled {
            self.outdated_since = since;
            self.is_polled = false;
            changes.insert(Key::Connection);
        }
    }

    /// No events flow, and what is shown was asked for at this moment.
    pub(super) fn polled(&mut self, at: Timestamp, changes: &mut Changes) {
        self.age_changed(Some(at), changes);
        self.is_polled = true;
        changes.insert(Key::Connection);
    }

    /// Whether no events flow, and what is shown is asked for now and then.
    pub fn is_polled(&self) -> bool {
        self.is_polled
    }

    /// What is shown is as of this moment of the local clock; `None` while it is of now.
    pub fn outdated_since(&self) -> Option<Timestamp> {
        self.outdated_since
    }

    /// Counts an event by name.
    pub(super) fn counted(&mut self, name: &str) {
        let is_new = !self.counters.contains_key(name);
        let name = if is_new && self.counters.len() >= MAX_COUNTED_NAMES {
            "(other)"
        } else {
            name
        };
        let counter = self.counters.entry_or_default(name.to_owned());
        *counter = counter.saturating_add(1);
    }

    /// Custom emoji are known.
    pub(super) fn emoji_loaded(&mut self, emoji: &[CustomEmoji], changes: &mut Changes) {
        for one in emoji {
            if self.custom_emoji.insert(one.name.clone(), one.id) != Some(one.id) {
                changes.insert(Key::Emoji);
            }
        }
    }
}
