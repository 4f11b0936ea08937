//! [`Store`]: the engine behind a lock. [`AppContext`]: the handle components hold.

use std::sync::{Arc, PoisonError, RwLock};

use leptos::prelude::{expect_context, GetValue, Memo, StoredValue};
use mm_core::action::Action;
use mm_core::domain::{Attachment, Monotonic, Now, Timestamp};
use mm_core::engine::{Engine, Input, Output};
use mm_core::event::Place;
use mm_core::state::{Changes, Key, State};
use mm_core::view::Zone;

use super::Cells;

/// The engine and the cells of its readers. Cloning gives another handle to the same.
#[derive(Clone)]
pub struct Store {
    engine: Arc<RwLock<Engine>>,
    cells: Cells,
}

impl Store {
    /// Wraps an engine.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine: Arc::new(RwLock::new(engine)),
            cells: Cells::default(),
        }
    }

    /// The only way in: one input, under the lock.
    pub fn handle(&self, now: Now, input: Input) -> Output {
        self.engine
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .handle(now, input)
    }

    /// When the engine wants to be asked again.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.engine
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .next_wakeup()
    }

    /// Wakes readers of what changed.
    pub fn publish(&self, changes: &Changes) {
        if !changes.is_empty() {
            self.cells.wake(changes);
        }
    }

    /// Reads the engine without subscribing.
    pub fn with<T>(&self, read: impl FnOnce(&Engine) -> T) -> T {
        read(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The cells.
    pub fn cells(&self) -> &Cells {
        &self.cells
    }
}

/// Takes actions to the runtime.
pub type Dispatch = Arc<dyn Fn(Action) + Send + Sync>;

/// What the edge tells components about their surroundings; constant for the life of the page.
pub trait Environment: Zone + Send + Sync {
    /// Local wall clock.
    fn wall(&self) -> Timestamp;
    /// 128 random bits as hexadecimal text: makes pending ids unguessable.
    fn nonce(&self) -> String;
    /// Holds the bytes of a file that was chosen, under an id of its own.
    fn hold(&self, file: &web_sys::File) -> Attachment;
    /// Address of a place, for `href`.
    fn href(&self, place: &Place) -> String;
    /// Address of something on the server, from a path such as `/api/v4/users/…/image`.
    fn api_url(&self, path: &str) -> String;
    /// Address of a file beside the page, such as `emoji.json`.
    fn asset_url(&self, name: &str) -> String;
    /// Languages the browser asks for, best first, such as `ja-JP`.
    fn languages(&self) -> Vec<String>;
    /// Monotonic clock, the same as the engine's.
    fn mono(&self) -> Monotonic;
    /// A date or time by the language's own rules; `None` where the surroundings have none.
    fn format_date(&self, wish: DateWish<'_>) -> Option<String>;
    /// A setting of this device (language, theme); `None` if there is none or storage is refused.
    fn setting(&self, name: &str) -> Option<String>;
    /// Keeps a setting of this device, if storage allows.
    fn keep_setting(&self, name: &str, value: &str);
    /// Fetches a text file beside the page (see `asset_url`) and hands it over; `None` when it cannot be had.
    fn load_asset(&self, name: &str, then: Box<dyn FnOnce(Option<String>)>);
    /// Goes on with the newer version of the client that was offered.
    fn take_update(&self) {}
    /// Shows on the installed client's icon how much waits for the person; zero: nothing.
    fn badge(&self, _count: u32) {}
    /// How often the loader began the page anew because the module had stopped.
    fn stops(&self) -> usize {
        0
    }
    /// Runs something behind the next paint: for what nobody waits for.
    fn after_paint(&self, run: Box<dyn FnOnce()>) {
        run();
    }
    /// Bytes the program holds, where that can be told.
    fn memory(&self) -> Option<usize> {
        None
    }
}

/// What to write of a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateStyle {
    /// Hour and minute.
    Time,
    /// Weekday, month, day of a UTC midnight.
    Day,
    /// Weekday, year, month, day of a UTC midnight.
    DayOfYear,
    /// Hour, minute and second, for diagnostics.
    Clock,
    /// Day, hour and minute, for tooltips.
    DateTime,
}

/// A moment to be written.
#[derive(Clone, Copy, Debug)]
pub struct DateWish<'a> {
    /// The moment.
    pub at: Timestamp,
    /// What of it.
    pub style: DateStyle,
    /// Language tag.
    pub language: &'a str,
    /// IANA zone to tell it in; `None`: the one of these surroundings.
    pub zone: Option<&'a str>,
    /// The account's wish for 12 or 24 hours; `None`: as the language does.
    pub hour12: Option<bool>,
}

/// Keys a memo depends on, asked for whenever it runs.
type Keys = Box<dyn Fn() -> Vec<Key> + Send + Sync>;

/// The handle given by context: `Copy`, cheap, the only thing components need.
#[derive(Clone, Copy)]
pub struct AppContext {
    inner: StoredValue<Inner>,
}

#[derive(Clone)]
struct Inner {
    store: Store,
    dispatch: Dispatch,
    environment: Arc<dyn Environment>,
}

impl AppContext {
    /// Makes the handle; call it under the root owner.
    pub fn new(store: Store, dispatch: Dispatch, environment: Arc<dyn Environment>) -> Self {
        Self {
            inner: StoredValue::new(Inner {
                store,
                dispatch,
                environment,
            }),
        }
    }

    /// Acts on behalf of the person.
    pub fn dispatch(self, action: Action) {
        let dispatch = self.inner.get_value().dispatch;
        dispatch(action);
    }

    /// A memo over the state that runs again only when one of its keys wakes, and wakes its readers only when the value differs.
    pub fn select<T, K, R>(self, keys: K, read: R) -> Memo<T>
    where
        T: PartialEq + Clone + Send + Sync + 'static,
        K: Fn() -> Vec<Key> + Send + Sync + 'static,
        R: Fn(&State) -> T + Send + Sync + 'static,
    {
        self.selected(Box::new(keys), Box::new(read))
    }

    /// Behind boxes, so that this code exists once for a type of value, not once for a use.
    fn selected<T>(self, keys: Keys, read: Box<dyn Fn(&State) -> T + Send + Sync>) -> Memo<T>
    where
        T: PartialEq + Clone + Send + Sync + 'static,
    {
        Memo::new(move |_| self.read(keys(), &read))
    }

    /// Reads the state in a memo or effect, which runs again when one of the keys wakes.
    pub fn read<T>(self, keys: Vec<Key>, read: impl FnOnce(&State) -> T) -> T {
        self.tracked(keys).with(|engine| read(engine.state()))
    }

    fn tracked(self, keys: Vec<Key>) -> Store {
        let store = self.inner.get_value().store;
        store.cells.track(Key::Everything);
        for key in keys {
            store.cells.track(key);
        }
        store
    }

    /// Reads the state once, without subscribing: for handlers.
    pub fn peek<T>(self, read: impl FnOnce(&State) -> T) -> T {
        self.inner.get_value().store.with(|engine| read(engine.state()))
    }

    /// Reads the engine once, for diagnostics.
    pub fn peek_engine<T>(self, read: impl FnOnce(&Engine) -> T) -> T {
        self.inner.get_value().store.with(read)
    }

    /// The surroundings.
    pub fn environment(self) -> Arc<dyn Environment> {
        self.inner.get_value().environment
    }

    /// Local wall clock.
    pub fn now_wall(self) -> Timestamp {
        self.environment().wall()
    }

    /// 128 random bits as text.
    pub fn nonce(self) -> String {
        self.environment().nonce()
    }

    /// Address of a place, for `href`.
    pub fn href(self, place: &Place) -> String {
        self.environment().href(place)
    }

    /// Address of something on the server.
    pub fn api_url(self, path: &str) -> String {
        self.environment().api_url(path)
    }
}

/// The handle, from anywhere below the app.
pub fn use_app() -> AppContext {
    expect_context::<AppContext>()
}
