//! `cargo xtask check`: everything that can be said about the repository without running it.
//!
//! Each step runs even when an earlier one failed, so that one look shows all there is to do.

mod documents;
mod rooms;
mod rules;
mod source;

use std::process::Command;
use std::time::Instant;

use crate::outcome::{Failure, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::setup::{self, Need, Tools};
use crate::size;
use crate::summary::{self, Summary};
use crate::web::{self, Purpose};

/// One thing that does not hold, at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    /// File beneath the repository.
    file: String,
    /// Line, counted from 1; 0 for the whole file.
    line: usize,
    /// What is wrong and what to do instead.
    text: String,
}

type Step = (&'static str, fn(&Repo, &Tools) -> Outcome);

/// In order of how soon they are done.
const STEPS: [Step; 10] = [
    ("rooms and house rules", |repo, _| report(&rules::check(repo)?)),
    ("paths in documents", |repo, _| report(&documents::check(repo)?)),
    ("rustfmt", |repo, _| {
        process::run(cargo(repo).args(["fmt", "--all", "--", "--check"]))
    }),
    ("leptosfmt", |repo, tools| leptosfmt(repo, tools, &["--check"])),
    ("licences, bans, sources", deny),
    ("clippy, native", |repo, _| {
        process::run(cargo(repo).args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    }),
    ("clippy, WebAssembly", wasm_clippy),
    ("documentation", |repo, _| {
        let mut command = cargo(repo);
        command
            .args(["doc", "--workspace", "--no-deps"])
            .env("RUSTDOCFLAGS", "-D warnings");
        process::run(&mut command)
    }),
    ("release build of the page", |repo, tools| {
        web::build(repo, tools, Purpose::Release).map(|_| ())
    }),
    ("size budget", |repo, tools| {
        size::within_budget(&web::build(repo, tools, Purpose::Release)?.folder)
    }),
];

/// Runs every step, or those whose name contains one of the words given.
pub fn check(repo: &Repo, words: &[String]) -> Outcome {
    summary::forget(repo, "check")?;
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|(name, _)| words.is_empty() || words.iter().any(|word| name.contains(word.as_str())))
        .collect();
    let needs: Vec<Need> = Need::WEB.into_iter().chain(Need::CHECKS).collect();
    let tools = setup::prepare(repo, &needs)?;
    let mut summary = Summary::default();
    for (name, step) in chosen {
        let start = Instant::now();
        summary.add_step(name, step(repo, &tools), start.elapsed());
    }
    summary.finish(repo, "check")
}

/// `cargo xtask fix`: what the tools can put right by themselves.
pub fn fix(repo: &Repo) -> Outcome {
    let tools = setup::prepare(repo, &[Need::Leptosfmt])?;
    let mut clippy = cargo(repo);
    clippy.args([
        "clippy",
        "--fix",
        "--allow-dirty",
        "--allow-staged",
        "--workspace",
        "--all-targets",
    ]);
    process::run(&mut clippy)?;
    leptosfmt(repo, &tools, &["--quiet"])?;
    process::run(cargo(repo).args(["fmt", "--all"]))
}

fn cargo(repo: &Repo) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&repo.root);
    command
}

fn leptosfmt(repo: &Repo, tools: &Tools, options: &[&str]) -> Outcome {
    let mut command = Command::new(tools.program("leptosfmt")?);
    process::run(command.current_dir(&repo.root).args(options).arg("src"))
}

/// Without asking for advisories: that needs the network, and the answer changes from day to day.
fn deny(repo: &Repo, tools: &Tools) -> Outcome {
    let mut command = Command::new(tools.program("cargo-deny")?);
    command
        .current_dir(&repo.root)
        .args(["--log-level", "error", "--workspace", "check"]);
    process::run(command.args(["--hide-inclusion-graph", "licenses", "bans", "sources"]))
}

fn wasm_clippy(repo: &Repo, tools: &Tools) -> Outcome {
    let mut command = tools.wasm.clippy();
    tools.on_path(&mut command);
    command
        .current_dir(&repo.root)
        .env("CARGO_TARGET_DIR", repo.web_target());
    command.args(["--package", "tsubame", "--package", "mm-core", "--lib", "--bins"]);
    if repo.root.join("tests/browser").is_dir() {
        command.args(["--test", "browser"]);
    }
    process::run(&mut command)
}

fn report(findings: &[Finding]) -> Outcome {
    if findings.is_empty() {
        return Ok(());
    }
    let line = |found: &Finding| format!("{}:{}: {}", found.file, found.line, found.text);
    let lines: Vec<String> = findings.iter().map(line).collect();
    Err(Failure(lines.join("\n")))
}
