//! The local store: what the cache decides to keep goes out before the requests it belongs to, what an earlier page left comes in.

use super::{Effect, Engine};
use crate::cache::{Collection, Record, StoreFault};
use crate::domain::*;
use crate::event::*;
use crate::sync::{self, Ask};

impl Engine {
    /// Somebody is signed in: what they left is read.
    pub(super) fn begin_keeping(&mut self, now: Now, user: UserId) {
        let collections = self.cache.begin(now, user);
        self.read_kept(collections);
        self.orders_restored(now, Vec::new());
    }

    /// Somebody is probably signed in: what they left is read while the server is asked.
    pub(super) fn foresee_keeping(&mut self, now: Now, user: UserId) {
        let collections = self.cache.foresee(now, user);
        self.read_kept(collections);
    }

    fn read_kept(&mut self, collections: Vec<Collection>) {
        self.out
            .effects
            .extend(collections.into_iter().map(Effect::Restore));
    }

    /// What changed is kept. It comes before everything else that is to be done: a message is in the store before it is on its way.
    pub(super) fn keep(&mut self, now: Now) {
        self.note_unsure();
        self.keep_orders();
        self.cache.note(now, &self.state, &self.out.changes);
        let writes = self.cache.take_writes();
        if !writes.is_empty() {
            self.out.effects.insert(0, Effect::Keep(writes));
        }
    }

    /// A reaction or pin is shown at once, and nothing in the post says that it is only a wish.
    pub(super) fn note_unsure(&mut self) {
        let channels = self
            .orders
            .unsure_posts()
            .filter_map(|id| Some(self.state.post(id)?.channel_id));
        self.cache.unsure(set_of(channels));
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
        let restored = self.cache.restored(now, collection, records);
        if let Some(view) = restored.view {
            self.view_restored(now, view);
        }
        for pending in &restored.pending {
            self.sending.restored(pending);
        }
        for event in restored.events {
            let event = self.draft_restored(now, event);
            self.apply(now, event);
        }
        self.files_restored(now);
        for kept in restored.wishes {
            self.wish_restored(now, kept);
        }
        self.orders_restored(now, restored.orders);
        self.hear_early(now);
    }

    /// What an earlier page showed is shown, but for what the server has told by now: a question that was answered is not out any more.
    fn view_restored(&mut self, now: Now, mut view: Box<KeptView>) {
        let is_out = |ask: Ask| self.requests.has(&ask);
        if self.state.me().is_none() && !is_out(Ask::Me) {
            return;
        }
        if !is_out(Ask::Config) {
            view.config = None;
        }
        if !is_out(Ask::Preferences) {
            view.preferences.clear();
        }
        if !(is_out(Ask::Teams) && is_out(Ask::Channels) && is_out(Ask::Members)) {
            view.teams.clear();
            view.team_members.clear();
            view.channels.clear();
        }
        self.heard = self.heard.or(Some(view.at));
        self.people.lost();
        self.apply(now, Event::ViewRestored(view));
        self.choose_kept_place(now);
    }

    /// No channel is named in the address: the one that was read last, as far as is known.
    fn choose_kept_place(&mut self, now: Now) {
        if matches!(self.state.place(), Place::Start | Place::Team { .. }) {
            let opened = |event: &Event| matches!(event, Event::PlaceOpened(_));
            let plan = sync::settle(&self.state);
            if let Some(event) = plan.events.into_iter().find(opened) {
                self.apply(now, event);
            }
        }
    }
}
