//! What is laid over the page: the profile of a person, the choice of an emoji; and the names that lead there.

use mm_core::action::Action;
use mm_core::domain::UserId;
use mm_core::event::DraftPlace;
use mm_core::view;
use mm_sim::{ClientId, Pair};
use tsubame::store::Overlay;

use super::liv_in;
use super::support::person::{draw_client, draw_under};

/// Somebody else who wrote in the open channel: id, shown name, user name.
fn somebody(pair: &mut Pair, id: ClientId) -> (UserId, String, String) {
    let state = pair.client(id).engine.state();
    let channel = state.open_channel().expect("open");
    let rows = view::rows_window(state, channel, &view::FixedZone::default(), 100);
    let author = rows.iter().find_map(|row| match row {
        view::Row::Post(row) if Some(row.user_id) != state.me() => state.user(row.user_id),
        _ => None,
    });
    let author = author.expect("somebody wrote");
    let shown = view::profile(state, author.id).expect("known");
    (author.id, shown.display_name, shown.username)
}

#[test]
fn a_profile_is_a_dialog_by_the_name_of_the_person() {
    for (language, write, close) in [("en", "Message", "Close"), ("ja", "メッセージを送る", "閉じる")]
    {
        let (mut pair, liv) = liv_in("town-square");
        let (user_id, name, username) = somebody(&mut pair, liv);
        let page = draw_under(&mut pair, liv, language, Overlay::Profile(user_id));
        let dialog = page.find("dialog", &name);
        assert_eq!(dialog.find_all("heading")[0].text(), name);
        assert!(dialog.has("button", write) && dialog.has("button", close));
        assert!(dialog.text().contains(&format!("@{username}")));
        let images = dialog.find_all("img");
        let presence = images
            .iter()
            .filter_map(|img| img.get("aria-label"))
            .find(|l| l.starts_with(&name));
        assert!(presence.is_some(), "presence is told");
    }
}

#[test]
fn a_profile_tells_the_time_where_somebody_is() {
    let (mut pair, liv) = liv_in("town-square");
    let zone = |pair: &mut Pair| {
        let state = pair.client(liv).engine.state();
        let mut people = state.users().filter(|u| !u.timezone.is_empty());
        people.next().map(|u| (u.id, u.timezone.clone()))
    };
    let (user_id, timezone) = zone(&mut pair).expect("the company is spread over the world");
    let page = draw_under(&mut pair, liv, "en", Overlay::Profile(user_id));
    let time = format!("Local time 12:00 {timezone}");
    assert!(page.text().contains(&time), "{time}");
}

#[test]
fn names_of_authors_lead_to_their_profiles() {
    let (mut pair, liv) = liv_in("town-square");
    let (_, name, _) = somebody(&mut pair, liv);
    let page = draw_client(&mut pair, liv, "en");
    let button = page
        .find("log", &page.name_of(page.find_all("log")[0]))
        .find("button", &name);
    assert_eq!(button.get("aria-haspopup"), Some("dialog"));
}

#[test]
fn an_emoji_for_the_text_is_chosen_in_a_dialog() {
    for (language, button, search) in [("en", "Emoji", "Search emoji"), ("ja", "絵文字", "絵文字を検索")]
    {
        let (mut pair, liv) = liv_in("town-square");
        let place = DraftPlace {
            channel_id: pair.client(liv).engine.state().open_channel().expect("open"),
            root_id: None,
        };
        let page = draw_under(&mut pair, liv, language, Overlay::Emoji(place));
        assert!(page.has("button", button));
        assert!(page.find("dialog", button).has("searchbox", search));
    }
}

/// Somebody at work who has emptied two texts, and where.
fn who_emptied_two_texts() -> (Pair, ClientId, DraftPlace) {
    let (mut pair, liv) = liv_in("town-square");
    let place = DraftPlace {
        channel_id: pair.client(liv).engine.state().open_channel().expect("open"),
        root_id: None,
    };
    for text in ["first thought", "", "もう一つ\n<b>", ""] {
        let text = text.to_owned();
        pair.act(liv, Action::ChangeDraft { place, text });
    }
    (pair, liv, place)
}

#[test]
fn a_text_that_was_emptied_can_be_brought_back_from_a_dialog() {
    for (language, name) in [
        ("en", "Bring back a cleared text"),
        ("ja", "消したテキストを元に戻す"),
    ] {
        let (mut pair, liv) = liv_in("town-square");
        let page = draw_client(&mut pair, liv, language);
        assert!(!page.has("button", name), "nothing to bring back");
        let (mut pair, liv, _) = who_emptied_two_texts();
        assert!(draw_client(&mut pair, liv, language).has("button", name));
        let (mut pair, liv, place) = who_emptied_two_texts();
        let page = draw_under(&mut pair, liv, language, Overlay::Cleared(place));
        let buttons = page.find("dialog", name).find_all("button");
        let texts: Vec<String> = buttons.iter().map(|button| button.text()).collect();
        assert_eq!(texts, ["もう一つ <b>", "first thought"]);
        assert!(buttons.iter().all(|button| button.get("dir") == Some("auto")));
    }
}
