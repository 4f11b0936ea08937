//! F17 to F20: sessions end, pages and tabs come and go, clocks are wrong.

use std::time::Instant;

use serde_json::{json, Value};
use tsubame_e2e::{Person, PASSWORD};

use super::scene::{Scene, LIV};

const DAY: i64 = 86_400_000;
const GRACE: &str = "grace.mensah";

/// Whether the local store has a record with these words in it. Argument: the words.
const IS_KEPT: &str = "
const [words, done] = arguments;
const opened = indexedDB.open('tsubame ' + location.origin);
opened.onsuccess = () => {
  const database = opened.result;
  const all = database.transaction('records').objectStore('records').getAll();
  all.onsuccess = () => { database.close(); done(all.result.some(text => text.includes(words))); };
};";

/// Writes each of these and presses Enter, all in one moment: before the page can know that the session has ended.
const SAY_AT_ONCE: &str = "
const [texts, done] = arguments;
const box = document.querySelector('[data-composer=channel] textarea');
for (const text of texts) {
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
}
done(true);";

async fn signs_in_again(scene: &Scene, username: &str) {
    scene
        .page
        .type_into("textbox", "=Email or username", username)
        .await;
    scene.page.type_into("password", "=Password", PASSWORD).await;
    scene.page.press("button", "=Log in").await;
    scene.page.gone("dialog", "=Sign in again").await;
}

/// F17: the session ends, with a text in a box and a message on its way; the same person signs in again.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_is_asked_for_once_and_loses_no_word() {
    let Some(mut scene) = Scene::begin().await else {
        return;
    };
    scene.page.open_channel("Off-Topic").await;
    scene.page.write("Off-Topic", "a draft that stays").await;
    scene.page.open_channel("Firmware").await;
    scene.demo.control(&json!({"do": "expire_session", "user": LIV}));
    let queue = ["said without a session", "and one more"];
    scene.page.run_with(SAY_AT_ONCE, vec![json!(queue)]).await;
    scene.page.find("dialog", "=Sign in again").await;
    let then = Instant::now();
    for _ in 0..3 {
        scene.time_passes(30_000).await;
        scene.window_hears("focus").await;
    }
    let dialogs = scene
        .page
        .run("return document.querySelectorAll('dialog[open]').length;")
        .await;
    assert_eq!(dialogs, json!(1));
    let asked = scene.link.asked_since(then);
    assert!(asked.len() <= 3, "asks again and again: {asked:?}");
    signs_in_again(&scene, LIV).await;
    scene.me = Person::log_in(&scene.demo, LIV);
    scene.are_sent_once(&queue).await;
    scene.page.open_channel("Off-Topic").await;
    scene.page.holds("a draft that stays").await;
    scene.page.open_channel("Firmware").await;
    scene.end().await;
}

/// F17: the session ends, and somebody else signs in.
#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_instead_finds_nothing_of_the_one_before() {
    let Some(mut scene) = Scene::begin().await else {
        return;
    };
    scene.demo.control(&json!({"do": "expire_session", "user": LIV}));
    let words = "said by the one before";
    scene.page.run_with(SAY_AT_ONCE, vec![json!([words])]).await;
    scene.page.find("dialog", "=Sign in again").await;
    signs_in_again(&scene, GRACE).await;
    scene.me = Person::log_in(&scene.demo, GRACE);
    scene.page.open_channel("Firmware").await;
    scene.page.sees_no(words).await;
    scene.agrees("firmware").await;
    assert_eq!(scene.written(words), 0, "nobody says it in their name");
    let kept = scene.page.run_with(IS_KEPT, vec![json!(words)]).await;
    assert_eq!(kept, Value::Bool(false));
    scene.end().await;
}

/// F18: the page is gone in the next moment, with a queue whose first message the server has and could not confirm.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_killed_with_a_queue_sends_each_message_once_and_in_order() {
    let Some(scene) = Scene::begin().await else { return };
    let queue = ["queued first", "queued second", "queued third", "queued last"];
    scene.link.hear_nothing();
    for text in queue {
        scene.page.say(text).await;
    }
    scene.is_written(queue[0]).await;
    scene.leaves().await;
    scene.link.heal();
    scene.page.go("/hotaru/channels/firmware").await;
    scene.are_sent_once(&queue).await;
    let said = scene.me.messages(&scene.channel).into_iter().rev();
    let said: Vec<String> = said.filter(|text| text.starts_with("queued")).collect();
    assert_eq!(said, queue);
    scene.end().await;
}

/// F19: a message that two tabs have on their way, and what one of them reads.
#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_send_what_both_have_once_and_agree_on_what_is_read() {
    let Some(scene) = Scene::begin().await else { return };
    let page = &scene.page;
    scene.link.go_down();
    page.say("shared by two tabs").await;
    scene.link.heal();
    scene
        .demo
        .control(&json!({"do": "answer", "path": "/api/v4/posts", "status": 503}));
    page.open_tab("/hotaru/channels/firmware").await;
    page.sees_once("shared by two tabs").await;
    scene.demo.control(&json!({"do": "heal"}));
    for tab in [1, 0] {
        page.look_at_tab(tab).await;
        page.gone("status", "=Sending").await;
        page.sees_once("shared by two tabs").await;
    }
    assert_eq!(scene.written("shared by two tabs"), 1);
    for tab in [1, 0] {
        page.look_at_tab(tab).await;
        page.open_channel("Off-Topic").await;
    }
    scene.haruto.say(&scene.channel, "for one of them @liv.andersen");
    for tab in [1, 0] {
        page.look_at_tab(tab).await;
        page.find("link", "=Firmware, unread, 1 mention").await;
    }
    page.open_channel("Firmware").await;
    page.sees_once("for one of them").await;
    page.find("link", "=Firmware").await;
    page.look_at_tab(1).await;
    page.find("link", "=Firmware").await;
    page.open_channel("Firmware").await;
    scene.end().await;
}

/// F20: the clock on the wall is a day off, one way and the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_by_a_day_changes_no_order_and_no_line() {
    let Some(scene) = Scene::begin().await else { return };
    let mut expected = Vec::new();
    for (n, wall) in [DAY, -DAY, 0].into_iter().enumerate() {
        scene.page.run(&format!("window.__clock.wall = {wall};")).await;
        let (mine, theirs) = (
            format!("mine {n} of the clocks"),
            format!("theirs {n} of the clocks"),
        );
        scene.page.say(&mine).await;
        scene.are_sent_once(&[&mine]).await;
        scene.haruto.say(&scene.channel, &theirs);
        scene.page.sees_once(&theirs).await;
        expected.extend([mine, theirs]);
        scene.agrees("firmware").await;
    }
    let said = scene.me.messages(&scene.channel).into_iter().rev();
    let said: Vec<String> = said.filter(|text| text.ends_with("of the clocks")).collect();
    assert_eq!(said, expected);

    scene.page.run(&format!("window.__clock.wall = {DAY};")).await;
    scene.page.open_channel("Off-Topic").await;
    scene.haruto.say(&scene.channel, "the first one unread");
    scene.haruto.say(&scene.channel, "the second one unread");
    scene.page.find("link", "=Firmware, unread").await;
    scene.page.open_channel("Firmware").await;
    let line =
        "const lines = [...document.querySelectorAll('main [role=log] :is(article, [role=separator])')]; \
         const at = lines.findIndex(line => line.getAttribute('aria-label') === 'New messages'); \
         return at >= 0 && lines[at + 1].textContent.includes('the first one unread');";
    scene.page.until("the line stands above what is new", line).await;
    scene.end().await;
}
