//! F26 and F28: the server is another one than before, or something else answers in its place.

use std::time::Instant;

use serde_json::json;
use tsubame_e2e::{engine, Demo, Engine, Person};

use super::scene::{Scene, NORIKO};

/// More than the hour after which a page that is looked at asks for a newer client.
const LATER: u32 = 3_700_000;

/// Names of the authors on the screen.
const AUTHOR: &str =
    "return [...document.querySelectorAll('main article')].map(a => a.getAttribute('aria-label')).join('|')";

/// F26: the server is put up anew, with other settings and another client, while somebody writes.
#[tokio::test(flavor = "multi_thread")]
async fn another_server_behind_the_page_is_followed_and_a_new_client_only_offered() {
    if engine() != Engine::Chromium {
        return;
    }
    let mut demo = Demo::start();
    demo.own_client();
    let mut scene = Scene::at(demo).await;
    scene
        .page
        .run_async("navigator.serviceWorker.ready.then(arguments[0]);")
        .await;
    scene.page.reload().await;
    scene.page.find("heading", "=Firmware").await;
    scene.set_up().await;
    scene.haruto.say(&scene.channel, "said before the update");
    scene.page.sees_once("said before the update").await;
    scene
        .page
        .until(
            "people have their full names",
            &format!("{AUTHOR}.includes('水野');"),
        )
        .await;
    scene.page.write("Firmware", "half a sentence").await;
    scene.page.run("window.__same = true;").await;

    let noriko = Person::log_in(&scene.demo, NORIKO);
    scene.link.go_down();
    scene.is_not_connected().await;
    let names = json!({"TeamSettings": {"TeammateNameDisplay": "username", "LockTeammateNameDisplay": true}});
    noriko.put("/config/patch", &names);
    scene.demo.stop();
    scene.demo.put_a_new_client();
    scene.demo.launch();
    let then = Instant::now();
    scene.heal().await;
    scene.is_connected().await;
    scene
        .page
        .until(
            "the server's settings count",
            &format!("{AUTHOR}.includes('haruto.mizuno');"),
        )
        .await;
    let asked = scene.link.asked_since(then);
    let configuration = asked
        .iter()
        .filter(|line| line.contains("/config/client"))
        .count();
    assert!(
        configuration > 0,
        "the configuration was to be read again: {asked:?}"
    );

    scene.time_passes(LATER).await;
    scene
        .page
        .run("document.dispatchEvent(new Event('visibilitychange'));")
        .await;
    scene.page.find("button", "=Reload").await;
    assert_eq!(
        scene.page.run("return window.__same;").await,
        json!(true),
        "nobody is interrupted"
    );
    scene.page.holds("half a sentence").await;
    scene.page.press("button", "=Reload").await;
    scene
        .page
        .until("the page is another one", "return window.__same !== true;")
        .await;
    scene.page.holds("half a sentence").await;
    scene.page.say(" and the rest").await;
    scene.are_sent_once(&["half a sentence and the rest"]).await;
    scene.end().await;
}

/// F28: the page of a hotel's network answers instead of the server.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_hotel_is_no_answer_and_messages_go_afterwards() {
    let Some(scene) = Scene::begin().await else { return };
    scene
        .demo
        .control(&json!([{"do": "captive_portal"}, {"do": "cut"}]));
    scene.page.say("said in the hotel").await;
    scene.is_not_connected().await;
    let told = "return document.querySelector('.notifications').innerText.includes('Something other than the server answers');";
    scene.page.until("it is told", told).await;
    let page = scene
        .page
        .run("return document.body.textContent.includes('accept our terms');")
        .await;
    assert_eq!(page, json!(false), "nothing of the hotel's page is shown");
    scene.page.find("status", "=Sending").await;
    scene.demo.control(&json!({"do": "heal"}));
    scene.window_hears("online").await;
    scene.are_sent_once(&["said in the hotel"]).await;
    scene.page.gone("alert", "*").await;
    scene.end().await;
}
