//! Files: attached, sent with their message, kept until they are there.

use serde_json::json;
use tsubame_e2e::{engine, Browser, Demo, Engine, Options, Person, Theme};

const LIV: &str = "liv.andersen";
const ENTER: char = '\u{e007}';

/// Chooses files in the browser's dialog, as far as a script can: names and numbers of bytes.
pub const CHOOSE: &str = "const [files, done] = arguments; \
     const data = new DataTransfer(); \
     for (const [name, size] of files) { \
         const bytes = new Uint8Array(size).map((_, at) => at % 251); \
         data.items.add(new File([bytes], name)); \
     } \
     const input = document.querySelector('[data-composer=channel] input[type=file]'); \
     input.files = data.files; \
     input.dispatchEvent(new Event('change', { bubbles: true })); \
     done(true);";

/// A picture out of another program is pasted.
const PASTE: &str = "const data = new DataTransfer(); \
     data.items.add(new File([new Uint8Array(2000)], 'pasted.png', { type: 'image/png' })); \
     document.querySelector('[data-composer=channel] textarea') \
         .dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";

/// The bytes of two files are kept.
const BOTH_ARE_KEPT: &str = "const done = arguments[arguments.length - 1]; \
     const opened = indexedDB.open('tsubame ' + location.origin + ' files'); \
     opened.onerror = () => done(false); \
     opened.onsuccess = () => { \
         const database = opened.result; \
         const keys = database.transaction('records').objectStore('records').getAllKeys(); \
         keys.onsuccess = () => { database.close(); done(keys.result.length === 2); }; \
     };";

/// Names and sizes of the files of the message with this text, on the server.
pub fn files_of(me: &Person, channel: &str, message: &str) -> Vec<(String, u64)> {
    let page = me.get(&format!("/channels/{channel}/posts"));
    let posts = page["posts"].as_object().expect("posts").values();
    let mut found: Vec<(String, u64)> = Vec::new();
    for post in posts.filter(|post| post["message"] == message) {
        for file in post["metadata"]["files"].as_array().into_iter().flatten() {
            let name = file["name"].as_str().unwrap_or_default().to_owned();
            found.push((name, file["size"].as_u64().unwrap_or_default()));
        }
    }
    found.sort();
    found
}

fn named(name: &str, size: u64) -> (String, u64) {
    (name.to_owned(), size)
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_chosen_taken_away_and_sent_with_the_message() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    page.find("button", "=Attach files").await;
    page.run_with(CHOOSE, vec![json!([["図面 1.bin", 300_000], ["wrong.bin", 10]])])
        .await;
    page.find("list", "=Attachments").await;
    page.find("listitem", "=図面 1.bin").await;
    page.find("progressbar", "=図面 1.bin").await;
    page.is_accessible("a composer with files").await;
    page.press("button", "=Remove wrong.bin").await;
    page.gone("listitem", "=wrong.bin").await;
    page.say("the drawing").await;
    page.gone("list", "=Attachments").await;
    page.sees_once("the drawing").await;
    page.gone("status", "=Sending").await;
    page.find("link", "図面 1.bin").await;
    assert_eq!(
        files_of(&me, &channel, "the drawing"),
        [named("図面 1.bin", 300_000)]
    );
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_may_be_a_message_alone() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    // Only one of the engines lets a script paste files.
    if engine() == Engine::Chromium {
        page.run(PASTE).await;
    } else {
        page.run_with(CHOOSE, vec![json!([["pasted.png", 2000]])]).await;
    }
    page.find("listitem", "=pasted.png").await;
    page.press("button", "=Send").await;
    page.find("link", "pasted.png").await;
    page.gone("status", "=Sending").await;
    let channel = me.channel("firmware");
    assert_eq!(files_of(&me, &channel, ""), [named("pasted.png", 2_000)]);
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_and_its_message_outlive_a_reload_while_nobody_answers() {
    // WebKitGTK's driver begins sessions that leave nothing on the disk, as private windows do: the bytes are kept in the place of the files.
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    demo.control(&json!({"do": "answer", "path": "/api/v4/files", "status": 503, "times": 1000}));
    page.run_with(CHOOSE, vec![json!([["sent.bin", 70_000]])]).await;
    page.find("listitem", "=sent.bin").await;
    page.say("goes with a file").await;
    page.run_with(CHOOSE, vec![json!([["stays.bin", 5_000]])]).await;
    page.find("listitem", "=stays.bin").await;
    page.sees_once("goes with a file").await;
    // Files take longer to be kept than words.
    while page.run_async(BOTH_ARE_KEPT).await != json!(true) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    page.reload().await;
    page.sees_once("goes with a file").await;
    page.find("listitem", "=stays.bin").await;
    demo.control(&json!({"do": "heal"}));
    page.gone("status", "=Sending").await;
    page.sees_once("goes with a file").await;
    assert_eq!(
        files_of(&me, &channel, "goes with a file"),
        [named("sent.bin", 70_000)]
    );
    page.say("and the other one").await;
    page.gone("status", "=Sending").await;
    assert_eq!(
        files_of(&me, &channel, "and the other one"),
        [named("stays.bin", 5_000)]
    );
    page.close().await;
}

/// A file is dropped on the first element of a selector; gives whether the browser would go to it.
const DROP: &str = "const [where, done] = arguments; const data = new DataTransfer(); \
     data.items.add(new File([new Uint8Array(300)], 'dropped.txt')); \
     const drop = kind => document.querySelector(where) \
         .dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })); \
     done([drop('dragover'), drop('drop')]);";

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_file_is_for_the_box_it_is_dropped_around_and_nothing_leaves_the_page() {
    if engine() == Engine::WebKit {
        // It takes no data for a drag that a script makes.
        return;
    }
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    page.until(
        "messages",
        "return document.querySelector('main article') !== null;",
    )
    .await;
    for (place, count) in [("nav", 0), ("main article", 1), ("main textarea", 2)] {
        let left = page.run_with(DROP, vec![json!(place)]).await;
        assert_eq!(left, json!([false, false]), "{place}");
        let listed = format!("return document.querySelectorAll('.attached-file').length === {count};");
        page.until(&format!("{count} files after {place}"), &listed).await;
    }
    page.close().await;
}

/// Two browsers of one person: what is attached in one travels with the text, and is sent from the other one. Then it is in neither box.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_text_that_was_begun_on_another_device_is_sent_with_it() {
    let demo = Demo::start();
    let one = Browser::in_firmware(&demo, LIV).await;
    one.find("button", "=Attach files").await;
    one.run_with(CHOOSE, vec![json!([["図面 1.bin", 3_000]])]).await;
    one.find("listitem", "=図面 1.bin").await;
    one.write("Firmware", "the drawing").await;

    let other = Browser::in_firmware(&demo, LIV).await;
    other.holds("the drawing").await;
    other.find("listitem", "=図面 1.bin").await;
    other
        .is_accessible("a composer with a file of another device")
        .await;
    other.press("textbox", "=Message Firmware").await;
    other.key(ENTER).await;
    other.sees_once("the drawing").await;
    other.gone("list", "=Attachments").await;
    one.sees_once("the drawing").await;
    one.gone("list", "=Attachments").await;
    one.holds("").await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    assert_eq!(
        files_of(&me, &channel, "the drawing"),
        [named("図面 1.bin", 3_000)]
    );
    other.close().await;
    one.close().await;
}

/// In a narrow window, in the dark and in Japanese: long names, a bar each, nothing sticks out.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_files_fits_on_a_phone_and_stands_there_after_a_reload_without_a_server() {
    let mut demo = Demo::start();
    let page = on_a_phone(&demo).await;
    let kept = page.run_async(crate::offline::IS_KEPT).await;
    assert_eq!(kept, json!(true), "the client is kept");
    let long = format!("{}.pdf", "第三四半期の設計審査の議事録と図面".repeat(4));
    let files = json!([[long, 300_000], ["a.png", 10], ["notes.txt", 2_000_000]]);
    page.run_with(CHOOSE, vec![files]).await;
    page.until("they are there", ALL_THREE_ARE_THERE).await;
    let text = page.find("textbox", "*").await;
    text.send_keys("図面を送ります").await.expect("keys");
    page.until("it fits", NOTHING_STICKS_OUT).await;
    page.picture("files-phone").await;
    page.is_accessible("a composer with files on a phone").await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;

    demo.stop();
    page.reload().await;
    page.until("they stand there again", ALL_THREE_ARE_THERE).await;
    page.until("in the order in which they were attached", IN_ORDER)
        .await;
    page.holds("図面を送ります").await;
    page.until("it fits", NOTHING_STICKS_OUT).await;
    page.picture("files-phone-offline").await;
    page.close().await;
}

/// A person whose language is Japanese, in Firmware.
async fn on_a_phone(demo: &Demo) -> Browser {
    let options = Options {
        language: "ja",
        theme: Theme::Dark,
        size: (390, 844),
    };
    let page = Browser::open_with(demo, "/hotaru/channels/firmware", options).await;
    let login = page.find("textbox", "*").await;
    login.send_keys("haruto.mizuno").await.expect("keys");
    let password = page.find("password", "*").await;
    let keys = format!("{}{ENTER}", tsubame_e2e::PASSWORD);
    password.send_keys(&keys).await.expect("keys");
    page.until(
        "the box",
        "return document.querySelector('[data-composer=channel] textarea') !== null;",
    )
    .await;
    page
}

/// Three files in the box, and none of them on its way.
const ALL_THREE_ARE_THERE: &str = "const files = [...document.querySelectorAll('.attached-file')]; \
     return files.length === 3 && files.every(file => file.querySelector('progress').value === 100);";

const IN_ORDER: &str = "const names = [...document.querySelectorAll('.attached-file .file-name')].map(name => name.textContent.trim()); \
     return names[0].endsWith('.pdf') && names[1] === 'a.png' && names[2] === 'notes.txt';";

/// Nothing is wider than the window.
const NOTHING_STICKS_OUT: &str = "return document.documentElement.scrollWidth <= innerWidth + 1;";
