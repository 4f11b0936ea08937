//! What is to be played.

use std::path::PathBuf;

use mm_sim::runs::Weather;

/// How the command is called.
pub const HELP: &str = "cargo xtask sim --seeds N [--start S] [--weather W] [--ledger FILE]

  --seeds N      so many seeds
  --start S      the first of them (0)
  --weather W    each in this weather: rain, storm, gusts, mixed, hail, crowd or sleet; or each in one of them by turns: turns; without it each in all
  --ledger FILE  what was played is noted in FILE now and then; the same call goes on behind it, as long as the engine is the same
";

/// In what weather a seed is played.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    All,
    Only(Weather),
    Turns,
}

/// The options.
pub struct Options {
    /// How many seeds.
    pub seeds: u64,
    /// The first of them.
    pub start: u64,
    /// Where it is noted what was played.
    pub ledger: Option<PathBuf>,
    which: Which,
}

impl Options {
    /// Reads the words of the command line.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            seeds: 0,
            start: 0,
            ledger: None,
            which: Which::All,
        };
        let mut words = words;
        while let Some(name) = words.next() {
            let value = words.next().ok_or(format!("{name} needs a value"))?;
            let number = || value.parse().map_err(|_| format!("{value} is not a number"));
            match name.as_str() {
                "--seeds" => options.seeds = number()?,
                "--start" => options.start = number()?,
                "--weather" => options.which = which(&value)?,
                "--ledger" => options.ledger = Some(PathBuf::from(value)),
                _ => return Err(format!("there is no option {name}")),
            }
        }
        if options.seeds == 0 {
            return Err("how many seeds?".to_owned());
        }
        Ok(options)
    }

    /// The runs of a seed.
    pub fn runs_of(&self, seed: u64) -> Vec<(u64, Weather)> {
        let weathers = match self.which {
            Which::All => Weather::ALL.to_vec(),
            Which::Only(weather) => vec![weather],
            Which::Turns => vec![Weather::of_turn(seed)],
        };
        weathers.into_iter().map(|weather| (seed, weather)).collect()
    }

    /// How many runs there are.
    pub fn runs(&self) -> u64 {
        self.seeds.saturating_mul(self.runs_of(0).len() as u64)
    }

    /// What is played, in words: a ledger is for one such call.
    pub fn what(&self) -> String {
        let weather = match self.which {
            Which::All => "all weathers",
            Which::Only(weather) => weather.name(),
            Which::Turns => "weathers by turns",
        };
        format!("{weather} from seed {}", self.start)
    }
}

fn which(name: &str) -> Result<Which, String> {
    if name == "turns" {
        return Ok(Which::Turns);
    }
    let weather = Weather::named(name).ok_or(format!("there is no weather {name}"))?;
    Ok(Which::Only(weather))
}
