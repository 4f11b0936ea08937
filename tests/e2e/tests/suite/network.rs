//! The server restarts, the link is cut, requests fail.

use tsubame_e2e::{Browser, Demo, Person};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";

#[tokio::test(flavor = "multi_thread")]
async fn posts_made_around_a_restart_all_arrive_once() {
    let mut demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let haruto = Person::log_in(&demo, HARUTO);
    let channel = haruto.channel("firmware");
    haruto.say(&channel, "before the restart");
    page.sees_once("before the restart").await;
    demo.stop();
    page.until(
        "the chip is honest",
        "return !document.querySelector('main').innerText.includes('Connected');",
    )
    .await;
    demo.launch();
    haruto.say(&channel, "after the restart");
    page.press("button", "=Reconnect now").await;
    page.sees_once("after the restart").await;
    page.sees_once("before the restart").await;
    page.until(
        "the chip says Connected",
        "return [...document.querySelectorAll('[role=status], output')].some(e => e.textContent.trim() === 'Connected');",
    )
    .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_is_bridged_without_loss() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let haruto = Person::log_in(&demo, HARUTO);
    let channel = haruto.channel("firmware");
    for n in 0..5 {
        demo.cut();
        haruto.say(&channel, &format!("across the cut {n}"));
    }
    for n in 0..5 {
        page.sees_once(&format!("across the cut {n}")).await;
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_sent_is_kept_and_tried_again() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    demo.control(&serde_json::json!({"do": "answer", "status": 403, "path": "/api/v4/posts", "times": 1}));
    page.say("stubborn").await;
    page.find("status", "=Failed to send").await;
    page.press("button", "=Try again").await;
    page.gone("status", "=Failed to send").await;
    page.sees_once("stubborn").await;
    page.close().await;
}
