//! Many messages over a link that loses requests and answers, with a reload in the middle: each is there once, in order.

use std::time::{Duration, Instant};

use serde_json::{json, Value};
use tsubame_e2e::{how_many, Browser, Demo, FaultyLink, Options, Person, PATIENCE};

const LIV: &str = "liv.andersen";
/// So many of a hundred requests or answers are lost.
const PERCENT: u32 = 30;

/// Writes messages as fast as somebody in a hurry.
const WRITE: &str = "
const [from, to, done] = arguments;
const pause = (millis) => new Promise(go => setTimeout(go, millis));
(async () => {
  for (let n = from; n < to; n++) {
    const box = document.querySelector('[data-composer=channel] textarea');
    box.focus();
    box.value = `lossy ${n}`;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
    await pause(30);
  }
})().then(() => done(true), error => done(String(error)));";

#[tokio::test(flavor = "multi_thread")]
async fn over_a_link_that_loses_requests_and_answers_each_message_arrives_once() {
    let demo = Demo::start();
    let link = FaultyLink::to(&demo, 7);
    let page = Browser::open_at(link.url(""), "/", Options::default()).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    let kept =
        "const done = arguments[arguments.length - 1]; navigator.serviceWorker.ready.then(() => done(true));";
    assert_eq!(page.run_async(kept).await, json!(true));
    let many = how_many(24);

    link.lose(PERCENT);
    let write = |from: u64, to: u64| page.run_with(WRITE, vec![json!(from), json!(to)]);
    assert_eq!(write(0, many / 2).await, Value::Bool(true));
    page.reload().await;
    page.find("heading", "=Firmware").await;
    assert_eq!(write(many / 2, many).await, Value::Bool(true));
    tokio::time::sleep(Duration::from_millis(250 * many)).await;
    link.lose(0);

    page.sees_once(&format!("lossy {}", many - 1)).await;
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    let said = || -> Vec<String> {
        let said = me.messages(&channel).into_iter().rev();
        said.filter(|text| text.starts_with("lossy ")).collect()
    };
    let begun = Instant::now();
    while (said().len() as u64) < many && begun.elapsed() < PATIENCE {
        // One that was given up waits for its author.
        if page.try_find("button", "=Try again").await.is_some() {
            page.press("button", "=Try again").await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    page.gone("status", "=Sending").await;
    let said = said();
    let mut once = said.clone();
    once.sort();
    once.dedup();
    assert_eq!(
        (once.len() as u64, said.len() as u64),
        (many, many),
        "each once: {said:?}"
    );
    page.close().await;
}
