//! `cargo xtask sim`: many seeds of the simulated world; what fails is made short.

use std::process::Command;

use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::repo::Repo;

/// Builds the program of `mm-sim` with optimisation and runs it. It is not linked in here: this package must not wait for the engine.
pub fn sim(repo: &Repo, arguments: &[String]) -> Outcome {
    let mut command = Command::new("cargo");
    command
        .current_dir(&repo.root)
        .args([
            "run",
            "--quiet",
            "--profile",
            "sim",
            "--package",
            "mm-sim",
            "--bin",
            "sim",
            "--",
        ])
        .args(arguments);
    let status = command.status().doing(process::shown(&command))?;
    // What failed has been told; a second account of it on the error output would only repeat it.
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(""))
    }
}
