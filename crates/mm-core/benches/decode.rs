//! How long a frame takes from text to fact, on recorded traffic. Budget: a `posted` frame decoded and applied in at most 15 µs.

use std::hint::black_box;
use std::path::Path;

use criterion::{criterion_group, criterion_main, BatchSize, Criterion, Throughput};
use mm_core::action::Action;
use mm_core::connection::{SocketEvent, SocketGeneration};
use mm_core::domain::{ChannelId, Monotonic, Now};
use mm_core::engine::{Effect, Engine, Input};
use mm_core::event::{Event, Place, Window};
use mm_core::rest::{posts, HttpAnswer, HttpReply};
use mm_core::state::State;
use mm_core::wire::{decode, parse, Frame};

fn fixture(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fixtures/wire")
        .join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn facts(text: &str) -> Vec<Event> {
    match parse(text) {
        Frame::Event(frame) => decode(&frame, Monotonic(0)),
        Frame::Reply(_) | Frame::Unreadable { .. } => Vec::new(),
    }
}

/// Incoming frames of a recorded session.
fn session(name: &str) -> Vec<String> {
    fixture(&format!("sessions/{name}.jsonl"))
        .lines()
        .filter_map(|line| {
            let entry: serde_json::Value = serde_json::from_str(line).ok()?;
            (entry["kind"] == "in").then(|| entry["frame"].to_string())
        })
        .collect()
}

fn frames(c: &mut Criterion) {
    let posted = fixture("events/posted.jsonl");
    let first = posted.lines().next().unwrap_or_default();
    c.bench_function("posted: decode", |b| b.iter(|| facts(black_box(first))));
    c.bench_function("posted: decode and apply", |b| {
        let mut state = State::default();
        b.iter(|| {
            for event in facts(black_box(first)) {
                black_box(state.apply(&event));
            }
        });
    });
    let thread = fixture("events/thread_updated.jsonl");
    let first = thread.lines().next().unwrap_or_default();
    c.bench_function("thread_updated: decode", |b| b.iter(|| facts(black_box(first))));
}

fn day(c: &mut Criterion) {
    let day = session("busy_day_emily");
    let mut group = c.benchmark_group("a busy day");
    group.throughput(Throughput::Elements(day.len() as u64));
    group.bench_function("decode", |b| {
        b.iter(|| {
            day.iter()
                .map(|frame| facts(black_box(frame)).len())
                .sum::<usize>()
        });
    });
    group.finish();
}

fn page(c: &mut Criterion) {
    let recorded: serde_json::Value =
        serde_json::from_str(&fixture("cold_start/40_posts_engineering.json")).unwrap_or_default();
    let answer = HttpAnswer {
        status: 200,
        content_type: "application/json".into(),
        body: recorded["response_body"].to_string(),
        ..HttpAnswer::default()
    };
    let channel_id = ChannelId::MIN;
    c.bench_function("page of posts: decode", |b| {
        b.iter(|| {
            posts::read_window(black_box(&answer), channel_id, Window::Latest).map(|events| events.len())
        });
    });
}

/// An engine of somebody signed in, connected, who knows nothing else yet.
fn connected() -> (Engine, SocketGeneration) {
    let mut engine = Engine::new(1);
    let start = Input::Act(Action::Start {
        place: Place::Start,
        maybe_signed_in: true,
        likely: None,
    });
    let asked = engine.handle(Now::default(), start).effects;
    let me = asked.iter().find_map(|effect| match effect {
        Effect::Http(id, request) if request.path.ends_with("/users/me") => Some(*id),
        _ => None,
    });
    let answer = HttpAnswer {
        status: 200,
        content_type: "application/json".into(),
        body: format!(r#"{{"id": "{}", "username": "me"}}"#, "m".repeat(26)),
        ..HttpAnswer::default()
    };
    let reply = Input::Reply(me.expect("who am I"), HttpReply::Answer(answer));
    engine.handle(Now::default(), reply);
    let generation = engine.connection().generation();
    engine.handle(
        Now::default(),
        Input::Socket(generation, SocketEvent::Opened { session: None }),
    );
    let hello = format!(
        r#"{{"event": "hello", "data": {{"connection_id": "{}"}}, "broadcast": {{}}, "seq": 0}}"#,
        "a".repeat(26)
    );
    engine.handle(
        Now::default(),
        Input::Socket(generation, SocketEvent::Text(hello)),
    );
    (engine, generation)
}

/// A thousand frames that came together: one by one, and through the lanes.
fn burst(c: &mut Criterion) {
    let posted = fixture("events/posted.jsonl");
    let first = posted.lines().next().unwrap_or_default();
    let frame: serde_json::Value = serde_json::from_str(first).unwrap_or_default();
    let frames: Vec<String> = (1..=1_000)
        .map(|seq: u32| {
            let mut frame = frame.clone();
            frame["seq"] = seq.into();
            let text = frame.to_string();
            // Fifty channels, a thousand posts.
            text.replace("z8pxzexm83bwmqmzdmh6pzqjfe", &format!("c{:025}", seq % 50))
                .replace("grnkoedaajgjbf9aah9fwe9gjy", &format!("p{seq:025}"))
        })
        .collect();
    let mut group = c.benchmark_group("a burst of 1,000 posts");
    let mut run = |name: &str, input: fn(SocketGeneration, SocketEvent) -> Input| {
        group.bench_function(name, |b| {
            b.iter_batched(
                connected,
                |(mut engine, generation)| {
                    for text in &frames {
                        let event = SocketEvent::Text(text.clone());
                        black_box(engine.handle(Now::default(), input(generation, event)));
                    }
                    while engine.waiting() > 0 {
                        black_box(engine.handle(Now::default(), Input::Drain));
                    }
                    engine
                },
                BatchSize::LargeInput,
            );
        });
    };
    run("one by one", Input::Socket);
    run("through the lanes", Input::SocketInBurst);
    group.finish();
}

criterion_group!(benches, frames, day, page, burst);
criterion_main!(benches);
