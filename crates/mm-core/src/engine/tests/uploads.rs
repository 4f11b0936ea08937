//! Files on their way: the post waits for them, and nothing of them is lost, doubled or sent to the wrong place.

use super::tabs::{tell, two};
use super::*;
use crate::state::OutgoingPhase;

const CREATE: &str = "POST /api/v4/posts";
const UPLOAD: &str = "POST /api/v4/files";
const ONE: &str = "f1aaaaaaaaaaaaaaaaaaaaaaaa";
const THREE: &str = "f3aaaaaaaaaaaaaaaaaaaaaaaa";
const TWO: &str = "f2aaaaaaaaaaaaaaaaaaaaaaaa";

fn here() -> DraftPlace {
    DraftPlace {
        channel_id: channel(ENGINEERING),
        root_id: None,
    }
}

fn id(name: &str) -> AttachmentId {
    AttachmentId::new(name)
}

fn attach_of(rig: &mut Rig, name: &str, size: i64) {
    let file = Attachment {
        id: id(name),
        name: format!("{name} 図.png"),
        size,
    };
    rig.act(Action::AttachFile { place: here(), file });
}

fn attach(rig: &mut Rig, name: &str) {
    attach_of(rig, name, 1_000);
}

fn uploaded(file_id: &str) -> HttpReply {
    json_answer(
        201,
        &json!({"file_infos": [{"id": file_id}], "client_ids": ["x"]}),
    )
}

fn body(rig: &Rig) -> Value {
    let left = rig.find(CREATE).expect("a post is under way");
    serde_json::from_str(left.request.body.as_deref().unwrap()).unwrap()
}

/// The server makes the post, with these of its files.
fn create(rig: &mut Rig, number: u64, files: &[&str]) {
    let body = body(rig);
    let text = body["message"].as_str().unwrap();
    let mut post = post_json(ENGINEERING, EMILY, number, rig.now.wall.0, text);
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    post["file_ids"] = json!(files);
    rig.reply(CREATE, json_answer(201, &post));
}

fn composer(rig: &Rig) -> Vec<(String, UploadPhase)> {
    let attached = rig.engine.state().attached_to(here());
    attached
        .map(|a| (a.file.id.as_str().to_owned(), a.phase.clone()))
        .collect()
}

fn phase(rig: &Rig) -> OutgoingPhase {
    rig.engine.state().outbox()[0].phase.clone()
}

fn kept(rig: &Rig) -> usize {
    rig.store
        .records
        .keys()
        .filter(|key| key.contains("/file/"))
        .count()
}

#[test]
fn a_file_goes_at_once_and_its_post_when_the_server_has_it() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    let left = rig.find(UPLOAD).expect("it goes");
    assert_eq!(left.request.file, Some(id("one")));
    assert!(left.request.path.contains("filename=one%20%E5%9B%B3.png"));
    assert!(left.request.path.contains(ENGINEERING));
    let request = left.id;
    rig.feed(Input::Progress(request, 40));
    assert_eq!(composer(&rig), [("one".to_owned(), UploadPhase::Sending(40))]);
    rig.say("look");
    assert_eq!(composer(&rig), [], "it belongs to the message now");
    assert!(!rig.is_open(CREATE), "the message waits for it");
    assert_eq!(phase(&rig), OutgoingPhase::Queued);
    rig.reply(UPLOAD, uploaded(ONE));
    assert_eq!(body(&rig)["file_ids"], json!([ONE]));
    create(&mut rig, 1, &[ONE]);
    assert!(rig.engine.state().outbox().is_empty());
    assert!(rig.engine.state().attachments().is_empty());
    assert_eq!(kept(&rig), 0, "nothing of it stays in the store");
}

#[test]
fn a_message_may_be_a_file_alone_and_what_is_written_after_it_comes_after_it() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    rig.say("");
    rig.say("and words");
    assert!(!rig.is_open(CREATE));
    rig.reply(UPLOAD, uploaded(ONE));
    assert_eq!(body(&rig)["message"], "");
    create(&mut rig, 1, &[ONE]);
    assert_eq!(body(&rig)["message"], "and words");
    assert_eq!(body(&rig).get("file_ids"), None);
}

#[test]
fn one_goes_after_the_other_and_a_lost_answer_sends_the_file_alone_once_more() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    attach(&mut rig, "two");
    rig.say("both");
    assert_eq!(rig.count(UPLOAD), 1);
    rig.reply(UPLOAD, uploaded(ONE));
    rig.reply(UPLOAD, HttpReply::Failed);
    assert_eq!(
        phase(&rig),
        OutgoingPhase::Queued,
        "a message does not fail for that"
    );
    rig.pass(3_000);
    assert_eq!(rig.count(UPLOAD), 3, "the second one again, and not the first");
    assert_eq!(rig.count(CREATE), 0);
    rig.reply(UPLOAD, uploaded(TWO));
    assert_eq!(body(&rig)["file_ids"], json!([ONE, TWO]));
}

#[test]
fn a_file_that_is_refused_fails_its_message_which_can_be_tried_again() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    rig.say("look");
    rig.say("next");
    let words = "Unable to upload file.";
    rig.reply(
        UPLOAD,
        failure(413, "api.file.upload_file.too_large_detailed.app_error", words),
    );
    let message = words.to_owned();
    assert_eq!(
        phase(&rig),
        OutgoingPhase::Failed(FailureReason::Refused { message })
    );
    assert_eq!(body(&rig)["message"], "next", "it holds nothing up");
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    create(&mut rig, 1, &[]);
    rig.act(Action::RetryPost { pending });
    rig.reply(UPLOAD, uploaded(ONE));
    assert_eq!(body(&rig)["file_ids"], json!([ONE]));
}

#[test]
fn a_message_thrown_away_takes_its_files_with_it() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    rig.say("look");
    rig.reply(UPLOAD, HttpReply::NoFile);
    assert_eq!(phase(&rig), OutgoingPhase::Failed(FailureReason::FileGone));
    let pending = rig.engine.state().outbox()[0].post.pending.clone();
    rig.act(Action::DiscardPost { pending });
    assert_eq!(composer(&rig), []);
    assert_eq!(kept(&rig), 0);
}

#[test]
fn a_file_that_is_taken_away_is_broken_off() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    let request = rig.find(UPLOAD).unwrap().id;
    rig.act(Action::DetachFile { id: id("one") });
    assert!(rig.effects.contains(&Effect::Abort(request)));
    rig.reply(UPLOAD, uploaded(ONE));
    assert_eq!(composer(&rig), []);
    rig.say("words");
    assert_eq!(body(&rig).get("file_ids"), None);
}

#[test]
fn a_file_that_the_server_left_out_is_in_the_composer_again_and_the_person_is_told() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    attach(&mut rig, "two");
    rig.reply(UPLOAD, uploaded(ONE));
    rig.reply(UPLOAD, uploaded(TWO));
    rig.say("both");
    create(&mut rig, 1, &[TWO]);
    assert!(rig.engine.state().outbox().is_empty());
    assert!(rig.has_notice(NoticeKind::FileLeftOut));
    assert_eq!(composer(&rig).len(), 1);
    assert!(rig.is_open(UPLOAD), "sent anew under another id");
}

#[test]
fn what_the_server_would_refuse_is_not_attached() {
    let mut rig = Rig::live();
    attach_of(&mut rig, "empty", 0);
    assert!(rig.has_notice(NoticeKind::FileNotAttached));
    attach_of(&mut rig, "huge", 1 << 40);
    assert_eq!(composer(&rig), []);
    for number in 0..11 {
        attach(&mut rig, &format!("n{number}"));
    }
    assert_eq!(composer(&rig).len(), 10);
}

#[test]
fn after_a_reload_files_stand_where_they_stood_and_a_message_goes_on_with_them() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    rig.reply(UPLOAD, uploaded(ONE));
    attach(&mut rig, "two");
    rig.say("both");
    attach(&mut rig, "three");
    rig.reload();
    rig.answer_all_but(UPLOAD);
    rig.connect('b');
    rig.answer_all_but(UPLOAD);
    assert_eq!(composer(&rig).len(), 1, "the third was not sent");
    assert!(!rig.is_open(CREATE));
    for _ in 0..2 {
        let left = rig.find(UPLOAD).expect("the next");
        let is_second = left.request.file == Some(id("two"));
        rig.reply(UPLOAD, uploaded(if is_second { TWO } else { THREE }));
    }
    // What an earlier page left is looked for before it is sent: it is not there.
    rig.answer("since=");
    assert_eq!(body(&rig)["file_ids"], json!([ONE, TWO]));
}

#[test]
fn a_message_whose_files_are_gone_is_looked_for_before_it_counts_as_failed() {
    let mut rig = Rig::live();
    attach(&mut rig, "one");
    rig.reply(UPLOAD, uploaded(ONE));
    rig.say("arrived, says the other tab");
    rig.pass(300);
    rig.store.records.retain(|key, _| !key.contains("/file/"));
    rig.reload();
    rig.answer_all_but("since=");
    rig.connect('b');
    rig.answer_all_but("since=");
    assert_ne!(phase(&rig), OutgoingPhase::Failed(FailureReason::FileGone));
    // It is not there.
    rig.answer("since=");
    assert_eq!(phase(&rig), OutgoingPhase::Failed(FailureReason::FileGone));
}

#[test]
fn another_tab_shows_the_file_and_leaves_it_to_the_first_one() {
    let (mut one, mut other) = two();
    attach(&mut one, "one");
    tell(&mut one, &mut other);
    assert_eq!(composer(&other).len(), 1);
    other.pass(5_000);
    assert!(!other.is_open(UPLOAD));
    one.reply(UPLOAD, uploaded(ONE));
    tell(&mut one, &mut other);
    assert_eq!(
        composer(&other),
        [("one".to_owned(), UploadPhase::Done(FileId::parse(ONE).unwrap()))]
    );
    other.say("sent here");
    assert_eq!(body(&other)["file_ids"], json!([ONE]));
}

#[test]
fn who_sends_in_another_tab_sends_the_file_from_there() {
    let (mut one, mut other) = two();
    attach(&mut one, "one");
    tell(&mut one, &mut other);
    other.say("sent here");
    assert!(other.is_open(UPLOAD));
    other.reply(UPLOAD, uploaded(ONE));
    assert_eq!(body(&other)["file_ids"], json!([ONE]));
}

#[test]
fn a_file_that_two_tabs_have_sent_is_not_left_out() {
    let mut one = Rig::live();
    attach(&mut one, "one");
    one.say("look");
    one.reply(UPLOAD, uploaded(ONE));
    // The other tab sent the same message, with the same file by its own upload.
    let body = body(&one);
    let mut post = post_json(ENGINEERING, EMILY, 1, one.now.wall.0, "look");
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["props"] = body["props"].clone();
    post["file_ids"] = json!([TWO]);
    post["metadata"]["files"] = json!([{"id": TWO, "name": "one 図.png"}]);
    one.reply(CREATE, json_answer(201, &post));
    assert_eq!(composer(&one), []);
    assert!(!one.has_notice(NoticeKind::FileLeftOut));
}

#[test]
fn what_another_tab_says_after_a_message_with_a_file_does_not_overtake_it_here() {
    let (mut one, mut other) = two();
    attach(&mut one, "one");
    one.say("first");
    one.say("second");
    tell(&mut one, &mut other);
    one.pass(20_000);
    let upload = one.find(UPLOAD).expect("under way").id;
    one.feed(Input::Progress(upload, 50));
    tell(&mut one, &mut other);
    // The first is waited for since then, the second one for longer.
    other.pass(35_000);
    assert!(
        !other.is_open(CREATE) && other.count("since=") == 0,
        "{:?}",
        other.open
    );
    let next = other.engine.next_wakeup().expect("it does not wait for ever");
    assert!(next > other.now.mono, "nor ask without a pause");
}

#[test]
fn what_is_sent_does_not_come_back_from_another_tab() {
    let (mut one, mut other) = two();
    attach(&mut one, "one");
    let early = super::tabs::told_by(&mut one);
    other.feed(Input::Heard(early.clone()));
    one.reply(UPLOAD, uploaded(ONE));
    one.say("look");
    create(&mut one, 1, &[ONE]);
    one.feed(Input::Heard(early));
    assert_eq!(composer(&one), []);
    let records = super::tabs::told_by(&mut one);
    other.feed(Input::Heard(records));
    super::tabs::told_by(&mut other);
    attach(&mut other, "two");
    let told = super::tabs::told_by(&mut other);
    assert!(
        told.iter().all(|record| !record.key.ends_with("/one")),
        "what another tab took away is not kept again: {told:?}"
    );
}
