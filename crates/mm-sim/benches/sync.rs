//! Synchronisation, in the engine's own time. Budget: a connection that is resumed with 100 missed events in at most 100 ms, without a request.

mod support;

use criterion::{criterion_group, criterion_main, BatchSize, Criterion};
use mm_core::action::Action;
use mm_core::cache::StoreFault;
use mm_core::connection::Wake;
use mm_sim::{ClientId, Link, Pair, UnderWay};
use support::*;

/// Alice's page at rest in a channel, on tape; Bob only writes.
fn at_rest() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(1);
    let alice = pair.sign_in_on_tape(ALICE);
    let bob = pair.sign_in(BOB);
    pair.kill(bob, UnderWay::IsLost);
    let channel_id = pair.screen(alice).channel(CHANNEL);
    pair.act(alice, Action::OpenChannel { channel_id });
    pair.run_for(90_000);
    (pair, alice, bob)
}

/// A hundred messages were missed while the link was down.
fn resume(c: &mut Criterion) {
    let (mut pair, alice, bob) = at_rest();
    let channel = pair.screen(alice).channel(CHANNEL);
    pair.set_link(alice, Link::Down);
    for n in 0..100 {
        write(&mut pair, bob, channel, &format!("missed {n}"));
    }
    pair.run_for(1_000);
    let before = take_tape(&mut pair, alice);
    pair.set_link(alice, Link::Up);
    pair.wake(alice, Wake::Online);
    pair.run_for(1_500);
    assert_eq!(pair.screen(alice).count(CHANNEL, "missed 99"), 1);
    let after = take_tape(&mut pair, alice);
    let tally = play(&mut engine_after(&before), after.clone());
    assert_eq!(tally.requests, 0, "a proven resume asks nothing");
    measure(c, "sync/resume of 100 missed events", &before, &after);
}

/// From the key press to the confirmation, with and without a store.
fn send(c: &mut Criterion) {
    for (name, fault) in [
        ("sync/a message sent and confirmed", None),
        ("sync/… by a page whose store refuses", Some(StoreFault::Refused)),
    ] {
        let (mut pair, alice, _) = at_rest();
        pair.client_mut(alice).store.borrow_mut().fault = fault;
        // The page hears of the fault with the first thing it keeps.
        for text in ["before", "measured"] {
            pair.run_for(10_000);
            if text == "measured" {
                let before = take_tape(&mut pair, alice);
                pair.say(alice, CHANNEL, text);
                pair.run_for(1_000);
                let after = take_tape(&mut pair, alice);
                let tally = play(&mut engine_after(&before), after.clone());
                println!("{name}: {tally:?}");
                measure(c, name, &before, &after);
            } else {
                pair.say(alice, CHANNEL, text);
            }
        }
    }
}

fn measure(c: &mut Criterion, name: &str, before: &Tape, after: &Tape) {
    let engine = || (engine_after(before), after.clone());
    let mut group = c.benchmark_group("box");
    group.sample_size(20);
    group.bench_function(name, |b| {
        b.iter_batched(
            engine,
            |(mut engine, tape)| {
                let tally = play(&mut engine, tape);
                (engine, tally)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, resume, send);
criterion_main!(benches);
