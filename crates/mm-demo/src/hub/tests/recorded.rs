//! Recorded sessions of a real server (`fixtures/wire/sessions`), replayed: the same requests and the same numbers of
//! events must end the same way: resumed or lost, from which number on, how many events, and how it closed.

use super::*;

/// One line of a recording.
type Line = Value;

fn recording(name: &str) -> Vec<Line> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/sessions");
    let text = std::fs::read_to_string(format!("{root}/{name}.jsonl")).expect("a fixture");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn lines<'a>(recording: &'a [Line], conn: &str) -> Vec<&'a Line> {
    recording.iter().filter(|line| line["conn"] == conn).collect()
}

/// The events that a connection received, as `name seq`.
fn received(lines: &[&Line]) -> Vec<String> {
    lines
        .iter()
        .filter(|line| line["kind"] == "in" && line["frame"]["event"].is_string())
        .map(|line| label(&line["frame"]))
        .collect()
}

fn query(open: &Line, name: &str) -> String {
    let path = open["path"].as_str().unwrap_or_default();
    let pairs = path.split_once('?').map_or("", |(_, query)| query).split('&');
    let value = pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name);
    value.map_or_else(String::new, |(_, value)| value.to_owned())
}

/// Gives the first connection the recorded events, cuts it, lets `away` events happen (by default those that the second
/// one then received), and opens the second one as recorded. Returns what it received here and in the recording.
fn second_after(name: &str, away: Option<usize>) -> (Vec<String>, Vec<String>) {
    let recording = recording(name);
    let (first, second) = (lines(&recording, "first"), lines(&recording, "second"));
    let (before, recorded) = (received(&first), received(&second));
    let sequence_number = query(second[0], "sequence_number");
    let mut bench = Bench::new();
    let (socket, id) = bench.greeted("emily");
    for text in before.iter().skip(1) {
        bench.publish(&event(name_of(text)));
        assert_eq!(bench.events(socket), [text.as_str()], "{name}");
    }
    bench.gone(socket);
    let new_events = &recorded[known_before(&recorded, &before, &sequence_number)..];
    // Status events at the end came after the return: so long a queue would have dropped them.
    let ending = new_events
        .iter()
        .rev()
        .take_while(|text| text.starts_with("status_change"))
        .count();
    let (missed, live) = new_events.split_at(new_events.len() - ending);
    match away {
        Some(count) => bench.post(count),
        None => missed
            .iter()
            .for_each(|text| bench.publish(&event(name_of(text)))),
    }
    let socket = bench.open_at("emily", &id, &sequence_number);
    let mut here = bench.events(socket);
    for text in live {
        bench.publish(&event(name_of(text)));
        here.extend(bench.events(socket));
    }
    (here, recorded)
}

/// How many of the received events are `hello` or replays of what the first connection had received already.
fn known_before(recorded: &[String], before: &[String], sequence_number: &str) -> usize {
    let from: usize = sequence_number.parse().unwrap_or(0);
    if recorded.first().is_some_and(|text| text == "hello 0") {
        1
    } else if from == 0 {
        0
    } else {
        before.len().saturating_sub(from)
    }
}

fn name_of(label: &str) -> &str {
    label.split(' ').next().unwrap_or_default()
}

#[test]
fn resumed_sessions_receive_the_same_events_with_the_same_numbers() {
    for name in [
        "resume_away_0",
        "resume_away_1",
        "resume_away_7",
        "resume_away_200",
        "resume_away_250",
        "resume_zero",
        "resume_too_new",
        "resume_after_client_close",
        "replay_back_5_of_60",
        "replay_back_20_of_20",
        "replay_back_128_of_300",
        "replay_back_129_of_300",
    ] {
        let (here, recorded) = second_after(name, None);
        assert_eq!(here, recorded, "{name}");
    }
}

#[test]
fn sessions_that_missed_too_much_begin_anew() {
    for (name, missed) in [("resume_away_258", 258), ("resume_away_300", 300)] {
        let (here, recorded) = second_after(name, Some(missed));
        assert_eq!(here, recorded, "{name}");
        assert_eq!(here[0], "hello 0", "{name}");
    }
}

#[test]
fn the_recorded_slow_client_is_closed_the_same_way() {
    let recording = recording("slow_client");
    let slow = lines(&recording, "slow");
    let close = slow
        .iter()
        .find(|line| line["kind"] == "close")
        .expect("closed by the server");
    let mut bench = Bench::new();
    let (socket, id) = bench.greeted("emily");
    bench.post(ACTIVE_QUEUE + 1);
    let out = bench.out(socket);
    let code = close["code"].as_u64().map(|code| code as u16);
    assert_eq!(out.last(), Some(&SocketOut::Close(code)));
    bench.gone(socket);
    let again = lines(&recording, "after_overflow");
    let after = bench.open_at("emily", &id, &query(again[0], "sequence_number"));
    assert_eq!(bench.events(after)[..1], received(&again)[..1]);
}
