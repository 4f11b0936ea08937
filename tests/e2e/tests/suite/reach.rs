//! Reaching everything without a mouse, and coming back: Esc step by step, menus, profiles, suggestions, edges of panels.

use tsubame_e2e::{Browser, Demo, Options, Person};

const LIV: &str = "liv.andersen";
const CHANNEL: &str = "Engineering / 開発";
const ESCAPE: char = '\u{e00c}';
const ENTER: char = '\u{e007}';
const DOWN: char = '\u{e015}';
const RIGHT: char = '\u{e014}';

async fn window(demo: &Demo) -> Browser {
    let browser = Browser::open_with(demo, "/", Options::default()).await;
    browser.log_in(LIV).await;
    browser.open_channel(CHANNEL).await;
    browser
}

async fn composer_holds(page: &Browser, text: &str) {
    let script = format!(
        "return document.querySelector('[data-composer=channel] textarea').value === {};",
        serde_json::json!(text)
    );
    page.until(&format!("the composer holds {text:?}"), &script).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn esc_closes_the_list_then_the_thread_and_then_reads_the_channel() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let haruto = Person::log_in(&demo, "haruto.mizuno");
    let channel = haruto.channel("engineering");
    let root = haruto.say(&channel, "Who tests the new sensor?");
    haruto.post(
        "/posts",
        &serde_json::json!({"channel_id": channel, "root_id": root, "message": "Me"}),
    );
    page.press("button", "^1 repl").await;
    page.find("complementary", "=Thread").await;
    let reply = page.find("textbox", "=Reply to thread").await;
    reply.send_keys("@ha").await.expect("the reply box takes keys");
    page.find("listbox", "=Suggestions").await;
    page.key(ESCAPE).await;
    page.gone("listbox", "=Suggestions").await;
    page.find("complementary", "=Thread").await;
    page.key(ESCAPE).await;
    page.gone("complementary", "=Thread").await;
    page.until(
        "the focus is back at the message",
        "return !!document.activeElement.closest('article');",
    )
    .await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn people_channels_and_emoji_are_suggested_and_put_in() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let composer = page.find("textbox", "^Message ").await;
    composer.send_keys("Thanks @haru").await.expect("keys");
    page.find("option", "~@haruto.mizuno").await;
    page.is_accessible("suggestions").await;
    page.key(ENTER).await;
    composer_holds(&page, "Thanks @haruto.mizuno ").await;
    composer.send_keys("see ~firm").await.expect("keys");
    page.find("option", "~Firmware").await;
    composer.send_keys("\u{e004}").await.expect("Tab");
    composer_holds(&page, "Thanks @haruto.mizuno see ~firmware ").await;
    composer.send_keys(":tad").await.expect("keys");
    page.find("option", "~:tada:").await;
    page.key(ENTER).await;
    composer_holds(&page, "Thanks @haruto.mizuno see ~firmware :tada: ").await;
    page.key(ENTER).await;
    page.sees_once("Thanks @haruto.mizuno").await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emoji_is_chosen_for_the_text() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let composer = page.find("textbox", "^Message ").await;
    composer.send_keys("Done").await.expect("keys");
    page.press("button", "=Emoji").await;
    page.find("dialog", "=Emoji").await;
    page.type_into("searchbox", "=Search emoji", "tada").await;
    page.press("button", "=tada").await;
    composer_holds(&page, "Done :tada: ").await;
    page.until(
        "the composer has the focus",
        "return document.activeElement.tagName === 'TEXTAREA';",
    )
    .await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_holds_what_the_toolbar_does_not() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let haruto = Person::log_in(&demo, "haruto.mizuno");
    haruto.say(&haruto.channel("engineering"), "To be read again");
    page.sees_once("To be read again").await;
    page.press_in_message("To be read again", "More").await;
    page.find("menu", "=More actions").await;
    page.find("menuitem", "=Copy link").await;
    page.is_accessible("more actions").await;
    page.key(DOWN).await;
    page.key(ESCAPE).await;
    page.gone("menu", "=More actions").await;
    page.press_in_message("To be read again", "More").await;
    page.press("menuitem", "=Mark as unread").await;
    page.find("separator", "=New messages").await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_leads_to_a_profile_and_on_to_a_direct_message() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let haruto = Person::log_in(&demo, "haruto.mizuno");
    haruto.say(&haruto.channel("engineering"), "Ask me anything");
    page.sees_once("Ask me anything").await;
    let name =
        "const names = [...document.querySelectorAll('article .author')]; names[names.length - 1].click(); \
                return names[names.length - 1].textContent;";
    let name = page.run(name).await;
    let name = name.as_str().unwrap_or_default().to_owned();
    page.find("dialog", &format!("={name}")).await;
    page.find("img", &format!("^{name}: ")).await;
    page.picture("profile").await;
    page.is_accessible("profile").await;
    page.press("button", "=Message").await;
    page.gone("dialog", "*").await;
    page.find("heading", &format!("={name}")).await;
    page.is_quiet(&[]).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_channel_list_is_made_wider_and_stays_so() {
    let demo = Demo::start();
    let page = window(&demo).await;
    let width = "return Math.round(document.querySelector('.sidebar').getBoundingClientRect().width)";
    page.until("the usual width", &format!("{width} === 240;")).await;
    let edge = page.find("separator", "=Width of the channel list").await;
    edge.send_keys(&format!("{RIGHT}{RIGHT}"))
        .await
        .expect("the edge takes keys");
    page.until("wider", &format!("{width} === 272;")).await;
    page.reload().await;
    page.find("log", "*").await;
    page.until("still wider", &format!("{width} === 272;")).await;
    page.is_quiet(&[]).await;
    page.close().await;
}

/// A message that has the focus leaves the page with it: nothing may break.
#[tokio::test(flavor = "multi_thread")]
async fn a_focused_message_may_leave_the_page() {
    let demo = Demo::start_with(&["--size", "S"]);
    let page = window(&demo).await;
    page.until(
        "a message has the focus",
        "const all = document.querySelectorAll('main [role=log] article'); const last = all[all.length - 1]; \
         if (last) last.focus(); return !!last && document.activeElement === last;",
    )
    .await;
    page.run("document.activeElement.dataset.watched = ''; document.querySelector('main [role=log]').scrollTop = 0;")
        .await;
    page.until(
        "the message has left the page",
        "document.querySelector('main [role=log]').scrollTop = 0; return !document.querySelector('[data-watched]');",
    )
    .await;
    page.say("still alive").await;
    page.sees_once("still alive").await;
    page.is_quiet(&[]).await;
    page.close().await;
}
