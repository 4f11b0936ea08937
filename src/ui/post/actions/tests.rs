//! What can be done with a message is in reach by role and name, in the toolbar or in its menu.

use mm_core::domain::UserId;
use mm_core::state::State;
use mm_core::view;

use super::*;
use crate::ui::tests::{draw_piece, liv_in};

/// The newest own or foreign message of the open channel.
fn newest(state: &State, of: fn(UserId, UserId) -> bool) -> (PostId, ListOf) {
    let channel = state.open_channel().expect("open");
    let me = state.me().expect("signed in");
    let rows = view::rows_window(state, channel, &view::FixedZone::default(), 200);
    let found = rows.iter().rev().find_map(|row| match row {
        view::Row::Post(row) if of(row.user_id, me) && !row.deleted => Some(row.id),
        _ => None,
    });
    (found.expect("a message"), ListOf::Channel(channel))
}

fn toolbar(of: fn(UserId, UserId) -> bool) -> AnyView {
    let app = use_app();
    let (post_id, list) = app.peek(|state| newest(state, of));
    let view = app.select(Vec::new, move |state| view::post(state, post_id));
    view! { <Actions post_id view list /> }.into_any()
}

fn menu(of: fn(UserId, UserId) -> bool) -> AnyView {
    let app = use_app();
    let (post_id, list) = app.peek(|state| newest(state, of));
    let view = app.select(Vec::new, move |state| view::post(state, post_id));
    let may = view.get_untracked().expect("shown").may;
    let acts = Acts {
        app,
        local: use_local(),
        post_id,
        root: post_id,
        list,
        view,
    };
    view! { <More acts may /> }.into_any()
}

fn own(author: UserId, me: UserId) -> bool {
    author == me
}

fn foreign(author: UserId, me: UserId) -> bool {
    author != me
}

#[test]
fn the_toolbar_has_what_is_used_often_and_a_menu() {
    for (language, name, buttons) in [
        (
            "en",
            "Message actions",
            ["React", "Reply", "Edit", "Delete", "Save", "More"],
        ),
        (
            "ja",
            "メッセージの操作",
            ["リアクション", "返信", "編集", "削除", "保存", "その他"],
        ),
    ] {
        let mut client = liv_in("town-square");
        client.0.say(client.1, "town-square", "mine");
        client.0.settle();
        let page = draw_piece(&mut client, language, || toolbar(own));
        let toolbar = page.find("toolbar", name);
        for button in buttons {
            assert!(toolbar.has("button", button), "{button}");
        }
        let more = toolbar.find("button", buttons[5]);
        assert_eq!(more.get("aria-haspopup"), Some("menu"));
        assert_eq!(more.get("aria-expanded"), Some("false"));
    }
}

#[test]
fn saved_is_a_state_of_the_button_and_no_other_name() {
    for (language, name) in [("en", "Save"), ("ja", "保存")] {
        for saved in [false, true] {
            let mut client = liv_in("town-square");
            let (post_id, _) = newest(client.0.client(client.1).engine.state(), foreign);
            client.0.act(client.1, Action::SavePost { post_id, saved });
            client.0.settle();
            let page = draw_piece(&mut client, language, || toolbar(foreign));
            let button = page.find("button", name);
            assert_eq!(
                button.get("aria-pressed"),
                Some(if saved { "true" } else { "false" })
            );
        }
    }
}

#[test]
fn the_menu_has_the_rest_by_the_same_names() {
    for (language, items) in [
        ("en", ["Save", "Copy link", "Mark as unread"]),
        ("ja", ["保存", "リンクをコピー", "未読にする"]),
    ] {
        let mut client = liv_in("town-square");
        let page = draw_piece(&mut client, language, || menu(foreign));
        for item in items {
            assert!(page.has("menuitem", item), "{item}");
        }
        assert_eq!(
            page.find_all("menuitem")
                .iter()
                .filter(|i| i.text() == "Delete")
                .count(),
            0
        );
    }
}

#[test]
fn what_one_may_not_do_is_not_offered() {
    let mut client = liv_in("town-square");
    let page = draw_piece(&mut client, "en", || toolbar(foreign));
    let toolbar = page.find("toolbar", "Message actions");
    assert!(!toolbar.has("button", "Edit") && !toolbar.has("button", "Delete"));
    assert!(toolbar.has("button", "React") && toolbar.has("button", "More"));
}
