//! Files of texts that are not sent, over two devices of one person: each is in sight on both, sent from either, and once.

mod support;

use std::collections::BTreeSet;

use mm_core::action::Action;
use mm_core::event::{DraftPlace, UploadPhase};
use mm_demo::chaos::Command;
use support::*;

/// A text that nobody else has written.
const LOOK: &str = "look-at-this.";

fn place(pair: &Pair, who: ClientId) -> DraftPlace {
    DraftPlace {
        channel_id: pair.screen(who).channel(TOWN),
        root_id: None,
    }
}

fn types(pair: &mut Pair, who: ClientId, text: &str) {
    let (place, text) = (place(pair, who), text.to_owned());
    pair.act(who, Action::ChangeDraft { place, text });
}

fn attach(pair: &mut Pair, who: ClientId, name: &str) {
    let place = place(pair, who);
    pair.attach(who, place, name);
}

fn detach(pair: &mut Pair, who: ClientId, name: &str) {
    let state = pair.client(who).engine.state();
    let mut attached = state.attached_to(place(pair, who));
    let id = attached
        .find(|file| file.file.name == name)
        .map(|file| file.file.id.clone());
    drop(attached);
    let id = id.expect("it is there");
    pair.act(who, Action::DetachFile { id });
}

/// Enter: the text leaves the box.
fn sends(pair: &mut Pair, who: ClientId, text: &str) {
    pair.say(who, TOWN, text);
    types(pair, who, "");
}

fn text(pair: &Pair, who: ClientId) -> String {
    pair.client(who).engine.state().draft(place(pair, who)).to_owned()
}

/// The names of the files in a composer.
fn files(pair: &Pair, who: ClientId) -> BTreeSet<String> {
    let attached = pair.client(who).engine.state().attached_to(place(pair, who));
    let attached = attached.filter(|file| matches!(file.phase, UploadPhase::Done(_)));
    attached.map(|file| file.file.name.clone()).collect()
}

fn named(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn sent(pair: &Pair, name: &str) -> usize {
    let since = pair.server.world().files_since(0);
    since.get(name).copied().unwrap_or_default()
}

fn wait(pair: &mut Pair) {
    pair.run_for(20_000);
    pair.settle();
}

/// Two devices of one person with a text and a file that was attached at the desk.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let devices = [pair.sign_in(ALICE), pair.sign_in(ALICE)];
    for device in devices {
        pair.open(device, TOWN);
    }
    wait(&mut pair);
    let [desk, phone] = devices;
    types(&mut pair, desk, LOOK);
    attach(&mut pair, desk, "one.bin");
    wait(&mut pair);
    assert_eq!(
        (text(&pair, phone), files(&pair, phone)),
        (LOOK.to_owned(), named(&["one.bin"]))
    );
    (pair, desk, phone)
}

#[test]
fn a_file_that_was_attached_at_the_desk_is_sent_from_the_phone_and_gone_from_both() {
    let (mut pair, desk, phone) = two();
    sends(&mut pair, phone, LOOK);
    wait(&mut pair);
    assert_eq!(sent(&pair, "one.bin"), 1);
    for who in [desk, phone, pair.fresh(desk)] {
        assert_eq!(
            (text(&pair, who), files(&pair, who)),
            (String::new(), named(&[])),
            "{who:?}"
        );
    }
}

#[test]
fn what_is_sent_while_words_are_left_is_gone_from_the_draft_everywhere() {
    let (mut pair, desk, phone) = two();
    pair.say(phone, TOWN, "something else");
    wait(&mut pair);
    assert_eq!(sent(&pair, "one.bin"), 1);
    for who in [desk, phone, pair.fresh(desk)] {
        assert_eq!(
            (text(&pair, who), files(&pair, who)),
            (LOOK.to_owned(), named(&[])),
            "{who:?}"
        );
    }
}

#[test]
fn what_two_devices_attach_at_the_same_time_is_there_on_both_whenever_each_is_told() {
    for desk_at in [0, 1, 10, 25, 40, 50, 75, 100, 1_000, 1_500, 1_550] {
        for types_too in [false, true] {
            let (mut pair, desk, phone) = two();
            attach(&mut pair, phone, "phone.bin");
            pair.run_for(desk_at);
            attach(&mut pair, desk, "desk.bin");
            if types_too {
                types(&mut pair, desk, "look here");
            }
            wait(&mut pair);
            let all = named(&["one.bin", "desk.bin", "phone.bin"]);
            for who in [desk, phone, pair.fresh(desk)] {
                assert_eq!(files(&pair, who), all, "{who:?} {desk_at} {types_too}");
            }
            let words = text(&pair, phone);
            sends(&mut pair, phone, &words);
            wait(&mut pair);
            for name in &all {
                assert_eq!(sent(&pair, name), 1, "{name}");
            }
            assert_eq!(files(&pair, desk), named(&[]), "{desk_at} {types_too}");
        }
    }
}

#[test]
fn what_changed_on_both_while_one_had_no_network_comes_together() {
    for desk_is_later in [false, true] {
        let (mut pair, desk, phone) = two();
        attach(&mut pair, phone, "two.bin");
        wait(&mut pair);
        pair.set_link(desk, Link::Down);
        pair.run_for(30_000);
        for at_desk in [!desk_is_later, desk_is_later] {
            if at_desk {
                detach(&mut pair, desk, "one.bin");
                types(&mut pair, desk, "at the desk");
            } else {
                attach(&mut pair, phone, "three.bin");
                types(&mut pair, phone, "on the phone");
            }
            pair.run_for(30_000);
        }
        pair.reload(desk, UnderWay::IsLost);
        pair.set_link(desk, Link::Up);
        pair.wake(desk, Wake::Online);
        wait(&mut pair);
        wait(&mut pair);
        let stands = if desk_is_later {
            "at the desk"
        } else {
            "on the phone"
        };
        for who in [desk, phone, pair.fresh(desk)] {
            let shown = (text(&pair, who), files(&pair, who));
            let files = named(&["two.bin", "three.bin"]);
            assert_eq!(shown, (stands.to_owned(), files), "{who:?} {desk_is_later}");
        }
    }
}

#[test]
fn in_whatever_moment_it_is_sent_from_the_phone_no_file_of_the_desk_is_lost_or_there_twice() {
    for lost in [0, 1] {
        for moment in [0, 50, 600, 1_000, 1_490, 1_505, 1_525, 1_545, 1_600, 2_500] {
            let (mut pair, desk, phone) = two();
            attach(&mut pair, desk, "two.bin");
            pair.client_mut(desk).lost_answers = lost;
            pair.run_for(moment);
            sends(&mut pair, phone, LOOK);
            pair.run_for(100);
            pair.client_mut(desk).lost_answers = 0;
            wait(&mut pair);
            wait(&mut pair);
            let what = format!("{lost} {moment}");
            assert_eq!(pair.server.world().written(LOOK).len(), 1, "{what}");
            assert_eq!(sent(&pair, "one.bin"), 1, "{what}");
            for who in [desk, phone] {
                assert!(!files(&pair, who).contains("one.bin"), "{what}");
            }
            let shown = [desk, phone].map(|who| files(&pair, who).contains("two.bin"));
            let is_sent = sent(&pair, "two.bin") == 1;
            assert!(
                is_sent != (shown[0] || shown[1]),
                "{what}: sent {is_sent}, shown {shown:?}"
            );
        }
    }
}

#[test]
fn files_stay_where_their_words_were_emptied_by_hand_and_travel_with_the_next_ones() {
    let (mut pair, desk, phone) = two();
    types(&mut pair, phone, "");
    wait(&mut pair);
    assert_eq!(
        [files(&pair, desk), files(&pair, phone)],
        [named(&[]), named(&["one.bin"])]
    );
    types(&mut pair, desk, "look again");
    wait(&mut pair);
    assert_eq!(
        [files(&pair, desk), files(&pair, phone)],
        [named(&["one.bin"]), named(&["one.bin"])]
    );
    sends(&mut pair, desk, "look again");
    wait(&mut pair);
    assert_eq!(sent(&pair, "one.bin"), 1);
    assert_eq!(
        [files(&pair, desk), files(&pair, phone)],
        [named(&[]), named(&[])]
    );
}

#[test]
fn two_tabs_and_a_phone_have_each_file_once_also_after_a_reload() {
    let (mut pair, desk, phone) = two();
    let tab = pair.same_browser(desk);
    pair.open(tab, TOWN);
    wait(&mut pair);
    attach(&mut pair, tab, "tab.bin");
    attach(&mut pair, phone, "phone.bin");
    wait(&mut pair);
    let all = named(&["one.bin", "tab.bin", "phone.bin"]);
    for reloads in [false, true] {
        if reloads {
            pair.reload(desk, UnderWay::IsLost);
            pair.reload(tab, UnderWay::IsLost);
            wait(&mut pair);
        }
        for who in [desk, tab, phone] {
            assert_eq!(files(&pair, who), all, "{who:?} {reloads}");
            let count = pair.client(who).engine.state().attachments().len();
            assert_eq!(count, 3, "{who:?} {reloads}");
        }
    }
    detach(&mut pair, tab, "phone.bin");
    wait(&mut pair);
    sends(&mut pair, tab, LOOK);
    wait(&mut pair);
    assert_eq!(
        ["one.bin", "tab.bin", "phone.bin"].map(|name| sent(&pair, name)),
        [1, 1, 0]
    );
    for who in [desk, tab, phone] {
        assert_eq!(files(&pair, who), named(&[]), "{who:?}");
    }
}

/// More than a tab remembers to be gone.
#[test]
fn two_tabs_with_many_files_in_messages_that_wait_do_not_tell_each_other_for_ever() {
    let mut pair = Pair::new(1);
    let one = pair.sign_in(ALICE);
    pair.open(one, TOWN);
    let other = pair.same_browser(one);
    pair.open(other, TOWN);
    wait(&mut pair);
    pair.disturb(Command::Answer {
        status: 503,
        times: None,
        path: Some("/api/v4/posts".to_owned()),
        retry_after: None,
    });
    for n in 0..24 {
        let who = if n % 2 == 0 { one } else { other };
        attach(&mut pair, who, &format!("{n}.bin"));
        pair.run_for(500);
        sends(&mut pair, who, &format!("waits-{n}."));
    }
    types(&mut pair, one, LOOK);
    pair.run_for(2_000);
    let before = pair.client(one).handled;
    pair.run_for(3_000);
    let meanwhile = pair.client(one).handled - before;
    assert!(
        meanwhile < 300,
        "{meanwhile} inputs in three seconds in which nobody does anything"
    );
    pair.disturb(Command::Heal {});
    pair.run_for(120_000);
    pair.settle();
    let sent: Vec<usize> = (0..24).map(|n| sent(&pair, &format!("{n}.bin"))).collect();
    assert_eq!(sent, [1; 24]);
    for who in [one, other] {
        assert_eq!(
            (text(&pair, who), files(&pair, who)),
            (LOOK.to_owned(), named(&[]))
        );
    }
}
