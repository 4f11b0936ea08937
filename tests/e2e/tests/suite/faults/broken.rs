//! F21 and F27: what comes in, or what was kept, cannot be read.

use serde_json::json;
use tsubame_e2e::Fault;

use super::scene::Scene;

/// Every record of the local store is nonsense from here on.
const SPOIL_STORE: &str = "
const done = arguments[0];
const opened = indexedDB.open('tsubame ' + location.origin);
opened.onsuccess = () => {
  const database = opened.result;
  const change = database.transaction('records', 'readwrite');
  const records = change.objectStore('records');
  let spoiled = 0;
  records.openCursor().onsuccess = ({ target }) => {
    const record = target.result;
    if (record) { record.update('}{' + record.value.slice(2)); spoiled += 1; record.continue(); }
  };
  change.oncomplete = () => { database.close(); done(spoiled); };
};";

/// F21: a frame that is no JSON, and one that is, but has not what it is about.
#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_cannot_be_read_costs_no_message() {
    let Some(scene) = Scene::begin().await else { return };
    scene.time_passes(10_000).await;
    scene.link.spoil(&[Fault::Nonsense]);
    scene.haruto.say(&scene.channel, "told in nonsense");
    scene.page.sees_once("told in nonsense").await;
    scene.link.spoil(&[Fault::Misshapen]);
    scene.haruto.say(&scene.channel, "told without a post");
    scene.page.sees_once("told without a post").await;
    scene.haruto.say(&scene.channel, "told as ever");
    scene.page.sees_once("told as ever").await;
    scene.agrees("firmware").await;
    scene.page.press("button", "=Your profile and status").await;
    scene.page.press("menuitem", "=Diagnostics").await;
    let counted = "return document.querySelector('main').innerText.includes('unreadable');";
    scene.page.until("it is counted", counted).await;
    scene.page.press("link", "=Back to the channels").await;
    scene.page.open_channel("Firmware").await;
    scene.end().await;
}

/// F27: the local store holds nonsense.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_full_of_nonsense_is_left_alone_and_written_anew() {
    let Some(scene) = Scene::begin().await else { return };
    scene.page.say("said before the damage").await;
    scene.are_sent_once(&["said before the damage"]).await;
    // Left once, the page has kept what it showed.
    scene.page.reload().await;
    scene.page.sees_once("said before the damage").await;
    let spoiled = scene.page.run_async(SPOIL_STORE).await;
    assert!(spoiled.as_u64() > Some(3), "{spoiled} records");
    scene.page.reload().await;
    scene.page.find("heading", "=Firmware").await;
    scene.page.say("said after the damage").await;
    scene
        .are_sent_once(&["said before the damage", "said after the damage"])
        .await;
    assert_eq!(scene.page.count("alert", "*").await, 0);
    // What is kept by now can be read again.
    scene.page.reload().await;
    scene.demo.control(&json!({"do": "heal"}));
    scene.page.sees_once("said after the damage").await;
    scene.end().await;
}
