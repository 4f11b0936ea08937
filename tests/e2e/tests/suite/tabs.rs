//! Two tabs of one browser: what one keeps the other hears (docs/sync.md, "Tabs").

use tsubame_e2e::{engine, Browser, Demo, Engine, Person, PATIENCE};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";
/// Nobody sees the page, until it is shown. A browser without a screen has no page that is behind another.
const BEHIND: &str = "Object.defineProperty(Document.prototype, 'hidden', { get: () => !window.__shown });";
const SHOW: &str = "window.__shown = true; document.dispatchEvent(new Event('visibilitychange'));";
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

/// As another client at the same address does it, of which Tsubame hears nothing.
const HARUTO_SIGNS_IN_ELSEWHERE: &str = "return fetch('/api/v4/users/login', {
    method: 'POST',
    headers: { 'X-Requested-With': 'XMLHttpRequest', 'Content-Type': 'application/json' },
    body: JSON.stringify({ login_id: 'haruto.mizuno', password: 'Tsubame-2026' }),
}).then(answer => answer.json()).then(user => user.id);";

#[tokio::test(flavor = "multi_thread")]
async fn what_one_writes_is_not_sent_as_somebody_else_who_signed_in_in_another_client_of_the_browser() {
    let demo = Demo::start();
    let page = Browser::in_firmware(&demo, LIV).await;
    let haruto = page.run(HARUTO_SIGNS_IN_ELSEWHERE).await;
    let haruto = haruto.as_str().expect("Haruto is signed in");
    page.say("in whose name?").await;
    let is_his = format!("return !!document.querySelector('.own-button img[src*=\"{haruto}\"]');");
    page.until("it is Haruto's page", &is_his).await;
    page.open_channel("Firmware").await;
    page.say("in mine").await;
    page.sees_once("in mine").await;
    let at_his = Person::log_in(&demo, HARUTO);
    let said = at_his.messages(&at_his.channel("firmware"));
    assert!(said.iter().any(|text| text == "in mine"));
    assert!(!said.iter().any(|text| text.contains("in whose name?")));
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tab_that_opens_behind_another_reads_nothing_before_it_is_seen() {
    if engine() != Engine::Chromium {
        // Only its driver tells a page something before its own scripts run.
        return;
    }
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel("Off-Topic").await;
    let haruto = Person::log_in(&demo, HARUTO);
    haruto.say(&haruto.channel("firmware"), "seen by nobody yet");
    let me = Person::log_in(&demo, LIV);
    let channel = me.channel("firmware");
    let unread = || {
        let counts = me.get(&format!("/users/me/channels/{channel}/unread"));
        counts["msg_count_root"].as_u64().unwrap_or_default()
    };
    let before = unread();
    assert!(before > 0);

    page.at_every_start(BEHIND).await;
    page.go("/hotaru/channels/firmware").await;
    page.sees_once("seen by nobody yet").await;
    page.until(
        "it is connected",
        "return document.querySelector('main').innerText.includes('Connected');",
    )
    .await;
    tokio::time::sleep(std::time::Duration::from_millis(1000)).await;
    assert_eq!(unread(), before);

    page.run(SHOW).await;
    let begun = std::time::Instant::now();
    while unread() > 0 && begun.elapsed() < PATIENCE {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(unread(), 0);
    page.close().await;
}
