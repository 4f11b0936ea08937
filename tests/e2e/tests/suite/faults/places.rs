//! F24 and F25: a channel is taken away, or may not be written in any more.

use serde_json::json;
use tsubame_e2e::Person;

use super::scene::{Scene, NORIKO};

/// How many records of the local store have these words in them. Argument: the words.
const RECORDS_WITH: &str = "
const [words, done] = arguments;
const opened = indexedDB.open('tsubame ' + location.origin);
opened.onsuccess = () => {
  const database = opened.result;
  const all = database.transaction('records').objectStore('records').getAll();
  all.onsuccess = () => { database.close(); done(all.result.filter(text => text.includes(words)).length); };
};";

async fn until_kept(scene: &Scene, words: &str, is_wanted: bool) {
    for _ in 0..200 {
        let kept = scene.page.run_with(RECORDS_WITH, vec![json!(words)]).await;
        if (kept.as_u64() > Some(0)) == is_wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{words:?} kept: {}", !is_wanted);
}

/// F24: somebody is removed from the channel they look at, and comes back later.
#[tokio::test(flavor = "multi_thread")]
async fn a_channel_one_is_removed_from_leaves_screen_and_store_and_comes_back_fresh() {
    let Some(scene) = Scene::begin().await else { return };
    let noriko = Person::log_in(&scene.demo, NORIKO);
    scene.haruto.say(&scene.channel, "only for members");
    scene.page.sees_once("only for members").await;
    until_kept(&scene, "only for members", true).await;
    noriko.delete(&format!("/channels/{}/members/{}", scene.channel, scene.me.id));
    scene.page.gone("heading", "=Firmware").await;
    scene.page.gone("link", "^Firmware").await;
    scene.page.sees_no("only for members").await;
    let told = scene.told().await;
    assert!(
        told.to_string().contains("You are no longer in this channel"),
        "{told}"
    );
    until_kept(&scene, "only for members", false).await;
    scene.haruto.say(&scene.channel, "said without one of them");
    noriko.post(
        &format!("/channels/{}/members", scene.channel),
        &json!({"user_id": scene.me.id}),
    );
    scene.page.open_channel("Firmware").await;
    scene.page.sees_once("said without one of them").await;
    scene.page.sees_once("only for members").await;
    scene.end().await;
}

/// F25: the channel is archived while somebody types.
#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_archived_while_one_types_is_locked_and_keeps_the_text() {
    let Some(scene) = Scene::begin().await else { return };
    let noriko = Person::log_in(&scene.demo, NORIKO);
    scene.page.write("Firmware", "too late for this").await;
    noriko.delete(&format!("/channels/{}", scene.channel));
    is_locked(&scene, "This channel is archived").await;
    scene.page.holds("too late for this").await;
    noriko.post(&format!("/channels/{}/restore", scene.channel), &json!({}));
    is_open(&scene).await;
    scene.page.say(" or not").await;
    scene.are_sent_once(&["too late for this or not"]).await;
    scene.end().await;
}

/// F25: members may not write any more, while somebody types.
#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_write_any_more_is_told_why_and_keeps_the_text() {
    let Some(scene) = Scene::begin().await else { return };
    let noriko = Person::log_in(&scene.demo, NORIKO);
    scene.page.write("Firmware", "not allowed to say").await;
    let role = noriko.get("/roles/name/channel_user");
    let path = format!("/roles/{}/patch", role["id"].as_str().unwrap_or_default());
    let all = role["permissions"].as_array().cloned().unwrap_or_default();
    let fewer: Vec<_> = all.iter().filter(|word| *word != "create_post").collect();
    noriko.put(&path, &json!({"permissions": fewer}));
    is_locked(&scene, "You have no permission to write").await;
    scene.page.holds("not allowed to say").await;
    noriko.put(&path, &json!({"permissions": all}));
    is_open(&scene).await;
    scene.page.say(" until now").await;
    scene.are_sent_once(&["not allowed to say until now"]).await;
    scene.end().await;
}

async fn is_locked(scene: &Scene, why: &str) {
    let script = format!(
        "return document.querySelector('[data-composer=channel] textarea').disabled \
         && document.querySelector('main').innerText.includes('{why}');"
    );
    scene
        .page
        .until("the composer is locked and says why", &script)
        .await;
}

async fn is_open(scene: &Scene) {
    let script = "return !document.querySelector('[data-composer=channel] textarea').disabled;";
    scene.page.until("the composer is open again", script).await;
}
