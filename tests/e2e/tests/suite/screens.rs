//! Every screen in both themes: nothing for axe to find, nothing in the log.

use serde_json::json;
use tsubame_e2e::{Browser, Demo, Options, Person, Theme};

const LIV: &str = "liv.andersen";
const PHONE: (u32, u32) = (390, 844);

async fn tour(theme: Theme, shade: &str) {
    let demo = Demo::start();
    let options = Options {
        theme,
        ..Options::default()
    };
    let page = Browser::open_with(&demo, "/", options).await;
    page.find("form", "=Log in").await;
    page.picture(&format!("log-in-{shade}")).await;
    page.is_accessible("log-in").await;
    page.log_in(LIV).await;
    page.open_channel("Engineering / 開発").await;
    page.picture(&format!("channel-{shade}")).await;
    page.is_accessible("channel").await;
    page.key('\u{e000}').await;
    page.press("button", "=Find a channel or person").await;
    page.find("dialog", "=Switch channel").await;
    page.is_accessible("switcher").await;
    page.key('\u{e00c}').await;
    page.press("button", "=Your profile and status").await;
    page.press("menuitem", "=Settings").await;
    page.find("dialog", "=Settings").await;
    page.picture(&format!("settings-{shade}")).await;
    page.is_accessible("settings").await;
    page.key('\u{e00c}').await;
    page.press("button", "=Your profile and status").await;
    page.press("menuitem", "=Diagnostics").await;
    page.find("heading", "=Diagnostics").await;
    page.is_accessible("diagnostics").await;
    page.go("/no/such/place/here").await;
    page.find("heading", "*").await;
    page.is_accessible("not found").await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_are_accessible_in_light() {
    tour(Theme::Light, "light").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_are_accessible_in_dark() {
    tour(Theme::Dark, "dark").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_shows_one_thing_at_a_time() {
    let demo = Demo::start();
    let page = Browser::open_with(
        &demo,
        "/",
        Options {
            size: PHONE,
            ..Options::default()
        },
    )
    .await;
    page.log_in(LIV).await;
    page.press("button", "=Open channel list").await;
    page.press("link", "^Firmware").await;
    page.find("heading", "=Firmware").await;
    page.picture("phone").await;
    page.say("from the phone").await;
    page.sees_once("from the phone").await;
    page.until(
        "nothing sticks out",
        "return document.documentElement.scrollWidth <= innerWidth + 1;",
    )
    .await;
    page.is_accessible("phone").await;
    page.close().await;
}

/// The words stand in the header, below the chip.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_too_says_how_old_it_is_what_it_shows() {
    let demo = Demo::start();
    let options = Options {
        size: PHONE,
        ..Options::default()
    };
    let page = Browser::open_with(&demo, "/", options).await;
    page.log_in(LIV).await;
    let lists = json!({"do": "answer", "path": "/api/v4/users/me/channel_members", "status": 500});
    demo.control(&json!([lists, {"do": "restart", "queues": "lost", "away_milliseconds": 300}]));
    page.until(
        "the age is seen",
        "const of = name => document.querySelector(`[aria-label=${name}]`).getBoundingClientRect(); \
         const [age, chip, header] = [of('Freshness'), of('Connection'), document.querySelector('.channel-header').getBoundingClientRect()]; \
         return age.width > 30 && age.top >= chip.bottom && age.bottom <= header.bottom && age.right <= innerWidth;",
    )
    .await;
    page.picture("phone-age").await;
    page.is_accessible("phone").await;
    demo.control(&json!({"do": "heal"}));
    let is_new =
        "return document.querySelector('[aria-label=Freshness]').textContent.trim() === 'Up to date';";
    page.until("it is up to date again", is_new).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_interface_speaks_japanese() {
    // WebKit's driver offers no way to ask for a language, and its browser did not follow the environment's.
    if tsubame_e2e::engine() == tsubame_e2e::Engine::WebKit {
        return;
    }
    let demo = Demo::start();
    let page = Browser::open_with(
        &demo,
        "/",
        Options {
            language: "ja",
            ..Options::default()
        },
    )
    .await;
    page.until(
        "the page is Japanese",
        "return document.documentElement.lang === 'ja';",
    )
    .await;
    page.picture("log-in-ja").await;
    let fields =
        "const [name, password] = document.querySelectorAll('form input'); return !!name && !!password;";
    page.until("the form is there", fields).await;
    let login = page.find("textbox", "*").await;
    login.send_keys("haruto.mizuno").await.expect("keys");
    let password = page.find("password", "*").await;
    password
        .send_keys(&format!("{}\u{e007}", tsubame_e2e::PASSWORD))
        .await
        .expect("keys");
    page.find("log", "*").await;
    page.until(
        "the chip says 接続中",
        "return [...document.querySelectorAll('[role=status], output')].some(e => e.textContent.trim() === '接続中');",
    )
    .await;
    page.picture("channel-ja").await;
    page.is_accessible("channel in Japanese").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_text_stays_text() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel("Firmware").await;
    let haruto = Person::log_in(&demo, "haruto.mizuno");
    let channel = haruto.channel("firmware");
    haruto.say(
        &channel,
        "<img src=x onerror=alert(1)> [x](javascript:alert(2)) <script>alert(3)</script> canary-one",
    );
    page.sees_once("canary-one").await;
    page.until(
        "nothing of it became markup",
        "return !document.querySelector('log img[onerror], article script, a[href^=\"javascript:\"]');",
    )
    .await;
    haruto.say(&channel, &format!("{} canary-two", "あ".repeat(16_000)));
    page.sees_once("canary-two").await;
    page.is_quiet(&[]).await;
    page.close().await;
}
