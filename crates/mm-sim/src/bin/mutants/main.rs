//! `cargo xtask mutants-sim`: plants one bug after another in the engine and plays seeds until a run sees it. A bug that no run sees
//! says that an invariant, an act or a fault is missing.

use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use mm_core::mutant::{plant, Mutant, ALL};
use mm_sim::runs::{self, Failure, Weather};

const HELP: &str = "cargo xtask mutants-sim [--seeds N] [--start S] [--only NAME]

  --seeds N      so many seeds, each in every weather, before a bug counts as not seen (10000)
  --start S      the first of them (0)
  --only NAME    this bug only, by its name in crates/mm-core/src/mutant.rs
";

/// What is to be played.
struct Options {
    seeds: u64,
    start: u64,
    mutants: Vec<Mutant>,
}

/// How a bug was seen.
struct Caught {
    seed: u64,
    weather: Weather,
    failure: Failure,
}

/// What became of a bug.
struct Verdict {
    mutant: Mutant,
    caught: Option<Caught>,
    runs: u64,
    /// Seeds that fail without the bug as well: they prove nothing.
    void: Vec<(u64, Weather)>,
    took: Duration,
}

fn main() -> ExitCode {
    let options = match read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(wrong) => {
            eprintln!("error: {wrong}\n\n{HELP}");
            return ExitCode::FAILURE;
        }
    };
    let seen = play_all(&options);
    println!("\n{seen} of {} planted bugs are seen", options.mutants.len());
    if seen == options.mutants.len() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn read(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options {
        seeds: 10_000,
        start: 0,
        mutants: ALL.to_vec(),
    };
    while let Some(name) = words.next() {
        let value = words.next().ok_or(format!("{name} needs a value"))?;
        let number = || value.parse().map_err(|_| format!("{value} is not a number"));
        match name.as_str() {
            "--seeds" => options.seeds = number()?,
            "--start" => options.start = number()?,
            "--only" => {
                options.mutants.retain(|mutant| format!("{mutant:?}") == value);
                if options.mutants.is_empty() {
                    return Err(format!("there is no planted bug {value}"));
                }
            }
            _ => return Err(format!("there is no option {name}")),
        }
    }
    Ok(options)
}

/// Each core takes the next bug as soon as it is free. Gives how many were seen.
fn play_all(options: &Options) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let (sender, verdicts) = mpsc::channel::<Verdict>();
    std::thread::scope(|scope| {
        for _ in 0..cores.min(options.mutants.len()) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(mutant) = options.mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if sender.send(hunt(*mutant, options)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let told = verdicts.into_iter().inspect(tell);
        told.filter(|verdict| verdict.caught.is_some()).count()
    })
}

/// Plays until a run fails that holds without the bug.
fn hunt(mutant: Mutant, options: &Options) -> Verdict {
    let begun = Instant::now();
    let mut verdict = Verdict {
        mutant,
        caught: None,
        runs: 0,
        void: Vec::new(),
        took: Duration::ZERO,
    };
    let seeds = options.start..options.start.saturating_add(options.seeds);
    for (seed, weather) in seeds.flat_map(|seed| Weather::ALL.map(|weather| (seed, weather))) {
        verdict.runs += 1;
        let Some(failure) = play(Some(mutant), seed, weather) else {
            continue;
        };
        if play(None, seed, weather).is_some() {
            verdict.void.push((seed, weather));
            continue;
        }
        verdict.caught = Some(Caught {
            seed,
            weather,
            failure,
        });
        break;
    }
    verdict.took = begun.elapsed();
    verdict
}

fn play(mutant: Option<Mutant>, seed: u64, weather: Weather) -> Option<Failure> {
    plant(mutant);
    let failure = runs::play(seed, weather).failure;
    plant(None);
    failure
}

fn tell(verdict: &Verdict) {
    let Verdict {
        mutant, runs, took, ..
    } = verdict;
    let name = format!("{mutant:?}");
    let seconds = took.as_secs_f32();
    match &verdict.caught {
        Some(caught) => {
            let said = caught.failure.said.lines().next().unwrap_or_default();
            let said: String = said.chars().take(90).collect();
            println!(
                "{name:<20} seen after {runs:>4} runs, {seconds:>5.1} s: {} {} at {}: {said}",
                caught.weather.name(),
                caught.seed,
                caught.failure.at
            );
        }
        None => println!("{name:<20} NOT SEEN in {runs} runs, {seconds:.1} s"),
    }
    for (seed, weather) in &verdict.void {
        println!("  {} {seed} fails without it as well", weather.name());
    }
}
