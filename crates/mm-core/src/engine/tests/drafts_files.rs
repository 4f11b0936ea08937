//! Files of texts in composers, and the server's copies of those texts: what is told, what comes, what goes.

use super::texts::{draft, with_files, write};
use super::*;

pub const SAVE: &str = "POST /api/v4/drafts";
const DROP: &str = "DELETE /api/v4/users/me/channels/";
pub const CREATE: &str = "POST /api/v4/posts";
pub const UPLOAD: &str = "POST /api/v4/files";
pub const ONE: &str = "f1aaaaaaaaaaaaaaaaaaaaaaaa";
pub const TWO: &str = "f2aaaaaaaaaaaaaaaaaaaaaaaa";
pub const THREE: &str = "f3aaaaaaaaaaaaaaaaaaaaaaaa";

fn here() -> DraftPlace {
    DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    }
}

/// Attaches a file, and the server takes it under this id.
pub fn attach(rig: &mut Rig, name: &str, file_id: &str) {
    choose(rig, name);
    let answer = json!({"file_infos": [{"id": file_id}], "client_ids": ["x"]});
    rig.reply(UPLOAD, json_answer(201, &answer));
}

pub fn choose(rig: &mut Rig, name: &str) {
    let file = Attachment {
        id: AttachmentId::new(name),
        name: format!("{name}.png"),
        size: 1_000,
    };
    rig.act(Action::AttachFile { place: here(), file });
}

pub fn detach(rig: &mut Rig, id: &str) {
    let id = AttachmentId::new(id);
    rig.act(Action::DetachFile { id });
}

/// What a file is called here that only the server has.
pub fn of_server(file_id: &str) -> String {
    AttachmentId::of_server(FileId::parse(file_id).unwrap())
        .as_str()
        .to_owned()
}

pub fn composer(rig: &Rig) -> Vec<String> {
    let attached = rig.engine.state().attached_to(here());
    attached.map(|a| a.file.id.as_str().to_owned()).collect()
}

/// The files with which the text is being told.
pub fn said(rig: &Rig) -> Vec<String> {
    let left = rig.find(SAVE).expect("a text is under way");
    let body: Value = serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap();
    let ids = body["file_ids"].as_array().into_iter().flatten();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

/// Before a text is told once more because of its files the server is asked what it has.
pub fn looks(rig: &mut Rig, version: i64, files: &[&str]) {
    rig.pass(1_500);
    assert!(!rig.is_open(SAVE));
    let list = json!([with_files(draft(rig), version, files)]);
    rig.reply("/drafts", json_answer(200, &list));
}

/// The server takes the text that is under way, with its files.
pub fn taken(rig: &mut Rig) -> i64 {
    let (files, at) = (said(rig), rig.now.wall.0);
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let kept = with_files(draft(rig), at, &files);
    rig.reply(SAVE, json_answer(201, &kept));
    at
}

/// Another device keeps a text with these files, or its going is told.
pub fn told(rig: &mut Rig, event: &str, draft: &Value) {
    let broadcast = json!({"user_id": EMILY, "channel_id": ENGINEERING});
    rig.event(event, json!({"draft": draft.to_string()}), broadcast);
}

fn later(rig: &Rig) -> i64 {
    rig.now.wall.0 + 1
}

/// A text that the server has with this file, both from here.
pub fn known() -> (Rig, i64) {
    let mut rig = Rig::live();
    write(&mut rig, "look");
    attach(&mut rig, "one", ONE);
    rig.pass(1_500);
    assert_eq!(said(&rig), [ONE]);
    let at = taken(&mut rig);
    rig.pass(10_000);
    (rig, at)
}

/// The same, from another device.
fn came() -> (Rig, i64) {
    let mut rig = Rig::live();
    let at = later(&rig);
    told(&mut rig, "draft_created", &with_files("look", at, &[ONE]));
    assert_eq!((draft(&rig), composer(&rig)), ("look", vec![of_server(ONE)]));
    rig.pass(10_000);
    (rig, at)
}

#[test]
fn a_text_is_told_once_more_when_a_file_is_there_and_when_one_is_taken_away() {
    let mut rig = Rig::live();
    write(&mut rig, "look");
    choose(&mut rig, "one");
    rig.pass(1_500);
    assert_eq!(said(&rig), [""; 0], "it is on its way");
    let at = taken(&mut rig);
    let answer = json!({"file_infos": [{"id": ONE}], "client_ids": ["x"]});
    rig.reply(UPLOAD, json_answer(201, &answer));
    looks(&mut rig, at, &[]);
    assert_eq!(said(&rig), [ONE]);
    let at = taken(&mut rig);
    attach(&mut rig, "two", TWO);
    detach(&mut rig, "one");
    looks(&mut rig, at, &[ONE]);
    assert_eq!(said(&rig), [TWO]);
    taken(&mut rig);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 3);
}

#[test]
fn a_file_without_words_stays_here_until_there_are_some() {
    let mut rig = Rig::live();
    attach(&mut rig, "one", ONE);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 0);
    // Also if the words are another device's.
    let at = later(&rig);
    told(&mut rig, "draft_created", &with_files("look", at, &[]));
    assert_eq!((draft(&rig), composer(&rig)), ("look", vec!["one".to_owned()]));
    looks(&mut rig, at, &[]);
    assert_eq!(said(&rig), [ONE]);
}

#[test]
fn what_another_device_attached_is_sent_from_here_with_its_text() {
    let (mut rig, _) = came();
    rig.say("look");
    let left = rig.find(CREATE).expect("nothing is waited for");
    let body: Value = serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap();
    assert_eq!(
        (body["message"].as_str(), &body["file_ids"]),
        (Some("look"), &json!([ONE]))
    );
    assert_eq!(rig.count(UPLOAD), 0, "there are no bytes of it here");
    assert_eq!(rig.count(SAVE), 0, "what was told is not told back");
}

#[test]
fn whichever_text_stands_what_another_device_attached_comes() {
    let (mut rig, _) = known();
    write(&mut rig, "look here");
    let theirs = with_files("look there", later(&rig), &[ONE, TWO]);
    told(&mut rig, "draft_created", &theirs);
    assert_eq!(draft(&rig), "look here", "somebody is writing");
    assert_eq!(composer(&rig), ["one".to_owned(), of_server(TWO)]);
    rig.pass(2_000);
    assert_eq!(said(&rig), [ONE, TWO]);
}

#[test]
fn what_another_device_took_away_goes_and_what_it_never_knew_stays() {
    let (mut rig, at) = known();
    choose(&mut rig, "two");
    told(&mut rig, "draft_created", &with_files("look", at + 1, &[]));
    assert_eq!(composer(&rig), ["two"]);
    rig.pass(10_000);
    assert_eq!(rig.count(SAVE), 1);
    // Neither does an older copy bring it back.
    told(&mut rig, "draft_created", &with_files("look", at, &[ONE]));
    assert_eq!(composer(&rig), ["two"]);
}

#[test]
fn a_draft_that_is_gone_takes_the_files_it_had() {
    for begin in [known, came] {
        let (mut rig, at) = begin();
        attach(&mut rig, "two", TWO);
        told(&mut rig, "draft_deleted", &with_files("look", at, &[ONE]));
        assert_eq!((draft(&rig), composer(&rig)), ("", vec!["two".to_owned()]));
        rig.pass(60_000);
        assert!(!rig.is_open(SAVE), "what was sent elsewhere is not told again");
    }
}

#[test]
fn with_words_that_stand_because_somebody_writes_them_their_files_do_until_they_are_sent() {
    // hail 1491773: another tab emptied the box in which somebody wrote here, and the files went from both.
    let (mut rig, at) = known();
    write(&mut rig, "look here");
    told(&mut rig, "draft_deleted", &with_files("look", at, &[ONE]));
    assert_eq!(
        (draft(&rig), composer(&rig)),
        ("look here", vec!["one".to_owned()])
    );
    rig.pass(1_500);
    assert_eq!(said(&rig), [ONE]);
    posted_elsewhere(&mut rig, 1, ONE);
    assert_eq!((draft(&rig), composer(&rig)), ("look here", vec![]));
}

#[test]
fn what_another_device_took_back_and_told_again_is_there_again() {
    let (mut rig, at) = came();
    told(&mut rig, "draft_deleted", &with_files("look", at, &[ONE]));
    assert_eq!(composer(&rig), [""; 0]);
    told(&mut rig, "draft_created", &with_files("look", at + 9, &[ONE]));
    assert_eq!(composer(&rig), [of_server(ONE)]);
}

#[test]
fn a_file_in_a_post_of_ones_own_is_in_no_composer() {
    for is_first in [true, false] {
        let (mut rig, at) = if is_first { came() } else { (Rig::live(), 0) };
        let at = if is_first { at } else { later(&rig) };
        posted_elsewhere(&mut rig, 1, ONE);
        // A copy of before that is only told now.
        told(&mut rig, "draft_created", &with_files("look", at, &[ONE]));
        assert_eq!(composer(&rig), [""; 0], "{is_first}");
    }
}

#[test]
fn what_was_taken_away_does_not_come_back_with_a_copy_of_before_also_over_a_reload() {
    for reloads in [false, true] {
        let (mut rig, at) = known();
        detach(&mut rig, "one");
        if !reloads {
            looks(&mut rig, at, &[ONE]);
            taken(&mut rig);
        } else {
            rig.reload();
            rig.answer_all_but("drafts");
            rig.connect('b');
            rig.answer_all_but("drafts");
            let list = json!([with_files("look", at, &[ONE])]);
            rig.reply("/drafts", json_answer(200, &list));
            assert_eq!(said(&rig), [""; 0], "it was looked at just now");
            taken(&mut rig);
        }
        let at = later(&rig);
        told(&mut rig, "draft_created", &with_files("look", at, &[ONE]));
        assert_eq!(composer(&rig), [""; 0], "{reloads}");
        looks(&mut rig, at, &[ONE]);
        assert_eq!(said(&rig), [""; 0], "{reloads}");
        taken(&mut rig);
        rig.pass(60_000);
        assert!(!rig.is_open(SAVE));
    }
}

#[test]
fn what_was_sent_is_not_told_with_words_that_are_left() {
    let (mut rig, at) = known();
    rig.say("something else");
    looks(&mut rig, at, &[ONE]);
    assert_eq!((draft(&rig), said(&rig)), ("look", vec![]));
}

#[test]
fn what_came_stands_after_a_reload_and_no_bytes_are_looked_for() {
    let (mut rig, at) = came();
    rig.reload();
    rig.answer_all_but("/drafts");
    rig.connect('b');
    rig.answer_all_but("/drafts");
    let list = json!([with_files("look", at, &[ONE])]);
    rig.reply("/drafts", json_answer(200, &list));
    rig.pass(10_000);
    assert_eq!(composer(&rig), [of_server(ONE)]);
    assert_eq!((rig.count(UPLOAD), rig.count(SAVE)), (0, 0));
}

#[test]
fn what_was_sent_while_the_page_was_away_is_gone_when_it_is_back() {
    let (mut rig, _) = came();
    rig.reload();
    rig.answer_all();
    rig.connect('b');
    rig.answer_all();
    assert_eq!((draft(&rig), composer(&rig)), ("", vec![]));
}

/// The server makes a post of what is sent, without its file.
fn posted_without(rig: &mut Rig) {
    let left = rig.find(CREATE).expect("a post is under way");
    let body: Value = serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap();
    let mut post = post_json(ENGINEERING, EMILY, 1, rig.now.wall.0, "look");
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    rig.reply(CREATE, json_answer(201, &post));
    assert!(rig.has_notice(NoticeKind::FileLeftOut));
}

/// A post of one's own with this file, from another device.
fn posted_elsewhere(rig: &mut Rig, number: u64, file: &str) {
    let mut post = post_json(ENGINEERING, EMILY, number, rig.now.wall.0, "look");
    post["file_ids"] = json!([file]);
    let data = json!({"post": post.to_string(), "channel_type": "O"});
    rig.event("posted", data, json!({"channel_id": ENGINEERING}));
}

#[test]
fn a_file_that_two_devices_sent_in_one_moment_is_with_one_of_their_messages() {
    let (mut rig, _) = came();
    rig.say("look");
    posted_elsewhere(&mut rig, 2, ONE);
    posted_without(&mut rig);
    assert_eq!(composer(&rig), [""; 0]);
    assert!(rig.engine.state().outbox().is_empty());
}

#[test]
fn a_file_without_bytes_that_the_server_has_forgotten_stands_as_failed() {
    let (mut rig, _) = came();
    rig.say("look");
    posted_without(&mut rig);
    for _ in 0..2 {
        let attached = rig.engine.state().attached_to(here());
        let found: Vec<_> = attached
            .map(|a| (a.file.name.as_str(), a.phase.clone()))
            .collect();
        let failed = UploadPhase::Failed(FailureReason::FileGone);
        assert_eq!(found, [("f1.png", failed)], "never silently gone");
        assert_eq!(rig.count(UPLOAD), 0);
        rig.reload();
        rig.answer_all();
        rig.connect('b');
        rig.answer_all();
    }
}

#[test]
fn files_stay_when_their_words_are_emptied_by_hand_also_if_nobody_answers() {
    for is_told in [true, false] {
        let (mut rig, mut at) = known();
        if !is_told {
            write(&mut rig, "look here");
            rig.pass(1_500);
            at = rig.now.wall.0;
        }
        write(&mut rig, "");
        if !is_told {
            rig.reply(SAVE, json_answer(201, &with_files("look here", at, &[ONE])));
        }
        rig.reply(DROP, HttpReply::Failed);
        told(&mut rig, "draft_deleted", &with_files("look", at, &[ONE]));
        assert_eq!(composer(&rig), ["one"], "{is_told}");
        rig.pass(10_000);
        write(&mut rig, "look again");
        if rig.is_open(DROP) {
            rig.reply(DROP, json_answer(200, &json!({"status": "OK"})));
        }
        rig.pass(1_500);
        assert_eq!(said(&rig), [ONE]);
    }
}

#[test]
fn what_an_older_client_carried_along_unseen_comes() {
    let (mut rig, at) = came();
    rig.pass(300);
    rig.store.records.retain(|key, _| !key.contains("/file/"));
    let older = json!({
        "v": 3, "channel_id": ENGINEERING, "root_id": "", "message": "look", "turn": 5, "update_at": at, "base": at,
        "is_there": true, "extra": {"file_ids": [ONE], "props": {"a": 1}},
    });
    let keys: Vec<String> = rig
        .store
        .records
        .keys()
        .filter(|key| key.contains("/draft/"))
        .cloned()
        .collect();
    assert_eq!(keys.len(), 1);
    for key in keys {
        rig.store.records.insert(key, older.to_string());
    }
    rig.reload();
    rig.answer_all_but("/drafts");
    rig.connect('b');
    rig.answer_all_but("/drafts");
    assert_eq!((draft(&rig), composer(&rig)), ("look", vec![]));
    let list = json!([with_files("look", at, &[ONE])]);
    rig.reply("/drafts", json_answer(200, &list));
    assert_eq!(composer(&rig), [of_server(ONE)]);
    rig.pass(10_000);
    assert_eq!(rig.count(SAVE), 0);
}

#[test]
fn no_more_come_than_a_post_holds_and_the_others_stay_in_the_draft() {
    let mut rig = Rig::live();
    for number in 0..9 {
        let id = format!("m{number}aaaaaaaaaaaaaaaaaaaaaaaa");
        attach(&mut rig, &format!("mine {number}"), &id);
    }
    let at = later(&rig);
    told(&mut rig, "draft_created", &with_files("look", at, &[ONE, TWO]));
    assert_eq!(composer(&rig).len(), 10);
    looks(&mut rig, at, &[ONE, TWO]);
    let told = said(&rig);
    assert_eq!(
        (told.len(), &told[..2]),
        (10, &[ONE.to_owned(), TWO.to_owned()][..])
    );
    taken(&mut rig);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 1);
}
