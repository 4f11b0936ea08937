use super::*;
use crate::event::ConnectionStatus;

fn wait_of(rig: &Rig) -> u64 {
    rig.machine.next_wakeup().expect("a retry is due").0 - rig.now.mono.0
}

#[test]
fn a_healthy_link_is_tried_again_at_once() {
    let mut rig = Rig::live();
    rig.close();
    assert!(wait_of(&rig) < 500);
    assert!(
        !rig.orders.contains(&Order::Failed),
        "nobody needs to hear of it yet"
    );
}

#[test]
fn failures_climb_the_ladder_and_stay_at_its_end_for_ever() {
    let mut rig = Rig::new();
    rig.start();
    for step in [3_000, 6_000, 12_000, 24_000, 48_000, 48_000, 48_000, 48_000] {
        rig.close();
        let wait = wait_of(&rig);
        assert!((step * 3 / 4..=step * 5 / 4).contains(&wait), "{wait} for {step}");
        rig.pass(wait);
        assert_eq!(rig.machine.phase(), Phase::Connecting);
    }
}

#[test]
fn a_flapping_link_is_not_healthy() {
    let mut rig = Rig::new();
    rig.start();
    rig.open();
    rig.hello(id('a'));
    rig.pass(1_000);
    rig.close();
    assert!(wait_of(&rig) >= 2_000);
}

#[test]
fn the_count_goes_to_zero_only_when_live() {
    let mut rig = Rig::new();
    rig.start();
    rig.close();
    let wait = wait_of(&rig);
    rig.pass(wait);
    rig.open();
    rig.close();
    let ConnectionStatus::Waiting { failures, .. } = rig.machine.status() else {
        panic!("waiting?")
    };
    assert_eq!(failures, 2);
}

#[test]
fn network_sight_and_wish_cut_the_wait_short() {
    for wake in [Wake::Online, Wake::Visible, Wake::Focused] {
        let mut rig = Rig::new();
        rig.start();
        rig.close();
        rig.wake(wake);
        assert_eq!(rig.machine.phase(), Phase::Connecting, "{wake:?}");
    }
    let mut rig = Rig::new();
    rig.start();
    rig.close();
    let orders = rig.machine.reconnect_now(rig.now);
    assert!(matches!(
        orders.as_slice(),
        [Order::Socket(SocketCommand::Open { .. })]
    ));
}

#[test]
fn two_clients_do_not_come_back_in_the_same_moment() {
    let waits: std::collections::BTreeSet<u64> = (0..20)
        .map(|seed| {
            let mut machine = Connection::new(seed);
            let now = Now::default();
            machine.start(now, None);
            machine.closed(now, SocketGeneration(1));
            machine.next_wakeup().expect("a retry is due").0
        })
        .collect();
    assert!(waits.len() > 10);
}

#[test]
fn without_a_network_no_try_is_wasted() {
    let mut rig = Rig::new();
    rig.start();
    rig.close();
    rig.wake(Wake::Offline);
    assert_eq!(rig.machine.phase(), Phase::Waiting);
}

#[test]
fn a_socket_that_opens_into_a_lost_network_does_not_hold_up_the_new_one() {
    let mut rig = Rig::new();
    rig.start();
    rig.at(rig.now.mono.0 + 500);
    rig.wake(Wake::Online);
    assert_eq!(rig.generation(), SocketGeneration(1), "it has only just begun");
    rig.at(rig.now.mono.0 + 2_000);
    rig.wake(Wake::Online);
    assert_eq!(rig.generation(), SocketGeneration(2));
    rig.frame(Incoming::Unreadable);
    assert_eq!(rig.machine.phase(), Phase::Connecting);
}
