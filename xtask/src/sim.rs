//! `cargo xtask sim`: many seeds of the simulated world; what fails is made short. `cargo xtask mutants-sim`: would it have been seen?

use std::process::Command;

use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::repo::Repo;

/// Plays seeds.
pub fn sim(repo: &Repo, arguments: &[String]) -> Outcome {
    program(repo, &["--bin", "sim"], arguments)
}

/// Plays seeds with one bug planted after another: each has to be seen.
pub fn mutants(repo: &Repo, arguments: &[String]) -> Outcome {
    program(repo, &["--features", "mutants", "--bin", "mutants"], arguments)
}

/// Builds a program of `mm-sim` with optimisation and runs it. It is not linked in here: this package must not wait for the engine.
fn program(repo: &Repo, which: &[&str], arguments: &[String]) -> Outcome {
    let mut command = Command::new("cargo");
    command
        .current_dir(&repo.root)
        .args(["run", "--quiet", "--profile", "sim", "--package", "mm-sim"])
        .args(which)
        .arg("--")
        .args(arguments);
    let status = command.status().doing(process::shown(&command))?;
    // What failed has been told; a second account of it on the error output would only repeat it.
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(""))
    }
}
