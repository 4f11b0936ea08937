//! What a client shows, in words a scenario can compare.

use mm_core::domain::*;
use mm_core::engine::Engine;
use mm_core::view::{self, FixedZone, Row};

/// A look at a client.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    engine: &'a Engine,
}

impl<'a> Screen<'a> {
    /// Looks.
    pub fn new(engine: &'a Engine) -> Self {
        Self { engine }
    }

    /// A channel by its name in addresses.
    pub fn channel(&self, name: &str) -> ChannelId {
        let mut channels = self.engine.state().channels();
        channels
            .find(|channel| channel.name == name)
            .unwrap_or_else(|| panic!("no channel {name}"))
            .id
    }

    /// Name of the open channel.
    pub fn open_channel(&self) -> Option<String> {
        let state = self.engine.state();
        state
            .open_channel()
            .and_then(|id| state.channel(id))
            .map(|channel| channel.name.clone())
    }

    /// Texts of a channel's rows, oldest first; own ones on their way end with `…`, failed ones with `!`, holes are `(gap)`.
    pub fn texts(&self, channel: &str) -> Vec<String> {
        let state = self.engine.state();
        view::rows(state, self.channel(channel), &FixedZone(0))
            .into_iter()
            .filter_map(|row| self.text(row))
            .collect()
    }

    fn text(&self, row: Row) -> Option<String> {
        match row {
            Row::Post(row) if row.deleted => Some("(message deleted)".to_owned()),
            Row::Post(row) => self.engine.state().post(row.id).map(|post| post.message.clone()),
            Row::Pending(row) if row.failed.is_some() => Some(format!("{}!", row.message)),
            Row::Pending(row) => Some(format!("{}…", row.message)),
            Row::Gap { .. } => Some("(gap)".to_owned()),
            Row::Day(_) | Row::NewMessages | Row::Start => None,
        }
    }

    /// How often a text is shown in a channel.
    pub fn count(&self, channel: &str, text: &str) -> usize {
        self.texts(channel).iter().filter(|shown| *shown == text).count()
    }

    /// The id of a post by its text.
    pub fn post(&self, channel: &str, text: &str) -> PostId {
        let state = self.engine.state();
        let rows = view::rows(state, self.channel(channel), &FixedZone(0));
        let found = rows.iter().find_map(|row| match row {
            Row::Post(row) if state.post(row.id).is_some_and(|post| post.message == text) => Some(row.id),
            _ => None,
        });
        found.unwrap_or_else(|| panic!("no post {text:?} in {channel}"))
    }

    /// Unread mark and mentions of a channel.
    pub fn unread(&self, channel: &str) -> (bool, i64) {
        let unread = view::unread(self.engine.state(), self.channel(channel));
        (unread.is_unread, unread.mentions)
    }

    /// Who is typing in a channel.
    pub fn typing(&self, channel: &str) -> Vec<String> {
        view::typing(self.engine.state(), self.channel(channel), None)
    }
}
