//! What outlives the page: messages that were not confirmed, texts that were not sent, the last view.

use serde_json::{json, Value};
use tsubame_e2e::{Browser, Demo, Person};

const LIV: &str = "liv.andersen";

/// Enter, and in the same moment the page is loaded anew.
const ENTER_AND_RELOAD: &str = "const box = document.querySelector('[data-composer=channel] textarea'); \
     box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true })); \
     window.__former = true; location.reload();";

/// How many records the local store has of some families; the rest is the last view. Arguments: the families.
const RECORDS: &str = "const [families, done] = arguments; \
     const opened = indexedDB.open('tsubame ' + location.origin); \
     opened.onerror = () => done(-1); \
     opened.onsuccess = () => { \
         const database = opened.result; \
         const keys = database.transaction('records').objectStore('records').getAllKeys(); \
         keys.onsuccess = () => { \
             database.close(); \
             done(keys.result.filter(key => families.includes(key.split('/')[1])).length); \
         }; \
     };";

async fn records(page: &Browser, families: &[&str]) -> Value {
    page.run_with(RECORDS, vec![json!(families)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_in_the_moment_of_a_reload_is_sent_once() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    for n in 0..5 {
        let text = format!("in the last moment {n}");
        page.write("Firmware", &text).await;
        page.run(ENTER_AND_RELOAD).await;
        page.until("the page is another one", "return window.__former !== true;")
            .await;
        page.find("heading", "=Firmware").await;
        page.sees_once(&text).await;
        page.gone("status", "=Sending").await;
        let sent = me.messages(&channel).into_iter().filter(|said| *said == text);
        assert_eq!(sent.count(), 1, "{text}");
    }
    assert_eq!(
        records(&page, &["outbox", "edit"]).await,
        json!(0),
        "confirmed, so not kept"
    );
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_failed_has_failed_still_after_a_reload() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    demo.control(&json!({"do": "answer", "status": 403, "path": "/api/v4/posts", "times": 1}));
    page.say("stubborn").await;
    page.find("status", "=Failed to send").await;
    page.reload().await;
    page.find("status", "=Failed to send").await;
    page.sees_once("stubborn").await;
    page.press("button", "=Try again").await;
    page.gone("status", "=Failed to send").await;
    page.sees_once("stubborn").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_there_after_a_reload_and_gone_after_the_log_out() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    page.write("Firmware", "half a sentence").await;
    page.reload().await;
    page.holds("half a sentence").await;
    let own_words = ["outbox", "draft", "edit", "cleared"];
    assert_ne!(records(&page, &own_words).await, json!(0));
    page.press("button", "=Your profile and status").await;
    page.press("menuitem", "=Log out").await;
    page.find("form", "=Log in").await;
    assert_eq!(records(&page, &own_words).await, json!(0));
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_shows_the_last_view_before_the_server_answers() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    page.say("seen before").await;
    page.gone("status", "=Sending").await;
    // It is written a moment after the last change, and when the page is left.
    let is_kept = "const done = arguments[arguments.length - 1]; \
         const opened = indexedDB.open('tsubame ' + location.origin); \
         opened.onsuccess = () => { \
             const database = opened.result; \
             const all = database.transaction('records').objectStore('records').getAll(); \
             all.onsuccess = () => { database.close(); done(all.result.some(text => text.includes('seen before'))); }; \
         };";
    for _ in 0..50 {
        if page.run_async(is_kept).await == json!(true) {
            break;
        }
    }
    demo.control(&json!({"do": "answer", "status": 503, "path": "/api/v4/"}));
    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.sees_once("seen before").await;
    demo.control(&json!({"do": "heal"}));
    page.say("said after it").await;
    page.gone("status", "=Sending").await;
    page.sees_once("said after it").await;
    page.sees_once("seen before").await;
    page.close().await;
}
