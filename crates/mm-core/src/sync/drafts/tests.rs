//! The rule of the last change: each way in which two texts of a place can meet.

use super::*;
use crate::event::DraftPlace;
use crate::event::Versions;
use crate::testing::*;

fn copy(message: &str, update_at: i64) -> ServerDraft {
    ServerDraft {
        is_first: false,
        place: DraftPlace {
            channel_id: GENERAL,
            root_id: None,
        },
        message: message.to_owned(),
        update_at: Timestamp(update_at),
        files: Vec::new(),
        file_ids: Vec::new(),
        knows: None,
        typed: None,
        extra: String::new(),
    }
}

/// Known to the server, in version 100.
fn said() -> DraftMark {
    DraftMark {
        at: Timestamp(90),
        base: Timestamp(100),
        is_there: true,
        is_own: true,
        ..DraftMark::default()
    }
}

/// Changed here at 200, on top of version 100.
fn unsaid() -> DraftMark {
    DraftMark {
        at: Timestamp(200),
        is_unsaid: true,
        ..said()
    }
}

fn meets(text: &str, mark: &DraftMark, draft: &ServerDraft) -> Merged {
    let here = Here {
        text,
        mark,
        is_writing: false,
    };
    draft_told(here, draft)
}

fn stands(merged: Merged) -> DraftMark {
    match merged {
        Merged::Stands(mark) => mark,
        other => panic!("{other:?}"),
    }
}

fn given(merged: Merged) -> String {
    match merged {
        Merged::Gives { mark, text } => {
            assert!(!mark.is_unsaid && !mark.is_own);
            text
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_version_that_is_known_and_older_ones_change_nothing() {
    for at in [1, 99, 100] {
        assert_eq!(meets("mine", &unsaid(), &copy("old", at)), Merged::Known);
        assert_eq!(meets("", &unsaid(), &copy("old", at)), Merged::Known);
        let sent = DraftMark {
            is_there: false,
            ..said()
        };
        assert_eq!(meets("", &sent, &copy("old", at)), Merged::Known);
    }
    assert_eq!(meets("mine", &said(), &copy("old", 99)), Merged::Known);
    assert_eq!(meets("mine", &said(), &copy("mine", 100)), Merged::Known);
}

#[test]
fn of_two_texts_of_one_millisecond_both_sides_stay_with_the_same() {
    assert!(stands(meets("mine", &said(), &copy("less", 100))).is_unsaid);
    assert_eq!(given(meets("less", &said(), &copy("mine", 100))), "mine");
}

#[test]
fn of_two_texts_of_one_millisecond_the_one_that_was_typed_later_stands() {
    // sleet 1273999
    let told = |message, typed| ServerDraft {
        typed: Some(Timestamp(typed)),
        ..copy(message, 100)
    };
    assert!(stands(meets("less", &said(), &told("mine", 80))).is_unsaid);
    assert_eq!(given(meets("mine", &said(), &told("less", 95))), "less");
    assert!(stands(meets("mine", &said(), &told("less", 90))).is_unsaid);
    // sleet 1780847: a third one.
    let mark = stands(meets("mine", &said(), &told("first", 80)));
    assert_eq!(given(meets("mine", &mark, &told("last", 95))), "last");
}

#[test]
fn a_newer_version_replaces_what_the_server_knew() {
    assert_eq!(given(meets("mine", &said(), &copy("theirs", 101))), "theirs");
    assert_eq!(
        given(meets("", &DraftMark::default(), &copy("theirs", 1))),
        "theirs"
    );
}

#[test]
fn of_two_changes_that_did_not_know_each_other_the_later_one_stands() {
    for text in ["mine", ""] {
        let mark = stands(meets(text, &unsaid(), &copy("theirs", 199)));
        assert!(mark.is_unsaid && mark.base == Timestamp(199), "{mark:?}");
        assert_eq!(given(meets(text, &unsaid(), &copy("theirs", 201))), "theirs");
    }
}

#[test]
fn nothing_comes_into_a_box_that_is_being_written_in() {
    let mark = said();
    let here = Here {
        text: "mine",
        mark: &mark,
        is_writing: true,
    };
    assert!(stands(draft_told(here, &copy("theirs", 900))).is_unsaid);
    assert!(stands(draft_gone(here, None)).is_unsaid);
    let empty = Here { text: "", ..here };
    assert_eq!(given(draft_told(empty, &copy("theirs", 900))), "theirs");
}

#[test]
fn ones_own_words_of_a_request_without_an_answer_are_nobody_elses() {
    let mark = DraftMark {
        said: vec!["min".to_owned()],
        ..unsaid()
    };
    for text in ["mine", ""] {
        let mark = stands(meets(text, &mark, &copy("min", 900)));
        // Another device may tell what was typed over once more, for a file.
        assert_eq!((mark.is_unsaid, mark.said.is_empty()), (true, text.is_empty()));
    }
    // Also after the deletion was answered: the request came late.
    let deleted = DraftMark {
        is_unsaid: false,
        is_there: false,
        ..mark.clone()
    };
    assert!(stands(meets("", &deleted, &copy("min", 900))).is_unsaid);
    assert_eq!(given(meets("", &mark, &copy("theirs", 900))), "theirs");
}

#[test]
fn words_that_were_typed_over_here_and_are_typed_anew_elsewhere_come() {
    // sleet 2103915: two devices told each other the same two texts for ever.
    let mark = DraftMark {
        said: vec!["theirs".to_owned()],
        ..said()
    };
    for (typed, comes) in [(80, false), (95, true)] {
        let copy = ServerDraft {
            typed: Some(Timestamp(typed)),
            ..copy("theirs", 300)
        };
        let merged = meets("mine", &mark, &copy);
        assert_eq!(matches!(merged, Merged::Gives { .. }), comes, "{typed}");
    }
}

#[test]
fn the_same_text_needs_no_word() {
    let mark = stands(meets("mine", &unsaid(), &copy("mine", 300)));
    assert!(!mark.is_unsaid && mark.base == Timestamp(300));
}

#[test]
fn what_else_belongs_to_a_draft_is_carried_whichever_text_stands() {
    let theirs = ServerDraft {
        extra: r#"{"props":{"a":1}}"#.to_owned(),
        ..copy("theirs", 150)
    };
    assert_eq!(stands(meets("mine", &unsaid(), &theirs)).extra, theirs.extra);
    let Merged::Gives { mark, .. } = meets("mine", &said(), &theirs) else {
        panic!("not given");
    };
    assert_eq!(mark.extra, theirs.extra);
}

#[test]
fn what_is_deleted_elsewhere_goes_unless_something_newer_stands_here() {
    let gone = |text, mark: &DraftMark, version: Option<i64>| {
        let here = Here {
            text,
            mark,
            is_writing: false,
        };
        draft_gone(here, version.map(Timestamp))
    };
    assert_eq!(gone("mine", &said(), Some(99)), Merged::Known);
    assert_eq!(given(gone("mine", &said(), Some(100))), "");
    assert_eq!(given(gone("mine", &said(), None)), "");
    let mark = stands(gone("mine", &unsaid(), Some(100)));
    assert!(mark.is_unsaid && !mark.is_there);
    // A tombstone has nothing more to say then.
    assert!(!stands(gone("", &unsaid(), Some(100))).is_unsaid);
}

#[test]
fn a_key_is_later_than_what_was_known_and_goes_by_the_servers_time_where_that_is_known() {
    let at = |turn| Some(Timestamp(turn));
    assert_eq!(Turn(70).next(None), Turn(71));
    assert_eq!(Turn(70).next(at(60)), Turn(71));
    assert_eq!(Turn(70).next(at(90)), Turn(90));
    assert_eq!(Turn::UNKNOWN.next(at(90)), Turn(90));
    assert_eq!(Turn::UNKNOWN.next(None), Turn::UNKNOWN);
    assert_eq!(Turn(i64::MAX).next(None), Turn(i64::MAX));
    assert!(Turn(1).is_before(Turn(2)) && !Turn(2).is_before(Turn(2)));
    assert!(!Turn::UNKNOWN.is_before(Turn(2)) && !Turn(2).is_before(Turn::UNKNOWN));
}

/// What another tab tells: `turn` and `base` of its text, and whether somebody writes here.
fn heard(turn: i64, base: i64, is_writing: IsWriting) -> HeardDraft {
    HeardDraft {
        place: copy("", 0).place,
        text: "theirs".to_owned(),
        mark: DraftMark {
            turn: Turn(turn),
            base: Timestamp(base),
            ..said()
        },
        is_writing,
    }
}

#[test]
fn of_what_tabs_tell_the_later_text_stands_and_that_of_the_newer_copy() {
    let mine = DraftMark {
        turn: Turn(5),
        ..said()
    };
    let stands = |heard: HeardDraft| draft_heard("mine", &mine, &heard).map(|mark| mark.turn.0);
    for (turn, base, stays) in [
        (4, 900, Some(5)),
        (6, 1, None),
        (5, 99, Some(5)),
        (5, 100, None),
        (0, 1, Some(5)),
        (0, 100, None),
    ] {
        assert_eq!(stands(heard(turn, base, IsWriting::No)), stays, "{turn} {base}");
    }
    // Words that are being written stand, and are the later ones from then on.
    for (turn, is_writing, stays) in [
        (4, IsWriting::Now, Some(5)),
        (5, IsWriting::Unkept, Some(6)),
        (6, IsWriting::Unkept, None),
        (9, IsWriting::Now, Some(10)),
        (0, IsWriting::Now, Some(6)),
    ] {
        assert_eq!(
            stands(heard(turn, 100, is_writing)),
            stays,
            "{turn} {is_writing:?}"
        );
    }
}

#[test]
fn of_two_texts_of_one_millisecond_two_tabs_stay_with_the_one_that_was_typed_later() {
    // crowd 1484646: one tab had heard of both from the server, the other one told what it had told the server, which was overwritten there.
    let mine = DraftMark {
        turn: Turn(5),
        ..said()
    };
    for (typed, stays) in [(89, true), (91, false)] {
        let mut heard = heard(5, 100, IsWriting::No);
        heard.mark.at = Timestamp(typed);
        assert_eq!(draft_heard("mine", &mine, &heard), stays.then(|| mine.clone()));
    }
}

#[test]
fn the_words_that_are_being_written_here_are_not_told_again_to_the_tab_that_tells_them() {
    // mixed 1073881: one tab knew them as its own, the other one had them from the server, and each corrected the other until nobody wrote.
    let mine = DraftMark {
        turn: Turn(5),
        ..said()
    };
    let heard = heard(5, 100, IsWriting::Now);
    assert_eq!(draft_heard("theirs", &mine, &heard), None);
}

/// Words of so long ago that are told as version 300, over version `knows`.
fn told_once_more(typed: i64, knows: i64) -> ServerDraft {
    ServerDraft {
        knows: Some(Versions::read(&knows.to_string())),
        typed: Some(Timestamp(typed)),
        ..copy("theirs", 300)
    }
}

#[test]
fn of_two_texts_of_which_neither_knew_the_other_the_one_that_was_typed_later_stands_whenever_they_are_told() {
    // sleet 1117855: a text was told once more, for a file, after another device without a network had changed it.
    assert!(stands(meets("mine", &unsaid(), &told_once_more(150, 100))).is_unsaid);
    assert_eq!(
        given(meets("mine", &unsaid(), &told_once_more(250, 100))),
        "theirs"
    );
    // The same where these are known to the server, and were not to who told the others over them.
    assert!(stands(meets("mine", &said(), &told_once_more(80, 99))).is_unsaid);
    assert_eq!(given(meets("mine", &said(), &told_once_more(80, 100))), "theirs");
    assert_eq!(given(meets("mine", &said(), &told_once_more(95, 99))), "theirs");
    // What other clients tell is as old as its version.
    assert_eq!(given(meets("mine", &unsaid(), &copy("theirs", 300))), "theirs");
}

#[test]
fn the_same_words_typed_anew_are_not_overtaken_by_what_came_between() {
    // sleet 1818303: a copy with the words that stood here counted as these, and what had been typed over that copy came into the box.
    let first = ServerDraft {
        message: "mine".to_owned(),
        ..told_once_more(120, 100)
    };
    let mark = stands(meets("mine", &unsaid(), &first));
    let between = ServerDraft {
        update_at: Timestamp(301),
        ..told_once_more(130, 300)
    };
    assert!(stands(meets("mine", &mark, &between)).is_unsaid);
    // A copy of what was told from here is not told again.
    let own = ServerDraft {
        typed: Some(Timestamp(200)),
        ..first
    };
    assert!(!stands(meets("mine", &unsaid(), &own)).is_unsaid);
}

#[test]
fn the_same_words_are_as_new_as_whoever_typed_them_last() {
    // sleet 8589954887: told once more for a file as those of the first key, they went with what a third device had emptied in between.
    let anew = ServerDraft {
        typed: Some(Timestamp(400)),
        ..copy("x", 401)
    };
    assert_eq!(stands(meets("x", &said(), &anew)).at, Timestamp(400));
    let resaved = copy("x", 401);
    assert_eq!(stands(meets("x", &said(), &resaved)).at, said().at);
}

#[test]
fn words_from_the_server_are_as_old_as_they_were_typed() {
    let Merged::Gives { mark, .. } = meets("", &DraftMark::default(), &told_once_more(150, 0)) else {
        panic!("they stand");
    };
    assert_eq!(mark.at, Timestamp(150));
    // Nobody's clock makes words younger than the server's word of them.
    assert_eq!(told_once_more(400, 0).written_at(), Timestamp(300));
}

#[test]
fn a_text_that_was_typed_before_the_box_was_emptied_here_does_not_come_back() {
    // sleet 1408927, crowd 1144238: the server had done what it was told, and heard of it once more for a file, or its word came late.
    let gone = DraftMark {
        is_there: false,
        ..said()
    };
    assert!(stands(meets("", &gone, &told_once_more(80, 100))).is_unsaid);
    assert_eq!(given(meets("", &gone, &told_once_more(95, 100))), "theirs");
    assert_eq!(given(meets("", &gone, &copy("theirs", 300))), "theirs");
    // mixed 1964209: the same of one that was not known yet, from whichever client.
    let emptied = DraftMark {
        at: Timestamp(400),
        is_own: true,
        ..DraftMark::default()
    };
    assert!(stands(meets("", &emptied, &copy("theirs", 300))).is_unsaid);
    // Gone from here because it was gone there: nobody has emptied this box.
    let gone = DraftMark {
        is_own: false,
        ..gone
    };
    assert_eq!(given(meets("", &gone, &told_once_more(80, 100))), "theirs");
}
