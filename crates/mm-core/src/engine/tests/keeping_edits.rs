//! Edits, deletions and other wishes that outlive the page.

use super::*;

const POST: &str = "GET /api/v4/posts/p";

/// An own post that is being edited when the page goes; how the server has it is up to the test.
fn edited_and_back() -> (Rig, Value) {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, EMILY, 1, "old");
    rig.act(Action::EditPost {
        post_id: post_id(1),
        message: "new".into(),
    });
    let post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "old");
    rig.reload();
    rig.answer("/users/me");
    (rig, post)
}

#[test]
fn an_edit_that_was_cut_off_is_said_again() {
    let (mut rig, post) = edited_and_back();
    assert_eq!(rig.engine.state().pending_edit(post_id(1)), Some("new"));
    rig.reply(POST, json_answer(200, &post));
    assert!(rig.is_open("/patch"));
    let mut after = post;
    after["message"] = json!("new");
    after["edit_at"] = json!(rig.now.wall.0);
    rig.reply("/patch", json_answer(200, &after));
    assert_eq!(rig.engine.state().pending_edit(post_id(1)), None);
    assert!(rig.store.own_words().is_empty());
}

#[test]
fn an_edit_that_arrived_is_not_and_one_that_was_overtaken_is_told() {
    for (text, told) in [("new", 0), ("newer", 1)] {
        let (mut rig, mut post) = edited_and_back();
        post["message"] = json!(text);
        post["edit_at"] = json!(rig.now.wall.0);
        rig.reply(POST, json_answer(200, &post));
        assert!(!rig.is_open("/patch"));
        assert_eq!(rig.engine.state().pending_edit(post_id(1)), None);
        assert_eq!(rig.engine.state().notices().count(), told);
        assert!(rig.store.own_words().is_empty());
    }
}

/// The page is loaded anew, and nobody answers.
fn back_without_a_server(mut rig: Rig) -> Rig {
    let store = std::mem::take(&mut rig.store);
    let mut anew = Rig {
        store,
        now: rig.now,
        ..Rig::new()
    };
    anew.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: UserId::parse(EMILY).ok(),
    });
    anew
}

#[test]
fn a_page_that_is_loaded_anew_right_after_an_edit_was_done_shows_it() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, EMILY, 1, "old");
    rig.pass(5_000);
    rig.act(Action::EditPost {
        post_id: post_id(1),
        message: "new".into(),
    });
    let mut post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "new");
    post["edit_at"] = json!(rig.now.wall.0);
    post["update_at"] = post["edit_at"].clone();
    rig.reply("/patch", json_answer(200, &post));
    let rig = back_without_a_server(rig);
    let shown = rig.engine.state().post(post_id(1));
    assert_eq!(shown.map(|post| post.message.as_str()), Some("new"));
}

#[test]
fn an_edit_of_what_the_store_showed_is_not_overtaken_by_an_earlier_one() {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, EMILY, 1, "old");
    rig.pass(5_000);
    // The store has it from before an edit of one's own: another tab kept it last.
    let mut post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "new");
    post["edit_at"] = json!(rig.now.wall.0 + 1);
    post["update_at"] = post["edit_at"].clone();
    let mut rig = back_without_a_server(rig);
    let (post_id, message) = (post_id(1), "newer".to_owned());
    rig.act(Action::EditPost { post_id, message });
    rig.fail_all();
    let mut rig = back_without_a_server(rig);
    rig.answer("/users/me");
    rig.reply(POST, json_answer(200, &post));
    assert!(rig.is_open("/patch"));
    assert!(rig.engine.state().notices().next().is_none());
}

#[test]
fn a_deletion_that_was_cut_off_is_said_again_and_may_have_been_heard() {
    for (status, heard) in [(200, false), (404, true)] {
        let mut rig = Rig::live();
        rig.posted(ENGINEERING, EMILY, 1, "gone");
        let post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "gone");
        rig.act(Action::DeletePost { post_id: post_id(1) });
        rig.reload();
        rig.answer("/users/me");
        if heard {
            rig.reply(POST, failure(status, "app.post.get.app_error", "None."));
        } else {
            rig.reply(POST, json_answer(status, &post));
            rig.reply("DELETE /api/v4/posts", json_answer(200, &json!({"status": "OK"})));
        }
        assert!(rig.engine.state().notices().next().is_none());
        assert!(rig.store.own_words().is_empty(), "{:?}", rig.store);
    }
}

/// The view is gone from the store, the wish is not; what is kept is read before the server has said who is signed in.
fn wished_and_back_without_a_view(name: &str) -> Rig {
    let mut rig = Rig::live();
    rig.posted(ENGINEERING, KENJI, 1, "hello");
    rig.act(Action::AddReaction {
        post_id: post_id(1),
        emoji_name: "tada".into(),
    });
    let words: Vec<String> = rig.store.own_words().into_iter().cloned().collect();
    assert_eq!(words.len(), 1);
    let mut store = std::mem::take(&mut rig.store);
    store.records.retain(|key, _| words.contains(key));
    let mut rig = Rig {
        store,
        now: rig.now,
        ..Rig::new()
    };
    rig.act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: Some(user(name)),
    });
    rig
}

#[test]
fn a_wish_is_not_forgotten_because_it_was_read_before_it_was_known_whose_page_it_is() {
    let mut rig = wished_and_back_without_a_view(EMILY);
    assert_eq!(rig.store.own_words().len(), 1);
    rig.answer("/users/me");
    rig.reply(
        POST,
        json_answer(200, &post_json(ENGINEERING, KENJI, 1, rig.now.wall.0, "hello")),
    );
    assert!(rig.is_open("POST /api/v4/reactions"));
}

#[test]
fn an_edit_that_is_read_or_heard_beside_it_does_not_take_such_a_wish_from_the_store() {
    let mut rig = wished_and_back_without_a_view(EMILY);
    let reaction = rig.store.own_words()[0].clone();
    let id = post_id(2);
    let edit = crate::cache::Record {
        key: format!("{EMILY}/edit/{id}"),
        text: format!(r#"{{"v":1,"post_id":"{id}","kind":"edit","message":"new","edit_at":0}}"#),
    };
    rig.feed(Input::Heard(vec![edit.clone()]));
    assert!(rig.store.records.contains_key(&reaction), "heard");
    rig.store.records.insert(edit.key, edit.text);
    rig.reload();
    rig.feed(Input::Act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: Some(user(EMILY)),
    }));
    assert_eq!(rig.engine.state().pending_edit(id), Some("new"));
    assert_eq!(rig.store.own_words().len(), 2, "read");
}

#[test]
fn a_wish_of_somebody_else_who_was_taken_to_be_signed_in_is_not_said() {
    let mut rig = wished_and_back_without_a_view(EMILY);
    let mut me: Value = match rig.recorded(&rig.find("/users/me").unwrap().request) {
        HttpReply::Answer(answer) => serde_json::from_str(&answer.body).unwrap(),
        _ => unreachable!(),
    };
    me["id"] = json!(KENJI);
    rig.reply("/users/me", json_answer(200, &me));
    assert!(!rig.is_open(POST) && !rig.is_open("POST /api/v4/reactions"));
    assert!(rig.store.own_words().is_empty());
}
