//! "Signing in".

use mm_sim::Pair;

use super::{in_both, Drawn, Row};
use crate::liv_in;
use crate::support::page::Element;
use crate::support::person::draw_client;

const FORM: Row = ("form", "Log in", "ログイン");
const FIELDS: [Row; 4] = [
    ("textbox", "Email or username", "メールアドレスまたはユーザー名"),
    ("password", "Password", "パスワード"),
    ("button", "Log in", "ログイン"),
    ("button", "Use an access token", "アクセストークンを使う"),
];
const CODE: Row = ("textbox", "Authentication code", "認証コード");

/// The page after somebody tried to log in.
fn after(username: &'static str) -> impl Fn(&'static str) -> Element {
    move |language| {
        let mut pair = Pair::new(1);
        let id = pair.open_page();
        pair.settle();
        if !username.is_empty() {
            pair.log_in(id, username, "Tsubame-2026");
            pair.settle();
        }
        draw_client(&mut pair, id, language)
    }
}

fn invalid(drawn: &Drawn) -> [Option<&str>; 2] {
    [FIELDS[0], FIELDS[1]].map(|row| drawn.one(row).get("aria-invalid"))
}

#[test]
fn the_form_before_anybody_tried() {
    in_both(after(""), |drawn| {
        drawn.one(FORM);
        drawn.has(&FIELDS);
        drawn.lacks(CODE);
        assert_eq!(drawn.one(FIELDS[3]).get("aria-expanded"), Some("false"));
        assert_eq!(drawn.one(FIELDS[1]).get("type"), Some("password"));
        assert_eq!(invalid(drawn), [None, None]);
        assert!(drawn.page.find_all("alert").is_empty());
    });
}

#[test]
fn a_refusal() {
    in_both(after("nobody.here"), |drawn| {
        drawn.has(&FIELDS);
        let alerts = drawn.page.find_all("alert");
        assert_eq!(alerts.len(), 1);
        assert!(!alerts[0].text().is_empty(), "the server's own message");
        assert_eq!(invalid(drawn), [Some("true"), Some("true")]);
    });
}

#[test]
fn a_one_time_code_is_wanted() {
    in_both(after("mfa.user"), |drawn| {
        drawn.has(&FIELDS);
        drawn.one(CODE);
        assert_eq!(invalid(drawn), [None, None]);
    });
}

#[test]
fn a_page_that_gets_no_answer_says_so() {
    let draw = |language| {
        let (mut pair, liv) = liv_in("engineering");
        let page = pair.open_same_browser(liv);
        pair.set_link(page, mm_sim::Link::Down);
        pair.run_for(5_000);
        draw_client(&mut pair, page, language)
    };
    in_both(draw, |drawn| {
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
fn the_session_ended_while_in_use() {
    let draw = |language| {
        let (mut pair, liv) = liv_in("engineering");
        let me = pair.client(liv).engine.state().me().expect("signed in");
        pair.server.expire_session(&me.to_string());
        pair.say(liv, "engineering", "kept");
        pair.settle();
        draw_client(&mut pair, liv, language)
    };
    in_both(draw, |drawn| {
        let dialog = drawn.one(("dialog", "Sign in again", "もう一度ログイン"));
        assert_eq!(dialog.find_all("form").len(), 1);
        drawn.one(FORM);
        drawn.has(&FIELDS);
        drawn.one(("navigation", "Channels", "チャンネル"));
        assert!(drawn.page.text().contains("kept"), "what was written is kept");
    });
}
