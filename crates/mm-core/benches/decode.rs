//! How long a frame takes from text to fact, on recorded traffic. Budget: a `posted` frame decoded and applied in at most 15 µs.

use std::hint::black_box;
use std::path::Path;

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use mm_core::domain::{ChannelId, Monotonic};
use mm_core::event::{Event, Window};
use mm_core::rest::{posts, HttpAnswer};
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

criterion_group!(benches, frames, day, page);
criterion_main!(benches);
