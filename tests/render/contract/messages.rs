//! "Messages".

use leptos::prelude::Set;
use mm_core::action::Action;
use mm_core::domain::{PostId, UserId};
use mm_core::event::{DraftPlace, Place};
use mm_sim::{ClientId, Pair};
use tsubame::store::Overlay;

use super::{in_both, Drawn, Row};
use crate::liv_in;
use crate::support::page::Element;
use crate::support::person::{draw_client, draw_under, draw_while};

const CHANNEL: &str = "engineering";
const ARTICLE: Row = ("article", "<author>, <time>", "<author>、<time>");
const SENDING: Row = ("status", "Sending", "送信中");
const FAILED: Row = ("status", "Failed to send", "送信できませんでした");
const COMPOSER: Row = (
    "textbox",
    "Message Engineering / 開発",
    "Engineering / 開発へのメッセージ",
);

/// Liv in the channel after something happened there.
fn after(happens: impl Fn(&mut Pair, ClientId)) -> impl Fn(&'static str) -> Element {
    move |language| {
        let (mut pair, liv) = liv_in(CHANNEL);
        happens(&mut pair, liv);
        draw_client(&mut pair, liv, language)
    }
}

/// A message of one's own, confirmed.
fn said(pair: &mut Pair, liv: ClientId, text: &str) -> PostId {
    pair.say(liv, CHANNEL, text);
    pair.settle();
    pair.screen(liv).post(CHANNEL, text)
}

fn article<'a>(drawn: &'a Drawn, text: &str) -> &'a Element {
    let mut articles = drawn.each(ARTICLE).into_iter();
    articles.find(|a| a.text().contains(text)).expect("the message")
}

fn is_within(outer: &Element, inner: &Element) -> bool {
    outer.all().into_iter().any(|e| std::ptr::eq(e, inner))
}

#[test]
fn a_channel_is_a_log_of_articles_with_a_composer() {
    in_both(after(|_, _| {}), |drawn| {
        let log = drawn.one((
            "log",
            "Messages in Engineering / 開発",
            "Engineering / 開発のメッセージ",
        ));
        assert_eq!(
            [log.get("aria-busy"), log.get("tabindex")],
            [Some("false"), Some("0")]
        );
        for message in drawn.page.find_all("article") {
            assert!(message.get("data-post-id").is_some_and(|id| id.len() == 26));
            assert_eq!(message.get("data-pending-post-id"), None);
        }
        assert_eq!(drawn.each(ARTICLE).len(), drawn.page.find_all("article").len());
        drawn.each(("separator", "<date>", "<date>"));
        drawn.has(&[
            COMPOSER,
            ("button", "Send", "送信"),
            ("button", "Attach files", "ファイルを添付"),
            ("button", "Emoji", "絵文字"),
        ]);
        assert_eq!(drawn.one(COMPOSER).get("disabled"), None);
        assert_eq!(drawn.one(("status", "Typing", "入力状況")).text(), "");
        drawn.each(("button", "<n> replies", "返信<n>件"));
        for reaction in drawn.each(("button", "rocket, <n>", "rocket、<n>")) {
            assert!(matches!(reaction.get("aria-pressed"), Some("true" | "false")));
        }
    });
}

#[test]
fn a_message_on_its_way_is_confirmed_in_its_place() {
    in_both(after(|pair, liv| pair.say(liv, CHANNEL, "on its way")), |drawn| {
        let message = article(drawn, "on its way");
        assert!(message
            .get("data-pending-post-id")
            .is_some_and(|id| id.contains(':')));
        assert_eq!(message.get("data-post-id"), None);
        assert!(is_within(message, drawn.one(SENDING)));
    });
    let draw = after(|pair, liv| {
        said(pair, liv, "on its way");
    });
    in_both(draw, |drawn| {
        let message = article(drawn, "on its way");
        assert!(message.get("data-post-id").is_some());
        assert_eq!(message.get("data-pending-post-id"), None);
        drawn.lacks(SENDING);
    });
}

#[test]
fn a_message_that_failed_says_so_and_offers_two_ways() {
    let draw = after(|pair, liv| {
        pair.say(liv, CHANNEL, &"too long ".repeat(3_000));
        pair.settle();
    });
    in_both(draw, |drawn| {
        let message = article(drawn, "too long");
        let status = drawn.one(FAILED);
        assert_eq!(
            status.text(),
            drawn.says("Failed to send", "送信できませんでした")
        );
        drawn.lacks(SENDING);
        for row in [
            ("button", "Try again", "再試行"),
            ("button", "Discard", "破棄"),
            FAILED,
        ] {
            assert!(is_within(message, drawn.one(row)));
        }
        assert!(message.get("data-pending-post-id").is_some());
    });
}

#[test]
fn what_was_edited_or_deleted_says_so() {
    let draw = after(|pair, liv| {
        let post_id = said(pair, liv, "before");
        let message = "afterwards".to_owned();
        pair.act(liv, Action::EditPost { post_id, message });
        pair.settle();
        let post_id = said(pair, liv, "to be deleted");
        pair.act(liv, Action::DeletePost { post_id });
        pair.settle();
    });
    in_both(draw, |drawn| {
        let texts = |text: &str| drawn.page.all().into_iter().filter(|e| e.text() == text).count();
        let edited = drawn.says("(edited)", "(編集済み)");
        assert!(article(drawn, "afterwards").text().ends_with(edited));
        assert!(
            texts(edited) > 0 && texts(drawn.says("(message deleted)", "(メッセージは削除されました)")) > 0
        );
        assert!(!drawn.page.text().contains("to be deleted"));
    });
}

#[test]
fn an_edit_on_its_way_says_so_under_another_name_too() {
    let draw = after(|pair, liv| {
        said(pair, liv, "one above");
        let post_id = said(pair, liv, "before");
        let message = "afterwards".to_owned();
        pair.act(liv, Action::EditPost { post_id, message });
    });
    in_both(draw, |drawn| {
        assert!(is_within(article(drawn, "afterwards"), drawn.one(SENDING)));
    });
}

#[test]
fn what_is_new_begins_at_a_line() {
    let draw = after(|pair, liv| {
        let channel_id = pair.screen(liv).channel("firmware");
        pair.act(liv, Action::OpenChannel { channel_id });
        pair.settle();
        let haruto = pair.sign_in("haruto.mizuno");
        pair.say(haruto, CHANNEL, "news");
        pair.settle();
        let channel_id = pair.screen(liv).channel(CHANNEL);
        pair.act(liv, Action::OpenChannel { channel_id });
        pair.settle();
    });
    in_both(draw, |drawn| {
        drawn.one(("separator", "New messages", "新着メッセージ"));
    });
}

#[test]
fn editing_happens_in_the_message() {
    let draw = |language| {
        let (mut pair, liv) = liv_in(CHANNEL);
        let post_id = said(&mut pair, liv, "to be edited");
        draw_while(&mut pair, liv, language, |local| {
            local.editing.set(Some((None, post_id)));
        })
    };
    in_both(draw, |drawn| {
        for row in [
            ("textbox", "Edit message", "メッセージを編集"),
            ("button", "Save", "保存"),
            ("button", "Cancel", "キャンセル"),
        ] {
            assert!(is_within(article(drawn, "to be edited"), drawn.one(row)));
        }
    });
}

#[test]
fn deleting_is_asked_in_an_alertdialog() {
    let draw = |language| {
        let (mut pair, liv) = liv_in(CHANNEL);
        let post_id = said(&mut pair, liv, "to be deleted");
        draw_under(&mut pair, liv, language, Overlay::DeletePost(post_id))
    };
    in_both(draw, |drawn| {
        let dialog = drawn.one(("alertdialog", "Delete message", "メッセージを削除"));
        assert!(
            dialog.get("aria-describedby").is_some(),
            "the question is read out"
        );
        for row in [("button", "Delete", "削除"), ("button", "Cancel", "キャンセル")] {
            assert!(is_within(dialog, drawn.one(row)));
        }
    });
}

#[test]
fn up_to_three_people_are_said_to_type() {
    let people = ["haruto.mizuno", "priyanka.shah", "tomas.novak"];
    let sentences = [
        ("<name> is typing…", "<name>さんが入力しています…"),
        ("<a> and <b> are typing…", "<a>さんと<b>さんが入力しています…"),
        (
            "<a>, <b> and others are typing…",
            "<a>さん、<b>さんほかが入力しています…",
        ),
    ];
    for (at, (english, japanese)) in sentences.into_iter().enumerate() {
        let draw = after(|pair, liv| {
            let channel_id = pair.screen(liv).channel(CHANNEL);
            let typists: Vec<ClientId> = people[..=at].iter().map(|who| pair.sign_in(who)).collect();
            for who in typists {
                let place = DraftPlace {
                    channel_id,
                    root_id: None,
                };
                pair.act(who, Action::Typing { place });
            }
            pair.run_for(500);
        });
        in_both(draw, |drawn| {
            let text = drawn.one(("status", "Typing", "入力状況")).text();
            assert!(super::is_like(&text, drawn.says(english, japanese)), "{text}");
        });
    }
}

#[test]
fn a_thread_is_a_panel_of_its_own() {
    let draw = after(|pair, liv| {
        let root_id = said(pair, liv, "a root");
        let (channel_id, root) = (pair.screen(liv).channel(CHANNEL), Some(root_id));
        for at in 0..2 {
            let message = format!("reply {at}");
            let nonce = format!("{at:032x}ffff");
            pair.act(
                liv,
                Action::SendPost {
                    channel_id,
                    root_id: root,
                    message,
                    nonce,
                },
            );
        }
        pair.settle();
        pair.act(liv, Action::OpenThread { root_id: root });
        pair.settle();
    });
    in_both(draw, |drawn| {
        let panel = drawn.one(("complementary", "Thread", "スレッド"));
        for row in [
            ("button", "Close thread", "スレッドを閉じる"),
            ("log", "Messages in thread", "スレッドのメッセージ"),
            ("textbox", "Reply to thread", "スレッドに返信"),
        ] {
            assert!(is_within(panel, drawn.one(row)));
        }
        assert_eq!(panel.find_all("article").len(), 3);
        drawn.one(COMPOSER);
        drawn.one(("button", "2 replies", "返信2件"));
    });
}

#[test]
fn files_on_their_way_are_listed_and_can_be_taken_away() {
    let page = after(|pair, liv| {
        let place = DraftPlace {
            channel_id: pair.screen(liv).channel(CHANNEL),
            root_id: None,
        };
        for name in ["plan.pdf", "図面.pdf"] {
            pair.attach(liv, place, name);
        }
    });
    in_both(page, |drawn| {
        let list = drawn.one(("list", "Attachments", "添付ファイル"));
        for row in [
            ("listitem", "plan.pdf", "plan.pdf"),
            ("listitem", "図面.pdf", "図面.pdf"),
            ("progressbar", "図面.pdf", "図面.pdf"),
            ("button", "Remove plan.pdf", "plan.pdfを削除"),
            ("button", "Remove 図面.pdf", "図面.pdfを削除"),
        ] {
            assert!(is_within(list, drawn.one(row)), "{row:?}");
        }
    });
}

#[test]
fn where_one_may_not_write_the_reason_is_told() {
    let draw = after(|pair, liv| {
        let [team, channel] = ["hotaru", "launch-autumn"].map(str::to_owned);
        pair.act(liv, Action::Open(Place::Channel { team, channel }));
        pair.settle();
    });
    in_both(draw, |drawn| {
        assert!(
            drawn.page.find_all("alert").is_empty(),
            "an archived channel is found by its address"
        );
        let field = drawn.one(("textbox", "Message <channel>", "<channel>へのメッセージ"));
        assert!(field.get("disabled").is_some());
        let by = field.get("aria-describedby").expect("described");
        let reason = drawn.page.by_id(by).expect("there");
        assert_eq!(reason.role(), "status");
        let wanted = drawn.says(
            "This channel is archived. You can read it, but not write here.",
            "このチャンネルはアーカイブされています。閲覧のみできます。",
        );
        assert_eq!(reason.text(), wanted);
    });
}

#[test]
fn a_profile_is_called_by_the_name_on_the_message() {
    let author = |pair: &Pair, liv: ClientId| -> UserId {
        let state = pair.client(liv).engine.state();
        let mut users = state.users();
        let found = users.find(|user| user.username == "haruto.mizuno");
        found.expect("known").id
    };
    let draw = |language| {
        let (mut pair, liv) = liv_in(CHANNEL);
        let user_id = author(&pair, liv);
        draw_under(&mut pair, liv, language, Overlay::Profile(user_id))
    };
    in_both(draw, |drawn| {
        let dialogs = drawn.page.find_all("dialog");
        assert_eq!(dialogs.len(), 1);
        let name = drawn.page.name_of(dialogs[0]);
        let wrote = |label: &str| label.starts_with(&name);
        let articles = drawn.each(ARTICLE);
        assert!(articles.iter().any(|a| wrote(&drawn.page.name_of(a))), "{name}");
        let mut marks = dialogs[0].find_all("img").into_iter();
        assert!(marks.any(|mark| wrote(&drawn.page.name_of(mark))));
    });
}
