//! Two tabs of one browser: what one keeps the other hears (docs/sync.md, "Tabs").

use tsubame_e2e::{Browser, Demo, Person};

const LIV: &str = "liv.andersen";
const IS_EMPTY: &str = "return document.querySelector('[data-composer=channel] textarea').value === '';";

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_agree_on_what_is_written_and_on_who_is_signed_in() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    page.open_tab("/hotaru/channels/firmware").await;
    page.find("heading", "=Firmware").await;

    page.look_at_tab(0).await;
    page.write("Firmware", "half a sentence").await;
    page.look_at_tab(1).await;
    page.holds("half a sentence").await;

    page.look_at_tab(0).await;
    page.say(" and the rest").await;
    page.sees_once("half a sentence and the rest").await;
    page.look_at_tab(1).await;
    page.until("it was sent, so the box is empty", IS_EMPTY).await;
    page.sees_once("half a sentence and the rest").await;
    page.gone("status", "=Sending").await;
    let me = Person::log_in(&demo, LIV);
    let said = me.messages(&me.channel("firmware")).into_iter();
    assert_eq!(said.filter(|text| text.contains("half a sentence")).count(), 1);

    page.press("button", "=Your profile and status").await;
    page.press("menuitem", "=Log out").await;
    page.find("form", "=Log in").await;
    page.look_at_tab(0).await;
    page.find("form", "=Log in").await;
    page.close().await;
}
