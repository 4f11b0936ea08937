//! What people see and hear of the screen: roles, names and states of the contract, in English and Japanese, drawn natively.

mod contract;
mod diagnostics;
mod dialogs;
mod frame;
#[path = "../support/mod.rs"]
mod support;

use mm_core::action::Action;
use mm_sim::{ClientId, Link, Pair};
use support::page::Element;
use support::person::draw_client;

/// Liv has unread channels, mentions and threads; she opens a channel.
fn liv_in(channel: &str) -> (Pair, ClientId) {
    let mut pair = Pair::new(7);
    let liv = pair.sign_in("liv.andersen");
    let channel_id = pair.screen(liv).channel(channel);
    pair.act(liv, Action::OpenChannel { channel_id });
    pair.settle();
    (pair, liv)
}

fn names(page: &Element, role: &str) -> Vec<String> {
    page.find_all(role).iter().map(|e| page.name_of(e)).collect()
}

#[test]
fn signing_in_is_a_named_form() {
    for (language, form, login, password, token) in [
        (
            "en-GB",
            "Log in",
            "Email or username",
            "Password",
            "Use an access token",
        ),
        (
            "ja-JP",
            "ログイン",
            "メールアドレスまたはユーザー名",
            "パスワード",
            "アクセストークンを使う",
        ),
    ] {
        let mut pair = Pair::new(1);
        let id = pair.open_page();
        pair.settle();
        let page = draw_client(&mut pair, id, language);
        let form_element = page.find("form", form);
        assert!(page.has("textbox", login));
        assert!(page.has("password", password));
        assert!(form_element.has("button", form));
        assert_eq!(page.find("button", token).get("aria-expanded"), Some("false"));
        assert!(!page.has("textbox", "Authentication code"));
    }
}

#[test]
fn a_refusal_shows_the_servers_own_words() {
    let mut pair = Pair::new(1);
    let id = pair.open_page();
    pair.settle();
    pair.log_in(id, "liv.andersen", "wrong");
    pair.settle();
    let page = draw_client(&mut pair, id, "en");
    let alerts: Vec<String> = page.find_all("alert").into_iter().map(Element::text).collect();
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert!(!alerts[0].is_empty());
    assert!(page.has("form", "Log in"));
}

#[test]
fn a_one_time_code_is_asked_for_when_the_server_wants_one() {
    let mut pair = Pair::new(1);
    let id = pair.open_page();
    pair.settle();
    pair.log_in(id, "mfa.user", "Tsubame-2026");
    pair.settle();
    let page = draw_client(&mut pair, id, "en");
    assert!(page.has("textbox", "Authentication code"));
}

#[test]
fn the_frame_has_its_landmarks() {
    let (mut pair, liv) = liv_in("town-square");
    let page = draw_client(&mut pair, liv, "en");
    let teams = page.find("navigation", "Teams");
    let current: Vec<_> = teams
        .find_all("link")
        .into_iter()
        .filter(|t| t.get("aria-current") == Some("page"))
        .collect();
    assert_eq!(current.len(), 1);
    let channels = page.find("navigation", "Channels");
    let open: Vec<_> = channels
        .find_all("link")
        .into_iter()
        .filter(|t| t.get("aria-current") == Some("page"))
        .collect();
    assert_eq!(open.len(), 1);
    assert!(channels.has("group", "Channels") && channels.has("group", "Direct messages"));
    assert!(page.has("button", "Find a channel or person"));
    assert!(page.has("button", "Your profile and status"));
    assert!(page.has("button", "Open channel list"));
    assert!(page.has("region", "Notifications"));
    let main = page.all().into_iter().find(|e| e.tag == "main").expect("a main");
    let heading = main.find_all("heading")[0];
    assert_eq!(heading.tag, "h1");
    let link = open[0].get("aria-label").unwrap_or_default();
    assert!(link.starts_with(&heading.text()), "{link}");
}

#[test]
fn the_channel_list_says_what_waits() {
    let (mut pair, liv) = liv_in("town-square");
    let page = draw_client(&mut pair, liv, "en");
    let links = names(page.find("navigation", "Channels"), "link");
    assert!(
        links.iter().any(|name| name.ends_with(", unread, 1 mention")),
        "{links:?}"
    );
    assert!(
        links.iter().any(|name| name.ends_with(", unread, 2 mentions")),
        "{links:?}"
    );
    assert!(links.iter().any(|name| !name.contains(", unread")), "{links:?}");
    let (mut pair, liv) = liv_in("town-square");
    let page = draw_client(&mut pair, liv, "ja");
    let links = names(page.find("navigation", "チャンネル"), "link");
    assert!(links.iter().any(|name| name.contains("、未読")), "{links:?}");
}

#[test]
fn the_connection_chip_says_exactly_what_is() {
    for (language, name, connected, offline, now) in [
        ("en", "Connection", "Connected", "Offline", "Reconnect now"),
        ("ja", "接続状態", "接続中", "切断中", "今すぐ再接続"),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find("status", name).text(), connected);
        assert!(!page.has("button", now));

        let (mut pair, liv) = liv_in("town-square");
        pair.set_link(liv, Link::Down);
        pair.run_for(300_000);
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find("status", name).text(), offline);
        assert!(page.has("button", now));
    }
}

#[test]
fn messages_are_articles_in_a_log() {
    let (mut pair, liv) = liv_in("town-square");
    let page = draw_client(&mut pair, liv, "en");
    let heading = page.find_all("heading")[0].text();
    let log = page.find("log", &format!("Messages in {heading}"));
    assert_eq!(log.get("aria-busy"), Some("false"));
    let articles = log.find_all("article");
    assert!(articles.len() > 3, "{}", articles.len());
    for article in articles {
        let name = article.get("aria-label").unwrap_or_default();
        assert!(name.contains(", "), "{name}");
        assert_eq!(article.get("data-post-id").map(str::len), Some(26));
        assert_eq!(article.get("data-pending-post-id"), None);
    }
    assert!(!log.find_all("separator").is_empty(), "a day line");
    assert!(page.has("textbox", &format!("Message {heading}")));
    assert!(page.has("button", "Send"));
}

#[test]
fn a_message_on_its_way_and_one_that_failed() {
    let (mut pair, liv) = liv_in("town-square");
    pair.say(liv, "town-square", "on its way");
    let page = draw_client(&mut pair, liv, "en");
    let pending = page
        .find_all("article")
        .into_iter()
        .find(|a| a.text().contains("on its way"))
        .expect("shown at once");
    assert!(pending.get("data-pending-post-id").is_some());
    assert_eq!(pending.get("data-post-id"), None);
    assert!(pending.has("status", "Sending"));
}

#[test]
fn typing_is_told_by_name() {
    let (mut pair, liv) = liv_in("town-square");
    let grace = pair.sign_in("grace.mensah");
    let channel_id = pair.screen(grace).channel("town-square");
    let place = mm_core::event::DraftPlace {
        channel_id,
        root_id: None,
    };
    // Both in the same of the two channels of that name.
    pair.act(liv, Action::OpenChannel { channel_id });
    pair.settle();
    pair.act(grace, Action::Typing { place });
    pair.run_for(1_000);
    let page = draw_client(&mut pair, liv, "en");
    let typing = page.find("status", "Typing").text();
    assert!(typing.ends_with("is typing…"), "{typing:?}");
}

#[test]
fn a_session_that_ends_is_asked_for_over_the_page() {
    let (mut pair, liv) = liv_in("town-square");
    let me = pair
        .client(liv)
        .engine
        .state()
        .me()
        .expect("signed in")
        .to_string();
    pair.server.expire_session(&me);
    pair.say(liv, "town-square", "kept");
    pair.settle();
    let page = draw_client(&mut pair, liv, "en");
    let dialog = page.find("dialog", "Sign in again");
    assert!(dialog.has("form", "Log in"));
    assert!(page.has("navigation", "Channels"), "what stood behind it is kept");
}

#[test]
fn nothing_is_styled_by_attribute_and_nothing_leaves_without_rel() {
    let (mut pair, liv) = liv_in("town-square");
    let page = draw_client(&mut pair, liv, "en");
    for element in page.all() {
        let style = element.get("style").unwrap_or_default();
        // The spacers of the list are set through the style object in a browser; natively they are written out.
        assert!(
            style.is_empty() || style.contains("height") || style.contains("border"),
            "{style}"
        );
        if element.get("target") == Some("_blank") {
            assert_eq!(element.get("rel"), Some("noopener noreferrer"));
        }
    }
}

#[test]
fn a_page_that_begins_shows_the_last_view_before_any_answer() {
    let (mut pair, liv) = liv_in("firmware");
    pair.run_for(5_000);
    pair.settle();
    pair.set_link(liv, Link::Down);
    pair.reload(liv, mm_sim::UnderWay::IsLost);
    pair.run_for(1);
    let page = draw_client(&mut pair, liv, "en-GB");
    assert!(page.has("heading", "Firmware"));
    assert!(!page.find_all("article").is_empty(), "messages");
    let links = names(&page, "link");
    assert!(
        links.iter().any(|name| name.starts_with("Engineering")),
        "{links:?}"
    );
    assert!(!page.has("form", "Log in"));
}

#[test]
fn a_blocked_socket_is_told_beside_the_chip() {
    for (language, words) in [
        ("en", "Checking every half minute"),
        ("ja", "約30秒ごとに確認しています"),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        assert!(!draw_client(&mut pair, liv, language).text().contains(words));
        let (mut pair, liv) = liv_in("town-square");
        pair.disturb(mm_demo::chaos::Command::RefuseUpgrade {
            status: 503,
            times: None,
        });
        pair.break_socket(liv);
        pair.run_for(60_000);
        let page = draw_client(&mut pair, liv, language);
        assert!(page.text().contains(words));
        assert!(page.has(
            "status",
            if language == "en" {
                "Freshness"
            } else {
                "表示内容の時点"
            }
        ));
    }
}
