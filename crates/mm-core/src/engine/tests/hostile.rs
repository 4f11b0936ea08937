//! Anything may come over the socket and as an answer: no panic, no storm of requests, no lost word.

use proptest::prelude::*;

use super::*;
use crate::wire::tests::recorded;

/// Something that goes wrong.
#[derive(Clone, Debug)]
enum Bad {
    /// A recorded frame, cut, with a number this far from the expected one.
    Frame {
        which: prop::sample::Index,
        keep: u8,
        off: i8,
    },
    /// Any text.
    Text(String),
    Binary,
    /// An answer to the oldest open question.
    Answer {
        status: u16,
        body: &'static str,
    },
    Nothing,
    Cut,
    Back,
    Passes(u16),
}

const BODIES: [&str; 8] = [
    "",
    "null",
    "[]",
    "{}",
    "[[[[[",
    "<!doctype html><title>Welcome</title>",
    r#"{"id": "../../x", "order": [1], "posts": 3}"#,
    r#"[{"id": null}, {"id": "../../users"}, 7]"#,
];

fn any_bad() -> impl Strategy<Value = Bad> {
    let statuses = prop::sample::select(vec![
        200_u16, 200, 200, 204, 301, 400, 403, 404, 413, 429, 500, 502, 503,
    ]);
    prop_oneof![
        6 => (any::<prop::sample::Index>(), any::<u8>(), -2..3i8).prop_map(|(which, keep, off)| Bad::Frame { which, keep, off }),
        2 => ".{0,80}".prop_map(Bad::Text),
        1 => Just(Bad::Binary),
        8 => (statuses, prop::sample::select(BODIES.to_vec())).prop_map(|(status, body)| Bad::Answer { status, body }),
        2 => Just(Bad::Nothing),
        1 => Just(Bad::Cut),
        2 => Just(Bad::Back),
        3 => (1..5_000u16).prop_map(Bad::Passes),
    ]
}

fn frames() -> Vec<String> {
    [
        "posted",
        "post_edited",
        "post_deleted",
        "reaction_added",
        "thread_updated",
        "channel_updated",
        "user_removed",
        "typing",
    ]
    .iter()
    .flat_map(|name| recorded(name))
    .collect()
}

fn happen(rig: &mut Rig, frames: &[String], bad: Bad) {
    let generation = rig.generation();
    match bad {
        Bad::Frame { which, keep, off } => {
            let text = which.get(frames);
            let mut frame: Value = serde_json::from_str(text).unwrap();
            frame["seq"] = json!(rig.seq + i64::from(off));
            rig.seq += i64::from(off == 0);
            let mut text = frame.to_string();
            let cut = (0..=text.len() * usize::from(keep.max(128)) / 255)
                .rev()
                .find(|at| text.is_char_boundary(*at));
            text.truncate(cut.unwrap_or_default());
            let event = SocketEvent::Text(text);
            let burst = keep % 2 == 0;
            rig.feed(if burst {
                Input::SocketInBurst(generation, event)
            } else {
                Input::Socket(generation, event)
            });
        }
        Bad::Text(text) => drop(rig.feed(Input::Socket(generation, SocketEvent::Text(text)))),
        Bad::Binary => drop(rig.feed(Input::Socket(generation, SocketEvent::Binary))),
        Bad::Answer { status, body } if !rig.open.is_empty() => {
            let id = rig.open.remove(0).id;
            let content_type = if body.starts_with('<') {
                "text/html"
            } else {
                "application/json"
            };
            let answer = HttpAnswer {
                status,
                content_type: content_type.into(),
                body: body.into(),
                ..HttpAnswer::default()
            };
            rig.feed(Input::Reply(id, HttpReply::Answer(answer)));
        }
        Bad::Nothing => rig.fail_all(),
        Bad::Cut => rig.cut(),
        Bad::Back => rig.connect('b'),
        Bad::Passes(millis) => rig.pass(u64::from(millis)),
        Bad::Answer { .. } => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_nothing_breaks_nothing_storms_and_no_word_is_lost(happens in prop::collection::vec(any_bad(), 1..80)) {
        let frames = frames();
        let mut rig = Rig::live();
        rig.say("my words");
        let sent = rig.engine.state().outbox().len();
        let began = rig.now.mono;
        let count = happens.len();
        for bad in happens {
            happen(&mut rig, &frames, bad);
        }
        rig.drain();
        let seconds = rig.now.mono.since(began).as_secs() as usize;
        prop_assert!(
            rig.asked.len() <= 60 + 30 * count + 5 * seconds,
            "{} requests for {} happenings in {} s", rig.asked.len(), count, seconds
        );
        let state = rig.engine.state();
        let kept = state.outbox().iter().any(|item| item.post.message == "my words");
        prop_assert!(sent == 1 && (kept || *state.session() == SessionState::SignedOut), "{:?}", state.outbox());
    }
}
