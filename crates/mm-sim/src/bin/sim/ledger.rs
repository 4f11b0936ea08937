//! The ledger of a long run: how far it has come and what it was, in a file. It may be ended at any time and goes on where it was noted last.

use std::fs;
use std::path::PathBuf;

use mm_sim::runs;
use serde::{Deserialize, Serialize};

use crate::options::Options;
use crate::tally::Tally;

/// So many runs tell one engine from another: if anything they do is different, so is the number of all that happened in them.
const TRIAL: u64 = 120;

/// What stands in the file.
#[derive(Serialize, Deserialize)]
struct Page {
    /// What is played.
    what: String,
    /// The number of all that happened in the runs of the trial.
    engine: String,
    /// The next seed.
    next: u64,
    tally: Tally,
}

/// A ledger, or none: then nothing is noted.
pub struct Ledger {
    file: Option<PathBuf>,
    page: Page,
}

impl Ledger {
    /// Opens it where it was left, or begins it.
    ///
    /// # Errors
    /// If the file cannot be read, or is of something else: of other runs, or of an engine that does other things.
    pub fn open(options: &Options) -> Result<Self, String> {
        let mut page = Page {
            what: options.what(),
            engine: String::new(),
            next: options.start,
            tally: Tally::default(),
        };
        let Some(file) = options.ledger.clone() else {
            return Ok(Self { file: None, page });
        };
        page.engine = trial();
        if file.exists() {
            let kept = read(&file)?;
            if (&kept.what, &kept.engine) != (&page.what, &page.engine) {
                return Err(format!(
                    "{} is of {} on engine {}, not of {} on engine {}: name another file",
                    file.display(),
                    kept.what,
                    kept.engine,
                    page.what,
                    page.engine
                ));
            }
            page = kept;
        }
        Ok(Self {
            file: Some(file),
            page,
        })
    }

    /// The next seed to be played.
    pub fn next(&self) -> u64 {
        self.page.next
    }

    /// All that was played.
    pub fn tally(&self) -> &Tally {
        &self.page.tally
    }

    /// The same, to add to.
    pub fn tally_mut(&mut self) -> &mut Tally {
        &mut self.page.tally
    }

    /// Notes that all seeds before this one were played. The file is never half written: another one takes its place.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn note(&mut self, next: u64) -> Result<(), String> {
        self.page.next = next;
        let Some(file) = &self.file else { return Ok(()) };
        let failed = |what: &dyn std::fmt::Display| format!("{} cannot be written: {what}", file.display());
        let text = serde_json::to_string_pretty(&self.page).map_err(|error| failed(&error))?;
        let new = file.with_extension("new");
        fs::write(&new, text).map_err(|error| failed(&error))?;
        fs::rename(&new, file).map_err(|error| failed(&error))
    }
}

fn read(file: &PathBuf) -> Result<Page, String> {
    let failed = |what: &dyn std::fmt::Display| format!("{} cannot be read: {what}", file.display());
    let text = fs::read_to_string(file).map_err(|error| failed(&error))?;
    serde_json::from_str(&text).map_err(|error| failed(&error))
}

fn trial() -> String {
    let mut tally = Tally::default();
    for seed in 0..TRIAL {
        tally.add(runs::play(seed, runs::Weather::of_turn(seed)));
    }
    tally.hash()
}
