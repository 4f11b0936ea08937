//! Files of texts where two tabs of a browser and the server know them by different names or at different times, and over links that are lost.

use super::drafts_apart::{added_again, refused, removed};
use super::drafts_files::*;
use super::tabs::{told_by, two};
use super::texts::{draft, with_files, write};
use super::*;
use crate::cache::StoreFault;

#[test]
fn a_file_that_two_tabs_know_by_two_names_stands_once_with_its_bytes() {
    for server_first in [true, false] {
        let (mut one, mut other) = two();
        write(&mut one, "look");
        attach(&mut one, "one", ONE);
        one.pass(1_500);
        let at = taken(&mut one);
        one.pass(300);
        let records = told_by(&mut one);
        let copy = with_files("look", at, &[ONE]);
        if server_first {
            told(&mut other, "draft_created", &copy);
            assert_eq!(composer(&other), [of_server(ONE)]);
        }
        other.feed(Input::Heard(records));
        told(&mut other, "draft_created", &copy);
        assert_eq!(composer(&other), ["one"], "{server_first}");
        other.pass(300);
        let records = told_by(&mut other);
        one.feed(Input::Heard(records));
        assert_eq!(composer(&one), ["one"], "{server_first}");
        for tab in [&mut one, &mut other] {
            tab.pass(60_000);
            assert_eq!(
                tab.count(SAVE) + tab.count(UPLOAD),
                usize::from(tab.count(SAVE) > 0) * 2
            );
        }
    }
}

#[test]
fn a_file_that_the_other_tab_uploaded_is_left_to_it_to_tell() {
    let (mut one, mut other) = two();
    for tab in [&mut one, &mut other] {
        told(tab, "draft_created", &with_files("look", 1, &[]));
    }
    attach(&mut one, "one", ONE);
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(composer(&other), ["one"]);
    looks(&mut one, 1, &[]);
    other.pass(10_000);
    assert_eq!((said(&one), other.count(SAVE)), (vec![ONE.to_owned()], 0));
    other.pass(20_000);
    looks(&mut other, 1, &[]);
    assert_eq!(said(&other), [ONE], "the first one may be gone");
}

#[test]
fn a_tab_that_knows_a_file_from_the_server_only_learns_its_name_here() {
    // Also where the store fails (hail 1347445): its bytes are not needed any more.
    for fault in [None, Some(StoreFault::Failed)] {
        let (mut one, mut other) = two();
        write(&mut one, "look");
        one.store.fault = fault;
        other.store.fault = fault;
        attach(&mut one, "one", ONE);
        // The other tab has not heard of it.
        told_by(&mut one);
        one.pass(1_500);
        let copy = with_files("look", taken(&mut one), &[ONE]);
        told(&mut other, "draft_created", &copy);
        assert_eq!(composer(&other), [of_server(ONE)]);
        for _ in 0..2 {
            let records = told_by(&mut other);
            one.feed(Input::Heard(records));
            let records = told_by(&mut one);
            other.feed(Input::Heard(records));
        }
        for tab in [&one, &other] {
            assert_eq!(composer(tab), ["one"], "{fault:?}");
        }
    }
}

#[test]
fn a_file_that_two_tabs_have_uploaded_has_one_of_its_ids_in_both() {
    let (mut one, mut other) = two();
    write(&mut one, "look");
    for (tab, file) in [(&mut one, TWO), (&mut other, ONE)] {
        attach(tab, "one", file);
    }
    let (told_by_one, told_by_other) = (told_by(&mut one), told_by(&mut other));
    one.pass(1_500);
    // With the id that does not stand.
    assert_eq!(said(&one), [TWO]);
    let copy = with_files("look", taken(&mut one), &[TWO]);
    one.feed(Input::Heard(told_by_other));
    other.feed(Input::Heard(told_by_one));
    for tab in [&mut one, &mut other] {
        told(tab, "draft_created", &copy);
        assert_eq!(composer(tab), ["one"]);
    }
    one.pass(30_000);
    looks(&mut one, copy["update_at"].as_i64().unwrap(), &[TWO]);
    assert_eq!(said(&one), [ONE]);
}

#[test]
fn what_one_tab_took_away_goes_from_the_other_by_whatever_name() {
    let (mut one, mut other) = two();
    let copy = with_files("look", one.now.wall.0 + 1, &[ONE]);
    write(&mut one, "look");
    attach(&mut one, "one", ONE);
    one.pass(1_500);
    told(&mut one, "draft_created", &copy);
    // The records of before were lost: this tab has it from the server.
    told_by(&mut one);
    told(&mut other, "draft_created", &copy);
    detach(&mut one, "one");
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(composer(&other), [""; 0]);
    told(&mut other, "draft_created", &copy);
    assert_eq!(composer(&other), [""; 0]);
}

#[test]
fn a_copy_that_was_overwritten_before_it_was_heard_of_leaves_its_files() {
    let (mut rig, at) = known();
    write(&mut rig, "look here");
    rig.pass(1_500);
    // Another device told its file a moment before, and the answer overtakes the event.
    let answered = taken(&mut rig);
    let unheard = answered - 1;
    assert!(at < unheard);
    told(
        &mut rig,
        "draft_created",
        &with_files("look", unheard, &[ONE, TWO]),
    );
    assert_eq!((draft(&rig), composer(&rig).len()), ("look here", 2));
    looks(&mut rig, answered, &[ONE]);
    assert_eq!(said(&rig), [ONE, TWO]);
}

#[test]
fn files_that_the_server_does_not_take_are_not_told_for_ever() {
    let (mut rig, at) = known();
    attach(&mut rig, "two", TWO);
    looks(&mut rig, at, &[ONE]);
    rig.reply(
        SAVE,
        failure(400, "model.draft.is_valid.file_ids.app_error", "No."),
    );
    for _ in 0..3 {
        rig.cut();
        rig.pass(20_000);
        rig.fail_all();
        rig.connect('b');
        rig.answer_all_but("/drafts");
        let list = json!([with_files("look", at, &[ONE])]);
        rig.reply("/drafts", json_answer(200, &list));
        rig.pass(10_000);
    }
    assert_eq!((rig.count(SAVE), composer(&rig).len()), (2, 2));
}

#[test]
fn a_text_is_not_told_once_more_for_its_files_over_a_link_that_hears_nothing() {
    let (mut rig, at) = known();
    attach(&mut rig, "two", TWO);
    rig.pass(1_500);
    // Another device has written on, and nobody told it here.
    let list = json!([with_files("look there", at + 1, &[ONE])]);
    rig.reply("/drafts", json_answer(200, &list));
    assert_eq!((draft(&rig), rig.count(SAVE)), ("look there", 1));
    looks(&mut rig, at + 1, &[ONE]);
    assert_eq!(said(&rig), [ONE, TWO]);
}

#[test]
fn what_was_told_without_an_answer_is_told_until_there_is_one() {
    let (mut rig, at) = known();
    attach(&mut rig, "two", TWO);
    looks(&mut rig, at, &[ONE]);
    detach(&mut rig, "two");
    // The server has it.
    rig.reply(SAVE, HttpReply::Failed);
    rig.pass(5_000);
    let list = json!([with_files("look", at, &[ONE])]);
    rig.reply("/drafts", json_answer(200, &list));
    assert_eq!(said(&rig), [ONE]);
    taken(&mut rig);
    rig.pass(60_000);
    assert_eq!(rig.count(SAVE), 3);
}

#[test]
fn of_two_devices_that_tell_their_files_in_one_millisecond_none_loses_one() {
    for is_answered_twice in [false, true] {
        let (mut rig, at) = known();
        if is_answered_twice {
            attach(&mut rig, "three", THREE);
            looks(&mut rig, at, &[ONE]);
            taken(&mut rig);
        }
        told(&mut rig, "draft_created", &with_files("look", at, &[TWO]));
        assert!(composer(&rig).contains(&of_server(TWO)), "{is_answered_twice}");
        if !is_answered_twice {
            // The other one goes on, and has not heard of what was told from here.
            told(&mut rig, "draft_created", &with_files("look", at + 1, &[]));
            assert_eq!(composer(&rig), ["one"]);
            looks(&mut rig, at + 1, &[]);
            assert_eq!(said(&rig), [ONE]);
        }
    }
}

#[test]
fn a_file_is_taken_away_by_a_copy_whose_teller_knew_of_it_and_told_over_one_that_did_not() {
    // The last one came over a copy that came over this one unheard (sleet 1519079).
    for (knows, stays) in [(vec![-1], true), (vec![0], false), (vec![-1, 4], true)] {
        let (mut rig, at) = known();
        attach(&mut rig, "two", TWO);
        looks(&mut rig, at, &[ONE]);
        let at = taken(&mut rig);
        let mut theirs = with_files("look", at + 5, &[THREE]);
        let knows: Vec<i64> = knows.into_iter().map(|version| at + version).collect();
        theirs["props"] = json!({"tsubame_knows": knows});
        told(&mut rig, "draft_created", &theirs);
        let three = of_server(THREE);
        if stays {
            assert_eq!(composer(&rig), ["one", "two", &three]);
            looks(&mut rig, at + 5, &[THREE]);
            assert_eq!(said(&rig), [THREE, ONE, TWO]);
            let told = rig.find(SAVE).and_then(|left| left.request.body.clone());
            let told: Value = serde_json::from_str(&told.unwrap()).unwrap();
            let known = told["props"]["tsubame_knows"].as_array().unwrap();
            assert!([at, at + 5].iter().all(|version| known.contains(&json!(version))));
        } else {
            assert_eq!(composer(&rig), [three]);
        }
    }
}

#[test]
fn what_another_device_told_while_an_answer_was_on_its_way_is_not_taken_away_by_it() {
    let (mut rig, at) = known();
    attach(&mut rig, "two", TWO);
    looks(&mut rig, at, &[ONE]);
    let theirs = with_files("look", at + 1, &[ONE, THREE]);
    told(&mut rig, "draft_created", &theirs);
    let at = taken(&mut rig);
    assert_eq!(composer(&rig), ["one", "two", &of_server(THREE)]);
    looks(&mut rig, at, &[ONE, TWO]);
    assert_eq!(said(&rig), [ONE, TWO, THREE]);
}

#[test]
fn files_that_are_refused_because_one_was_removed_are_told_when_one_is_back() {
    // sleet 1367863: the text was known already.
    let (mut rig, at) = known();
    attach(&mut rig, "two", TWO);
    looks(&mut rig, at, &[ONE]);
    rig.pass(100);
    removed(&mut rig);
    refused(&mut rig);
    rig.pass(10_000);
    added_again(&mut rig);
    looks(&mut rig, at, &[ONE]);
    assert_eq!(said(&rig), [ONE, TWO]);
}

#[test]
fn a_file_that_was_sent_here_and_is_uploaded_anew_in_the_other_tab_comes_back_with_the_servers_draft() {
    // hail 1431373: two tabs had sent it at once. This one took it from the other, which had it in its composer again.
    let (mut one, mut other) = two();
    attach(&mut one, "one", TWO);
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    other.say("look");
    let mut post = post_json(ENGINEERING, EMILY, 1, other.now.wall.0, "look");
    let body = other.find(CREATE).and_then(|left| left.request.body.clone());
    let body: Value = serde_json::from_str(&body.unwrap()).unwrap();
    post["pending_post_id"] = body["pending_post_id"].clone();
    post["file_ids"] = json!([TWO]);
    other.reply(CREATE, json_answer(201, &post));
    assert!(composer(&other).is_empty());
    told_by(&mut other);
    let (mut anew, _) = two();
    attach(&mut anew, "one", ONE);
    let records = told_by(&mut anew);
    other.feed(Input::Heard(records.clone()));
    assert!(composer(&other).is_empty(), "it may be older");
    told(&mut other, "draft_created", &with_files("again", 1, &[ONE]));
    assert_eq!(composer(&other), [of_server(ONE)]);
    let is_taken_away =
        |record: &crate::cache::Record| record.text.is_empty() && record.key.ends_with("/one");
    assert!(!told_by(&mut other).iter().any(is_taken_away));
    other.feed(Input::Heard(records));
    assert_eq!(composer(&other), ["one"]);
}

#[test]
fn where_the_store_fails_other_tabs_do_not_hear_of_the_files_of_a_message_without_it() {
    // hail 1439669: the message is not told, and the other tab put its files into the composer.
    let (mut one, mut other) = two();
    one.store.fault = Some(StoreFault::Failed);
    attach(&mut one, "one", ONE);
    one.say("look");
    choose(&mut one, "two");
    one.say("and this");
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(composer(&other), ["one"], "it was in the composer before");
    let answer = json!({"file_infos": [{"id": TWO}], "client_ids": ["x"]});
    one.reply(UPLOAD, json_answer(201, &answer));
    let records = told_by(&mut one);
    other.feed(Input::Heard(records));
    assert_eq!(composer(&other), ["one"]);
}

#[test]
fn files_stay_where_the_other_tab_emptied_their_words_and_had_not_heard_that_the_server_has_them() {
    // sleet 1475295: the copy of which this tab knew had them, and its going took them along.
    let (mut one, mut other) = two();
    let before = with_files("look", 1, &[]);
    for tab in [&mut one, &mut other] {
        told(tab, "draft_created", &before);
    }
    attach(&mut one, "one", ONE);
    other.feed(Input::Heard(told_by(&mut one)));
    looks(&mut one, 1, &[]);
    let copy = with_files("look", taken(&mut one), &[ONE]);
    told_by(&mut one);
    write(&mut other, "");
    one.feed(Input::Heard(told_by(&mut other)));
    other.feed(Input::Heard(told_by(&mut one)));
    for tab in [&mut one, &mut other] {
        told(tab, "draft_deleted", &copy);
        assert_eq!((draft(tab), composer(tab)), ("", vec!["one".to_owned()]));
    }
}

#[test]
fn a_file_that_stood_here_by_another_name_comes_when_the_other_tab_has_it_from_the_server() {
    // sleet 1481831: this tab had it by the name of a message that was sent with another copy, and took it from the tab that had it rightly.
    let (mut one, mut other) = two();
    attach(&mut one, "one", ONE);
    let mut records = told_by(&mut one);
    other.feed(Input::Heard(records.clone()));
    let (mut third, _) = two();
    told(&mut third, "draft_created", &with_files("look", 1, &[ONE]));
    let of_the_server = told_by(&mut third);
    other.feed(Input::Heard(of_the_server.clone()));
    assert_eq!(composer(&other), ["one"]);
    records.iter_mut().for_each(|record| record.text.clear());
    other.feed(Input::Heard(records));
    told_by(&mut other);
    other.feed(Input::Heard(of_the_server));
    assert_eq!(composer(&other), [of_server(ONE)]);
    let is_taken_away = |record: &crate::cache::Record| record.text.is_empty();
    assert!(!told_by(&mut other).iter().any(is_taken_away));
}

#[test]
fn where_the_store_fails_a_file_of_a_message_goes_from_the_other_tab_when_its_id_is_known() {
    // hail 2207901, where people say few words: with the same text one tab told it with the file and the other one without, for ever.
    let (mut one, mut other) = two();
    for tab in [&mut one, &mut other] {
        told(tab, "draft_created", &with_files("look", 1, &[]));
        tab.store.fault = Some(StoreFault::Failed);
    }
    choose(&mut one, "two");
    choose(&mut other, "one");
    told_by(&mut one);
    one.feed(Input::Heard(told_by(&mut other)));
    assert_eq!(composer(&one), ["two", "one"]);
    one.say("and this");
    let answer = json!({"file_infos": [{"id": ONE}], "client_ids": ["x"]});
    other.reply(UPLOAD, json_answer(201, &answer));
    one.feed(Input::Heard(told_by(&mut other)));
    one.pass(300);
    other.feed(Input::Heard(told_by(&mut one)));
    assert_eq!(composer(&other), [""; 0]);
    for tab in [&mut one, &mut other] {
        tab.pass(60_000);
        assert!(!tab.is_open(SAVE));
    }
}

#[test]
fn two_tabs_that_know_of_gone_files_in_another_order_do_not_tell_each_other_for_ever() {
    // hail 1549717: a message of each took a file along, and each heard of the other's when it knew its own.
    for count in [1, 15] {
        let (mut one, mut other) = two();
        for tab in [&mut one, &mut other] {
            told(tab, "draft_created", &with_files("look", 1, &[]));
            told_by(tab);
        }
        for (tab, sign) in [(&mut one, 'a'), (&mut other, 'b')] {
            for number in 0..count {
                let name = format!("{sign}{number}");
                attach(tab, &name, &format!("f{sign}{number:a>24}"));
                detach(tab, &name);
            }
        }
        let mut rounds = 0;
        loop {
            let (told_by_one, told_by_other) = (told_by(&mut one), told_by(&mut other));
            if told_by_one.is_empty() && told_by_other.is_empty() {
                break;
            }
            one.feed(Input::Heard(told_by_other));
            other.feed(Input::Heard(told_by_one));
            one.pass(300);
            other.pass(300);
            rounds += 1;
            assert!(rounds < 10, "{count}");
        }
    }
}
