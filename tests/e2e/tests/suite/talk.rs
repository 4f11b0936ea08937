//! Two people, two windows, one conversation.

use serde_json::json;
use tsubame_e2e::{Browser, Demo, Options, Person};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";
const CHANNEL: &str = "Engineering / 開発";

async fn window(demo: &Demo, who: &str) -> Browser {
    let browser = Browser::open_with(demo, "/", Options::default()).await;
    browser.log_in(who).await;
    browser.open_channel(CHANNEL).await;
    browser
}

/// Presses two channels in one task of the browser.
const PRESS_TWO: &str = "for (const name of ['Off-Topic', 'Firmware']) { \
     const links = [...document.querySelectorAll('nav a')]; \
     links.find(a => (a.getAttribute('aria-label') || a.textContent).startsWith(name)).click(); } return true;";

#[tokio::test(flavor = "multi_thread")]
async fn two_people_talk_edit_and_delete() {
    let demo = Demo::start();
    let liv = window(&demo, LIV).await;
    let haruto = window(&demo, HARUTO).await;

    liv.say("Shall we flash the boards today?").await;
    liv.sees_once("Shall we flash the boards today?").await;
    haruto.sees_once("Shall we flash the boards today?").await;
    haruto.say("はい、午後にやりましょう。").await;
    liv.sees_once("はい、午後にやりましょう。").await;
    liv.gone("status", "=Sending").await;

    liv.press_in_message("Shall we flash", "Edit").await;
    liv.type_into("textbox", "=Edit message", "Shall we flash the boards at three?")
        .await;
    // Enter saves; a "Save" for later may stand on the message under the mouse as well.
    let editor = liv.find("textbox", "=Edit message").await;
    editor
        .send_keys("\u{e007}")
        .await
        .expect("the editor takes Enter");
    haruto.sees_once("Shall we flash the boards at three?").await;
    let edited = haruto.message("at three?").await.text().await.expect("a text");
    assert!(edited.contains("(edited)"), "{edited}");

    liv.press_in_message("at three?", "Delete").await;
    liv.find("alertdialog", "=Delete message").await;
    liv.press("button", "=Delete").await;
    liv.sees_no("at three?").await;
    haruto.sees_no("at three?").await;

    liv.is_quiet(&[]).await;
    haruto.is_quiet(&[]).await;
    liv.close().await;
    haruto.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_disturbs_who_edits_a_message() {
    const BOX: &str = "=Edit message";
    let demo = Demo::start();
    let liv = window(&demo, LIV).await;
    let haruto = Person::log_in(&demo, HARUTO);
    liv.say("Reset the board before you flash it").await;
    liv.gone("status", "=Sending").await;
    let post = liv.message("Reset the board").await;
    let post_id = post.attr("data-post-id").await.ok().flatten();
    let post_id = post_id.expect("the message has its id");
    liv.press_in_message("Reset the board", "Edit").await;
    liv.type_into("textbox", BOX, "Reset the board twice").await;
    liv.run("window.__box = document.activeElement;").await;

    let reaction = json!({"user_id": haruto.id, "post_id": post_id, "emoji_name": "eyes"});
    haruto.post("/reactions", &reaction);
    haruto.say(&haruto.channel("engineering"), "watching");
    liv.sees_once("watching").await;
    let same =
        "return document.activeElement === window.__box && window.__box.value === 'Reset the board twice';";
    assert_eq!(
        liv.run(same).await,
        json!(true),
        "the box, its text and the focus stay"
    );

    let editor = liv.find("textbox", BOX).await;
    editor
        .send_keys("\u{e007}")
        .await
        .expect("the editor takes Enter");
    liv.sees_once("Reset the board twice").await;
    liv.find("button", "^eyes").await;
    liv.is_quiet(&[]).await;
    liv.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_seen_and_ends_with_the_message() {
    let demo = Demo::start();
    let haruto = window(&demo, HARUTO).await;
    let liv = Person::log_in(&demo, LIV);
    let channel = liv.channel("engineering");
    liv.types(&channel);
    haruto
        .until(
            "somebody is typing",
            "return document.body.innerText.includes('is typing…');",
        )
        .await;
    liv.say(&channel, "Done typing");
    haruto.sees_once("Done typing").await;
    haruto
        .until(
            "nobody is typing",
            "return !document.body.innerText.includes('is typing…');",
        )
        .await;
    haruto.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_elsewhere_marks_its_channel_until_it_is_read() {
    let demo = Demo::start();
    let haruto = window(&demo, HARUTO).await;
    let liv = Person::log_in(&demo, LIV);
    liv.say(
        &liv.channel("firmware"),
        "@haruto.mizuno please look at revision C",
    );
    haruto.find("link", "^Firmware, unread, 1 mention").await;
    haruto.open_channel("Firmware").await;
    haruto.sees_once("please look at revision C").await;
    // Reading needs the window's focus, which nobody gives on WebKit's bare display.
    if tsubame_e2e::engine() != tsubame_e2e::Engine::WebKit {
        haruto.gone("link", "^Firmware, unread").await;
    }
    haruto.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_has_its_own_panel() {
    let demo = Demo::start();
    let haruto = window(&demo, HARUTO).await;
    let liv = Person::log_in(&demo, LIV);
    let channel = liv.channel("engineering");
    let root = liv.say(&channel, "Which map tiles do we ship?");
    haruto.sees_once("Which map tiles do we ship?").await;
    let reply = serde_json::json!({"channel_id": channel, "root_id": root, "message": "The small ones"});
    liv.post("/posts", &reply);
    haruto.press("button", "^1 repl").await;
    haruto.find("complementary", "=Thread").await;
    haruto.find("log", "=Messages in thread").await;
    haruto.sees_once("The small ones").await;
    let composer = haruto.find("textbox", "=Reply to thread").await;
    composer
        .send_keys("了解です\u{e007}")
        .await
        .expect("the reply box takes keys");
    haruto.sees_once("了解です").await;
    haruto.press("button", "=Close thread").await;
    haruto.gone("complementary", "=Thread").await;
    haruto.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_lead_back_and_forth() {
    let demo = Demo::start();
    let liv = window(&demo, LIV).await;
    let first = liv.address().await;
    assert!(first.ends_with("/hotaru/channels/engineering"), "{first}");
    liv.open_channel("Firmware").await;
    assert!(liv.address().await.ends_with("/hotaru/channels/firmware"));
    liv.back().await;
    liv.find("heading", &format!("={CHANNEL}")).await;
    assert_eq!(liv.address().await, first);

    // Two presses before anything is painted are two steps.
    let pressed = liv.run(PRESS_TWO).await;
    assert_eq!(pressed, serde_json::json!(true));
    liv.find("heading", "=Firmware").await;
    assert!(liv.address().await.ends_with("/hotaru/channels/firmware"));
    liv.back().await;
    liv.find("heading", "=Off-Topic").await;
    liv.back().await;
    liv.find("heading", &format!("={CHANNEL}")).await;
    assert_eq!(liv.address().await, first);
    liv.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_keeps_to_the_channel_in_which_it_was_typed() {
    let demo = Demo::start();
    let liv = window(&demo, LIV).await;
    let composer = liv.find("textbox", "^Message ").await;
    composer
        .send_keys("half a thought")
        .await
        .expect("the composer takes keys");
    liv.open_channel("Firmware").await;
    let there = liv.find("textbox", "=Message Firmware").await;
    assert_eq!(there.prop("value").await.expect("a value").as_deref(), Some(""));
    liv.open_channel(CHANNEL).await;
    liv.until(
        "the text is back",
        "return [...document.querySelectorAll('textarea')].some(t => t.value === 'half a thought');",
    )
    .await;
    liv.close().await;
}
