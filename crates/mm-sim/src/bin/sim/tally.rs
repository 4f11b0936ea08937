//! What all runs together were: how many, what failed, and how often what occurred in them.

use std::collections::{BTreeMap, BTreeSet};

use mm_sim::runs::{self, Failure, Played, Script, Weather};
use serde::{Deserialize, Serialize};

/// So many pairs of faults that met most seldom are named.
const SELDOM: usize = 4;

/// The runs of one weather.
#[derive(Default, Serialize, Deserialize)]
struct Column {
    runs: usize,
    steps: usize,
    /// In how many runs something occurred.
    occurred: BTreeMap<String, usize>,
    /// In how many runs two things went wrong, by [`pair`].
    pairs: BTreeMap<String, usize>,
}

/// All runs.
#[derive(Default, Serialize, Deserialize)]
pub struct Tally {
    columns: BTreeMap<Weather, Column>,
    /// A number of all that happened in all of them, whichever core was quicker.
    hash: u64,
    /// How many failed.
    pub failures: usize,
    /// Those that failed while this program ran.
    #[serde(skip)]
    pub failed: Vec<(Script, Failure)>,
}

impl Tally {
    /// Adds a run.
    pub fn add(&mut self, played: Played) {
        let column = self.columns.entry(played.script.weather).or_default();
        column.runs += 1;
        column.steps += played.script.steps.len();
        self.hash = self.hash.wrapping_add(played.hash);
        let faults = runs::faults(played.script.weather);
        let wrong: Vec<&String> = faults
            .iter()
            .filter(|name| played.occurred.contains_key(*name))
            .collect();
        for (at, one) in wrong.iter().enumerate() {
            for other in &wrong[at + 1..] {
                *column.pairs.entry(pair(one, other)).or_default() += 1;
            }
        }
        for name in played.occurred.into_keys() {
            *column.occurred.entry(name).or_default() += 1;
        }
        self.failures += usize::from(played.failure.is_some());
        self.failed
            .extend(played.failure.map(|failure| (played.script, failure)));
    }

    /// The number of all that happened, in letters.
    pub fn hash(&self) -> String {
        format!("{:016x}", self.hash)
    }

    /// How many there were.
    pub fn runs(&self) -> usize {
        self.columns.values().map(|column| column.runs).sum()
    }

    /// What failed by where it failed, the most frequent first; the lowest seed first, whatever core was quicker.
    pub fn kinds_of_failures(&self) -> Vec<(&str, Vec<(&Script, &Failure)>)> {
        let mut kinds: BTreeMap<&str, Vec<(&Script, &Failure)>> = BTreeMap::new();
        for (script, failure) in &self.failed {
            kinds.entry(&failure.at).or_default().push((script, failure));
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        for (_, seeds) in &mut kinds {
            seeds.sort_by_key(|(script, _)| (script.seed, script.weather));
        }
        kinds.sort_by_key(|(_, seeds)| std::cmp::Reverse(seeds.len()));
        kinds
    }

    /// Prints the table and, last, the sums.
    pub fn print(&self) {
        let mut names: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for weather in self.columns.keys() {
            let new = runs::kinds(*weather).into_iter();
            names.extend(new.filter(|name| known.insert(name.clone())));
        }
        let others: BTreeSet<&String> = self.columns.values().flat_map(|c| c.occurred.keys()).collect();
        names.extend(others.into_iter().filter(|name| !known.contains(*name)).cloned());
        print!("\n{:<24}", "occurred in % of runs");
        for weather in self.columns.keys() {
            print!("{:>8}", weather.name());
        }
        println!();
        for name in &names {
            print!("  {name:<22}");
            for (weather, column) in &self.columns {
                print!("{:>8}", cell(*weather, column, name));
            }
            println!();
        }
        for (weather, column) in &self.columns {
            println!("{}", pairs_of(*weather, column));
        }
        let steps: usize = self.columns.values().map(|column| column.steps).sum();
        println!(
            "\n{} runs, {steps} steps, {} failures; all that happened: {}",
            self.runs(),
            self.failures,
            self.hash()
        );
    }
}

fn pair(one: &str, other: &str) -> String {
    format!("{one} + {other}")
}

/// How many of all pairs of faults met in a run, and which did most seldom.
fn pairs_of(weather: Weather, column: &Column) -> String {
    let faults = runs::faults(weather);
    let mut met: Vec<(usize, String)> = Vec::new();
    for (at, one) in faults.iter().enumerate() {
        for other in &faults[at + 1..] {
            let pair = pair(one, other);
            met.push((column.pairs.get(&pair).copied().unwrap_or(0), pair));
        }
    }
    met.sort();
    let once = met.iter().filter(|(count, _)| *count > 0).count();
    let seldom: Vec<String> = met
        .iter()
        .take(SELDOM)
        .map(|(count, names)| format!("{names} {count}"))
        .collect();
    format!(
        "{}: {once} of {} pairs of faults met in a run, most seldom {}",
        weather.name(),
        met.len(),
        seldom.join(", ")
    )
}

/// The share; a dot where a weather does not have such a thing.
fn cell(weather: Weather, column: &Column, name: &String) -> String {
    let count = column.occurred.get(name).copied().unwrap_or(0);
    if count == 0 && !runs::kinds(weather).contains(name) {
        return "·".to_owned();
    }
    format!("{:.1}", 100.0 * count as f32 / column.runs.max(1) as f32)
}
