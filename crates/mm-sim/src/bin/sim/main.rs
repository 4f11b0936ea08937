//! `cargo xtask sim`: plays many seeds of the simulated world on all cores, and makes short what fails.
//!
//! Reading order: the options, the workers here, `ledger` for what is kept of a long run, then `tally` for what is told at the end.

mod ledger;
mod options;
mod tally;

use std::io::{stderr, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use mm_sim::runs::{self, Failure, Played, Script, Weather};

use ledger::Ledger;
use options::Options;
use tally::Tally;

/// A run makes and drops a million texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Failures that are made short. More than these have one cause, or need no list.
const SHRUNK: usize = 4;

/// Seeds after which it is noted what was played.
const A_NOTE: u64 = 1_000;

fn main() -> ExitCode {
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(wrong) => return refused(&format!("{wrong}\n\n{}", options::HELP)),
    };
    let ledger = match Ledger::open(&options).and_then(|ledger| play_all(&options, ledger)) {
        Ok(ledger) => ledger,
        Err(wrong) => return refused(&wrong),
    };
    let tally = ledger.tally();
    tell_failures(tally);
    tally.print();
    if tally.failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn refused(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}

/// Plays what is left, a thousand seeds and a note at a time.
fn play_all(options: &Options, mut ledger: Ledger) -> Result<Ledger, String> {
    let end = options.start.saturating_add(options.seeds);
    let mut progress = Progress::new(options.runs(), ledger.tally());
    while ledger.next() < end {
        let behind = ledger.next().saturating_add(A_NOTE).min(end);
        let seeds = ledger.next()..behind;
        let jobs: Vec<_> = seeds.flat_map(|seed| options.runs_of(seed)).collect();
        play(&jobs, ledger.tally_mut(), &mut progress);
        ledger.note(behind)?;
    }
    progress.end();
    Ok(ledger)
}

/// Each core takes the next run as soon as it is free.
fn play(jobs: &[(u64, Weather)], tally: &mut Tally, progress: &mut Progress) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, results) = mpsc::channel::<Played>();
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
            if let Some(failure) = &played.failure {
                progress.tell_failure(&played.script, failure);
            }
            tally.add(played);
            progress.tell(tally);
        }
    });
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
    of: u64,
    before: usize,
    start: Instant,
    told: Instant,
    watched: bool,
}

impl Progress {
    fn new(of: u64, before: &Tally) -> Self {
        let now = Instant::now();
        Self {
            of,
            before: before.runs(),
            start: now,
            told: now,
            watched: stderr().is_terminal(),
        }
    }

    fn tell(&mut self, tally: &Tally) {
        let pause = Duration::from_millis(if self.watched { 200 } else { 15_000 });
        let done = tally.runs();
        if (done as u64) < self.of && self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        let a_second = (done - self.before) as f32 / self.start.elapsed().as_secs_f32().max(0.001);
        self.say(&format!(
            "{done} of {} runs, {a_second:.0} a second, {} failed",
            self.of, tally.failures
        ));
    }

    /// At once: whoever ends a long run by hand knows what it has found.
    fn tell_failure(&mut self, script: &Script, failure: &Failure) {
        self.say(&format!(
            "{} {} fails at {}",
            script.weather.name(),
            script.seed,
            failure.at
        ));
        self.end();
    }

    fn say(&self, line: &str) {
        let (before, after) = if self.watched {
            ("\r", "\x1b[K")
        } else {
            ("", "\n")
        };
        // A closed terminal must not end the runs.
        let _ = write!(stderr(), "{before}{line}{after}").and_then(|()| stderr().flush());
    }

    fn end(&self) {
        if self.watched {
            eprintln!();
        }
    }
}
