//! F1 to F4 and F6: the link breaks or falls silent.

use std::time::Instant;

use serde_json::json;
use tsubame_e2e::Fault;

use super::scene::Scene;

/// Within so many milliseconds of the page's own clock a dead link is noticed that somebody types over: five seconds, and as long again three
/// times for a slow machine. Without a key it takes up to 35.
const NOTICED_IN_USE: f64 = 20_000.0;

/// F1: the server closes the socket, as when it is put up anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_the_server_closes_is_resumed_without_a_word() {
    let Some(scene) = Scene::begin().await else { return };
    scene.time_passes(10_000).await;
    let then = Instant::now();
    scene.demo.control(&json!({"do": "restart", "queues": "kept"}));
    scene
        .haruto
        .say(&scene.channel, "said while the socket was closed");
    scene.page.sees_once("said while the socket was closed").await;
    scene.is_connected().await;
    assert_eq!(scene.told().await, json!([]), "nothing is told of it");
    let asked = scene.link.asked_since(then);
    let sockets = asked
        .iter()
        .filter(|line| line.contains("connection_id="))
        .count();
    assert!(sockets > 0, "the connection was to be resumed: {asked:?}");
    // A channel may be read ahead meanwhile, since the page rests.
    let is_asked_again = |line: &String| line.contains("since=") || line.contains("/users/me/teams HTTP");
    assert!(
        !asked.iter().any(is_asked_again),
        "nothing is asked for again: {asked:?}"
    );
    scene.end().await;
}

/// F2: a connection ends in the middle of a frame.
#[tokio::test(flavor = "multi_thread")]
async fn half_a_frame_is_dropped_and_comes_again_whole() {
    let Some(scene) = Scene::begin().await else { return };
    scene.time_passes(10_000).await;
    scene.link.spoil(&[Fault::Half]);
    scene.haruto.say(&scene.channel, "said in two halves");
    scene.page.sees_once("said in two halves").await;
    scene.haruto.say(&scene.channel, "said behind it");
    scene.page.sees_once("said behind it").await;
    scene.end().await;
}

/// F3: nothing passes any more and nothing is closed, while somebody writes.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_link_is_noticed_while_one_types() {
    let Some(scene) = Scene::begin().await else { return };
    scene.clocks_run(3).await;
    scene.link.fall_silent();
    let now = "return performance.now();";
    let typed = scene.page.run(now).await.as_f64().unwrap_or_default();
    scene.page.write("Firmware", "is anybody there").await;
    scene.is_not_connected().await;
    let noticed = scene.page.run(now).await.as_f64().unwrap_or(f64::MAX);
    assert!(noticed - typed < NOTICED_IN_USE, "after {} ms", noticed - typed);
    scene.haruto.say(&scene.channel, "said meanwhile");
    scene.heal().await;
    scene.page.sees_once("said meanwhile").await;
    scene.page.holds("is anybody there").await;
    scene.page.say(" again").await;
    scene.are_sent_once(&["is anybody there again"]).await;
    scene.end().await;
}

/// F3: nothing passes any more, and nobody touches the page.
#[tokio::test(flavor = "multi_thread")]
async fn a_silent_link_is_noticed_in_the_background() {
    let Some(scene) = Scene::begin().await else { return };
    scene.clocks_run(20).await;
    // The link is asked at once, and from then on by the quick clock.
    scene.window_hears("focus").await;
    scene.window_hears("blur").await;
    scene.link.fall_silent();
    scene.haruto.say(&scene.channel, "said into the silence");
    scene.is_not_connected().await;
    scene.link.heal();
    scene.page.sees_once("said into the silence").await;
    scene.window_hears("focus").await;
    scene.end().await;
}

/// F4: what the page says arrives, and nothing comes back.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_over_a_link_that_only_sends_is_there_once() {
    let Some(scene) = Scene::begin().await else { return };
    scene.clocks_run(3).await;
    scene.link.hear_nothing();
    scene.page.say("said without an echo").await;
    scene.is_not_connected().await;
    scene.is_written("said without an echo").await;
    scene.page.find("status", "=Sending").await;
    scene.heal().await;
    scene.are_sent_once(&["said without an echo"]).await;
    scene.end().await;
}

/// F6: the connection comes back while the server still has what was missed.
#[tokio::test(flavor = "multi_thread")]
async fn a_resume_brings_what_was_missed_without_a_question_and_counts_it_right() {
    let Some(scene) = Scene::begin().await else { return };
    let leads = scene.is_cut_off_with_leads_read().await;
    for n in 0..30 {
        let text = if n % 15 == 0 {
            "missed @liv.andersen"
        } else {
            "missed"
        };
        scene.haruto.say(&leads, text);
        scene.haruto.say(&scene.channel, &format!("missed here {n}"));
    }
    let then = Instant::now();
    scene.heal().await;
    scene.page.sees_once("missed here 29").await;
    scene.page.find("link", "=Leads, unread, 2 mentions").await;
    let asked = scene.link.asked_since(then);
    let posts = asked
        .iter()
        .filter(|line| line.starts_with("GET") && line.contains("/posts"));
    assert_eq!(posts.count(), 0, "nothing is asked for again: {asked:?}");
    scene.end().await;
}
