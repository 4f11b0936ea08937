//! The client without a server, and its versions: what the service worker keeps (docs/adr/0014-offline-shell.md).

use serde_json::json;
use tsubame_e2e::{engine, Browser, Demo, Engine, Person};

const LIV: &str = "liv.andersen";

/// The worker is there for the next page.
pub const IS_KEPT: &str = "const done = arguments[arguments.length - 1]; \
     navigator.serviceWorker.ready.then(() => done(true), () => done(false)); setTimeout(() => done(false), 10000);";

/// Paths of everything that any cache holds.
const CACHED: &str = "const done = arguments[arguments.length - 1]; \
     caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys())))) \
     .then(all => done(all.flat().map(request => new URL(request.url).pathname)));";

const IS_CONTROLLED: &str = "return navigator.serviceWorker.controller !== null;";

async fn in_firmware(demo: &Demo) -> Browser {
    let page = Browser::in_firmware(demo, LIV).await;
    assert_eq!(page.run_async(IS_KEPT).await, json!(true), "the client is kept");
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_opens_without_a_server_and_sends_when_it_is_back() {
    let mut demo = Demo::start();
    let page = in_firmware(&demo).await;
    page.say("said before").await;
    page.gone("status", "=Sending").await;
    page.reload().await;
    page.find("heading", "=Firmware").await;
    demo.stop();

    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.sees_once("said before").await;
    page.say("said without a network").await;
    page.sees_once("said without a network").await;
    page.reload().await;
    page.sees_once("said without a network").await;

    demo.launch();
    page.gone("status", "=Sending").await;
    page.sees_once("said without a network").await;
    let me = Person::log_in(&demo, LIV);
    let said = me.messages(&me.channel("firmware")).into_iter();
    assert_eq!(said.filter(|text| text == "said without a network").count(), 1);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_server_or_of_a_person_is_kept_by_the_worker() {
    let demo = Demo::start();
    let page = in_firmware(&demo).await;
    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.until("the worker answers for the page", IS_CONTROLLED).await;
    page.open_channel("Engineering / 開発").await;
    let cached = page.run_async(CACHED).await;
    let cached: Vec<&str> = cached
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|path| path.as_str())
        .collect();
    assert!(cached.contains(&"/index.html"), "{cached:?}");
    let strange = cached
        .iter()
        .find(|path| path.contains("/api/") || path.matches('/').count() > 2);
    assert_eq!(strange, None);
    page.close().await;
}

/// Only Chromium says so; the others install every page, or none.
#[tokio::test(flavor = "multi_thread")]
async fn the_client_can_be_installed_as_an_application() {
    if engine() != Engine::Chromium {
        return;
    }
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.run_async(IS_KEPT).await;
    assert_eq!(page.not_installable().await, Vec::<serde_json::Value>::new());
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_is_offered_and_taken_without_losing_a_word() {
    let mut demo = Demo::start();
    demo.own_client();
    let page = in_firmware(&demo).await;
    page.reload().await;
    page.until("the worker answers for the page", IS_CONTROLLED).await;
    page.find("heading", "=Firmware").await;
    demo.put_a_new_client();
    page.reload().await;
    page.write("Firmware", "half a sentence").await;
    page.find("button", "=Reload").await;
    page.run("window.__former = true;").await;
    page.press("button", "=Reload").await;
    page.until("the page is another one", "return window.__former !== true;")
        .await;
    page.until(
        "the text is back",
        "return [...document.querySelectorAll('textarea')].some(t => t.value === 'half a sentence');",
    )
    .await;
    let names = "const done = arguments[arguments.length - 1]; \
         caches.keys().then(names => done(names.some(name => name.includes('newer-'))));";
    assert_eq!(page.run_async(names).await, json!(true));
    page.gone("button", "=Reload").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_taken_off_the_server_leaves_the_browser() {
    let mut demo = Demo::start();
    demo.own_client();
    let page = in_firmware(&demo).await;
    demo.take_the_client_away();
    page.reload().await;
    let gone = "const done = arguments[arguments.length - 1]; \
         navigator.serviceWorker.getRegistrations().then(all => caches.keys().then(names => done(all.length + names.length)));";
    let mut left = json!(null);
    for _ in 0..400 {
        left = page.run_async(gone).await;
        if left == json!(0) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(left, json!(0));
    page.close().await;
}
