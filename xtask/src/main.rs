//! Commands that build, run, check and measure Tsubame: `cargo xtask <command>`.
//!
//! Reading order: this table, then one file per command; `setup/` fetches tools, `web/` builds the page,
//! `check/` holds the rules of the house.

mod bench;
mod check;
mod dist;
mod e2e;
mod outcome;
mod plugin;
mod process;
mod repo;
mod run;
mod setup;
mod sim;
mod size;
mod summary;
mod test;
mod web;

use std::process::{Command, ExitCode};

use outcome::{Failure, Outcome};
use repo::Repo;

const HELP: &str = "cargo xtask <command>

  run [--port N] [options of the demo server]   the client and a demo server for your browser
                                                (MATTERMOST_URL=https://… : a real server instead)
  test [native] [browser] [e2e]                 every suite, or those named
  check [word…]                                 format, lints, documents, rules, licences, size
  fix                                           what of that the tools can put right themselves
  e2e [chromium] [firefox] [webkit] [filter]    the end-to-end suite
  sim --seeds N [--start S] [--weather W]       seeds of the simulated world; what fails is made short
  mutants-sim [--seeds N] [--only NAME]         bugs planted one at a time: do the simulated runs see each of them?
  bench [filter]                                native benches as a table
  size                                          what a person downloads, file by file
  dist [--verify]                               files for a host and the plugin, in dist/
  inspect frames|rest|session FILE…             what the engine makes of recorded traffic
  setup [web] [browsers] [checks]               only fetch the tools, all or those
  summary                                       what the last test and check found, together

Tools are fetched when they are first needed and kept in $TSUBAME_CACHE (default: ~/.cache/tsubame).
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.0.is_empty() {
                eprintln!("error: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: &[String]) -> Outcome {
    let Some((name, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(());
    };
    let repo = Repo::find()?;
    match name.as_str() {
        "run" => run::run(&repo, rest),
        "test" => test::test(&repo, rest),
        "check" => check::check(&repo, rest),
        "fix" => check::fix(&repo),
        "e2e" => e2e::e2e(&repo, rest),
        "bench" => bench::bench(&repo, rest),
        "setup" => setup::command(&repo, rest),
        "sim" => sim::sim(&repo, rest),
        "mutants-sim" => sim::mutants(&repo, rest),
        "size" => size::size(&repo),
        "dist" => dist::dist(&repo, rest),
        "inspect" => inspect(&repo, rest),
        "summary" => summary::print(&repo),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure(format!("there is no command {other}\n\n{HELP}"))),
    }
}

/// Its own package, because it needs the engine, which this one must not wait for.
fn inspect(repo: &Repo, arguments: &[String]) -> Outcome {
    let manifest = repo.root.join("Cargo.toml");
    let mut command = Command::new("cargo");
    command
        .args([
            "run",
            "--quiet",
            "--package",
            "tsubame-inspect",
            "--manifest-path",
        ])
        .arg(manifest);
    process::run(command.arg("--").args(arguments))
}
