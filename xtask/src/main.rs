//! Commands that build, run, check and measure Tsubame: `cargo xtask <command>`.
//!
//! Reading order: this table, then one file per command; `setup/` fetches tools, `web/` builds the page.

mod outcome;
mod process;
mod repo;
mod run;
mod setup;
mod web;

use std::process::ExitCode;

use outcome::{Failure, Outcome};
use repo::Repo;

const HELP: &str = "cargo xtask <command>

  run [--port N] [options of the demo server]   the client and a demo server, in your browser
                                                (MATTERMOST_URL=https://… : a real server instead)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
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
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(Failure(format!("there is no command {other}\n\n{HELP}"))),
    }
}
