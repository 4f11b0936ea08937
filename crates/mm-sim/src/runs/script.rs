//! A run from its seed, or from a list of its steps.

use std::collections::BTreeMap;

use super::acts::Run;
use super::faults::Weather;
use super::panics::{self, Failure};

/// Steps of a run.
const STEPS: usize = 90;

/// Messages said while everything heals.
const WORDS: usize = 12;

/// A run as a list of steps that can be played again, without some of them too. A step is told by how often the dice had been rolled
/// before it: put there again it does the same, as far as what it acts upon is still there, whatever was left out before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The seed: company, people, dice.
    pub seed: u64,
    /// The weather.
    pub weather: Weather,
    /// The steps.
    pub steps: Vec<u32>,
    /// The same of what is said while everything heals.
    pub words: Vec<u32>,
}

/// A run that was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// What plays it again, as far as it went.
    pub script: Script,
    /// What happened, line by line.
    pub trace: Vec<String>,
    /// How often what was done and what went wrong, by name.
    pub occurred: BTreeMap<String, u32>,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    /// A number of all that happened: what was done, what was asked of the server, and when it ended. The same seed gives the same.
    pub hash: u64,
}

/// Plays the run of a seed.
pub fn play(seed: u64, weather: Weather) -> Played {
    played(seed, weather, &[None; STEPS], &[None; WORDS])
}

impl Script {
    /// Plays it.
    pub fn play(&self) -> Played {
        let some = |places: &[u32]| -> Vec<Option<u32>> { places.iter().copied().map(Some).collect() };
        played(self.seed, self.weather, &some(&self.steps), &some(&self.words))
    }
}

/// Plays steps where the dice are told to be, or where they happen to be.
fn played(seed: u64, weather: Weather, steps: &[Option<u32>], words: &[Option<u32>]) -> Played {
    let mut script = Script {
        seed,
        weather,
        steps: Vec::new(),
        words: Vec::new(),
    };
    let mut begun = None;
    let failure = panics::caught(|| {
        let run: &mut Run = begun.insert(Run::new(seed, weather));
        for place in steps {
            script.steps.push(run.put_dice(*place));
            run.step();
            run.check_always();
        }
        run.begin_healing();
        for place in words {
            script.words.push(run.put_dice(*place));
            run.say_while_healing();
        }
        run.end_healing();
        run.check_always();
        run.check_at_rest();
    });
    let hash = begun.as_ref().map_or(0, hash_of);
    let (trace, occurred) = begun.map_or_else(Default::default, |run| (run.trace, run.occurred));
    Played {
        script,
        trace,
        occurred,
        failure,
        hash,
    }
}

/// FNV-1a, 64 bits: the same on every machine and in every build.
fn hash_of(run: &Run) -> u64 {
    let requests = run.pair.clients().flat_map(|client| &client.requests);
    let words = run.trace.iter().chain(requests).map(String::as_bytes);
    let end = run.pair.now().to_le_bytes();
    let bytes = words.flatten().chain(&end);
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

impl Run {
    /// Puts the dice, if told where; gives where they are.
    fn put_dice(&mut self, place: Option<u32>) -> u32 {
        if let Some(rolls) = place {
            self.dice.put_at(rolls);
        }
        self.dice.rolls()
    }
}
