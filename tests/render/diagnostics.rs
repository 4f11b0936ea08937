//! The diagnostics page: figures and names in tables, never a word of a message, in reach of everybody.

use mm_core::action::Action;
use mm_core::event::Place;
use mm_sim::Pair;

use super::liv_in;
use super::support::page::Element;
use super::support::person::draw_client;

fn rows(page: &Element, table: &str) -> Vec<String> {
    let rows = page
        .find("table", table)
        .all()
        .into_iter()
        .filter(|e| e.tag == "tr");
    rows.skip(1).map(Element::text).collect()
}

#[test]
fn everything_is_told_in_tables_with_captions() {
    for (language, heading, tables, reset) in [
        (
            "en",
            "Diagnostics",
            [
                "Why channels are unread",
                "Connection figures",
                "Requests in flight",
                "Memory",
                "Connection phases",
                "Events by kind",
                "Last events",
            ],
            "Reset local data",
        ),
        (
            "ja",
            "診断",
            [
                "未読の内訳",
                "接続の記録",
                "応答待ちの要求",
                "メモリー",
                "接続状態の推移",
                "イベントの種類別件数",
                "最近のイベント",
            ],
            "ローカルデータをリセット",
        ),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        pair.act(liv, Action::Open(Place::Diagnostics));
        let page = draw_client(&mut pair, liv, language);
        assert_eq!(page.find_all("heading")[0].text(), heading);
        assert!(page.has("button", reset));
        for table in tables {
            assert!(!rows(&page, table).is_empty(), "{table} is empty");
        }
    }
}

#[test]
fn what_happened_is_there_and_what_was_said_is_not() {
    let (mut pair, liv) = liv_in("town-square");
    pair.say(liv, "town-square", "nobodysbusiness");
    pair.settle();
    pair.act(liv, Action::Open(Place::Diagnostics));
    let page = draw_client(&mut pair, liv, "en");
    let phases = rows(&page, "Connection phases");
    assert!(phases[0].ends_with("Live"), "newest first: {phases:?}");
    assert!(phases
        .last()
        .is_some_and(|row| row.ends_with("No connection wanted")));
    let frames = rows(&page, "Last events");
    assert!(frames.iter().any(|row| row.contains("posted")), "{frames:?}");
    assert!(rows(&page, "Memory")
        .iter()
        .any(|row| row.starts_with("Channels ")));
    assert!(!page.text().contains("nobodysbusiness"));
}

#[test]
fn they_are_in_reach_without_a_session() {
    let mut pair = Pair::new(1);
    let id = pair.open_page();
    pair.settle();
    let page = draw_client(&mut pair, id, "en");
    assert!(page.has("link", "Diagnostics"));
    let mut pair = Pair::new(1);
    let id = pair.open_page();
    pair.settle();
    pair.act(id, Action::Open(Place::Diagnostics));
    let page = draw_client(&mut pair, id, "en");
    assert!(page.has("button", "Reset local data"));
    assert_eq!(page.find_all("heading")[0].text(), "Diagnostics");
}

#[test]
fn a_session_that_ended_does_not_cover_them() {
    let (mut pair, liv) = liv_in("town-square");
    let me = pair.client(liv).engine.state().me().expect("signed in");
    pair.server.expire_session(&me.to_string());
    pair.say(liv, "town-square", "kept");
    pair.settle();
    pair.act(liv, Action::Open(Place::Diagnostics));
    let page = draw_client(&mut pair, liv, "en");
    assert!(page.find_all("dialog").is_empty());
    assert!(page.has("button", "Reset local data"));
}

#[test]
fn why_a_channel_is_unread_is_told_in_figures() {
    let (mut pair, liv) = liv_in("town-square");
    let haruto = pair.sign_in("haruto.mizuno");
    let channel_id = pair.screen(haruto).channel("firmware");
    pair.act(haruto, Action::OpenChannel { channel_id });
    pair.settle();
    for text in ["nobodysbusiness", "@liv.andersen nobodysbusiness"] {
        pair.say(haruto, "firmware", text);
    }
    pair.settle();
    pair.act(liv, Action::Open(Place::Diagnostics));
    let counts = pair.client(liv).engine.state().unread_counts(channel_id);
    let page = draw_client(&mut pair, liv, "en");
    let rows = rows(&page, "Why channels are unread");
    let told = rows.iter().find(|row| row.to_lowercase().starts_with("firmware"));
    let told = told.unwrap_or_else(|| panic!("{rows:?}"));
    assert!(counts.messages >= 2 && counts.mentions >= 1);
    // Cells stand without anything between them.
    let figures = format!("= {}{}", counts.messages, counts.mentions);
    assert!(told.contains(&figures), "{told}");
    assert!(!page.text().contains("nobodysbusiness"));
}
