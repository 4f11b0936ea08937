//! Texts of one person on two devices: no older words come back over what was typed last, and what was sent elsewhere goes.

use super::drafts::{dropped, later, taken, told, DROP, SAVE};
use super::texts::{copy, draft, write};
use super::*;
use crate::connection::Wake;

#[test]
fn a_text_that_was_sent_from_another_device_goes_even_right_after_the_last_key() {
    for (sent, left) in [("half", "half a sentence"), ("half a sentence", "")] {
        let mut rig = Rig::live();
        rig.wake(Wake::Visible);
        rig.pong();
        write(&mut rig, "half a sentence");
        rig.pass(1_500);
        let at = rig.now.wall.0;
        rig.reply(SAVE, json_answer(201, &copy("half a sentence", at)));
        rig.posted(ENGINEERING, EMILY, 1, sent);
        told(&mut rig, "draft_deleted", &copy("half a sentence", at));
        assert_eq!(draft(&rig), left, "{sent} was sent");
    }
}

#[test]
fn a_text_whose_copy_went_right_before_its_message_came_goes_with_the_message() {
    for (author, left) in [(EMILY, ""), (KENJI, "half a sentence")] {
        let mut rig = Rig::live();
        rig.wake(Wake::Visible);
        rig.pong();
        write(&mut rig, "half a sentence");
        rig.pass(1_500);
        let at = taken(&mut rig);
        told(&mut rig, "draft_deleted", &copy("half a sentence", at));
        assert_eq!(draft(&rig), "half a sentence", "somebody writes here");
        rig.posted(ENGINEERING, author, 1, "half a sentence");
        assert_eq!(draft(&rig), left);
        rig.pass(6_000);
        assert_eq!(rig.is_open(SAVE), !left.is_empty());
    }
}

#[test]
fn a_text_that_was_sent_from_another_device_before_its_answer_came_goes() {
    for (went, left) in [(5, ""), (4, "half a sentence")] {
        let mut rig = Rig::live();
        write(&mut rig, "half a sentence");
        rig.pass(1_500);
        let at = later(&rig);
        told(&mut rig, "draft_deleted", &copy("half a sentence", at + went));
        rig.pass(6_000);
        rig.reply(SAVE, json_answer(201, &copy("half a sentence", at + 5)));
        assert_eq!(draft(&rig), left, "{went}");
    }
}

#[test]
fn over_a_link_that_hears_nothing_any_more_no_text_is_told() {
    let mut rig = Rig::live();
    write(&mut rig, "half a sentence");
    let due = rig.now.mono.0 + 1_500;
    rig.clock(due);
    rig.feed(Input::Deadline);
    assert!(
        !rig.is_open(SAVE),
        "another device may have told another one long before"
    );
    rig.pong();
    assert!(rig.is_open(SAVE));
}

#[test]
fn words_that_were_typed_over_and_come_once_more_from_another_device_do_not_replace_the_new_ones() {
    let mut rig = Rig::live();
    let at = later(&rig);
    told(&mut rig, "draft_created", &copy("from the phone", at));
    write(&mut rig, "from the desk");
    rig.pass(1_500);
    taken(&mut rig);
    rig.pass(6_000);
    let again = copy("from the phone", later(&rig));
    told(&mut rig, "draft_created", &again);
    assert_eq!(draft(&rig), "from the desk");
    rig.pass(1_500);
    assert!(rig.is_open(SAVE), "the server has the older words");
}

#[test]
fn an_older_text_of_another_device_does_not_come_into_a_box_that_was_emptied_after_it_also_over_a_reload() {
    // crowd 1614742: the tombstone went with the server's word that it has none.
    for (is_later, reloads) in [(false, false), (false, true), (true, true)] {
        let mut rig = Rig::live();
        write(&mut rig, "from the desk");
        rig.pass(1_500);
        let at = taken(&mut rig);
        rig.pass(60_000);
        write(&mut rig, "");
        dropped(&mut rig);
        rig.pass(1_000);
        if reloads {
            rig.reload();
            rig.answer_all();
            rig.connect('b');
            rig.answer_all();
        }
        let typed = if is_later { later(&rig) } else { at + 10_000 };
        let mut late = copy("from the phone", later(&rig));
        late["props"] = json!({"tsubame_typed": typed, "tsubame_knows": [at]});
        told(&mut rig, "draft_created", &late);
        let left = if is_later { "from the phone" } else { "" };
        assert_eq!(draft(&rig), left, "{is_later} {reloads}");
        rig.pass(2_000);
        assert_eq!(
            rig.is_open(DROP),
            !is_later,
            "the server has it {is_later} {reloads}"
        );
    }
}

#[test]
fn a_text_that_is_told_anew_in_the_millisecond_in_which_it_went_is_there_again() {
    // sleet 1662415: one device emptied the box, another one told the same text for its files.
    let mut rig = Rig::live();
    let at = later(&rig);
    let mut first = copy("from the phone", at);
    first["create_at"] = json!(at - 1);
    told(&mut rig, "draft_created", &first);
    told(&mut rig, "draft_deleted", &first);
    assert_eq!(draft(&rig), "");
    told(&mut rig, "draft_created", &first);
    assert_eq!(draft(&rig), "", "the one that went");
    first["create_at"] = json!(at);
    told(&mut rig, "draft_created", &first);
    assert_eq!(draft(&rig), "from the phone");
    // Where it was emptied it is deleted once more: its words are older.
    write(&mut rig, "");
    dropped(&mut rig);
    first["props"] = json!({"tsubame_typed": at - 9, "tsubame_knows": []});
    told(&mut rig, "draft_created", &first);
    rig.pass(2_000);
    assert_eq!((draft(&rig), rig.is_open(DROP)), ("", true));
}

#[test]
fn what_was_listed_while_a_deletion_was_lost_is_looked_at_before_it_is_said_again() {
    // crowd 3372246 with slow links: another device's later text went with it.
    for (later_by, stands) in [(10_000, "from the phone"), (-10_000, "")] {
        let mut rig = Rig::live();
        write(&mut rig, "from the desk");
        rig.pass(1_500);
        let at = taken(&mut rig);
        rig.pass(60_000);
        write(&mut rig, "");
        let mut phone = copy("from the phone", rig.now.wall.0 + 11_000);
        phone["props"] = json!({"tsubame_typed": rig.now.wall.0 + later_by, "tsubame_knows": [at]});
        rig.cut();
        rig.pass(15_000);
        rig.connect('b');
        answer_all_but_the_deletion(&mut rig, &phone);
        rig.reply(DROP, HttpReply::Failed);
        rig.pass(3_000);
        answer_all_but_the_deletion(&mut rig, &phone);
        rig.pass(3_000);
        assert_eq!(draft(&rig), stands);
        assert_eq!(rig.is_open(DROP), stands.is_empty());
    }
}

/// The server's only draft is this one.
fn answer_all_but_the_deletion(rig: &mut Rig, draft: &Value) {
    let next = |rig: &Rig| {
        let mut lines = rig.open.iter().map(Left::line);
        lines.find(|line| !line.starts_with("DELETE"))
    };
    while let Some(line) = next(rig) {
        if line.ends_with("/drafts") {
            rig.reply(&line, json_answer(200, &json!([draft])));
        } else {
            rig.answer(&line);
        }
    }
}
