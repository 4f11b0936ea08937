use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use mm_core::action::{Action, Secret};
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration, Wake};
use mm_core::domain::{Monotonic, Now, RequestId, Timestamp};
use mm_core::engine::{pace, Engine, History};
use mm_core::event::Place;
use mm_core::rest::{HttpAnswer, HttpReply, HttpRequest};

use super::Runtime;
use crate::ports::{Ports, Report};
use crate::store::Store;

/// An outside that only remembers.
#[derive(Default)]
struct Outside {
    now: Cell<u64>,
    /// Each look at the clock takes this long.
    slowness: Cell<u64>,
    asked: RefCell<Vec<(RequestId, String)>>,
    generation: Cell<Option<SocketGeneration>>,
    drains: Cell<u32>,
}

impl Ports for Outside {
    fn now(&self) -> Now {
        self.now.set(self.now.get() + self.slowness.get());
        Now {
            mono: Monotonic(self.now.get()),
            wall: Timestamp(1_795_500_000_000),
        }
    }

    fn http(&self, id: RequestId, request: HttpRequest, _: Option<&Secret>) {
        self.asked.borrow_mut().push((id, request.path));
    }

    fn socket(&self, command: SocketCommand) {
        if let SocketCommand::Open { generation, .. } = command {
            self.generation.set(Some(generation));
        }
    }

    fn arm(&self, _: Option<Monotonic>) {}

    fn request_drain(&self) {
        self.drains.set(self.drains.get() + 1);
    }

    fn navigate(&self, _: &Place, _: History) {}

    fn forget(&self) {}
}

/// A page of somebody signed in whose socket is open.
struct Page {
    runtime: Rc<Runtime<Outside>>,
    seq: Cell<i64>,
}

impl Page {
    fn open() -> Self {
        let runtime = Runtime::new(Store::new(Engine::new(1)), |_: Weak<Runtime<Outside>>| {
            Outside::default()
        });
        let page = Self {
            runtime,
            seq: Cell::new(1),
        };
        page.runtime.act(Action::Start {
            place: Place::Start,
            maybe_signed_in: true,
        });
        let me = page
            .outside()
            .asked
            .borrow()
            .iter()
            .find(|(_, path)| path.ends_with("/users/me"))
            .map(|(id, _)| *id);
        let body = format!(r#"{{"id": "{}", "username": "me"}}"#, "m".repeat(26));
        let answer = HttpAnswer {
            status: 200,
            content_type: "application/json".to_owned(),
            body,
            ..HttpAnswer::default()
        };
        page.runtime
            .replied(me.expect("who am I"), HttpReply::Answer(answer));
        page.quiet();
        page.socket(SocketEvent::Opened);
        page.quiet();
        let hello = format!(
            r#"{{"event": "hello", "data": {{"connection_id": "{}"}}, "broadcast": {{}}, "seq": 0}}"#,
            "a".repeat(26)
        );
        page.socket(SocketEvent::Text(hello));
        assert!(
            page.runtime
                .store
                .with(|engine| engine.connection().id().is_some()),
            "connected"
        );
        page
    }

    fn outside(&self) -> &Outside {
        self.runtime.ports()
    }

    fn quiet(&self) {
        self.outside().now.set(self.outside().now.get() + pace::QUIET_MS);
    }

    fn socket(&self, event: SocketEvent) {
        let generation = self.outside().generation.get().expect("a socket was opened");
        self.runtime.socket(generation, event);
    }

    fn frames(&self, count: usize) {
        for _ in 0..count {
            let seq = self.seq.replace(self.seq.get() + 1);
            let text = format!(
                r#"{{"event": "user_updated", "data": {{"user": {{"id": "{}"}}}}, "seq": {seq}}}"#,
                "u".repeat(26)
            );
            self.socket(SocketEvent::Text(text));
        }
    }

    fn waiting(&self) -> usize {
        self.runtime.waiting()
    }

    fn drains(&self) -> u32 {
        self.outside().drains.get()
    }
}

#[test]
fn the_first_frame_after_quiet_is_applied_at_once_and_a_burst_before_the_next_paint() {
    let page = Page::open();
    page.quiet();
    page.frames(1);
    assert_eq!((page.waiting(), page.drains()), (0, 0));
    page.frames(25);
    assert_eq!(
        (page.waiting(), page.drains()),
        (25, 1),
        "one paint is waited for"
    );
    page.quiet();
    page.frames(1);
    assert_eq!(page.waiting(), 26, "it does not overtake the others");
    page.runtime.drain();
    assert_eq!((page.waiting(), page.drains()), (0, 1));
}

#[test]
fn a_drain_whose_time_is_used_up_asks_for_the_next_one() {
    let page = Page::open();
    page.frames(100);
    page.outside().slowness.set(pace::DRAIN_BUDGET_MS / 2);
    page.runtime.drain();
    let left = page.waiting();
    assert!(left > 0 && left < 100, "{left} of 100 are left");
    assert_eq!(page.drains(), 2);
}

#[test]
fn a_page_that_is_hidden_does_not_wait_for_a_paint_that_may_not_come() {
    let page = Page::open();
    page.frames(30);
    page.runtime.woke(Wake::Hidden);
    assert_eq!((page.waiting(), page.drains()), (0, 1));
    page.frames(1);
    assert_eq!(page.drains(), 2, "asked for anew");
}

#[test]
fn frames_do_not_pile_up_in_a_page_that_never_paints() {
    let page = Page::open();
    page.frames(3 * pace::DRAIN_AT_COUNT);
    assert!(page.waiting() <= pace::DRAIN_AT_COUNT, "{}", page.waiting());
    assert_eq!(page.drains(), 1);
}
