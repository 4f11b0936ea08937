//! The local store in a real IndexedDB.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use mm_core::cache::{Collection, Family, Record, StoreFault, Write};
use mm_core::domain::UserId;
use tsubame::browser::ports_under_test::BrowserStore;
use wasm_bindgen_test::wasm_bindgen_test;

/// Each test has a database of its own, and finds it empty.
fn server(name: &str) -> String {
    format!("https://{name}.example.com/{}", js_sys::Math::random())
}

fn outbox_of(letter: &str) -> Collection {
    Collection {
        owner: UserId::parse(&letter.repeat(26)).expect("an id"),
        family: Family::Outbox,
    }
}

fn put(collection: Collection, name: &str, text: &str) -> Write {
    Write::Put {
        key: collection.key(name),
        text: text.to_owned(),
    }
}

async fn keep(store: &BrowserStore, writes: Vec<Write>) -> Result<(), StoreFault> {
    let (tell, told) = oneshot::channel();
    store.keep(writes, move |outcome| {
        let _ = tell.send(outcome);
    });
    told.await.expect("an answer")
}

async fn restore(store: &BrowserStore, collection: Collection) -> Result<Vec<Record>, StoreFault> {
    let (tell, told) = oneshot::channel();
    store.restore(collection, move |records| {
        let _ = tell.send(records);
    });
    told.await.expect("an answer")
}

async fn texts(store: &BrowserStore, collection: Collection) -> Vec<String> {
    let records = restore(store, collection).await.expect("records");
    records.into_iter().map(|record| record.text).collect()
}

#[wasm_bindgen_test]
async fn what_one_page_keeps_the_next_one_finds() {
    let server = server("kept");
    let (mine, theirs) = (outbox_of("a"), outbox_of("b"));
    let drafts = Collection {
        family: Family::Drafts,
        ..mine
    };
    let page = BrowserStore::open(&server);
    // Before the database is open; nobody waits for the answer.
    page.keep(vec![put(mine, "2", "二"), put(mine, "1", "one")], |_| {});
    let batch = vec![put(theirs, "1", "theirs"), put(drafts, "1", "draft")];
    assert_eq!(keep(&page, batch).await, Ok(()));
    let next = BrowserStore::open(&server);
    let records = restore(&next, mine).await.expect("records");
    assert_eq!(
        records.first().map(|record| record.key.clone()),
        Some(mine.key("1").to_string())
    );
    assert_eq!(texts(&next, mine).await, ["one", "二"]);
    assert_eq!(texts(&next, drafts).await, ["draft"]);
}

#[wasm_bindgen_test]
async fn what_is_taken_away_is_gone_and_nothing_else() {
    let (mine, before, behind) = (outbox_of("m"), outbox_of("a"), outbox_of("z"));
    let store = BrowserStore::open(&server("gone"));
    let all = [before, mine, behind].map(|one| put(one, "1", "words"));
    assert_eq!(keep(&store, all.to_vec()).await, Ok(()));
    let batch = vec![
        put(mine, "2", "more"),
        put(mine, "1", "other words"),
        Write::Delete(mine.key("2")),
        Write::KeepOnly(mine.owner),
    ];
    assert_eq!(keep(&store, batch).await, Ok(()));
    assert_eq!(texts(&store, mine).await, ["other words"]);
    assert!(texts(&store, before).await.is_empty());
    assert!(texts(&store, behind).await.is_empty());
    assert_eq!(keep(&store, vec![Write::Wipe]).await, Ok(()));
    assert!(texts(&store, mine).await.is_empty());
}

#[wasm_bindgen_test]
async fn a_batch_is_begun_inside_the_call() {
    let server = server("begun");
    let (store, mine) = (BrowserStore::open(&server), outbox_of("a"));
    assert_eq!(keep(&store, Vec::new()).await, Ok(()));
    let answered = Rc::new(Cell::new(false));
    let answer = answered.clone();
    store.keep(vec![put(mine, "1", "words")], move |_| answer.set(true));
    assert!(!answered.get(), "never from inside the call");
    // Whoever reads next reads after it, though nobody has waited.
    assert_eq!(texts(&store, mine).await, ["words"]);
    assert!(answered.get());
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_version_is_refused_and_said_so() {
    let server = server("newer");
    let factory = web_sys::window()
        .and_then(|window| window.indexed_db().ok().flatten())
        .expect("IndexedDB");
    // Requests are carried out in order: this one comes first.
    factory
        .open_with_u32(&format!("tsubame {server}"), 99)
        .expect("a newer one");
    let store = BrowserStore::open(&server);
    let mine = outbox_of("a");
    assert_eq!(
        keep(&store, vec![put(mine, "1", "words")]).await,
        Err(StoreFault::Refused)
    );
    assert_eq!(restore(&store, mine).await, Err(StoreFault::Refused));
}
