//! The local store in IndexedDB: one database a server, one table of texts by key. What it may refuse, and why this way:
//! `docs/adr/0013-local-store.md`.
//!
//! Every transaction is begun inside the call and committed at once: a page that is left in the next moment has handed it over
//! already. Transactions that write are carried out in the order in which they were begun; that is the browser's promise.

use std::cell::RefCell;
use std::rc::Rc;

use mm_core::cache::{Collection, KeyRange, Record, StoreFault, Write};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// The only table.
const TABLE: &str = "records";
/// Version of the database: of the table, not of what stands in it.
const VERSION: u32 = 1;

/// What is to be done with the table; the requests whose results are wanted are given back.
pub(super) type Work = Box<dyn FnOnce(&IdbObjectStore) -> Result<Vec<IdbRequest>, JsValue>>;
/// Who wants the results.
pub(super) type Then = Box<dyn FnOnce(Result<Vec<JsValue>, StoreFault>)>;
/// An order that waits until the database is open.
type Waiting = (IdbTransactionMode, Work, Then);

enum State {
    /// Nobody has wanted anything of it.
    Unopened,
    Opening(Vec<Waiting>),
    Open(IdbDatabase),
    Shut(StoreFault),
}

struct Store {
    name: String,
    state: RefCell<State>,
}

/// The local store of one server.
#[derive(Clone)]
pub struct BrowserStore(Rc<Store>);

impl BrowserStore {
    /// Begins to open it. `server` is the address of its API.
    pub fn open(server: &str) -> Self {
        let store = Self::named(name(server));
        store.open_for(Vec::new());
        store
    }

    /// The same for the bytes of files: it is opened for the first of them.
    pub fn for_bytes(server: &str) -> Self {
        Self::named(format!("{} files", name(server)))
    }

    fn named(name: String) -> Self {
        Self(Rc::new(Store {
            name,
            state: RefCell::new(State::Unopened),
        }))
    }

    /// Carries out a batch, all of it or nothing.
    pub fn keep(&self, writes: Vec<Write>, then: impl FnOnce(Result<(), StoreFault>) + 'static) {
        self.run(
            IdbTransactionMode::Readwrite,
            Box::new(move |table| {
                for write in &writes {
                    carry_out(table, write)?;
                }
                Ok(Vec::new())
            }),
            Box::new(|results| then(results.map(drop))),
        );
    }

    /// Reads a collection.
    pub fn restore(
        &self,
        collection: Collection,
        then: impl FnOnce(Result<Vec<Record>, StoreFault>) + 'static,
    ) {
        self.run(
            IdbTransactionMode::Readonly,
            Box::new(move |table| {
                let range = range(&collection.range())?;
                Ok(vec![
                    table.get_all_keys_with_key(&range)?,
                    table.get_all_with_key(&range)?,
                ])
            }),
            Box::new(|results| then(results.map(|results| records(&results)))),
        );
    }

    pub(super) fn run(&self, mode: IdbTransactionMode, work: Work, then: Then) {
        let begun = match &mut *self.0.state.borrow_mut() {
            State::Opening(waiting) => return waiting.push((mode, work, then)),
            // Some browsers take a database away from a page that sleeps: it is opened once more.
            State::Open(database) => database.transaction_with_str_and_mode(TABLE, mode).ok(),
            State::Shut(fault) => return later(then, *fault),
            State::Unopened => None,
        };
        match begun {
            Some(transaction) => carry_through(transaction, work, then),
            None => self.open_for(vec![(mode, work, then)]),
        }
    }

    fn open_for(&self, waiting: Vec<Waiting>) {
        self.0.state.replace(State::Opening(waiting));
        if self.try_to_open().is_none() {
            self.opened(Err(StoreFault::Refused));
        }
    }

    /// `None` when the browser has no store for us.
    fn try_to_open(&self) -> Option<()> {
        let factory = web_sys::window()?.indexed_db().ok()??;
        let request = factory.open_with_u32(&self.0.name, VERSION).ok()?;
        let made = request.clone();
        let upgrade = listener(move || {
            if let Some(database) = database_of(&made) {
                // Fails only if it is there already.
                let _ = database.create_object_store(TABLE);
            }
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let (store, done) = (self.clone(), request.clone());
        let end = listener(move || store.opened(database_of(&done).ok_or(StoreFault::Refused)));
        request.set_onsuccess(Some(end.unchecked_ref()));
        request.set_onerror(Some(end.unchecked_ref()));
        Some(())
    }

    fn opened(&self, outcome: Result<IdbDatabase, StoreFault>) {
        if let Ok(database) = &outcome {
            leave_to_newer_versions(database);
        }
        let next = outcome.clone().map_or_else(State::Shut, State::Open);
        let State::Opening(waiting) = self.0.state.replace(next) else {
            return;
        };
        for (mode, work, then) in waiting {
            let begun = match &outcome {
                Ok(database) => database
                    .transaction_with_str_and_mode(TABLE, mode)
                    .map_err(|_| StoreFault::Failed),
                Err(fault) => Err(*fault),
            };
            match begun {
                Ok(transaction) => carry_through(transaction, work, then),
                Err(fault) => later(then, fault),
            }
        }
    }
}

/// How the store of a server is called, given the address of its API.
pub(super) fn name(server: &str) -> String {
    format!("tsubame {server}")
}

/// A newer version of the client in another tab may want to change the table.
fn leave_to_newer_versions(database: &IdbDatabase) {
    let ours = database.clone();
    let leave = listener(move || ours.close());
    database.set_onversionchange(Some(leave.unchecked_ref()));
}

fn database_of(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

fn carry_through(transaction: IdbTransaction, work: Work, then: Then) {
    let begun = transaction.object_store(TABLE).and_then(|table| work(&table));
    let Ok(requests) = begun else {
        // Half a batch is worse than none. Fails only if it is over already.
        let _ = transaction.abort();
        return later(then, StoreFault::Failed);
    };
    // Marked as deprecated only in the bindings. A browser that lacks it commits by itself a moment later.
    #[allow(deprecated)]
    let _ = transaction.commit();
    // One of the two events comes, once.
    let end = Closure::once_into_js(move |event: web_sys::Event| {
        let results: Result<Vec<JsValue>, JsValue> = requests.iter().map(IdbRequest::result).collect();
        let whole = results.ok().filter(|_| event.type_() == "complete");
        then(whole.ok_or(StoreFault::Failed));
    });
    transaction.set_oncomplete(Some(end.unchecked_ref()));
    transaction.set_onabort(Some(end.unchecked_ref()));
}

pub(super) fn carry_out(table: &IdbObjectStore, write: &Write) -> Result<(), JsValue> {
    match write {
        Write::Put { key, text } => {
            table.put_with_key(&text.into(), &key.to_string().into())?;
        }
        Write::Tell { .. } => {}
        Write::Delete(key) => {
            table.delete(&key.to_string().into())?;
        }
        Write::KeepOnly(owner) => {
            let KeyRange { from, to } = KeyRange::of(*owner);
            let (before, behind) = (
                IdbKeyRange::upper_bound_with_open(&from.into(), true)?,
                IdbKeyRange::lower_bound(&to.into())?,
            );
            table.delete(&before)?;
            table.delete(&behind)?;
        }
        Write::Wipe => {
            table.clear()?;
        }
    }
    Ok(())
}

fn range(range: &KeyRange) -> Result<IdbKeyRange, JsValue> {
    let (from, to) = (JsValue::from(&range.from), JsValue::from(&range.to));
    IdbKeyRange::bound_with_lower_open_and_upper_open(&from, &to, false, true)
}

/// Keys and texts, in the same order. What is no text was not written by us.
pub(super) fn records(results: &[JsValue]) -> Vec<Record> {
    let [keys, texts] = results else {
        return Vec::new();
    };
    let (keys, texts): (&js_sys::Array, &js_sys::Array) = (keys.unchecked_ref(), texts.unchecked_ref());
    let record = |(key, text): (JsValue, JsValue)| Record {
        key: key.as_string().unwrap_or_default(),
        text: text.as_string().unwrap_or_default(),
    };
    keys.iter().zip(texts.iter()).map(record).collect()
}

/// Never from inside the call.
fn later(then: Then, fault: StoreFault) {
    wasm_bindgen_futures::spawn_local(async move { then(Err(fault)) });
}

/// Lives as long as the page: there are three for each time the database is opened.
fn listener(heard: impl Fn() + 'static) -> JsValue {
    Closure::<dyn Fn()>::new(heard).into_js_value()
}
