use super::*;

#[test]
fn an_unanswered_ping_ends_the_socket() {
    let mut rig = Rig::live();
    let due = rig.machine.next_wakeup().expect("a ping is due");
    rig.at(due.0);
    let orders = rig.machine.deadline(rig.now);
    assert!(matches!(orders.as_slice(), [Order::Ping { .. }]));
    let limit = rig.machine.next_wakeup().expect("an answer is due");
    assert_eq!(limit.0 - due.0, 5_000);
    rig.at(limit.0);
    let orders = rig.machine.deadline(rig.now);
    assert_eq!(orders, [Order::Socket(SocketCommand::Close(SocketGeneration(1)))]);
    assert_eq!(rig.machine.phase(), Phase::Waiting);
}

#[test]
fn a_dead_link_is_noticed_within_35_s_out_of_use() {
    let mut rig = Rig::live();
    rig.wake(Wake::Blurred);
    let begun = rig.now.mono.0;
    while rig.machine.phase() == Phase::Live {
        let at = rig.machine.next_wakeup().expect("a live link is watched").0;
        rig.at(at);
        rig.machine.deadline(rig.now);
    }
    assert!(rig.now.mono.0 - begun <= 35_000);
}

#[test]
fn a_timer_that_ran_late_asks_again_first() {
    let mut rig = Rig::live();
    let due = rig.machine.next_wakeup().expect("a ping is due");
    rig.at(due.0);
    rig.machine.deadline(rig.now);
    rig.at(due.0 + 60_000);
    let orders = rig.machine.deadline(rig.now);
    assert!(matches!(orders.as_slice(), [Order::Ping { .. }]));
    assert_eq!(rig.machine.phase(), Phase::Live);
}

#[test]
fn coming_back_to_the_page_asks_at_once() {
    for wake in [Wake::Focused, Wake::Visible, Wake::Online, Wake::Offline] {
        let mut rig = Rig::live();
        rig.wake(wake);
        assert_eq!(
            rig.orders
                .iter()
                .filter(|order| matches!(order, Order::Ping { .. }))
                .count(),
            1,
            "{wake:?}"
        );
        rig.wake(wake);
        assert_eq!(rig.orders.len(), 1, "one question at a time");
    }
}

#[test]
fn sleep_shows_by_the_wall_clock() {
    let mut rig = Rig::live();
    rig.machine.noticed(rig.now);
    let mut later = rig.now;
    later.wall.0 += 8 * 3_600_000;
    later.mono = Monotonic(later.mono.0 + 100);
    assert!(matches!(
        rig.machine.noticed(later).as_slice(),
        [Order::Ping { .. }]
    ));
}

#[test]
fn a_changed_clock_causes_no_storm() {
    let mut rig = Rig::live();
    rig.machine.noticed(rig.now);
    let mut later = rig.now;
    later.wall.0 -= 24 * 3_600_000;
    assert!(rig.machine.noticed(later).is_empty());
    later.wall.0 += 48 * 3_600_000;
    assert_eq!(rig.machine.noticed(later).len(), 1);
    assert!(rig.machine.noticed(later).is_empty());
}

#[test]
fn in_a_throttled_tab_a_dead_link_is_noticed_all_the_same() {
    let mut rig = Rig::live();
    rig.wake(Wake::Hidden);
    // Timers run once a minute, all of them late.
    for _ in 0..4 {
        rig.at(rig.now.mono.0 + 60_000);
        rig.machine.deadline(rig.now);
    }
    assert_ne!(rig.machine.phase(), Phase::Live);
}

#[test]
fn writing_on_a_link_that_has_been_silent_asks_whether_it_lives() {
    let mut rig = Rig::live();
    rig.event(1);
    assert!(rig.machine.used(rig.now).is_empty(), "something was just heard");
    let due = rig.machine.next_wakeup().expect("it is asked a moment later");
    assert_eq!(due.0, rig.now.mono.0 + 2_000);
    rig.at(rig.now.mono.0 + 2_000);
    assert!(matches!(
        rig.machine.used(rig.now).as_slice(),
        [Order::Ping { .. }]
    ));
    rig.at(rig.now.mono.0 + 1_000);
    assert!(rig.machine.used(rig.now).is_empty(), "one question at a time");
    rig.pass(2_000);
    assert_eq!(
        rig.machine.phase(),
        Phase::Waiting,
        "noticed within 5 s of the key"
    );
}
