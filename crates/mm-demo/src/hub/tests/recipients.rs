//! Who receives what (`websocket.md` 3.4, 5.4).

use crate::outgoing::Variant;

use super::*;

/// Who of emily, kenji and the administrator got the event.
fn receivers(event: &Outgoing, prepare: impl Fn(&mut Bench)) -> Vec<&'static str> {
    let mut bench = Bench::new();
    bench.company.admins.insert("admin".to_owned());
    let people = ["emily", "kenji", "admin"];
    let sockets: Vec<SocketId> = people.iter().map(|user| bench.greeted(user).0).collect();
    prepare(&mut bench);
    bench.publish(event);
    let got = |(user, socket): (&'static str, SocketId)| (!bench.out(socket).is_empty()).then_some(user);
    people.into_iter().zip(sockets).filter_map(got).collect()
}

fn to(broadcast: Broadcast) -> Outgoing {
    Outgoing {
        broadcast,
        ..event("user_updated")
    }
}

#[test]
fn a_user_event_ignores_channel_and_team() {
    let only_kenji = to(Broadcast {
        user_id: "kenji".to_owned(),
        channel_id: "elsewhere".to_owned(),
        ..Broadcast::default()
    });
    let outside = |bench: &mut Bench| {
        bench
            .company
            .outside
            .insert(("kenji".to_owned(), "elsewhere".to_owned()));
    };
    assert_eq!(receivers(&only_kenji, outside), ["kenji"]);
}

#[test]
fn channel_and_team_events_go_to_members_without_the_omitted() {
    for channel in [true, false] {
        let (channel_id, team_id) = if channel { (TOWN, "") } else { ("", TOWN) };
        let event = to(Broadcast {
            channel_id: channel_id.to_owned(),
            team_id: team_id.to_owned(),
            omit_users: BTreeSet::from(["admin".to_owned()]),
            ..Broadcast::default()
        });
        let outside = |bench: &mut Bench| {
            bench
                .company
                .outside
                .insert(("kenji".to_owned(), TOWN.to_owned()));
        };
        assert_eq!(receivers(&event, outside), ["emily"]);
    }
}

#[test]
fn each_person_gets_exactly_one_of_two_variants() {
    let variant = |audience| {
        to(Broadcast {
            audience,
            ..Broadcast::default()
        })
    };
    assert_eq!(
        receivers(&variant(Variant::SanitizedForNonAdmins), |_| ()),
        ["emily", "kenji"]
    );
    assert_eq!(
        receivers(&variant(Variant::SensitiveForAdmins), |_| ()),
        ["admin"]
    );
    assert_eq!(receivers(&variant(Variant::Everyone), |_| ()).len(), 3);
}

#[test]
fn one_connection_can_be_chosen_or_left_out() {
    let mut bench = Bench::new();
    let (first, id) = bench.greeted("emily");
    let (second, _) = bench.greeted("emily");
    bench.publish(&to(Broadcast {
        connection_id: id.clone(),
        ..Broadcast::default()
    }));
    assert_eq!((bench.out(first).len(), bench.out(second).len()), (1, 0));
    let user_id = "emily".to_owned();
    bench.publish(&to(Broadcast {
        omit_connection_id: id,
        user_id,
        ..Broadcast::default()
    }));
    assert_eq!((bench.out(first).len(), bench.out(second).len()), (0, 1));
}

#[test]
fn presence_narrows_three_events_only_when_all_slots_were_said() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    let narrowed = ["typing", "reaction_added", "reaction_removed"];
    let slots = [
        (json!({"channel_id": "elsewhere", "team_id": "t"}), 3),
        (json!({"thread_channel_id": "", "is_thread_view": false}), 3),
        (json!({"thread_channel_id": "", "is_thread_view": true}), 0),
        (json!({"channel_id": TOWN}), 3),
    ];
    for (said, expected) in slots {
        let reply = bench.ask(socket, &json!({"seq": 9, "action": "presence", "data": said}));
        assert_eq!(reply, json!({"status": "OK", "seq_reply": 9}));
        for name in narrowed {
            bench.publish(&event(name));
        }
        assert_eq!(bench.events(socket).len(), expected, "{said}");
        bench.post(1);
        assert_eq!(bench.events(socket).len(), 1);
    }
}

#[test]
fn extra_data_is_for_its_recipient_only() {
    let mut posted = event("posted");
    posted.data = data(json!({"post": "{}"}));
    posted.per_user.insert(
        "kenji".to_owned(),
        data(json!({"mentions": "[\"kenji\"]", "should_ack": true})),
    );
    let mut bench = Bench::new();
    let (emily, _) = bench.greeted("emily");
    let (plain, _) = bench.greeted("kenji");
    let wish = ResumeWish {
        posted_ack: true,
        ..ResumeWish::default()
    };
    let acking = bench
        .hub
        .opened(START, &mut bench.company, Some(session_of("kenji")), wish);
    bench.frames(acking);
    bench.publish(&posted);
    assert_eq!(bench.frames(emily)[0]["data"], json!({"post": "{}"}));
    assert_eq!(
        bench.frames(plain)[0]["data"],
        json!({"post": "{}", "mentions": "[\"kenji\"]"})
    );
    let with_ack = json!({"post": "{}", "mentions": "[\"kenji\"]", "should_ack": true});
    assert_eq!(bench.frames(acking)[0]["data"], with_ack);
}
