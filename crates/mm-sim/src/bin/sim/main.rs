//! `cargo xtask sim`: plays many seeds of the simulated world on all cores, and makes short what fails.
//!
//! Reading order: the options, the workers here, then `tally` for what is told at the end.

mod options;
mod tally;

use std::io::{stderr, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use mm_sim::runs::{self, Failure, Played, Script, Weather};

use options::Options;
use tally::Tally;

/// Failures that are made short. More than these have one cause, or need no list.
const SHRUNK: usize = 4;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(wrong) => {
            eprintln!("error: {wrong}\n\n{}", options::HELP);
            return ExitCode::FAILURE;
        }
    };
    let tally = play_all(&options.runs());
    tell_failures(&tally);
    tally.print();
    if tally.failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Each core takes the next run as soon as it is free.
fn play_all(jobs: &[(u64, Weather)]) -> Tally {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel::<Played>();
    let mut tally = Tally::default();
    let mut progress = Progress::new(jobs.len());
    std::thread::scope(|scope| {
        for _ in 0..cores.min(jobs.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some((seed, weather)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut played = runs::play(*seed, *weather);
                    played.trace.clear();
                    if sender.send(played).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for played in results {
            tally.add(played);
            progress.tell(&tally);
        }
    });
    progress.end();
    tally
}

/// The first of each kind is made short and printed as a test, then the second of each: two causes may show at one line.
fn tell_failures(tally: &Tally) {
    let kinds = tally.kinds_of_failures();
    for (at, seeds) in &kinds {
        println!("{} fail at {at}: {}", seeds.len(), some_of(seeds));
    }
    let by_turns = (0..SHRUNK).flat_map(|nth| kinds.iter().filter_map(move |(_, seeds)| seeds.get(nth)));
    for (script, failure) in by_turns.take(SHRUNK) {
        tell_shrunk(script, failure);
    }
    if tally.failed.len() > SHRUNK {
        println!("{} more are not made short.", tally.failed.len() - SHRUNK);
    }
}

fn some_of(seeds: &[(&Script, &Failure)]) -> String {
    let names: Vec<String> = seeds
        .iter()
        .take(12)
        .map(|(script, _)| format!("{} {}", script.weather.name(), script.seed))
        .collect();
    let more = if seeds.len() > names.len() { ", …" } else { "" };
    format!("{}{more}", names.join(", "))
}

fn tell_shrunk(script: &Script, failure: &Failure) {
    let start = Instant::now();
    let shrunk = runs::shrink(script, failure);
    let left = &shrunk.played.script;
    println!(
        "\nseed {} in {} fails with {} of its {} steps ({} tries, {:.1} s):\n",
        script.seed,
        script.weather.name(),
        left.steps.len() + left.words.len(),
        shrunk.before,
        shrunk.tries,
        start.elapsed().as_secs_f32()
    );
    println!("{}", shrunk.as_test());
}

/// One line that is written anew; where nobody watches, a line now and then.
struct Progress {
    of: usize,
    start: Instant,
    told: Instant,
    watched: bool,
}

impl Progress {
    fn new(of: usize) -> Self {
        let now = Instant::now();
        Self {
            of,
            start: now,
            told: now,
            watched: stderr().is_terminal(),
        }
    }

    fn tell(&mut self, tally: &Tally) {
        let pause = Duration::from_millis(if self.watched { 200 } else { 15_000 });
        let done = tally.runs();
        if done < self.of && self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        let a_second = done as f32 / self.start.elapsed().as_secs_f32().max(0.001);
        let (before, after) = if self.watched {
            ("\r", "\x1b[K")
        } else {
            ("", "\n")
        };
        let line = format!(
            "{done} of {} runs, {a_second:.0} a second, {} failed",
            self.of,
            tally.failed.len()
        );
        // A closed terminal must not end the runs.
        let _ = write!(stderr(), "{before}{line}{after}").and_then(|()| stderr().flush());
    }

    fn end(&self) {
        if self.watched {
            eprintln!();
        }
    }
}
