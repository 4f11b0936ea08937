//! The loop: queue inputs, feed the engine, release it, publish the changes, run the effects, re-arm the one timer.
//!
//! Inputs never re-enter: what an effect causes is queued behind what is being handled. Frames of the socket are
//! coalesced (brief, S20): the first after a quiet moment is applied at once, those that follow wait in the engine's lanes and are applied
//! together before the next paint, for at most [`pace::DRAIN_BUDGET_MS`] at a time so that keys and scrolling stay free.

mod start;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use mm_core::action::{Action, Secret};
use mm_core::cache::{Collection, Record, StoreFault};
use mm_core::connection::{SocketEvent, SocketGeneration, Wake};
use mm_core::domain::{Monotonic, RequestId};
use mm_core::engine::{pace, Effect, Engine, Input};
use mm_core::rest::{HttpReply, HttpRequest};
use mm_core::state::{Changes, Key};

use crate::ports::{Ports, Report};
use crate::store::Store;

use start::{Next, Start};

/// The loop around one engine.
pub struct Runtime<P> {
    store: Store,
    ports: P,
    start: Start,
    inbox: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    drain_asked: Cell<bool>,
    hidden: Cell<bool>,
    last_frame: Cell<Monotonic>,
    last_drain: Cell<Monotonic>,
    batches: Cell<usize>,
    /// When frames began to wait that were not all applied since.
    behind_since: Cell<Option<Monotonic>>,
    token: RefCell<Option<Secret>>,
}

impl<P: Ports> Runtime<P> {
    /// Couples a store with the outside. `ports` gets a weak handle to report to.
    pub fn new(store: Store, ports: impl FnOnce(Weak<Runtime<P>>) -> P) -> Rc<Self> {
        Rc::new_cyclic(|weak| Self {
            store,
            ports: ports(weak.clone()),
            start: Start::default(),
            inbox: RefCell::default(),
            running: Cell::new(false),
            drain_asked: Cell::new(false),
            hidden: Cell::new(false),
            last_frame: Cell::default(),
            last_drain: Cell::default(),
            batches: Cell::default(),
            behind_since: Cell::default(),
            token: RefCell::default(),
        })
    }

    /// The person acted.
    pub fn act(&self, action: Action) {
        self.push(Input::Act(action));
    }

    /// The browser signalled.
    pub fn woke(&self, wake: Wake) {
        self.push(Input::Woke(wake));
        match wake {
            Wake::Hidden => self.hidden.set(true),
            Wake::Visible | Wake::Focused => self.hidden.set(false),
            _ => {}
        }
        if wake == Wake::Hidden && self.waiting() > 0 {
            // The paint that was waited for may not come before the page is looked at again.
            self.drain();
        }
    }

    /// The outside, for the edge.
    pub fn ports(&self) -> &P {
        &self.ports
    }

    fn push(&self, input: Input) {
        self.inbox.borrow_mut().push_back(input);
        if !self.running.replace(true) {
            let changes = self.run_inbox();
            self.finish(changes);
        }
    }

    /// Handles all that is queued, effects included, and collects what changed.
    fn run_inbox(&self) -> Changes {
        let mut changes = Changes::none();
        loop {
            let next = self.inbox.borrow_mut().pop_front();
            let Some(input) = next else { return changes };
            let output = self.store.handle(self.ports.now(), input);
            changes.merge(output.changes);
            for effect in output.effects {
                self.run(effect);
            }
        }
    }

    fn finish(&self, changes: Changes) {
        self.ports.arm(self.store.next_wakeup());
        self.running.set(false);
        self.store.publish(&changes);
        if self.waiting() > 0 && !self.drain_asked.replace(true) {
            self.ports.request_drain();
        }
    }

    fn waiting(&self) -> usize {
        self.store.with(Engine::waiting)
    }

    fn run(&self, effect: Effect) {
        match effect {
            Effect::Socket(command) => self.ports.socket(command),
            Effect::Http(id, request) => {
                if let Some((id, request)) = self.start.admits((id, request)) {
                    self.http(id, request);
                }
            }
            Effect::Abort(id) => {
                self.start.drops(id);
                self.ports.abort(id);
            }
            Effect::Keep(writes) => self.ports.keep(writes),
            Effect::Restore(collection) => {
                self.start.reads();
                self.ports.restore(collection);
            }
            Effect::Navigate(place, history) => self.ports.navigate(&place, history),
            Effect::UseToken(token) => *self.token.borrow_mut() = token,
            Effect::Unmark => self.ports.unmark(),
            Effect::Forget => self.ports.forget(),
        }
    }

    fn http(&self, id: RequestId, request: HttpRequest) {
        self.ports.http(id, request, self.token.borrow().as_ref());
    }

    /// What has waited for the first view is asked now.
    fn begin_asking(&self) {
        for (id, request) in self.start.begin() {
            self.http(id, request);
        }
    }

    /// Applies waiting frames until the budget is used up, or until there is enough to paint.
    fn drain_frames(&self) {
        if self.running.replace(true) {
            return;
        }
        let began = self.ports.now().mono;
        let apart = began.0.saturating_sub(self.last_drain.replace(began).0);
        let batches = pace::batches(self.batches.get(), apart);
        self.batches.set(batches);
        let behind_since = self.behind_since.get().unwrap_or(began);
        let is_patient = began.0.saturating_sub(behind_since.0) < pace::PATIENT_FOR_MS;
        let (mut changes, mut shown) = (Changes::none(), 0);
        while self.waiting() > 0 {
            self.inbox.borrow_mut().push_back(Input::Drain);
            let batch = self.run_inbox();
            shown += usize::from(self.is_seen(&batch));
            changes.merge(batch);
            let spent = self.ports.now().mono.0.saturating_sub(began.0);
            let is_enough = shown >= batches && is_patient;
            if spent >= pace::DRAIN_BUDGET_MS || is_enough {
                break;
            }
        }
        self.behind_since
            .set((self.waiting() > 0).then_some(behind_since));
        self.finish(changes);
    }

    /// Messages of the open channel came: they are built before the next paint.
    fn is_seen(&self, changes: &Changes) -> bool {
        let open = self.store.with(|engine| engine.state().open_channel());
        let shows = open.is_some_and(|id| changes.contains(&Key::Timeline(id)));
        shows && !self.hidden.get()
    }
}

impl<P: Ports> Report for Runtime<P> {
    fn replied(&self, id: RequestId, reply: HttpReply) {
        self.push(Input::Reply(id, reply));
    }

    fn progressed(&self, id: RequestId, percent: u8) {
        self.push(Input::Progress(id, percent));
    }

    fn socket(&self, generation: SocketGeneration, event: SocketEvent) {
        let now = self.ports.now().mono;
        let since = now.0.saturating_sub(self.last_frame.replace(now).0);
        let waiting = self.waiting();
        if waiting == 0 && since >= pace::QUIET_MS {
            self.push(Input::Socket(generation, event));
            return;
        }
        self.push(Input::SocketInBurst(generation, event));
        if waiting >= pace::DRAIN_AT_COUNT {
            self.drain_frames();
        }
    }

    fn kept(&self, outcome: Result<(), StoreFault>) {
        self.push(Input::Kept(outcome));
    }

    fn restored(&self, collection: Collection, records: Result<Vec<Record>, StoreFault>) {
        let has_some = records.as_ref().is_ok_and(|records| !records.is_empty());
        self.push(Input::Restored(collection, records));
        match self.start.has_read(collection.family, has_some) {
            Next::Wait => {}
            Next::Paint => self.ports.request_painted(),
            Next::Go => self.begin_asking(),
        }
    }

    fn painted(&self) {
        self.begin_asking();
    }

    fn heard(&self, records: Vec<Record>) {
        self.push(Input::Heard(records));
    }

    fn deadline(&self) {
        self.push(Input::Deadline);
        // A store that does not answer is not waited for any longer than the engine does.
        self.begin_asking();
    }

    fn drain(&self) {
        self.drain_asked.set(false);
        self.drain_frames();
    }
}
