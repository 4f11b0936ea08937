//! Never to the wrong place: what is written goes to the channel that was on the screen when Enter was pressed, however fast one switches.

use serde_json::{json, Value};
use tsubame_e2e::{how_many, Browser, Demo, Person};

const LIV: &str = "liv.andersen";
const CHANNELS: [(&str, &str); 2] = [("Firmware", "firmware"), ("Engineering / 開発", "engineering")];

/// Presses a channel, and within five milliseconds writes and presses Enter in the composer that stands there. The words name the channel that the
/// composer is for. Some switches have been painted by then, some have not.
const SWITCH_AND_ENTER: &str = "
const [times, names, done] = arguments;
const link = (name) => [...document.querySelectorAll('nav a')].find(a => (a.getAttribute('aria-label') || a.textContent).startsWith(name));
const pause = (millis) => new Promise(go => setTimeout(go, millis));
(async () => {
  for (let n = 0; n < times; n++) {
    link(names[n % names.length]).click();
    if (n % 3) await pause(n % 6);
    const box = document.querySelector('[data-composer=channel] textarea');
    const name = box.getAttribute('aria-label').replace('Message ', '');
    box.focus();
    box.value = `no ${n} for ${name}`;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, cancelable: true }));
    await pause(20);
  }
})().then(() => done(true), error => done(String(error)));";

#[tokio::test(flavor = "multi_thread")]
async fn who_switches_and_presses_enter_writes_to_the_channel_on_the_screen() {
    let times = how_many(200);
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    for (name, _) in CHANNELS {
        page.open_channel(name).await;
    }
    let names = json!(CHANNELS.map(|(name, _)| name));
    let ended = page.run_with(SWITCH_AND_ENTER, vec![json!(times), names]).await;
    assert_eq!(ended, Value::Bool(true));
    page.gone("status", "=Sending").await;
    let me = Person::log_in(&demo, LIV);
    let mut said = 0;
    for (name, channel) in CHANNELS {
        page.open_channel(name).await;
        page.gone("status", "=Sending").await;
        let mine = me.messages(&me.channel(channel)).into_iter();
        let mine: Vec<String> = mine.filter(|text| text.starts_with("no ")).collect();
        let strange = mine.iter().find(|text| !text.ends_with(&format!(" for {name}")));
        assert_eq!(strange, None, "in {name}");
        let numbers = mine
            .iter()
            .rev()
            .filter_map(|text| text.split(' ').nth(1)?.parse().ok());
        let numbers: Vec<u64> = numbers.collect();
        assert!(
            numbers.is_sorted(),
            "in the order of the key presses: {numbers:?}"
        );
        said += mine.len();
    }
    assert_eq!(said as u64, times, "every one, once");
    page.close().await;
}
