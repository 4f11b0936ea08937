//! Bad luck that only a browser knows: a tab that is killed, a machine that slept, a store that is refused, a module that stops.

use serde_json::{json, Value};
use tsubame_e2e::{engine, Browser, Demo, Engine, FaultyLink, Options, Person};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";

/// From here on the page's clocks can be set forward, as they stand after a sleep. Arguments: none.
const CLOCKS: &str = "window.__ahead = 0; \
     for (const clock of [performance, Date]) { const now = clock.now.bind(clock); clock.now = () => now() + window.__ahead; }";

/// Enter, and ten milliseconds later the page is thrown away with all it holds in memory.
const ENTER_AND_KILL: &str = "const box = document.querySelector('[data-composer=channel] textarea'); \
     box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true })); \
     setTimeout(() => { window.stop(); location.replace('about:blank'); }, 10);";

/// Somebody newer has changed the local store: this version of the client may not open it.
const REFUSE_STORE: &str = "const done = arguments[arguments.length - 1]; \
     const opened = indexedDB.open('tsubame ' + location.origin, 99); \
     opened.onsuccess = () => { opened.result.close(); done(true); }; opened.onerror = () => done(false);";

/// The memory of the module holds nonsense, as after a mistake of ours: it stops at the next thing it does.
const SPOIL_MODULE: &str = "const done = arguments[arguments.length - 1]; window.__former = true; \
     import(document.querySelector('link[rel=modulepreload]').href).then(glue => glue.default()) \
     .then(module => { new Uint8Array(module.memory.buffer).fill(255); done(true); }, error => done(String(error)));";

/// A second store beside the client's, for another server.
const KEEP_MORE: &str =
    "const done = arguments[arguments.length - 1]; const opened = indexedDB.open('tsubame elsewhere', 1); \
     opened.onsuccess = () => { opened.result.close(); done(true); }; opened.onerror = () => done(false);";

/// Whether that store is still there.
const IS_KEPT: &str = "const done = arguments[arguments.length - 1]; \
     indexedDB.databases().then(kept => done(kept.some(({ name }) => name === 'tsubame elsewhere')), error => done(String(error)));";

/// Somebody's pictures that stand in messages: how many, how many show something, how many are drawn at all. Arguments: whose.
const PICTURES: &str =
    "const all = [...document.querySelectorAll('article .avatar')].filter(it => it.outerHTML.includes(arguments[0])); \
     return [all.length, all.filter(it => it.complete && it.naturalWidth > 0).length, all.filter(it => getComputedStyle(it).visibility === 'visible').length];";

fn count(person: &Person, channel: &str, text: &str) -> usize {
    person
        .messages(channel)
        .iter()
        .filter(|said| *said == text)
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_killed_ten_milliseconds_after_enter_sends_once() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    // Reached at once, never reached from the first tab, and answered too late.
    let obstacles = [
        json!({"do": "heal"}),
        json!({"do": "answer", "status": 503, "path": "/api/v4/posts"}),
        json!({"do": "delay", "milliseconds": 1500}),
    ];
    for (n, obstacle) in obstacles.iter().enumerate() {
        let text = format!("the last words of a tab {n}");
        page.write("Firmware", &text).await;
        demo.control(obstacle);
        page.run(ENTER_AND_KILL).await;
        page.until("the page is gone", "return location.href === 'about:blank';")
            .await;
        demo.control(&json!({"do": "heal"}));
        page.go("/hotaru/channels/firmware").await;
        page.sees_once(&text).await;
        page.gone("status", "=Sending").await;
        assert_eq!(count(&me, &channel, &text), 1, "{text}");
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_sleep_all_is_there_and_what_was_typed_stands() {
    let demo = Demo::start();
    let link = FaultyLink::to(&demo, 1);
    let page = Browser::open_at(link.url(""), "/", Options::default()).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    page.run(CLOCKS).await;
    page.write("Firmware", "half a thought").await;
    let haruto = Person::log_in(&demo, HARUTO);
    let channel = haruto.channel("firmware");

    // Asleep: the machine's connections are dead, and nobody told it.
    link.fall_silent();
    demo.control(&json!({"do": "restart"}));
    for n in 0..3 {
        haruto.say(&channel, &format!("said while asleep {n}"));
    }
    page.run("window.__ahead += 8 * 3600 * 1000;").await;
    link.heal();
    page.run(
        "document.dispatchEvent(new Event('visibilitychange')); window.dispatchEvent(new Event('focus'));",
    )
    .await;

    for n in 0..3 {
        page.sees_once(&format!("said while asleep {n}")).await;
    }
    page.holds("half a thought").await;
    page.say(" and the rest").await;
    page.sees_once("half a thought and the rest").await;
    page.gone("status", "=Sending").await;
    assert_eq!(count(&haruto, &channel, "half a thought and the rest"), 1);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_comes_back_is_taken_at_once() {
    let mut demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let haruto = Person::log_in(&demo, HARUTO);
    let channel = haruto.channel("firmware");
    demo.stop();
    page.run("window.dispatchEvent(new Event('offline'));").await;
    page.say("written without a network").await;
    page.until(
        "the chip is honest",
        "return !document.querySelector('main').innerText.includes('Connected');",
    )
    .await;
    demo.launch();
    haruto.say(&channel, "said meanwhile");
    page.run("window.dispatchEvent(new Event('online'));").await;
    page.sees_once("said meanwhile").await;
    page.gone("status", "=Sending").await;
    page.sees_once("written without a network").await;
    assert_eq!(count(&haruto, &channel, "written without a network"), 1);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_refused_is_told_once_and_all_else_works() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    assert_eq!(page.run_async(REFUSE_STORE).await, json!(true));
    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.until(
        "it is told once",
        "return document.querySelectorAll('.notifications [role=alert]').length === 1;",
    )
    .await;
    page.say("kept by nobody but the server").await;
    page.sees_once("kept by nobody but the server").await;
    page.gone("status", "=Sending").await;
    page.open_channel("Off-Topic").await;
    page.open_channel("Firmware").await;
    page.sees_once("kept by nobody but the server").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_failed_leaves_its_room_and_comes_when_the_server_is_back() {
    let demo = Demo::start();
    let haruto = Person::log_in(&demo, HARUTO);
    let picture = format!("/api/v4/users/{}/image", haruto.id);
    demo.control(&json!({"do": "answer", "status": 503, "path": picture}));
    let page = Browser::in_firmware(&demo, LIV).await;
    haruto.say(&haruto.channel("firmware"), "a face for these words");
    page.sees_once("a face for these words").await;
    let is = |wanted: &str| {
        format!(
            "const [all, shown, drawn] = (function () {{ {PICTURES} }})({:?}); return all > 0 && {wanted};",
            picture
        )
    };
    page.until(
        "the room is empty, without a sign",
        &is("shown === 0 && drawn === 0"),
    )
    .await;

    demo.control(&json!({"do": "heal"}));
    demo.cut();
    page.until("the picture is there", &is("shown === all && drawn === all"))
        .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_that_stops_begins_anew_with_what_was_written_and_sent() {
    if engine() == Engine::Firefox {
        // Its driver runs scripts beside the page: they have another module than the page has.
        return;
    }
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    demo.control(&json!({"do": "answer", "status": 503, "path": "/api/v4/posts"}));
    page.say("on its way when it stopped").await;
    page.find("status", "=Sending").await;
    page.write("Firmware", "not sent yet").await;
    // Within 300 ms of the last key it is kept.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    assert_eq!(page.run_async(SPOIL_MODULE).await, Value::Bool(true));
    page.run("window.dispatchEvent(new Event('focus'));").await;
    page.until("the page is another one", "return window.__former !== true;")
        .await;
    demo.control(&json!({"do": "heal"}));
    page.find("heading", "=Firmware").await;
    page.holds("not sent yet").await;
    page.sees_once("on its way when it stopped").await;
    page.gone("status", "=Sending").await;
    assert_eq!(count(&me, &channel, "on its way when it stopped"), 1);

    // Once more within a minute: then it is said, and nothing goes in a circle.
    assert_eq!(page.run_async(SPOIL_MODULE).await, Value::Bool(true));
    page.run("window.dispatchEvent(new Event('focus'));").await;
    page.until(
        "it is said",
        "const told = document.getElementById('shell-stopped'); return told !== null && !told.hidden && window.__former === true;",
    )
    .await;

    // What is kept may be the cause: without it the client begins from nothing.
    page.picture("stopped").await;
    assert_eq!(page.run_async(KEEP_MORE).await, Value::Bool(true));
    page.press("button", "^Reset local data").await;
    page.until("the page is another one", "return window.__former !== true;")
        .await;
    page.find("heading", "=Firmware").await;
    assert_eq!(page.run_async(IS_KEPT).await, Value::Bool(false));
    page.close().await;
}
