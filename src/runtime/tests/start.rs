//! The start of a page whose person is known: what an earlier one left is shown before anything is asked.

use std::rc::{Rc, Weak};

use mm_core::action::Action;
use mm_core::cache::StoreFault;
use mm_core::connection::Wake;
use mm_core::domain::UserId;
use mm_core::engine::Engine;
use mm_core::event::Place;

use super::{Outside, Page, Runtime};
use crate::ports::memory::MemoryPort;
use crate::ports::Report;
use crate::store::Store;

/// A page that has just begun, with what its browser kept.
fn begun(store: MemoryPort) -> Rc<Runtime<Outside>> {
    let runtime = Runtime::new(Store::new(Engine::new(1)), |_: Weak<Runtime<Outside>>| Outside {
        store,
        ..Outside::default()
    });
    runtime.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: UserId::parse(&"m".repeat(26)).ok(),
    });
    runtime
}

/// What a page in a channel leaves to the next one.
fn kept() -> MemoryPort {
    let page = Page::in_a_channel();
    page.posts(1);
    page.runtime.drain();
    page.runtime.woke(Wake::Hidden);
    page.outside().store.next_page()
}

fn asked(runtime: &Rc<Runtime<Outside>>) -> usize {
    runtime.ports().asked.borrow().len()
}

fn read(runtime: &Rc<Runtime<Outside>>) {
    runtime.ports().store.clone().report(&**runtime);
}

#[test]
fn nothing_is_asked_before_what_was_kept_is_on_the_screen() {
    let runtime = begun(kept());
    assert_eq!(asked(&runtime), 0);
    read(&runtime);
    let shown = runtime.store.with(|engine| engine.state().open_channel());
    assert!(shown.is_some(), "the channel is shown");
    assert_eq!((asked(&runtime), runtime.ports().paints.get()), (0, 1));
    runtime.painted();
    let paths = runtime.ports().asked.borrow().clone();
    assert!(
        paths.iter().any(|(_, path)| path.ends_with("/users/me")),
        "{paths:?}"
    );
}

#[test]
fn where_nothing_was_kept_nothing_waits() {
    let runtime = begun(MemoryPort::default());
    read(&runtime);
    assert!(asked(&runtime) > 0);
}

#[test]
fn a_store_that_refuses_or_never_answers_does_not_keep_the_page_from_asking() {
    let store = kept();
    store.break_with(Some(StoreFault::Refused));
    let refused = begun(store);
    read(&refused);
    assert!(asked(&refused) > 0);

    let silent = begun(kept());
    silent.deadline();
    assert!(asked(&silent) > 0);
}
