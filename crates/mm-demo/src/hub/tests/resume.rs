//! Resuming a connection (`websocket.md` 4).

use super::*;

/// A connection that was written `written` posts, then lost its socket.
fn away_after(written: usize) -> (Bench, String) {
    let mut bench = Bench::new();
    let (socket, id) = bench.greeted("emily");
    for _ in 0..written {
        bench.post(1);
        bench.frames(socket);
    }
    bench.gone(socket);
    (bench, id)
}

#[test]
fn missed_events_follow_with_their_own_numbers_and_no_hello() {
    let (mut bench, id) = away_after(3);
    bench.post(2);
    let second = bench.open_at("emily", &id, "4");
    assert_eq!(bench.events(second), ["posted 4", "posted 5"]);
}

#[test]
fn a_lossless_resume_is_silent_and_the_ping_answer_comes_first() {
    let (mut bench, id) = away_after(3);
    let second = bench.open_at("emily", &id, "4");
    assert_eq!(bench.ask(second, &ping(1))["status"], "OK");
    bench.post(1);
    assert_eq!(bench.events(second), ["posted 4"]);
}

#[test]
fn events_already_written_are_replayed_from_the_number_asked_for() {
    let (mut bench, id) = away_after(5);
    bench.post(1);
    let second = bench.open_at("emily", &id, "3");
    assert_eq!(
        bench.events(second),
        ["posted 3", "posted 4", "posted 5", "posted 6"]
    );
}

#[test]
fn the_dead_queue_reaches_back_128_events() {
    for (back, resumed) in [(128, true), (129, false)] {
        let (mut bench, id) = away_after(300);
        let from = 300 + 1 - back;
        let second = bench.open_at("emily", &id, &from.to_string());
        let events = bench.events(second);
        if resumed {
            assert_eq!(events.len(), 128);
            assert_eq!(events[0], format!("posted {from}"));
        } else {
            assert_eq!(events, ["hello 0"]);
        }
    }
}

#[test]
fn a_number_too_new_gives_hello_with_a_new_id_then_the_waiting_events_from_1() {
    let (mut bench, id) = away_after(6);
    bench.post(2);
    let second = bench.open_at("emily", &id, "11");
    let frames = bench.frames(second);
    assert_ne!(connection_id(&frames[0]), id);
    let labels: Vec<String> = frames.iter().map(label).collect();
    assert_eq!(labels, ["hello 0", "posted 1", "posted 2"]);
    bench.gone(second);
    let new_id = connection_id(&frames[0]);
    let third = bench.open_at("emily", &new_id, "2");
    assert_eq!(bench.events(third), ["posted 2"]);
}

#[test]
fn a_negative_number_is_lost_too() {
    let (mut bench, id) = away_after(6);
    let second = bench.open_at("emily", &id, "-1");
    assert_eq!(bench.events(second), ["hello 0"]);
}

#[test]
fn number_zero_goes_on_silently_and_numbers_from_zero() {
    let (mut bench, id) = away_after(6);
    bench.post(2);
    let second = bench.open_at("emily", &id, "0");
    assert_eq!(bench.events(second), ["posted 0", "posted 1"]);
}

#[test]
fn a_connection_that_still_has_a_socket_cannot_be_resumed() {
    let mut bench = Bench::new();
    let (_first, id) = bench.greeted("emily");
    let second = bench.open_at("emily", &id, "1");
    assert_eq!(bench.events(second), ["hello 0"]);
}

#[test]
fn another_user_and_an_unknown_id_get_a_new_connection() {
    let (mut bench, id) = away_after(1);
    let other = bench.open_at("kenji", &id, "2");
    assert_eq!(bench.events(other), ["hello 0"]);
    let unknown = bench.open_at("emily", "yyyyyyyyyyyyyyyyyyyyyyyyyy", "9");
    assert_eq!(bench.events(unknown), ["hello 0"]);
}

#[test]
fn an_unreadable_wish_ends_the_stream() {
    let mut bench = Bench::new();
    for (id, seq) in [
        ("abc", "1"),
        ("yyyyyyyyyyyyyyyyyyyyyyyyyy", ""),
        ("yyyyyyyyyyyyyyyyyyyyyyyyyy", "abc"),
    ] {
        let socket = bench.open_at("emily", id, seq);
        assert_eq!(bench.out(socket), [SocketOut::Drop]);
    }
}

#[test]
fn answers_that_waited_arrive_after_the_resume_with_their_old_number() {
    let mut bench = Bench::new();
    let (first, id) = bench.greeted("emily");
    bench.send(first, &ping(21));
    bench.gone(first);
    bench.post(1);
    let second = bench.open_at("emily", &id, "1");
    bench.send(second, &ping(1000));
    assert_eq!(bench.events(second), ["OK 21", "posted 1", "OK 1000"]);
}

#[test]
fn overflow_while_away_loses_the_connection() {
    for (missed, resumed) in [(ACTIVE_QUEUE, true), (ACTIVE_QUEUE + 1, false)] {
        let (mut bench, id) = away_after(0);
        bench.post(missed);
        let second = bench.open_at("emily", &id, "1");
        let events = bench.events(second);
        assert_eq!(events[0], if resumed { "posted 1" } else { "hello 0" });
        assert_eq!(events.len(), if resumed { missed } else { 1 });
    }
}

#[test]
fn the_reaper_takes_idle_connections_between_5_and_10_minutes_after_their_last_activity() {
    let (mut bench, id) = away_after(1);
    bench.tick(REAPER_PERIOD);
    let second = bench.open_at("emily", &id, "2");
    assert_eq!(bench.events(second), [""; 0], "still there after the first round");
    bench.gone(second);
    bench.tick(2 * REAPER_PERIOD + 1);
    let third = bench.open_at("emily", &id, "2");
    assert_eq!(bench.events(third), ["hello 0"]);
}

#[test]
fn activity_over_rest_keeps_a_connection_from_the_reaper() {
    let (mut bench, id) = away_after(1);
    bench
        .company
        .seen_at
        .insert("session-emily".to_owned(), START + REAPER_PERIOD + 1);
    bench.tick(2 * REAPER_PERIOD);
    let second = bench.open_at("emily", &id, "2");
    assert_eq!(bench.events(second), [""; 0]);
}

#[test]
fn a_restart_loses_or_keeps_what_waits() {
    for (queues, expected) in [(Queues::Lost, "hello 0"), (Queues::Kept, "posted 2")] {
        let mut bench = Bench::new();
        let (first, id) = bench.greeted("emily");
        bench.post(1);
        bench.frames(first);
        bench.hub.restart(bench.now, &mut bench.company, queues);
        assert_eq!(bench.out(first), [SocketOut::Drop]);
        bench.gone(first);
        bench.post(1);
        let second = bench.open_at("emily", &id, "2");
        assert_eq!(bench.events(second), [expected]);
    }
}

#[test]
fn presence_is_forgotten_by_a_resume() {
    let mut bench = Bench::new();
    let (first, id) = bench.greeted("emily");
    for said in [
        json!({"channel_id": "elsewhere"}),
        json!({"thread_channel_id": ""}),
        json!({"thread_channel_id": "", "is_thread_view": true}),
    ] {
        bench.send(first, &json!({"seq": 1, "action": "presence", "data": said}));
    }
    bench.frames(first);
    bench.publish(&event("typing"));
    assert_eq!(bench.events(first), [""; 0]);
    bench.gone(first);
    let second = bench.open_at("emily", &id, "1");
    bench.publish(&event("typing"));
    assert_eq!(bench.events(second), ["typing 1"]);
}
