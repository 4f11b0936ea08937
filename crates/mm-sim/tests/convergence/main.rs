//! From one seed: a few people do what people do while the network does what networks do. When it is healed, everybody shows what a page
//! that was just loaded shows, and each message said is on the server once, or failed once before its author's eyes.

#[path = "../support/mod.rs"]
mod support;

mod acts;
mod check;
mod dice;
mod faults;

use acts::Run;

/// Steps of a run.
const STEPS: usize = 90;

/// Plays these seeds, or those of `TSUBAME_SEEDS=FROM..TO` instead; the trace of one that fails is printed.
fn play(seeds: std::ops::Range<u64>) {
    let wished = std::env::var("TSUBAME_SEEDS").ok();
    let range = wished.as_deref().and_then(|text| text.split_once(".."));
    let seeds = match range.map(|(from, to)| (from.parse(), to.parse())) {
        Some((Ok(from), Ok(to))) => from..to,
        _ => seeds,
    };
    let fails = |seed: &u64| std::panic::catch_unwind(|| Run::new(*seed).play(STEPS)).is_err();
    let failed: Vec<u64> = seeds.filter(fails).collect();
    assert!(failed.is_empty(), "these seeds fail: {failed:?}");
}

// Two tests, so that two cores share the work.

#[test]
fn whatever_happens_everybody_ends_with_what_the_server_has() {
    play(0..20);
}

#[test]
fn whatever_else_happens_everybody_ends_with_what_the_server_has() {
    play(20..40);
}

#[test]
fn the_same_seed_twice_is_the_same_run() {
    assert_eq!(Run::new(7).play(STEPS), Run::new(7).play(STEPS));
}
