//! What is to be played.

use mm_sim::runs::Weather;

/// How the command is called.
pub const HELP: &str = "cargo xtask sim --seeds N [--start S] [--weather rain|storm|gusts|mixed]

  --seeds N      so many seeds, each in every weather
  --start S      the first of them (0)
  --weather W    in this weather only
";

/// The options.
pub struct Options {
    seeds: u64,
    start: u64,
    weathers: Vec<Weather>,
}

impl Options {
    /// Reads the words of the command line.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            seeds: 0,
            start: 0,
            weathers: Weather::ALL.to_vec(),
        };
        let mut words = words;
        while let Some(name) = words.next() {
            let value = words.next().ok_or(format!("{name} needs a value"))?;
            let number = || value.parse().map_err(|_| format!("{value} is not a number"));
            match name.as_str() {
                "--seeds" => options.seeds = number()?,
                "--start" => options.start = number()?,
                "--weather" => {
                    let weather = Weather::named(&value).ok_or(format!("there is no weather {value}"))?;
                    options.weathers = vec![weather];
                }
                _ => return Err(format!("there is no option {name}")),
            }
        }
        if options.seeds == 0 {
            return Err("how many seeds?".to_owned());
        }
        Ok(options)
    }

    /// The runs, in the order in which they are begun.
    pub fn runs(&self) -> Vec<(u64, Weather)> {
        let seeds = self.start..self.start.saturating_add(self.seeds);
        seeds
            .flat_map(|seed| self.weathers.iter().map(move |weather| (seed, *weather)))
            .collect()
    }
}
