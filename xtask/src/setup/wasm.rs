//! A compiler for `wasm32-unknown-unknown`, on two kinds of machine.
//!
//! In this order: the target is already there; a sysroot made earlier is in the cache; `rustup` can
//! add the target; Debian's compiler for the web is there or can be installed, and the standard
//! library is built with it once. Called by `setup` only.
//!
//! `TSUBAME_TOOLCHAIN=rustup` or `=debian` leaves only that kind.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{apt, sysroot, Job, Need, Variable};
use crate::outcome::{Failure, Outcome};
use crate::process;
use crate::repo::Repo;

/// The target's name, as compilers write it.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// How WebAssembly is compiled here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WasmToolchain {
    /// Not asked for.
    None,
    /// The tool chain that runs us also has the target.
    Own,
    /// Debian's compiler with the standard library we built for it, in this folder.
    Sysroot(PathBuf),
}

impl WasmToolchain {
    pub(super) fn none() -> Self {
        Self::None
    }

    pub(super) fn ready(repo: &Repo) -> Outcome<Self> {
        find(repo).ok_or_else(|| Failure::new("the compiler for WebAssembly vanished after it was set up"))
    }

    /// Tells `command` (cargo, trunk) which compiler to use.
    pub fn apply(&self, command: &mut Command) {
        if let Self::Sysroot(folder) = self {
            command.envs(compilers(folder));
        }
    }

    /// A `cargo` command that runs clippy for the target; the caller adds packages.
    pub fn clippy(&self) -> Command {
        let mut command = Command::new("cargo");
        match self {
            Self::Sysroot(folder) => {
                // Debian's driver without `cargo clippy`, which would look for its own compiler.
                command
                    .arg("check")
                    .envs(compilers(folder))
                    .env("SYSROOT", folder)
                    .env("RUSTC_WORKSPACE_WRAPPER", CLIPPY_DRIVER)
                    .env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
            }
            _ => {
                command
                    .args(["clippy"])
                    .env("CLIPPY_ARGS", "-Dwarnings__CLIPPY_HACKERY__");
            }
        }
        command.args(["--target", TARGET]);
        command
    }

    pub(super) fn folders(&self, repo: &Repo) -> Vec<PathBuf> {
        match self {
            // The linker lies there under the name that the compiler looks for.
            Self::Sysroot(_) => vec![repo.cache.join("bin")],
            _ => Vec::new(),
        }
    }
}

const CLIPPY_DRIVER: &str = "/usr/bin/clippy-driver";

fn compilers(folder: &Path) -> [Variable; 2] {
    ["RUSTC", "RUSTDOC"].map(|name| {
        (
            name,
            folder.join("bin").join(name.to_lowercase()).into_os_string(),
        )
    })
}

/// What is missing to compile for the target.
pub fn jobs(repo: &Repo, needs: &BTreeSet<Need>) -> Vec<Job> {
    let found = find(repo);
    let mut jobs = Vec::new();
    let cache = repo.cache.clone();
    if needs.contains(&Need::WasmTarget) && found.is_none() {
        jobs.push(Job {
            what: "Rust for WebAssembly".to_owned(),
            cost: "seconds with rustup, else about 4 minutes, once",
            work: Box::new(move || obtain(&cache)),
        });
    }
    if needs.contains(&Need::WasmClippy) && !clippy_present(found.as_ref()) {
        jobs.push(Job {
            what: "clippy for WebAssembly".to_owned(),
            cost: "seconds, once",
            work: Box::new(obtain_clippy),
        });
    }
    jobs
}

fn find(repo: &Repo) -> Option<WasmToolchain> {
    if allowed("rustup") && own_target().is_some_and(|folder| folder.is_dir()) {
        return Some(WasmToolchain::Own);
    }
    let version = allowed("debian").then(sysroot::compiler_version).flatten()?;
    let folder = sysroot::folder(&repo.cache, &version);
    (folder.is_dir() && sysroot::linker_present(&repo.cache)).then_some(WasmToolchain::Sysroot(folder))
}

fn allowed(kind: &str) -> bool {
    env::var("TSUBAME_TOOLCHAIN").map_or(true, |only| only.is_empty() || only == kind)
}

/// The tool chain that runs us: the folder above the `bin` of the cargo that started this program.
fn own_toolchain() -> Option<PathBuf> {
    let cargo = PathBuf::from(env::var_os("CARGO")?);
    Some(cargo.parent()?.parent()?.to_path_buf())
}

fn own_target() -> Option<PathBuf> {
    Some(own_toolchain()?.join("lib/rustlib").join(TARGET).join("lib"))
}

fn obtain(cache: &Path) -> Outcome {
    if allowed("rustup") && added_by_rustup(&["target", "add", TARGET]) {
        return Ok(());
    }
    if !allowed("debian") || !sysroot::possible() {
        return Err(no_way(
            "there is no apt here, or it does not know the package rustc-web",
        ));
    }
    println!("      rustup cannot add {TARGET} here; building its standard library with Debian's compiler");
    sysroot::obtain(cache).map_err(|error| no_way(&error.to_string()))
}

fn added_by_rustup(arguments: &[&str]) -> bool {
    // Long enough for a slow line, short enough for a machine behind a wall that answers nothing.
    let limit = Duration::from_secs(180);
    process::find_program(&["rustup"]).is_some()
        && process::succeeds_within(Command::new("rustup").args(arguments), limit)
}

fn no_way(reason: &str) -> Failure {
    Failure(format!(
        "cannot compile for {TARGET} on this machine. Two ways are known:\n\
         (a) rustup with access to the internet: `rustup target add {TARGET}`\n\
         (b) Debian 12 with its packages {}: the standard library is then built here\n\
         The second failed: {reason}",
        sysroot::PACKAGES.join(", ")
    ))
}

fn clippy_present(found: Option<&WasmToolchain>) -> bool {
    match found {
        Some(WasmToolchain::Own) => {
            own_toolchain().is_some_and(|folder| folder.join("bin/clippy-driver").is_file())
        }
        Some(WasmToolchain::Sysroot(_)) => Path::new(CLIPPY_DRIVER).is_file(),
        _ => false,
    }
}

fn obtain_clippy() -> Outcome {
    if own_target().is_some_and(|folder| folder.is_dir()) && allowed("rustup") {
        return match added_by_rustup(&["component", "add", "clippy"]) {
            true => Ok(()),
            false => Err(Failure::new(
                "clippy is missing; please run: rustup component add clippy",
            )),
        };
    }
    apt::install(&["rust-web-clippy"])
}
