//! Texts in composers and the server's: when it is told, what comes into the box, what can be brought back.

use super::texts::{copy, draft, write};
use super::*;
use crate::connection::Wake;

pub const SAVE: &str = "POST /api/v4/drafts";
pub const DROP: &str = "DELETE /api/v4/users/me/channels/";
const LIST: &str = "/drafts";
const CREATE: &str = "POST /api/v4/posts";

fn cleared(rig: &Rig) -> Vec<&str> {
    let texts = rig.engine.state().cleared_texts().iter();
    texts.map(String::as_str).collect()
}

/// The body of the text that is under way.
fn said(rig: &Rig) -> Value {
    let left = rig.find(SAVE).expect("a text is under way");
    serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap()
}

/// The server takes the text that is under way.
pub fn taken(rig: &mut Rig) -> i64 {
    let (text, at) = (said(rig)["message"].as_str().unwrap().to_owned(), rig.now.wall.0);
    rig.reply(SAVE, json_answer(201, &copy(&text, at)));
    at
}

pub fn dropped(rig: &mut Rig) {
    rig.reply(DROP, json_answer(200, &json!({"status": "OK"})));
}

/// Another device keeps a text, or its going is told.
pub fn told(rig: &mut Rig, event: &str, draft: &Value) {
    let broadcast = json!({"user_id": EMILY, "channel_id": ENGINEERING});
    rig.event(event, json!({"draft": draft.to_string()}), broadcast);
}

pub fn later(rig: &Rig) -> i64 {
    rig.now.wall.0 + 1
}

/// With words.
fn draft_records(rig: &Rig) -> Vec<&String> {
    let records = rig.store.records.iter();
    records
        .filter(|(key, text)| key.contains("/draft/") && text.contains(r#""message":"#))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn a_text_is_told_once_when_the_keys_rest_and_with_the_connection_that_is_to_hear_no_echo() {
    let mut rig = Rig::live();
    for text in ["h", "ha", "half"] {
        write(&mut rig, text);
        rig.pass(1_000);
    }
    assert_eq!(rig.count(SAVE), 0);
    rig.pass(600);
    assert_eq!(said(&rig)["message"], "half");
    let left = rig.find(SAVE).unwrap();
    assert_eq!(
        left.request.connection_id,
        ConnectionId::parse(&"a".repeat(26)).ok()
    );
    taken(&mut rig);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 1);
}

#[test]
fn it_is_told_at_once_when_the_page_is_hidden_or_another_place_is_opened() {
    let hide = |rig: &mut Rig| rig.wake(Wake::Hidden);
    let switch = |rig: &mut Rig| {
        rig.act(Action::OpenChannel {
            channel_id: channel(DESIGN),
        });
    };
    for leave in [hide as fn(&mut Rig), switch] {
        let mut rig = Rig::live();
        write(&mut rig, "half a sentence");
        leave(&mut rig);
        assert_eq!(said(&rig)["message"], "half a sentence");
    }
}

#[test]
fn one_request_at_a_time_about_a_place_and_the_last_wish_last() {
    let mut rig = Rig::live();
    write(&mut rig, "one");
    rig.pass(1_500);
    for text in ["two", "three"] {
        write(&mut rig, text);
        rig.pass(2_000);
    }
    assert_eq!(rig.count(SAVE), 1);
    taken(&mut rig);
    rig.pong();
    assert_eq!(said(&rig)["message"], "three");
    taken(&mut rig);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 2);
}

#[test]
fn a_text_that_is_under_way_when_enter_is_pressed_is_deleted_behind_it() {
    let mut rig = Rig::live();
    write(&mut rig, "a whole sentence");
    rig.pass(1_500);
    rig.say("a whole sentence");
    assert_eq!((draft(&rig), rig.is_open(DROP)), ("", false));
    assert_eq!(draft_records(&rig).len(), 0, "no words");
    taken(&mut rig);
    assert!(rig.is_open(DROP));
    dropped(&mut rig);
    assert_eq!(draft_records(&rig).len(), 0);
    assert_eq!(cleared(&rig), [""; 0], "what was sent needs not be brought back");
    rig.pass(60_000);
    assert_eq!((rig.count(SAVE), rig.count(DROP)), (1, 1));
}

#[test]
fn what_was_sent_before_it_was_told_needs_no_word() {
    let mut rig = Rig::live();
    write(&mut rig, "quick");
    rig.say("quick");
    rig.pass(60_000);
    assert_eq!(
        (rig.count(SAVE), rig.count(DROP), draft_records(&rig).len()),
        (0, 0, 0)
    );
}

#[test]
fn a_page_that_died_between_enter_and_the_deletion_leaves_it_to_the_next_one() {
    // The text was answered, had arrived, or arrives when the next page has deleted it.
    for (answered, arrived) in [(true, true), (false, true), (false, false)] {
        let mut rig = Rig::live();
        write(&mut rig, "a whole sentence");
        rig.pass(1_500);
        let at = if answered {
            taken(&mut rig)
        } else {
            later(&rig) + 40_000
        };
        rig.say("a whole sentence");
        rig.reload();
        let list = if arrived {
            json!([copy("a whole sentence", at)])
        } else {
            json!([])
        };
        let list = json_answer(200, &list);
        rig.answer_all();
        rig.connect('b');
        while let Some(left) = rig.open.first() {
            let line = left.line();
            let is_list = line.ends_with(LIST) && line.starts_with("GET");
            if is_list {
                rig.reply(&line, list.clone());
            } else if line.starts_with(DROP) {
                break;
            } else {
                rig.answer(&line);
            }
        }
        assert_eq!(draft(&rig), "", "{answered} {arrived}");
        rig.pass(6_000);
        assert!(rig.is_open(DROP), "{answered} {arrived}");
        dropped(&mut rig);
        assert_eq!(draft_records(&rig).len(), 0);
        let late = copy("a whole sentence", at + 20_000);
        told(&mut rig, "draft_created", &late);
        // If nobody waits for it any more, another device has written the same.
        assert_eq!(draft(&rig).is_empty(), !arrived, "{answered} {arrived}");
        rig.pass(2_000);
        assert_eq!(rig.is_open(DROP), !arrived);
    }
}

#[test]
fn a_newer_text_comes_in_and_an_older_one_does_not() {
    let mut rig = Rig::live();
    let at = later(&rig);
    told(&mut rig, "draft_created", &copy("from the phone", at));
    assert_eq!(draft(&rig), "from the phone");
    told(&mut rig, "draft_created", &copy("older", at - 1));
    assert_eq!(draft(&rig), "from the phone");
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 0, "what was told is not told back");
    told(&mut rig, "draft_deleted", &copy("from the phone", at));
    assert_eq!(draft(&rig), "");
    told(&mut rig, "draft_created", &copy("from the phone", at - 1));
    assert_eq!(draft(&rig), "", "of before");
    assert_eq!(cleared(&rig), [""; 0], "not written here");
}

#[test]
fn what_was_told_while_the_list_was_on_its_way_is_not_gone_because_the_list_lacks_it() {
    let mut rig = Rig::live();
    rig.cut();
    rig.pass(20_000);
    rig.fail_all();
    rig.connect('b');
    while !rig.is_open(LIST) {
        let line = rig.open.first().expect("the list is asked for").line();
        rig.answer(&line);
    }
    let at = later(&rig);
    told(&mut rig, "draft_created", &copy("from the phone", at));
    rig.answer(LIST);
    assert_eq!(draft(&rig), "from the phone");
}

#[test]
fn nothing_comes_in_while_somebody_writes_and_what_gives_way_can_be_brought_back() {
    let mut rig = Rig::live();
    write(&mut rig, "written here");
    rig.pass(2_000);
    taken(&mut rig);
    let theirs = copy("from the phone", later(&rig));
    told(&mut rig, "draft_created", &theirs);
    assert_eq!(draft(&rig), "written here");
    rig.pass(2_000);
    assert_eq!(said(&rig)["message"], "written here");
    taken(&mut rig);
    rig.pass(6_000);
    let theirs = copy("written later", later(&rig));
    told(&mut rig, "draft_created", &theirs);
    assert_eq!(
        (draft(&rig), cleared(&rig)),
        ("written later", vec!["written here"])
    );
}

#[test]
fn files_priority_and_props_of_a_draft_are_written_back_as_they_came() {
    let mut rig = Rig::live();
    let mut theirs = copy("with a file", later(&rig));
    theirs["file_ids"] = json!(["f".repeat(26)]);
    theirs["priority"] = json!({"priority": "urgent", "requested_ack": true});
    theirs["props"] = json!({"a": [1, {"b": "\u{2028}"}]});
    told(&mut rig, "draft_created", &theirs);
    for _ in 0..2 {
        write(&mut rig, "with a file, and more");
        rig.pass(6_000);
        let mut body = said(&rig);
        let props = body["props"].as_object_mut().unwrap();
        let known = props.remove("tsubame_knows").unwrap();
        assert_eq!(known.as_array().unwrap().last(), Some(&theirs["update_at"]));
        assert!(props.remove("tsubame_typed").is_some());
        for name in ["file_ids", "priority", "props"] {
            assert_eq!(body[name], theirs[name], "{name}");
        }
        assert_eq!(body["message"], "with a file, and more");
        rig.fail_all();
        // Also over a reload.
        rig.reload();
        rig.answer_all_but(LIST);
        rig.connect('b');
        rig.answer_all_but(LIST);
        rig.reply(LIST, json_answer(200, &json!([theirs])));
    }
}

#[test]
fn a_refusal_is_counted_and_the_text_stays_here() {
    let mut rig = Rig::live();
    write(&mut rig, "not taken");
    rig.pass(1_500);
    rig.reply(SAVE, failure(403, "api.context.permissions.app_error", "No."));
    rig.pass(600_000);
    assert_eq!((rig.count(SAVE), draft(&rig)), (1, "not taken"));
    assert_eq!(rig.engine.state().notices().count(), 0);
    let counted = rig.engine.state().counters().get("draft (refused by the server)");
    assert_eq!(counted, Some(&1));
}

#[test]
fn a_server_without_drafts_is_asked_no_more() {
    let mut rig = Rig::live();
    write(&mut rig, "one");
    rig.pass(1_500);
    rig.reply(SAVE, failure(501, "api.drafts.disabled.app_error", "Off."));
    write(&mut rig, "two");
    rig.pass(60_000);
    told(&mut rig, "draft_created", &copy("three", i64::MAX));
    assert_eq!((rig.count(SAVE), draft(&rig)), (1, "two"));
}

#[test]
fn one_who_does_not_want_it_has_texts_on_this_side_only() {
    let mut rig = Rig::live();
    rig.act(Action::SetPreference {
        preference: Preference {
            key: PreferenceKey::new("advanced_settings", "sync_drafts"),
            value: "false".into(),
        },
    });
    write(&mut rig, "mine");
    rig.pass(60_000);
    told(&mut rig, "draft_created", &copy("theirs", i64::MAX));
    assert_eq!((rig.count(SAVE), draft(&rig)), (0, "mine"));
}

#[test]
fn while_nobody_answers_it_is_tried_ever_more_seldom() {
    let mut rig = Rig::live();
    write(&mut rig, "not heard");
    let end = rig.now.mono.0 + 600_000;
    while rig.now.mono.0 < end {
        rig.pass(500);
        if rig.is_open(SAVE) {
            rig.reply(SAVE, failure(503, "", ""));
        }
    }
    let tries = rig.count(SAVE);
    assert!((6..=12).contains(&tries), "{tries}");
    rig.pass(130_000);
    taken(&mut rig);
    rig.pass(600_000);
    assert_eq!(rig.count(SAVE), tries + 1);
}

#[test]
fn what_was_written_without_a_network_meets_what_was_written_elsewhere_meanwhile() {
    for (theirs_later, stands, brought_back) in [(true, "theirs", vec!["mine"]), (false, "mine", vec![])] {
        let mut rig = Rig::live();
        rig.cut();
        rig.fail_all();
        write(&mut rig, "mine");
        rig.pass(20_000);
        rig.fail_all();
        let at = rig.now.wall.0 - if theirs_later { 0 } else { 40_000 };
        rig.connect('b');
        let list = json_answer(200, &json!([copy("theirs", at)]));
        while let Some(left) = rig.open.first() {
            let line = left.line();
            match line.as_str() {
                line if line.starts_with("GET") && line.ends_with(LIST) => rig.reply(line, list.clone()),
                line if line.starts_with(SAVE) => break,
                line => rig.answer(line),
            }
        }
        assert_eq!(
            (draft(&rig), cleared(&rig)),
            (stands, brought_back),
            "later: {theirs_later}"
        );
        assert_eq!(rig.is_open(SAVE), !theirs_later);
    }
}

#[test]
fn texts_emptied_by_hand_and_thrown_away_can_be_brought_back_ten_of_them_over_a_reload() {
    let mut rig = Rig::live();
    for number in 0..12 {
        write(&mut rig, &format!("thought {number}"));
        write(&mut rig, "thought");
        write(&mut rig, "");
    }
    for short in ["a", "ab", "  ab  "] {
        write(&mut rig, short);
        write(&mut rig, "");
    }
    rig.say("refused");
    rig.reply(CREATE, failure(400, "api.post.error", "No."));
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.act(Action::DiscardPost { pending });
    let texts = cleared(&rig);
    assert_eq!(
        (texts.len(), texts[0], texts[1], texts[9]),
        (10, "refused", "thought 11", "thought 3")
    );
    let before: Vec<String> = texts.into_iter().map(str::to_owned).collect();
    rig.reload();
    rig.answer_all();
    assert_eq!(cleared(&rig), before);
    rig.act(Action::LogOut);
    assert_eq!(cleared(&rig), [""; 0]);
    assert!(rig.store.records.is_empty());
}

#[test]
fn a_text_in_a_channel_one_was_removed_from_is_told_when_one_is_back() {
    let mut rig = Rig::live();
    let list = &rig.canned["GET /api/v4/users/me/channels"].body;
    let list: Vec<Value> = serde_json::from_str(list).unwrap();
    let known = list.into_iter().find(|known| known["id"] == ENGINEERING).unwrap();
    write(&mut rig, "half a sentence");
    let removed = json!({"channel_id": ENGINEERING, "remover_id": KENJI});
    rig.event("user_removed", removed, json!({"user_id": EMILY}));
    rig.pass(10_000);
    assert!(!rig.is_open(SAVE), "there is no such channel");
    let added = json!({"user_id": EMILY, "team_id": ""});
    rig.event("user_added", added, json!({"channel_id": ENGINEERING}));
    rig.reply(
        &format!("GET /api/v4/channels/{ENGINEERING}"),
        json_answer(200, &known),
    );
    assert_eq!(said(&rig)["message"], "half a sentence");
}

#[test]
fn of_two_texts_that_reach_the_server_in_one_millisecond_one_stands_whichever_is_heard_of_first() {
    for (mine, theirs) in [("b", "a"), ("a", "b")] {
        let mut rig = Rig::live();
        write(&mut rig, mine);
        rig.pass(1_500);
        rig.wake(Wake::Blurred);
        let at = rig.now.wall.0;
        told(&mut rig, "draft_created", &copy(theirs, at));
        assert_eq!(draft(&rig), theirs);
        taken(&mut rig);
        assert_eq!(draft(&rig), "b");
        rig.pass(1_500);
        assert_eq!(said(&rig)["message"], "b");
    }
}
