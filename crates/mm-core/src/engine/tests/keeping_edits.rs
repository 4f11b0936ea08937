//! Edits and deletions that outlive the page.

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
