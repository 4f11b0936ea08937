//! Slow consumers (`websocket.md` 1.7).

use super::*;

#[test]
fn from_128_waiting_on_droppable_events_are_dropped_without_a_gap() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.post(SLOW_FROM - 1);
    bench.publish(&event("typing"));
    for name in ["typing", "status_change", "multiple_channels_viewed"] {
        bench.publish(&event(name));
    }
    bench.post(1);
    let events = bench.events(socket);
    assert_eq!(events.len(), SLOW_FROM + 1);
    assert_eq!(events[SLOW_FROM - 1], "typing 128");
    assert_eq!(events[SLOW_FROM], "posted 129");
}

#[test]
fn a_full_queue_is_written_to_the_end_then_closed_without_a_code() {
    let mut bench = Bench::new();
    let (socket, id) = bench.greeted("emily");
    bench.post(ACTIVE_QUEUE + 1);
    bench.post(5);
    let mut out = bench.out(socket);
    assert_eq!(out.pop(), Some(SocketOut::Close(None)));
    assert_eq!(out.len(), ACTIVE_QUEUE);
    assert_eq!(bench.out(socket), []);
    bench.gone(socket);
    let second = bench.open_at("emily", &id, "257");
    assert_eq!(bench.events(second), ["hello 0"]);
}

#[test]
fn an_answer_that_finds_no_place_closes_too() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    bench.post(ACTIVE_QUEUE);
    bench.send(socket, &ping(1));
    assert_eq!(bench.out(socket).pop(), Some(SocketOut::Close(None)));
}

#[test]
fn reading_slowly_but_steadily_loses_nothing() {
    let mut bench = Bench::new();
    let (socket, _) = bench.greeted("emily");
    for expected in 1..=1000 {
        bench.post(1);
        let Some(SocketOut::Text(text)) = bench.hub.take_next(socket) else {
            panic!("a frame")
        };
        assert!(text.ends_with(&format!("\"seq\":{expected}}}")), "{text}");
    }
}
