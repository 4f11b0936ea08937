//! F11, F13 and F23: answers come later than events, and pages overlap.

use std::time::Duration;

use serde_json::json;

use super::scene::Scene;

/// Counts for ever how often a message of these words was shown more than once at a time. Argument: the beginning of the words.
const COUNT_DOUBLES: &str = "
const [begins, done] = arguments;
window.__doubles = 0;
const log = document.querySelector('main [role=log]');
new MutationObserver(() => {
  const said = [...log.querySelectorAll('.words')].map(words => words.textContent.trim()).filter(words => words.startsWith(begins));
  if (new Set(said).size < said.length) window.__doubles += 1;
}).observe(log, { childList: true, subtree: true, characterData: true });
done(true);";

/// F11: the page of a channel is read, edited and deleted meanwhile, and arrives after the events about it.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_page_that_comes_late_undoes_neither_an_edit_nor_a_deletion() {
    let Some(scene) = Scene::begin().await else { return };
    let leads = scene.haruto.channel("leads");
    let edited = scene.haruto.say(&leads, "before the edit");
    let deleted = scene.haruto.say(&leads, "before the deletion");
    let late = Duration::from_millis(1500);
    scene.link.delay("GET /api/v4/users/me/channels/", late);
    scene.page.open_channel("Leads").await;
    // What the server has answered by then is old from here on.
    scene
        .waits_for("the page of the channel", || scene.link.kept_waiting() > 0)
        .await;
    scene.haruto.put(
        &format!("/posts/{edited}/patch"),
        &json!({"message": "after the edit"}),
    );
    scene.haruto.delete(&format!("/posts/{deleted}"));
    scene.late_answers_came(1).await;
    scene.page.sees_once("after the edit").await;
    scene.page.sees_no("before the deletion").await;
    scene.page.sees_no("before the edit").await;
    scene.agrees("leads").await;
    scene.page.open_channel("Firmware").await;
    scene.end().await;
}

/// F11: the answer to an own edit comes after the own deletion.
#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_is_answered_after_the_deletion_brings_nothing_back() {
    let Some(scene) = Scene::begin().await else { return };
    scene.page.say("soon to be gone").await;
    scene.are_sent_once(&["soon to be gone"]).await;
    scene
        .link
        .delay("PUT /api/v4/posts/", Duration::from_millis(1500));
    scene.page.press_in_message("soon to be gone", "Edit").await;
    scene
        .page
        .type_into("textbox", "=Edit message", "not gone yet")
        .await;
    scene.page.press("button", "=Save").await;
    scene.page.sees_once("not gone yet").await;
    scene.page.press_in_message("not gone yet", "Delete").await;
    scene.page.find("alertdialog", "=Delete message").await;
    scene.page.press("button", "=Delete").await;
    scene.page.sees_no("not gone yet").await;
    scene.late_answers_came(1).await;
    scene.page.sees_no("not gone yet").await;
    scene.page.sees_no("soon to be gone").await;
    assert_eq!(
        scene.written("not gone yet") + scene.written("soon to be gone"),
        0
    );
    scene.end().await;
}

/// F13: the event about an own message comes before the answer to it.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_the_event_makes_no_second_message() {
    let Some(scene) = Scene::begin().await else { return };
    scene
        .page
        .run_with(COUNT_DOUBLES, vec![json!("answered late")])
        .await;
    scene.link.delay("POST /api/v4/posts", Duration::from_millis(700));
    let texts = ["answered late 0", "answered late 1", "answered late 2"];
    for text in texts {
        scene.page.say(text).await;
    }
    scene.are_sent_once(&texts).await;
    scene.late_answers_came(texts.len()).await;
    scene.are_sent_once(&texts).await;
    assert_eq!(scene.page.run("return window.__doubles;").await, json!(0));
    scene.end().await;
}

/// Walks up from the end, screen by screen, and says what is wrong: a post twice, posts in another order, one that is not there. Arguments: the ids
/// of all posts, oldest first.
const WALK_UP: &str = "
const [ids, done] = arguments;
const log = document.querySelector('main [role=log]');
const seen = new Set();
let patience = 2000;
const step = () => {
  const box = log.getBoundingClientRect();
  const rows = [...log.querySelectorAll('article')];
  const rects = rows.map(row => row.getBoundingClientRect());
  const isDrawn = rects.some(r => r.top <= box.top + 1 && r.bottom >= box.top) && rects.some(r => r.bottom >= box.bottom - 40);
  const places = rows.map(row => ids.indexOf(row.dataset.postId));
  // Between two loaded pages posts may be missing, where the list says so.
  const follows = log.querySelector('[data-gap]') ? (before, place) => place > before : (before, place) => place === before + 1;
  if (places.some((place, n) => place < 0 || (n > 0 && !follows(places[n - 1], place)))) return done(`not in order: ${places}`);
  rows.forEach(row => seen.add(row.dataset.postId));
  if (seen.size === ids.length) return done(true);
  if ((patience -= 1) === 0) return done(`${seen.size} of ${ids.length} were seen`);
  if (isDrawn || log.scrollTop > 0) log.scrollTop -= log.clientHeight * 0.8;
  requestAnimationFrame(step);
};
log.scrollTop = 1e9;
requestAnimationFrame(step);";

/// F23: after an absence the page around an old post, what changed meanwhile and older pages overlap.
#[tokio::test(flavor = "multi_thread")]
async fn pages_that_overlap_show_each_post_once_and_in_order() {
    let Some(scene) = Scene::begin().await else { return };
    scene.leaves().await;
    let said: Vec<String> = (0..120)
        .map(|n| scene.haruto.say(&scene.channel, &format!("page {n}")))
        .collect();
    scene.page.go(&format!("/hotaru/pl/{}", said[50])).await;
    scene.page.sees_once("page 50").await;
    scene.haruto.say(&scene.channel, "said behind all pages");
    scene.page.press("button", "=Jump to latest").await;
    scene.page.sees_once("said behind all pages").await;
    scene.agrees("firmware").await;
    let ids: Vec<_> = scene.posts().iter().map(|post| post["id"].clone()).collect();
    assert_eq!(scene.page.run_with(WALK_UP, vec![json!(ids)]).await, json!(true));
    scene.end().await;
}
