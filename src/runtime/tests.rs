mod keeping;
mod start;
mod tabs;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use mm_core::action::{Action, Secret};
use mm_core::cache::{Collection, Write};
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration, Wake};
use mm_core::domain::{Monotonic, Now, RequestId, Timestamp};
use mm_core::engine::{pace, Engine, History};
use mm_core::event::Place;
use mm_core::rest::{HttpAnswer, HttpReply, HttpRequest};

use super::Runtime;
use crate::ports::memory::MemoryPort;
use crate::ports::{Ports, Report};
use crate::store::Store;

/// An outside that only remembers.
#[derive(Default)]
struct Outside {
    now: Cell<u64>,
    /// Each look at the clock takes this long.
    slowness: Cell<u64>,
    asked: RefCell<Vec<(RequestId, String)>>,
    store: MemoryPort,
    generation: Cell<Option<SocketGeneration>>,
    drains: Cell<u32>,
    paints: Cell<u32>,
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

    fn abort(&self, id: RequestId) {
        self.asked.borrow_mut().retain(|(asked, _)| *asked != id);
    }

    fn socket(&self, command: SocketCommand) {
        if let SocketCommand::Open { generation, .. } = command {
            self.generation.set(Some(generation));
        }
    }

    fn keep(&self, writes: Vec<Write>) {
        self.store.keep(&writes);
    }

    fn restore(&self, collection: Collection) {
        self.store.restore(collection);
    }

    fn arm(&self, _: Option<Monotonic>) {}

    fn request_drain(&self) {
        self.drains.set(self.drains.get() + 1);
    }

    fn request_painted(&self) {
        self.paints.set(self.paints.get() + 1);
    }

    fn navigate(&self, _: &Place, _: History) {}

    fn unmark(&self) {}

    fn forget(&self) {}
}

/// A page of somebody signed in whose socket is open.
struct Page {
    runtime: Rc<Runtime<Outside>>,
    seq: Cell<i64>,
}

impl Page {
    fn open() -> Self {
        Self::open_with(MemoryPort::default())
    }

    /// A page of a browser whose local store holds something already.
    fn open_with(store: MemoryPort) -> Self {
        let runtime = Runtime::new(Store::new(Engine::new(1)), |_: Weak<Runtime<Outside>>| Outside {
            store,
            ..Outside::default()
        });
        let page = Self {
            runtime,
            seq: Cell::new(1),
        };
        page.runtime.act(Action::Start {
            place: Place::Start,
            maybe_signed_in: true,
            likely: None,
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
        page.outside().store.report(&*page.runtime);
        page.quiet();
        page.socket(SocketEvent::Opened { session: None });
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

    /// Answers what was asked with an address that ends so.
    fn answer(&self, ending: &str, body: &str) {
        let asked = self.outside().asked.borrow().clone();
        let ids = asked.iter().filter(|(_, path)| path.contains(ending));
        for id in ids.map(|(id, _)| *id) {
            let answer = HttpAnswer {
                status: 200,
                content_type: "application/json".to_owned(),
                body: body.to_owned(),
                ..HttpAnswer::default()
            };
            self.runtime.replied(id, HttpReply::Answer(answer));
        }
    }

    /// The one channel of the one team is open, and empty.
    fn in_a_channel() -> Self {
        Self::open().with_a_channel()
    }

    fn with_a_channel(self) -> Self {
        let page = self;
        let (me, team, channel) = ("m".repeat(26), "t".repeat(26), "c".repeat(26));
        page.answer(
            "/users/me/teams/members",
            &format!(r#"[{{"team_id": "{team}", "user_id": "{me}"}}]"#),
        );
        page.answer(
            "/users/me/teams",
            &format!(r#"[{{"id": "{team}", "name": "team"}}]"#),
        );
        page.answer(
            "/channel_members",
            &format!(r#"[{{"channel_id": "{channel}", "user_id": "{me}"}}]"#),
        );
        page.answer(
            "/users/me/channels",
            &format!(r#"[{{"id": "{channel}", "team_id": "{team}", "type": "O", "name": "town-square"}}]"#),
        );
        page.answer("/posts", r#"{"order": [], "posts": {}}"#);
        page.answer("/preferences", "[]");
        page.answer("/teams/unread", "[]");
        page.answer("/categories", r#"{"order": [], "categories": []}"#);
        let open = page.runtime.store.with(|engine| engine.state().open_channel());
        assert_eq!(open.map(|id| id.to_string()), Some(channel));
        page.quiet();
        page
    }

    fn posts(&self, count: usize) {
        for _ in 0..count {
            let seq = self.seq.replace(self.seq.get() + 1);
            let post = format!(
                r#"{{"id": "{seq:026}", "create_at": {seq}, "update_at": {seq}, "user_id": "{}", "channel_id": "{}"}}"#,
                "u".repeat(26),
                "c".repeat(26)
            );
            let frame =
                serde_json::json!({"event": "posted", "data": {"post": post}, "broadcast": {}, "seq": seq});
            self.socket(SocketEvent::Text(frame.to_string()));
        }
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

#[test]
fn messages_of_the_open_channel_are_painted_a_few_at_a_time() {
    let page = Page::in_a_channel();
    page.posts(1);
    page.posts(100);
    assert_eq!(page.waiting(), 100);
    page.runtime.drain();
    assert_eq!(page.waiting(), 100 - pace::BATCH, "a batch, then a paint");
    page.runtime.woke(Wake::Hidden);
    assert_eq!(page.waiting(), 0, "nobody sees it: all at once");
}

#[test]
fn as_many_messages_are_painted_at_a_time_as_painting_keeps_up_with() {
    let page = Page::in_a_channel();
    page.posts(1);
    page.posts(100);
    let paint_after = |millis: u64| {
        page.outside().now.set(page.outside().now.get() + millis);
        let before = page.waiting();
        page.runtime.drain();
        (before - page.waiting()) / pace::BATCH
    };
    assert_eq!([16, 16, 16].map(paint_after), [1, 2, 2]);
    assert_eq!([50, 50, 16].map(paint_after), [1, 1, 2]);
    assert_eq!(paint_after(1_000), 2, "a pause tells nothing");
}

#[test]
fn who_is_behind_for_long_catches_up() {
    let page = Page::in_a_channel();
    page.posts(1);
    page.posts(100);
    page.runtime.drain();
    assert!(page.waiting() > 80, "a few, then a paint");
    page.outside()
        .now
        .set(page.outside().now.get() + pace::PATIENT_FOR_MS);
    page.runtime.drain();
    assert_eq!(page.waiting(), 0);
}
