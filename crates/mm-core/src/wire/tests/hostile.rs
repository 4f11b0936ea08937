//! Any text at all: never a panic, always an outcome. The same functions are fuzzed in `fuzz/`.

use proptest::prelude::*;

use super::{files, recorded};
use crate::domain::Monotonic;
use crate::event::Event;
use crate::wire::{decode, parse, Frame};

/// Reads a frame as the connection does; gives how many facts came out.
fn read(text: &str) -> usize {
    match parse(text) {
        Frame::Event(frame) => {
            let events = decode(&frame, Monotonic(1));
            assert!(!events.is_empty());
            assert!(!events
                .iter()
                .any(|e| matches!(e, Event::Unknown(name) if name.chars().count() > 64)));
            events.len()
        }
        Frame::Reply(_) | Frame::Unreadable { .. } => 0,
    }
}

/// One frame of each recorded event.
fn samples() -> Vec<String> {
    files("events")
        .iter()
        .map(|file| recorded(file.file_stem().unwrap().to_str().unwrap()).remove(0))
        .collect()
}

/// A JSON value of any shape, not too deep.
fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        ".{0,30}".prop_map(Into::into),
        Just("z8pxzexm83bwmqmzdmh6pzqjfe".into()),
        Just("{\"id\":\"z8pxzexm83bwmqmzdmh6pzqjfe\"}".into()),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..5)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Puts `value` at the `index`-th place of a document, also inside documents in strings.
fn replace(target: &mut serde_json::Value, index: &mut usize, value: &serde_json::Value) {
    if *index == 0 {
        *target = value.clone();
    }
    *index = index.wrapping_sub(1);
    match target {
        serde_json::Value::Array(list) => list.iter_mut().for_each(|v| replace(v, index, value)),
        serde_json::Value::Object(map) => map.values_mut().for_each(|v| replace(v, index, value)),
        serde_json::Value::String(text) if text.starts_with(['{', '[']) => {
            if let Ok(mut inner) = serde_json::from_str::<serde_json::Value>(text) {
                replace(&mut inner, index, value);
                *text = inner.to_string();
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_text_is_read(text in ".{0,300}") {
        read(&text);
    }

    #[test]
    fn any_json_is_read(value in any_json()) {
        read(&value.to_string());
    }

    #[test]
    fn any_payload_of_any_event_is_read(which in 0usize..95, data in any_json(), broadcast in any_json()) {
        let name = crate::wire::event::CATALOGUE[which].0;
        let frame = serde_json::json!({"event": name, "data": data, "broadcast": broadcast, "seq": 3});
        prop_assert!(read(&frame.to_string()) > 0);
    }

    #[test]
    fn recorded_frames_with_one_wrong_value_are_read(which in any::<prop::sample::Index>(), place in 0usize..120, value in any_json()) {
        let samples = samples();
        let mut frame: serde_json::Value = serde_json::from_str(&samples[which.index(samples.len())]).unwrap();
        let mut index = place;
        replace(&mut frame, &mut index, &value);
        read(&frame.to_string());
    }

    #[test]
    fn truncated_frames_are_read(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let samples = samples();
        let text = &samples[which.index(samples.len())];
        let end = (0..=cut.index(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap();
        read(&text[..end]);
    }
}
