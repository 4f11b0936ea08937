//! Texts in composers over two devices of one person: the last change stands on both, nothing that was sent comes back, and what gives
//! way can be brought back.

mod support;

use mm_core::action::Action;
use mm_core::event::DraftPlace;
use support::*;

const DAY: i64 = 86_400_000;

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

/// Enter: the text leaves the box.
fn sends(pair: &mut Pair, who: ClientId, text: &str) {
    pair.say(who, TOWN, text);
    types(pair, who, "");
}

fn shown(pair: &Pair, who: ClientId) -> String {
    pair.client(who).engine.state().draft(place(pair, who)).to_owned()
}

fn cleared(pair: &Pair, who: ClientId) -> Vec<String> {
    pair.client(who).engine.state().cleared_texts().to_vec()
}

/// What the server has in the channel; empty: nothing.
fn on_server(pair: &Pair) -> String {
    let drafts = pair.server.world().drafts_of(ALICE);
    let found = drafts.into_iter().find(|(channel, _)| channel == TOWN);
    found.map_or_else(String::new, |(_, text)| text)
}

fn wait(pair: &mut Pair) {
    pair.run_for(20_000);
    pair.settle();
}

/// Two devices of one person, both in the channel, nothing in the box.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let devices = [pair.sign_in(ALICE), pair.sign_in(ALICE)];
    for device in devices {
        pair.open(device, TOWN);
        pair.wake(device, Wake::Focused);
    }
    wait(&mut pair);
    (pair, devices[0], devices[1])
}

fn down(pair: &mut Pair, who: ClientId) {
    pair.set_link(who, Link::Down);
    pair.run_for(1_000);
}

fn up(pair: &mut Pair, who: ClientId) {
    pair.set_link(who, Link::Up);
    pair.wake(who, Wake::Online);
}

#[test]
fn a_text_travels_and_is_gone_everywhere_when_it_is_sent_from_anywhere() {
    let (mut pair, desk, phone) = two();
    types(&mut pair, desk, "begun at the desk");
    wait(&mut pair);
    assert_eq!(shown(&pair, phone), "begun at the desk");
    types(&mut pair, phone, "begun at the desk, ended on the phone");
    wait(&mut pair);
    assert_eq!(shown(&pair, desk), "begun at the desk, ended on the phone");
    sends(&mut pair, phone, "begun at the desk, ended on the phone");
    wait(&mut pair);
    assert_eq!(
        [shown(&pair, desk), shown(&pair, phone), on_server(&pair)],
        ["", "", ""]
    );
    assert_eq!(
        [cleared(&pair, desk), cleared(&pair, phone)],
        [[""; 0]; 2],
        "nothing is lost"
    );
    let fresh = pair.fresh(desk);
    assert_eq!(shown(&pair, fresh), "");
}

#[test]
fn a_text_emptied_by_hand_goes_from_the_other_device_and_can_be_brought_back_here() {
    let (mut pair, desk, phone) = two();
    types(&mut pair, desk, "not a good idea");
    wait(&mut pair);
    types(&mut pair, phone, "");
    wait(&mut pair);
    assert_eq!([shown(&pair, desk), on_server(&pair)], ["", ""]);
    assert_eq!(cleared(&pair, phone), ["not a good idea"]);
}

#[test]
fn a_page_that_begins_shows_what_another_device_wrote() {
    let (mut pair, desk, _) = two();
    types(&mut pair, desk, "begun at the desk");
    wait(&mut pair);
    let laptop = pair.sign_in(ALICE);
    wait(&mut pair);
    assert_eq!(shown(&pair, laptop), "begun at the desk");
}

#[test]
fn of_what_two_devices_wrote_without_knowing_each_other_the_later_one_stands_whatever_their_clocks_say() {
    for skew in [0, DAY, -DAY] {
        for desk_is_later in [false, true] {
            let (mut pair, desk, phone) = two();
            pair.client_mut(desk).skew = skew;
            pair.run_for(60_000);
            down(&mut pair, desk);
            if desk_is_later {
                types(&mut pair, phone, "on the phone");
                pair.run_for(10_000);
                types(&mut pair, desk, "at the desk");
            } else {
                types(&mut pair, desk, "at the desk");
                pair.run_for(10_000);
                types(&mut pair, phone, "on the phone");
            }
            pair.run_for(30_000);
            up(&mut pair, desk);
            wait(&mut pair);
            let stands = if desk_is_later {
                "at the desk"
            } else {
                "on the phone"
            };
            let all = [shown(&pair, desk), shown(&pair, phone), on_server(&pair)];
            assert_eq!(all, [stands; 3], "{skew} {desk_is_later}");
            let loser = if desk_is_later { phone } else { desk };
            assert_eq!(cleared(&pair, loser).len(), 1, "{skew} {desk_is_later}");
        }
    }
}

#[test]
fn what_was_sent_without_a_network_does_not_come_back_as_a_text() {
    let (mut pair, desk, phone) = two();
    types(&mut pair, desk, "a sentence");
    wait(&mut pair);
    down(&mut pair, desk);
    sends(&mut pair, desk, "a sentence");
    pair.reload(desk, UnderWay::IsLost);
    pair.run_for(30_000);
    assert_eq!(shown(&pair, desk), "");
    up(&mut pair, desk);
    wait(&mut pair);
    let all = [shown(&pair, desk), shown(&pair, phone), on_server(&pair)];
    assert_eq!(all, ["", "", ""]);
    assert_eq!(pair.screen(phone).count(TOWN, "a sentence"), 1);
}

#[test]
fn a_page_that_goes_in_any_moment_around_enter_leaves_no_text_behind() {
    for under_way in [UnderWay::Arrives, UnderWay::IsLost] {
        for lost in [0, 1] {
            // The text leaves 1.5 s after the key; Enter in every moment of its way.
            for enter in [1_490, 1_505, 1_525, 1_545, 1_600] {
                for end in [0, 10, 25, 45, 100] {
                    let mut pair = Pair::new(1);
                    let desk = pair.sign_in(ALICE);
                    pair.open(desk, TOWN);
                    types(&mut pair, desk, "sent.");
                    pair.client_mut(desk).lost_answers = lost;
                    pair.run_for(enter);
                    sends(&mut pair, desk, "sent.");
                    pair.run_for(end);
                    pair.client_mut(desk).lost_answers = 0;
                    pair.reload(desk, under_way);
                    pair.run_for(60_000);
                    pair.settle();
                    let what = format!("{under_way:?} {lost} {enter} {end}");
                    assert_eq!([shown(&pair, desk), on_server(&pair)], ["", ""], "{what}");
                    assert_eq!(pair.server.world().written("sent.").len(), 1, "{what}");
                    assert!(pair.client(desk).store.borrow().own_words().is_empty(), "{what}");
                }
            }
        }
    }
}

#[test]
fn only_the_tab_in_which_was_typed_tells_the_server() {
    let mut pair = Pair::new(1);
    let one = pair.sign_in(ALICE);
    pair.open(one, TOWN);
    let other = pair.same_browser(one);
    pair.open(other, TOWN);
    wait(&mut pair);
    for text in ["h", "half", "half a sentence"] {
        types(&mut pair, one, text);
        wait(&mut pair);
    }
    assert_eq!([shown(&pair, other), on_server(&pair)], ["half a sentence"; 2]);
    sends(&mut pair, one, "half a sentence");
    wait(&mut pair);
    assert_eq!([shown(&pair, other), on_server(&pair)], ["", ""]);
    let told = |who| {
        let requests = pair.client(who).requests.iter();
        let about = requests.filter(|line| line.contains("/drafts") && !line.starts_with("GET"));
        about.count()
    };
    assert_eq!((told(one), told(other)), (4, 0));
}

#[test]
fn what_a_killed_tab_had_not_told_the_next_page_tells() {
    let mut pair = Pair::new(1);
    let one = pair.sign_in(ALICE);
    pair.open(one, TOWN);
    wait(&mut pair);
    types(&mut pair, one, "half a sentence");
    pair.run_for(300);
    let next = pair.open_same_browser(one);
    pair.kill(one, UnderWay::IsLost);
    wait(&mut pair);
    assert_eq!([shown(&pair, next), on_server(&pair)], ["half a sentence"; 2]);
}

#[test]
fn a_server_that_keeps_no_drafts_hears_nothing_of_them() {
    let (mut pair, desk, phone) = two();
    let off = mm_core::rest::HttpRequest {
        method: mm_core::rest::Method::Put,
        path: "/api/v4/config/patch".to_owned(),
        file: None,
        body: Some(r#"{"ServiceSettings": {"AllowSyncedDrafts": false}}"#.to_owned()),
        timeout: std::time::Duration::from_secs(30),
        connection_id: None,
        of: None,
    };
    let admin = pair.sign_in("noriko.hayashi");
    assert_eq!(pair.ask_elsewhere(admin, &off), 200);
    wait(&mut pair);
    let before = pair.client(desk).requests.len();
    types(&mut pair, desk, "only here");
    wait(&mut pair);
    assert_eq!([shown(&pair, desk), shown(&pair, phone)], ["only here", ""]);
    let asked = &pair.client(desk).requests[before..];
    assert!(!asked.iter().any(|line| line.contains("/drafts")), "{asked:?}");
}
