//! F12 and F14 to F16: the answer to a message is lost, late, or no.

use std::time::{Duration, Instant};

use serde_json::json;

use super::scene::{answers, Scene, LIV};

const POSTS: &str = "/api/v4/posts";
const SENDS: &str = "POST /api/v4/posts ";

/// F12: the server has the message, its answer and its event are lost, and the network is back soon.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_is_there_once() {
    let Some(scene) = Scene::begin().await else { return };
    scene.link.hear_nothing();
    scene.page.say("answered into nothing").await;
    scene.is_written("answered into nothing").await;
    // A question is what tells, not an event.
    scene
        .demo
        .control(&json!({"do": "refuse_upgrade", "status": 503}));
    let then = Instant::now();
    scene.link.heal();
    scene.page.gone("status", "=Sending").await;
    let asked = scene.link.asked_since(then);
    let is_about_it = |line: &String| line.starts_with(SENDS) || line.contains("/posts?since=");
    assert!(
        asked.iter().any(is_about_it),
        "it was to be asked about: {asked:?}"
    );
    scene.demo.control(&json!({"do": "heal"}));
    scene.window_hears("online").await;
    scene.are_sent_once(&["answered into nothing"]).await;
    scene.end().await;
}

/// F12: the same, and the network is back when the server would not know the request again.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_was_lost_long_ago_is_looked_for_and_not_sent_again() {
    let Some(scene) = Scene::begin().await else { return };
    scene.link.hear_nothing();
    scene.page.say("answered long ago").await;
    scene.is_written("answered long ago").await;
    scene.link.go_down();
    scene
        .demo
        .control(&json!({"do": "refuse_upgrade", "status": 503}));
    scene.time_passes(33_000).await;
    let then = Instant::now();
    scene.heal().await;
    scene.page.gone("status", "=Sending").await;
    let asked = scene.link.asked_since(then);
    assert!(!asked.iter().any(|line| line.starts_with(SENDS)), "{asked:?}");
    scene.demo.control(&json!({"do": "heal"}));
    scene.window_hears("online").await;
    scene.are_sent_once(&["answered long ago"]).await;
    scene.end().await;
}

/// F14: the server takes longer than the page waits for an answer.
#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_slow_a_message_is_being_sent_and_there_once() {
    let Some(scene) = Scene::begin().await else { return };
    scene.clocks_run(20).await;
    scene
        .demo
        .control(&json!({"do": "delay", "user": LIV, "milliseconds": 8000}));
    scene.page.say("said to a slow server").await;
    let sending = "return performance.now() > window.__said + 35000 \
                   && document.querySelectorAll('main article[data-state=sending]').length === 1;";
    scene.page.run("window.__said = performance.now();").await;
    scene
        .page
        .until("after 35 seconds it is being sent", sending)
        .await;
    scene.page.gone("status", "=Failed to send").await;
    scene.demo.control(&json!({"do": "heal"}));
    scene.heal().await;
    scene.are_sent_once(&["said to a slow server"]).await;
    scene.end().await;
}

/// F15: too many requests, with a time to wait; then errors.
#[tokio::test(flavor = "multi_thread")]
async fn a_busy_server_is_waited_for_as_long_as_it_asks_and_in_order() {
    let Some(scene) = Scene::begin().await else { return };
    let busy = json!({"do": "answer", "path": POSTS, "status": 429, "times": 1, "retry_after": 6});
    scene.clocks_run(4).await;
    scene.demo.control(&json!([busy, answers(POSTS, 503, 1)]));
    for text in ["first in order", "second in order", "third in order"] {
        scene.page.say(text).await;
    }
    scene
        .are_sent_once(&["first in order", "second in order", "third in order"])
        .await;
    let sends = scene.link.arrived(SENDS);
    assert_eq!(sends.len(), 5, "two were refused");
    let waited = sends[1] - sends[0];
    assert!(
        waited >= Duration::from_millis(1500),
        "tried again after {waited:?}"
    );
    let said = scene.me.messages(&scene.channel).into_iter();
    let said: Vec<String> = said.filter(|text| text.ends_with("in order")).collect();
    assert_eq!(said, ["third in order", "second in order", "first in order"]);
    scene.end().await;
}

/// F16: the server refuses a message.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_message_says_why_and_the_next_one_goes() {
    let Some(scene) = Scene::begin().await else { return };
    scene.demo.control(&answers(POSTS, 403, 1));
    scene.page.say("refused by the server").await;
    scene.page.say("goes all the same").await;
    scene.are_sent_once(&["goes all the same"]).await;
    scene.page.find("status", "=Failed to send").await;
    let why = "return document.querySelector('article[data-state=failed]').textContent.includes('was told to fail');";
    scene.page.until("the reason is told", why).await;
    assert_eq!(scene.written("refused by the server"), 0);
    scene.page.press("button", "=Try again").await;
    scene.page.gone("status", "=Failed to send").await;
    scene.are_sent_once(&["refused by the server"]).await;
    scene.end().await;
}

/// F12: the same, and the server was put up anew meanwhile: it would not know the request again, however soon it comes.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_was_lost_by_a_restart_is_there_once() {
    let Some(mut scene) = Scene::begin().await else {
        return;
    };
    scene.link.hear_nothing();
    scene.page.say("answered by the server before").await;
    scene.is_written("answered by the server before").await;
    scene.link.go_down();
    scene.demo.stop();
    scene.demo.launch();
    scene.heal().await;
    scene.are_sent_once(&["answered by the server before"]).await;
    scene.end().await;
}
