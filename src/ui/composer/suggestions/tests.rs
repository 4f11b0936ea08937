//! The list of suggestions by role and name, and what the text box tells of it.

use super::*;
use crate::ui::tests::{draw_piece, liv_in};

fn offered(before: &'static str) -> AnyView {
    let app = use_app();
    let channel = app.peek(|state| state.open_channel()).expect("open");
    let suggesting = Suggesting::new(ListOf::Channel(channel), NodeRef::new());
    suggesting.word.set(view::word_at(before));
    let controls = suggesting.controls();
    view! {
        <textarea
            aria-label="box"
            aria-controls=sign(move || controls.list.get())
            aria-activedescendant=sign(move || controls.active.get())
        ></textarea>
        <SuggestionList suggesting />
    }
    .into_any()
}

#[test]
fn people_are_options_of_a_named_list_tied_to_the_box() {
    for (language, name) in [("en", "Suggestions"), ("ja", "候補")] {
        let mut client = liv_in("town-square");
        let page = draw_piece(&mut client, language, || offered("hello @li"));
        let list = page.find("listbox", name);
        let options = list.find_all("option");
        assert!(options[0].text().starts_with("@li"), "{}", options[0].text());
        let text_box = page.find("textbox", "box");
        assert_eq!(text_box.get("aria-controls"), list.get("id"));
        assert_eq!(text_box.get("aria-activedescendant"), options[0].get("id"));
        assert_eq!(options[0].get("aria-selected"), Some("true"));
        assert!(options.len() <= LIMIT);
    }
}

#[test]
fn channels_are_offered_by_name() {
    let mut client = liv_in("town-square");
    let page = draw_piece(&mut client, "en", || offered("see ~"));
    let list = page.find("listbox", "Suggestions");
    assert!(list
        .find_all("option")
        .iter()
        .any(|o| o.text().contains("~town-square")));
}

#[test]
fn without_a_word_there_is_no_list() {
    let mut client = liv_in("town-square");
    let page = draw_piece(&mut client, "en", || offered("mail me@example"));
    assert!(page.find_all("listbox").is_empty());
    assert_eq!(page.find("textbox", "box").get("aria-controls"), None);
}
