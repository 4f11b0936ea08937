//! The local store: what the cache decides to keep goes out before the requests it belongs to, what an earlier page left comes in.

use super::{Effect, Engine};
use crate::cache::{Collection, Record, StoreFault};
use crate::domain::*;

impl Engine {
    /// Somebody is signed in: what they left is read.
    pub(super) fn begin_keeping(&mut self, now: Now, user: UserId) {
        let collections = self.cache.begin(now, user);
        let restore = collections.into_iter().map(Effect::Restore);
        self.out.effects.extend(restore);
    }

    /// What changed is kept. It comes before everything else that is to be done: a message is in the store before it is on its way.
    pub(super) fn keep(&mut self, now: Now) {
        self.cache.note(now, &self.state, &self.out.changes);
        let writes = self.cache.take_writes();
        if !writes.is_empty() {
            self.out.effects.insert(0, Effect::Keep(writes));
        }
    }

    pub(super) fn kept(&mut self, now: Now, outcome: Result<(), StoreFault>) {
        if let Some(event) = outcome.err().and_then(|fault| self.cache.failed(fault)) {
            self.apply(now, event);
        }
    }

    pub(super) fn restored(
        &mut self,
        now: Now,
        collection: Collection,
        records: Result<Vec<Record>, StoreFault>,
    ) {
        let restored = self.cache.restored(collection, records);
        for pending in &restored.pending {
            self.sending.restored(pending);
        }
        for event in restored.events {
            self.apply(now, event);
        }
    }
}
