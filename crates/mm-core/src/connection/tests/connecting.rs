use super::*;
use crate::action::Secret;

#[test]
fn the_first_connect_asks_for_a_new_connection() {
    let mut rig = Rig::new();
    rig.start();
    assert_eq!(
        rig.opened_path(),
        "/api/v4/websocket?connection_id=&sequence_number=0"
    );
    assert_eq!(rig.machine.status(), crate::event::ConnectionStatus::Connecting);
}

#[test]
fn starting_twice_opens_one_socket() {
    let mut rig = Rig::new();
    rig.start();
    rig.start();
    rig.open();
    rig.start();
    assert_eq!(rig.opens(), 1);
}

#[test]
fn open_is_not_connected_until_hello() {
    let mut rig = Rig::new();
    rig.start();
    rig.open();
    assert_eq!(rig.machine.phase(), Phase::Proving);
    rig.hello(id('a'));
    assert_eq!(rig.machine.phase(), Phase::Live);
    assert!(rig.orders.contains(&Order::Fresh { first: true }));
}

#[test]
fn a_ping_goes_out_at_once_after_open_and_after_the_challenge() {
    let mut rig = Rig::new();
    let orders = rig.machine.start(rig.now, Some(Secret::new("t")));
    rig.orders.extend(orders);
    rig.open();
    let sent: Vec<_> = rig.orders.iter().skip(1).collect();
    assert!(matches!(
        sent.as_slice(),
        [Order::Challenge { seq: 1, .. }, Order::Ping { seq: 2, .. }]
    ));
}

#[test]
fn no_proof_within_five_seconds_ends_the_try_and_checks_the_session() {
    let mut rig = Rig::new();
    rig.start();
    rig.open();
    rig.pass(4_999);
    assert_eq!(rig.machine.phase(), Phase::Proving);
    rig.pass(1);
    assert_eq!(rig.machine.phase(), Phase::Waiting);
    assert!(rig.orders.contains(&Order::CheckSession));
    assert!(rig
        .orders
        .contains(&Order::Socket(SocketCommand::Close(SocketGeneration(1)))));
}

#[test]
fn log_out_closes_and_never_comes_back() {
    let mut rig = Rig::live();
    let orders = rig.machine.stop();
    assert_eq!(orders, [Order::Socket(SocketCommand::Close(SocketGeneration(1)))]);
    rig.pass(3_600_000);
    rig.wake(Wake::Online);
    assert_eq!(rig.opens(), 0);
    assert_eq!(rig.machine.next_wakeup(), None);
}

#[test]
fn after_log_out_the_next_session_does_not_resume_the_old_connection() {
    let mut rig = Rig::live();
    rig.machine.stop();
    rig.start();
    assert_eq!(
        rig.opened_path(),
        "/api/v4/websocket?connection_id=&sequence_number=0"
    );
}

#[test]
fn a_renewed_token_replaces_the_connection() {
    let mut rig = Rig::live();
    let orders = rig.machine.start(rig.now, Some(Secret::new("new")));
    rig.orders.extend(orders);
    assert_eq!(rig.opens(), 1);
    assert_eq!(rig.generation(), SocketGeneration(2));
}

#[test]
fn a_revoked_session_shows_by_a_failed_answer() {
    let mut rig = Rig::live();
    rig.frame(Incoming::Reply {
        seq_reply: Some(9),
        not_authenticated: true,
    });
    assert!(rig.orders.contains(&Order::CheckSession));
    // What it had to tell since the session ended is dropped, and has no numbers: another session does not go on there.
    rig.pass(600);
    assert!(rig.opened_path().ends_with("connection_id=&sequence_number=0"));
}

#[test]
fn a_connection_of_a_session_that_is_not_the_browsers_any_more_is_not_resumed() {
    let mut rig = Rig::live();
    rig.event(1);
    rig.close();
    rig.pass(600);
    assert!(rig.opened_path().ends_with("sequence_number=2"));
    rig.open_in("the session of another log-in");
    assert!(rig.opened_path().ends_with("connection_id=&sequence_number=0"));
    rig.open_in("the session of another log-in");
    rig.hello(id('b'));
    assert!(rig.orders.contains(&Order::Fresh { first: false }));
}
