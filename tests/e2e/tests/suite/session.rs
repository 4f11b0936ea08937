//! Signing in, staying signed in, and the ends of sessions.

use tsubame_e2e::{Browser, Demo, Options, Person};

const LIV: &str = "liv.andersen";

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_answered_in_the_servers_words() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.find("form", "=Log in").await;
    page.type_into("textbox", "=Email or username", LIV).await;
    page.type_into("password", "=Password", "wrong").await;
    page.press("button", "=Log in").await;
    let alert = page.find("alert", "*").await.text().await.expect("a text");
    assert!(alert.contains("valid"), "{alert}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_stays_signed_in_and_where_one_was() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    page.say("before the reload").await;
    page.sees_once("before the reload").await;
    // `keeping.rs` has the reload that comes before.
    page.until(
        "the message is confirmed",
        "return [...document.querySelectorAll('article[data-post-id]')].some(a => a.textContent.includes('before the reload'));",
    )
    .await;
    page.reload().await;
    page.find("heading", "=Firmware").await;
    page.sees_once("before the reload").await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn logging_out_leaves_nothing_behind() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.press("button", "=Your profile and status").await;
    page.press("menuitem", "=Log out").await;
    page.find("form", "=Log in").await;
    page.until(
        "no mark of a session is left",
        "return !document.cookie.includes('MMUSERID') && !document.cookie.includes('MMCSRF');",
    )
    .await;
    page.reload().await;
    page.find("form", "=Log in").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_is_renewed_over_the_page_and_nothing_is_lost() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    let me = Person::log_in(&demo, LIV);
    let composer = page.find("textbox", "=Message Firmware").await;
    composer
        .send_keys("not sent yet")
        .await
        .expect("the composer takes keys");
    demo.control(&serde_json::json!({"do": "expire_session", "user": me.id}));
    page.run("window.dispatchEvent(new Event('focus'));").await;
    page.find("dialog", "=Sign in again").await;
    page.type_into("textbox", "=Email or username", LIV).await;
    page.type_into("password", "=Password", tsubame_e2e::PASSWORD)
        .await;
    page.press("button", "=Log in").await;
    page.gone("dialog", "=Sign in again").await;
    page.until(
        "the text is kept",
        "return [...document.querySelectorAll('textarea')].some(t => t.value === 'not sent yet');",
    )
    .await;
    page.say("!").await;
    page.sees_once("not sent yet!").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_debug_flag_logs_frames_without_their_words() {
    let demo = Demo::start();
    let page = Browser::open_with(&demo, "/", Options::default()).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    page.run(
        "window.__seen = []; console.groupCollapsed = (...a) => window.__seen.push(a.join(' ')); const log = console.log; \
         console.log = (...a) => window.__seen.push(a.join(' ')); window.__WEBSOCKET_DEBUG__ = true;",
    )
    .await;
    page.say("words that stay private").await;
    page.until(
        "a frame is logged",
        "return window.__seen.some(line => line.includes('posted'));",
    )
    .await;
    page.until(
        "no word of it is",
        "return !window.__seen.some(line => line.includes('private'));",
    )
    .await;
    page.close().await;
}
