//! The loop: queue inputs, feed the engine, release it, publish the changes, run the effects, re-arm the one timer.
//!
//! Inputs never re-enter: what an effect causes is queued behind what is being handled. Frames of the socket are
//! coalesced (brief, S20): the first after a quiet moment is applied at once, those that follow are applied together before the next paint,
//! for at most [`DRAIN_BUDGET_MS`] at a time so that keys and scrolling stay free.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use mm_core::action::{Action, Secret};
use mm_core::connection::{SocketEvent, SocketGeneration, Wake};
use mm_core::domain::{Monotonic, RequestId};
use mm_core::engine::{Effect, Input};
use mm_core::rest::HttpReply;
use mm_core::state::Changes;

use crate::ports::{Ports, Report};
use crate::store::Store;

/// A drain works this long, in milliseconds, then lets the page breathe: half a frame at 60 Hz.
pub const DRAIN_BUDGET_MS: u64 = 8;

/// A frame that comes this long after the last one is applied at once.
const QUIET_MS: u64 = 50;

/// The loop around one engine.
pub struct Runtime<P> {
    store: Store,
    ports: P,
    inbox: RefCell<VecDeque<Input>>,
    frames: RefCell<VecDeque<Input>>,
    running: Cell<bool>,
    drain_asked: Cell<bool>,
    last_frame: Cell<Monotonic>,
    token: RefCell<Option<Secret>>,
}

impl<P: Ports> Runtime<P> {
    /// Couples a store with the outside. `ports` gets a weak handle to report to.
    pub fn new(store: Store, ports: impl FnOnce(Weak<Runtime<P>>) -> P) -> Rc<Self> {
        Rc::new_cyclic(|weak| Self {
            store,
            ports: ports(weak.clone()),
            inbox: RefCell::default(),
            frames: RefCell::default(),
            running: Cell::new(false),
            drain_asked: Cell::new(false),
            last_frame: Cell::default(),
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
    }

    fn run(&self, effect: Effect) {
        match effect {
            Effect::Socket(command) => self.ports.socket(command),
            Effect::Http(id, request) => self.ports.http(id, request, self.token.borrow().as_ref()),
            Effect::Navigate(place, history) => self.ports.navigate(&place, history),
            Effect::UseToken(token) => *self.token.borrow_mut() = token,
            Effect::Forget => self.ports.forget(),
        }
    }

    fn frame(&self, input: Input) {
        let now = self.ports.now().mono;
        let quiet = now.0.saturating_sub(self.last_frame.replace(now).0) >= QUIET_MS;
        if quiet && self.frames.borrow().is_empty() {
            self.push(input);
            return;
        }
        self.frames.borrow_mut().push_back(input);
        self.ask_drain();
    }

    fn ask_drain(&self) {
        if !self.drain_asked.replace(true) {
            self.ports.request_drain();
        }
    }

    /// Applies waiting frames, in order, until the budget is used up.
    fn drain_frames(&self) {
        self.drain_asked.set(false);
        if self.running.replace(true) {
            return;
        }
        let began = self.ports.now().mono;
        let mut changes = Changes::none();
        loop {
            let next = self.frames.borrow_mut().pop_front();
            let Some(input) = next else { break };
            self.inbox.borrow_mut().push_back(input);
            changes.merge(self.run_inbox());
            if self.ports.now().mono.0.saturating_sub(began.0) >= DRAIN_BUDGET_MS {
                break;
            }
        }
        self.finish(changes);
        if !self.frames.borrow().is_empty() {
            self.ask_drain();
        }
    }
}

impl<P: Ports> Report for Runtime<P> {
    fn replied(&self, id: RequestId, reply: HttpReply) {
        self.push(Input::Reply(id, reply));
    }

    fn socket(&self, generation: SocketGeneration, event: SocketEvent) {
        let input = Input::Socket(generation, event);
        // Everything of the socket keeps its order: a close must not overtake frames that wait.
        self.frame(input);
    }

    fn deadline(&self) {
        self.push(Input::Deadline);
    }

    fn drain(&self) {
        self.drain_frames();
    }
}
