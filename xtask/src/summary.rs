//! Counting what passed and failed, over several test runners and over several commands.
//!
//! Filled by `test`, `e2e` and `check`; printed by them and, for both together, by `summary`, whose last
//! line is the verdict a continuous integration reads.

use std::fs;
use std::time::Duration;

use crate::outcome::{Doing, Failure, Outcome};
use crate::repo::Repo;

/// What one suite said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The suite's name.
    pub name: String,
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed; a suite that could not run counts as one.
    pub failed: u64,
}

/// The lines of one command.
#[derive(Default)]
pub struct Summary {
    lines: Vec<Line>,
}

impl Summary {
    /// Adds what a test runner printed. A runner that fails without naming a failed test, or that
    /// succeeds without having run any, counts as one failure.
    pub fn add_runner(&mut self, name: &str, printed: &str, ok: bool, took: Duration) {
        let (passed, mut failed) = counts(printed);
        if failed == 0 && (!ok || passed == 0) {
            failed = 1;
        }
        println!(
            "── {name}: {passed} passed, {failed} failed ({:.0} s)\n",
            took.as_secs_f32()
        );
        self.lines.push(Line {
            name: name.to_owned(),
            passed,
            failed,
        });
    }

    /// Adds a step that either holds or not.
    pub fn add_step(&mut self, name: &str, outcome: Outcome, took: Duration) {
        let failed = u64::from(outcome.is_err());
        match outcome {
            Ok(()) => println!("── {name}: ok ({:.0} s)", took.as_secs_f32()),
            Err(failure) => println!("── {name}: FAILED ({:.0} s)\n{failure}\n", took.as_secs_f32()),
        }
        self.lines.push(Line {
            name: name.to_owned(),
            passed: 1 - failed,
            failed,
        });
    }

    /// Prints a table and the verdict, keeps them for `summary`, and fails if anything did.
    pub fn finish(self, repo: &Repo, command: &str) -> Outcome {
        let text: String = self.lines.iter().map(written).collect();
        let file = file(repo, command);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, text).doing("keeping the summary")?;
        self.verdict()
    }

    fn verdict(&self) -> Outcome {
        println!();
        for line in &self.lines {
            println!(
                "  {:<32} {:>5} passed, {} failed",
                line.name, line.passed, line.failed
            );
        }
        let passed: u64 = self.lines.iter().map(|line| line.passed).sum();
        let failed: u64 = self.lines.iter().map(|line| line.failed).sum();
        println!("\n{passed} passed, {failed} failed");
        match (passed, failed) {
            (1.., 0) => Ok(()),
            // The verdict is the last line; a second account of it on the error output would only repeat it.
            _ => Err(Failure::new("")),
        }
    }
}

/// Forgets the last summary of `command`, so that a command cut short leaves none.
pub fn forget(repo: &Repo, command: &str) -> Outcome {
    match fs::remove_file(file(repo, command)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// `cargo xtask summary`: what the last `test` and the last `check` found, together.
pub fn print(repo: &Repo) -> Outcome {
    let mut all = Summary::default();
    for command in ["test", "check"] {
        match fs::read_to_string(file(repo, command)) {
            Ok(text) => all.lines.extend(text.lines().filter_map(read)),
            Err(_) => {
                let name = format!("cargo xtask {command} did not finish");
                all.lines.push(Line {
                    name,
                    passed: 0,
                    failed: 1,
                });
            }
        }
    }
    all.verdict()
}

fn file(repo: &Repo, command: &str) -> std::path::PathBuf {
    repo.target.join("xtask").join(format!("{command}.summary"))
}

fn written(line: &Line) -> String {
    format!("{}\t{}\t{}\n", line.passed, line.failed, line.name)
}

fn read(text: &str) -> Option<Line> {
    let mut parts = text.splitn(3, '\t');
    let passed = parts.next()?.parse().ok()?;
    let failed = parts.next()?.parse().ok()?;
    Some(Line {
        passed,
        failed,
        name: parts.next()?.to_owned(),
    })
}

/// Sums the `test result: …` lines of cargo's and wasm-bindgen's runners.
fn counts(printed: &str) -> (u64, u64) {
    let mut sum = (0, 0);
    for line in printed.lines() {
        let Some(at) = line.find("test result: ") else {
            continue;
        };
        let number = |word: &str| -> u64 {
            let part = line[at..].split(';').find(|part| part.trim_end().ends_with(word));
            let digits = part.and_then(|part| part.trim_end().strip_suffix(word));
            digits
                .and_then(|text| text.trim().rsplit(' ').next()?.parse().ok())
                .unwrap_or(0)
        };
        sum.0 += number("passed");
        sum.1 += number("failed");
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::{counts, read, written, Line, Summary};
    use std::time::Duration;

    const PRINTED: &str = "running 3 tests\n\
        test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
        test result: FAILED. 3 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out\n";

    #[test]
    fn adds_up_every_result_line() {
        assert_eq!(counts(PRINTED), (15, 2));
        assert_eq!(counts("nothing ran"), (0, 0));
    }

    #[test]
    fn a_suite_that_did_not_run_is_a_failure() {
        let mut summary = Summary::default();
        summary.add_runner("did not compile", "error: no", false, Duration::ZERO);
        summary.add_runner(
            "empty",
            "test result: ok. 0 passed; 0 failed",
            true,
            Duration::ZERO,
        );
        summary.add_runner("failed", PRINTED, false, Duration::ZERO);
        let failed: Vec<u64> = summary.lines.iter().map(|line| line.failed).collect();
        assert_eq!(failed, [1, 1, 2]);
        assert!(summary.verdict().is_err());
        assert!(Summary::default().verdict().is_err(), "nothing ran");
    }

    #[test]
    fn lines_survive_being_kept() {
        let line = Line {
            name: "native tests".to_owned(),
            passed: 7,
            failed: 1,
        };
        assert_eq!(read(written(&line).trim_end()), Some(line));
    }
}
