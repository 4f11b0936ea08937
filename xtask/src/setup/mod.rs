//! Everything a command needs on this machine, fetched without a question and only when missing.
//!
//! Every command says what it needs and gets [`Tools`]; nothing outside this folder knows how a tool
//! is obtained. Finished pieces live in the cache, named by version; a piece is built in a temporary
//! folder and renamed into place, so an interrupted set-up leaves nothing half done.

mod apt;
mod cargo_tools;
mod npm;
mod place;
mod sysroot;
mod wasm;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::outcome::{Failure, Outcome};
use crate::process;
use crate::repo::Repo;

pub use wasm::{WasmToolchain, TARGET as WASM_TARGET};

/// Chromium's program, if it is installed.
pub fn chromium() -> Option<PathBuf> {
    process::find_program(apt::CHROMIUM)
}

/// The display without a screen, if it is installed.
pub fn xvfb() -> Option<PathBuf> {
    process::find_program(apt::XVFB)
}

/// Something a command cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A compiler with the standard library for `wasm32-unknown-unknown`.
    WasmTarget,
    /// `clippy` for that compiler.
    WasmClippy,
    /// `wasm-bindgen` and its test runner, of the version in `Cargo.lock`.
    WasmBindgen,
    /// The builder of the page.
    Trunk,
    /// The optimiser of WebAssembly.
    WasmOpt,
    /// Chromium and its driver.
    Chromium,
    /// Firefox and its driver.
    Firefox,
    /// WebKitGTK, its driver, and a display without a screen.
    WebKit,
    /// nginx, to test the documented configuration.
    Nginx,
    /// The accessibility rules run in the end-to-end suite.
    Axe,
    /// Formatter of `view!`.
    Leptosfmt,
    /// Licence and source rules.
    CargoDeny,
}

impl Need {
    /// What a build of the page needs.
    pub const WEB: [Need; 4] = [Need::WasmTarget, Need::WasmBindgen, Need::Trunk, Need::WasmOpt];
    /// What the browser suites need besides.
    pub const BROWSERS: [Need; 5] = [
        Need::Chromium,
        Need::Firefox,
        Need::WebKit,
        Need::Nginx,
        Need::Axe,
    ];
    /// What `check` needs besides [`Need::WEB`].
    pub const CHECKS: [Need; 3] = [Need::WasmClippy, Need::Leptosfmt, Need::CargoDeny];
}

/// `cargo xtask setup`: fetches tools before they are needed, for machines that are prepared once.
pub fn command(repo: &Repo, words: &[String]) -> Outcome {
    let groups: [(&str, &[Need]); 3] = [
        ("web", &Need::WEB),
        ("browsers", &Need::BROWSERS),
        ("checks", &Need::CHECKS),
    ];
    if let Some(unknown) = words
        .iter()
        .find(|word| groups.iter().all(|(name, _)| name != word))
    {
        return Err(Failure(format!("there is nothing to set up called {unknown}")));
    }
    let chosen = groups
        .iter()
        .filter(|(name, _)| words.is_empty() || words.iter().any(|word| word == name));
    let needs: Vec<Need> = chosen.flat_map(|(_, needs)| needs.iter().copied()).collect();
    prepare(repo, &needs)?;
    println!("Everything is there (cache: {}).", repo.cache.display());
    Ok(())
}

/// What [`prepare`] found or made.
pub struct Tools {
    /// How to compile for WebAssembly.
    pub wasm: WasmToolchain,
    /// Folders to put before `PATH`.
    folders: Vec<PathBuf>,
    /// `axe.min.js`, when it was asked for.
    pub axe: Option<PathBuf>,
}

impl Tools {
    /// Gives `command` our tools on its `PATH`.
    pub fn on_path(&self, command: &mut Command) {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let all = self.folders.iter().cloned().chain(std::env::split_paths(&before));
        command.env("PATH", std::env::join_paths(all).unwrap_or(before));
    }

    /// Gives `command` our tools and the compiler for WebAssembly.
    pub fn for_wasm(&self, command: &mut Command) {
        self.on_path(command);
        self.wasm.apply(command);
    }

    /// A tool of ours, or of the system, by name.
    pub fn program(&self, name: &str) -> Outcome<PathBuf> {
        let ours = self
            .folders
            .iter()
            .map(|dir| dir.join(name))
            .find(|file| file.is_file());
        ours.or_else(|| process::find_program(&[name]))
            .ok_or_else(|| Failure(format!("{name} is not installed and nothing provides it here")))
    }
}

/// One thing to do before a command can start.
struct Job {
    /// What is fetched or built, with its version.
    what: String,
    /// What the person should expect to wait.
    cost: &'static str,
    work: Box<dyn FnOnce() -> Outcome>,
}

/// Makes sure that everything in `needs` is there; prints a line per missing piece and nothing otherwise.
pub fn prepare(repo: &Repo, needs: &[Need]) -> Outcome<Tools> {
    let needs: BTreeSet<Need> = needs.iter().copied().collect();
    let missing = jobs(repo, &needs)?;
    if !missing.is_empty() {
        let _guard = place::lock(&repo.cache)?;
        // Another run may have done the work while we waited for it.
        let jobs = jobs(repo, &needs)?;
        let total = jobs.len();
        for (index, job) in jobs.into_iter().enumerate() {
            println!("[{}/{total}] {} … {}", index + 1, job.what, job.cost);
            (job.work)()?;
        }
    }
    let wasm = match needs.contains(&Need::WasmTarget) || needs.contains(&Need::WasmClippy) {
        true => WasmToolchain::ready(repo)?,
        false => WasmToolchain::none(),
    };
    let mut folders = wasm.folders(repo);
    folders.extend(cargo_tools::folders(repo, &needs)?);
    folders.extend(npm::folders(repo, &needs));
    let axe = needs.contains(&Need::Axe).then(|| npm::axe(repo));
    Ok(Tools { wasm, folders, axe })
}

fn jobs(repo: &Repo, needs: &BTreeSet<Need>) -> Outcome<Vec<Job>> {
    let mut jobs = wasm::jobs(repo, needs);
    jobs.extend(apt::jobs(needs));
    jobs.extend(npm::jobs(repo, needs));
    jobs.extend(cargo_tools::jobs(repo, needs)?);
    Ok(jobs)
}

/// An environment variable for a program we start.
type Variable = (&'static str, OsString);
