//! Words of the scenarios.
#![allow(dead_code, unused_imports)] // each scenario file uses its part

pub use mm_core::connection::Wake;
pub use mm_core::event::ConnectionStatus;
pub use mm_demo::hub::Queues;
pub use mm_sim::{ClientId, Link, UnderWay};

use std::ops::{Deref, DerefMut};

use mm_core::action::Action;
use mm_core::state::OutgoingPhase;

pub const ALICE: &str = "liv.andersen";
pub const BOB: &str = "haruto.mizuno";
pub const TOWN: &str = "engineering";
pub const OFF_TOPIC: &str = "firmware";

/// The box, with words for what people do.
pub struct Pair(mm_sim::Pair);

impl Deref for Pair {
    type Target = mm_sim::Pair;
    fn deref(&self) -> &mm_sim::Pair {
        &self.0
    }
}

impl DerefMut for Pair {
    fn deref_mut(&mut self) -> &mut mm_sim::Pair {
        &mut self.0
    }
}

impl Pair {
    pub fn new(seed: u64) -> Self {
        Self(mm_sim::Pair::new(seed))
    }

    pub fn open(&mut self, who: ClientId, channel: &str) {
        let channel_id = self.screen(who).channel(channel);
        self.act(who, Action::OpenChannel { channel_id });
        self.settle();
    }

    pub fn read(&mut self, who: ClientId, channel: &str) {
        let channel_id = self.screen(who).channel(channel);
        self.act(who, Action::ViewChannel { channel_id });
    }

    /// What a fresh load of the same account shows, beside what this client shows.
    pub fn assert_converged(&mut self, who: ClientId, channels: &[&str]) {
        let fresh = self.fresh(who);
        for channel in channels {
            self.open(fresh, channel);
            self.open(who, channel);
            // Behind the last hole: how far back one has read is the page's own.
            let behind = |texts: Vec<String>| {
                let hole = texts.iter().rposition(|text| text == "(gap)");
                texts[hole.map_or(0, |at| at + 1)..].to_vec()
            };
            let mine = behind(self.screen(who).texts(channel));
            let anew = behind(self.screen(fresh).texts(channel));
            let tail = anew.len().min(mine.len()).min(40);
            assert_eq!(mine[mine.len() - tail..], anew[anew.len() - tail..], "{channel}");
            assert_eq!(
                self.screen(who).unread(channel),
                self.screen(fresh).unread(channel),
                "{channel}"
            );
        }
    }
}

/// Own messages that are not confirmed, and whether they failed.
pub fn unconfirmed(pair: &Pair, who: ClientId) -> Vec<(String, bool)> {
    let outbox = pair.client(who).engine.state().outbox().iter();
    outbox
        .map(|item| {
            let failed = matches!(item.phase, OutgoingPhase::Failed(_));
            (item.post.message.clone(), failed)
        })
        .collect()
}
