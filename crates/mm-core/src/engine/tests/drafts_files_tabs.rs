//! Files of texts where two tabs of a browser and the server know them by different names, or at different times.

use super::drafts_files::*;
use super::tabs::{told_by, two};
use super::texts::{with_files, write};
use super::*;

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
    one.pass(1_500);
    other.pass(10_000);
    assert_eq!((said(&one), other.count(SAVE)), (vec![ONE.to_owned()], 0));
    other.pass(20_000);
    assert_eq!(said(&other), [ONE], "the first one may be gone");
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
