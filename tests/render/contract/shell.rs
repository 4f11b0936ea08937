//! "The shell".

use mm_core::event::ConnectionStatus;
use mm_sim::{ClientId, Link, Pair};
use tsubame::store::Overlay;

use super::{in_both, Row};
use crate::liv_in;
use crate::support::page::Element;
use crate::support::person::{draw_client, draw_under};

const CONNECTION: Row = ("status", "Connection", "接続状態");
const RECONNECT: Row = ("button", "Reconnect now", "今すぐ再接続");
const FRESHNESS: Row = ("status", "Freshness", "表示内容の時点");

fn here(language: &'static str) -> Element {
    let (mut pair, liv) = liv_in("engineering");
    draw_client(&mut pair, liv, language)
}

fn under(overlay: Overlay) -> impl Fn(&'static str) -> Element {
    move |language| {
        let (mut pair, liv) = liv_in("engineering");
        draw_under(&mut pair, liv, language, overlay)
    }
}

/// The link is down for so long, in milliseconds.
fn cut_for(millis: i64) -> impl Fn(&'static str) -> Element {
    move |language| {
        let (mut pair, liv) = liv_in("engineering");
        pair.set_link(liv, Link::Down);
        pair.run_for(millis);
        draw_client(&mut pair, liv, language)
    }
}

fn current(within: &Element) -> Vec<&Element> {
    let mut links = within.find_all("link");
    links.retain(|link| link.get("aria-current") == Some("page"));
    links
}

#[test]
fn the_frame_stands() {
    in_both(here, |drawn| {
        drawn.has(&[
            ("navigation", "Teams", "チーム"),
            ("navigation", "Channels", "チャンネル"),
            ("group", "Unreads", "未読"),
            ("group", "お客様 Customers", "お客様 Customers"),
            ("group", "Channels", "チャンネル"),
            ("group", "Direct messages", "ダイレクトメッセージ"),
            ("button", "Find a channel or person", "チャンネルや人を検索"),
            ("button", "Your profile and status", "プロフィールとステータス"),
            ("button", "Open channel list", "チャンネル一覧を開く"),
            ("region", "Notifications", "通知"),
        ]);
        let menu = drawn.one(("button", "Your profile and status", "プロフィールとステータス"));
        assert_eq!(
            [menu.get("aria-haspopup"), menu.get("aria-expanded")],
            [Some("menu"), Some("false")]
        );
        assert!(drawn.page.find_all("alert").is_empty() && drawn.page.find_all("dialog").is_empty());
    });
}

#[test]
fn teams_are_links_by_their_names_and_nothing_else() {
    in_both(here, |drawn| {
        let teams = drawn.one(("navigation", "Teams", "チーム"));
        let mut pair = Pair::new(7);
        let liv = pair.sign_in("liv.andersen");
        let known = mm_core::view::teams(pair.client(liv).engine.state());
        for team in &known {
            assert!(teams.has("link", &team.display_name), "{}", team.display_name);
        }
        assert!(known.iter().any(|team| team.unread && !team.current));
        assert_eq!(current(teams).len(), 1);
    });
}

#[test]
fn the_open_channel_is_the_heading_and_the_current_link() {
    in_both(here, |drawn| {
        let main = drawn.page.all().into_iter().filter(|e| e.tag == "main");
        let headings: Vec<_> = main.flat_map(|m| m.all()).filter(|e| e.tag == "h1").collect();
        assert_eq!(headings.len(), 1);
        assert_eq!(headings[0].text(), "Engineering / 開発");
        let open = current(drawn.one(("navigation", "Channels", "チャンネル")));
        assert_eq!(open.len(), 1);
        assert!(drawn.page.name_of(open[0]).starts_with(&headings[0].text()));
    });
}

#[test]
fn links_tell_what_waits_after_the_name() {
    in_both(here, |drawn| {
        drawn.each(("link", "<name>, unread", "<name>、未読"));
        drawn.each((
            "link",
            "<name>, unread, <n> mentions",
            "<name>、未読、メンション<n>件",
        ));
        let marks = drawn.each(("img", "<name>: Offline", "<name>: オフライン"));
        assert!(marks.iter().all(|mark| mark.get("data-presence").is_some()));
    });
}

#[test]
fn own_presence_is_told_beside_the_button() {
    let draw = |language| {
        let (mut pair, liv) = liv_in("engineering");
        let presence = mm_core::domain::Presence::DoNotDisturb;
        pair.act(liv, mm_core::action::Action::SetPresence { presence });
        pair.settle();
        draw_client(&mut pair, liv, language)
    };
    in_both(draw, |drawn| {
        let marks = drawn.each(("img", "Liv Andersen: Do not disturb", "Liv Andersen: 取り込み中"));
        let own = drawn.one(("region", "Your profile and status", "プロフィールとステータス"));
        assert!(own.all().iter().any(|e| std::ptr::eq(*e, marks[0])));
    });
}

#[test]
fn the_connection_is_told_exactly() {
    in_both(here, |drawn| {
        assert_eq!(drawn.one(CONNECTION).text(), drawn.says("Connected", "接続中"));
        drawn.lacks(RECONNECT);
        assert_eq!(drawn.one(FRESHNESS).text(), drawn.says("Up to date", "最新です"));
    });
    in_both(cut_for(10), |drawn| {
        let text = drawn.one(CONNECTION).text();
        let wanted = drawn.says("Reconnecting in <n> s", "<n>秒後に再接続");
        assert!(super::is_like(&text, wanted), "{text}");
        drawn.one(RECONNECT);
    });
    in_both(cut_for(300_000), |drawn| {
        assert_eq!(drawn.one(CONNECTION).text(), drawn.says("Offline", "切断中"));
        drawn.one(RECONNECT);
        let age = drawn.one(FRESHNESS).text();
        assert!(
            super::is_like(&age, drawn.says("As of <time>", "<time>時点の内容です")),
            "{age}"
        );
    });
}

#[test]
fn a_connection_being_opened_is_told() {
    let connecting = |pair: &Pair, id: ClientId| {
        pair.client(id).engine.state().connection() == ConnectionStatus::Connecting
    };
    let draw = |language| {
        let mut pair = Pair::new(7);
        let liv = pair.open_page();
        pair.settle();
        pair.log_in(liv, "liv.andersen", "Tsubame-2026");
        let opens = (0..200).any(|_| {
            pair.run_for(5);
            connecting(&pair, liv)
        });
        assert!(opens);
        draw_client(&mut pair, liv, language)
    };
    in_both(draw, |drawn| {
        assert_eq!(
            drawn.one(CONNECTION).text(),
            drawn.says("Connecting", "接続しています")
        );
    });
}

#[test]
fn the_error_of_the_connection_is_one_sentence_in_the_region() {
    in_both(cut_for(300_000), |drawn| {
        let alerts = drawn.one(("region", "Notifications", "通知")).find_all("alert");
        assert_eq!(alerts.len(), 1);
        let wanted = drawn.says(
            "An error occurred in the real-time connection",
            "リアルタイム接続でエラーが発生しました",
        );
        assert_eq!(alerts[0].text(), wanted);
    });
}

#[test]
fn the_quick_switcher_is_a_combobox_with_a_list() {
    in_both(under(Overlay::Switcher), |drawn| {
        drawn.one(("dialog", "Switch channel", "チャンネルの切り替え"));
        let field = drawn.one(("combobox", "Find a channel or person", "チャンネルや人を検索"));
        let lists = drawn.page.find_all("listbox");
        assert_eq!(lists.len(), 1);
        let options = lists[0].find_all("option");
        assert!(options.len() > 3);
        assert_eq!(field.get("aria-expanded"), Some("true"));
        assert_eq!(field.get("aria-controls"), lists[0].get("id"));
        assert_eq!(field.get("aria-activedescendant"), options[0].get("id"));
        let marked = options.iter().map(|o| o.get("aria-selected") == Some("true"));
        assert_eq!(marked.filter(|is| *is).count(), 1);
    });
}

#[test]
fn settings_are_tabs_with_choices() {
    in_both(under(Overlay::Settings), |drawn| {
        drawn.has(&[
            ("dialog", "Settings", "設定"),
            ("tab", "Notifications", "通知"),
            ("tab", "Display", "表示"),
            ("tab", "Sidebar", "サイドバー"),
            ("tab", "Advanced", "詳細"),
            ("combobox", "Language", "言語"),
            ("radiogroup", "Theme", "テーマ"),
            ("radio", "System", "システム"),
            ("radio", "Light", "ライト"),
            ("radio", "Dark", "ダーク"),
            ("radiogroup", "Density", "表示密度"),
            ("tabpanel", "Display", "表示"),
        ]);
        let selected = drawn.one(("tab", "Display", "表示"));
        assert_eq!(
            [selected.get("aria-selected"), selected.get("tabindex")],
            [Some("true"), Some("0")]
        );
        let other = drawn.one(("tab", "Sidebar", "サイドバー"));
        assert_eq!(
            [other.get("aria-selected"), other.get("tabindex")],
            [Some("false"), Some("-1")]
        );
        let theme = drawn.one(("radiogroup", "Theme", "テーマ"));
        let system = theme.find_all("radio")[0];
        assert!(system.get("checked").is_some());
    });
}

#[test]
fn on_a_narrow_screen_the_list_is_a_dialog_with_a_way_out() {
    in_both(under(Overlay::Drawer), |drawn| {
        let list = drawn.one(("dialog", "Channels", "チャンネル"));
        assert_eq!(list.get("aria-modal"), Some("true"));
        let close = drawn.one(("button", "Close channel list", "チャンネル一覧を閉じる"));
        assert!(list.all().iter().any(|e| std::ptr::eq(*e, close)));
    });
}
