use super::*;

fn reconnected() -> Rig {
    let mut rig = Rig::live();
    for seq in 1..=3 {
        assert_eq!(rig.event(seq), Verdict::Apply);
    }
    rig.close();
    rig.pass(600);
    rig.open();
    rig
}

#[test]
fn a_reconnect_asks_for_the_next_number() {
    let rig = reconnected();
    let path = format!("/api/v4/websocket?connection_id={}&sequence_number=4", id('a'));
    assert_eq!(rig.opened_path(), path);
}

#[test]
fn the_answer_to_the_ping_without_hello_proves_the_resume() {
    let mut rig = reconnected();
    let ping = rig.pinged();
    rig.reply(ping);
    assert!(rig.orders.contains(&Order::Resumed));
    assert_eq!(rig.machine.phase(), Phase::Live);
    assert_eq!(rig.event(4), Verdict::Apply);
}

#[test]
fn the_expected_event_proves_the_resume() {
    let mut rig = reconnected();
    assert_eq!(rig.event(4), Verdict::Apply);
    assert!(rig.orders.contains(&Order::Resumed));
}

#[test]
fn an_old_answer_proves_nothing() {
    let mut rig = reconnected();
    rig.reply(1);
    assert_eq!(rig.machine.phase(), Phase::Proving);
}

#[test]
fn another_hello_means_everything_since_is_lost() {
    let mut rig = reconnected();
    rig.hello(id('b'));
    assert!(rig.orders.contains(&Order::Fresh { first: false }));
    assert_eq!(rig.event(1), Verdict::Apply);
}

#[test]
fn a_duplicate_is_not_applied() {
    let mut rig = Rig::live();
    assert_eq!(rig.event(1), Verdict::Apply);
    assert_eq!(rig.event(1), Verdict::Duplicate);
    assert_eq!(rig.event(2), Verdict::Apply);
}

#[test]
fn a_hole_reconnects_with_the_expected_number_and_the_second_time_starts_over() {
    let mut rig = Rig::live();
    rig.event(1);
    assert_eq!(rig.event(5), Verdict::Nothing);
    rig.pass(600);
    assert!(rig.opened_path().ends_with("sequence_number=2"));
    rig.open();
    let ping = rig.pinged();
    rig.reply(ping);
    rig.event(5);
    rig.pass(60_000);
    assert!(rig.opened_path().ends_with("connection_id=&sequence_number=0"));
}

#[test]
fn an_unreadable_frame_reconnects_instead_of_guessing() {
    let mut rig = Rig::live();
    rig.event(1);
    rig.frame(Incoming::Unreadable);
    rig.pass(600);
    assert!(rig.opened_path().ends_with("sequence_number=2"));
}

#[test]
fn an_unexpected_first_event_starts_over_without_the_old_id() {
    let mut rig = reconnected();
    rig.event(9);
    rig.pass(60_000);
    assert!(rig.opened_path().ends_with("connection_id=&sequence_number=0"));
}

#[test]
fn a_known_id_is_never_sent_with_number_zero() {
    let mut rig = Rig::live();
    rig.close();
    rig.pass(600);
    assert!(rig.opened_path().ends_with("sequence_number=1"));
}

#[test]
fn request_numbers_never_start_again() {
    let mut rig = reconnected();
    let first = rig.pinged();
    rig.reply(first);
    rig.pass(10_000);
    rig.close();
    rig.pass(600);
    rig.open();
    assert!(rig.pinged() > first);
}

#[test]
fn a_dead_sockets_words_are_not_heard() {
    let mut rig = reconnected();
    let (verdict, orders) = rig
        .machine
        .frame(rig.now, SocketGeneration(1), Incoming::Event { seq: Seq(4) });
    assert_eq!((verdict, orders.len()), (Verdict::Nothing, 0));
    assert!(rig.machine.closed(rig.now, SocketGeneration(1)).is_empty());
}
