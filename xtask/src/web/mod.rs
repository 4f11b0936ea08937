//! Building the page: trunk, then the few things only we know (names, compressed copies).
//!
//! Called by `run`, `test`, `e2e`, `size` and `dist`. A build whose inputs have not changed is not
//! repeated. Knows nothing of servers and browsers.

mod arrange;
pub mod compress;
pub mod fingerprint;
pub mod html;
pub mod polish;
pub mod shell;
mod slim;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::outcome::{Doing, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::setup::Tools;

/// What a page is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Local running: quick to build, debug logging on.
    Run,
    /// What people get: small, reproducible, with compressed copies.
    Release,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Release => "release",
        }
    }
}

/// A finished page.
pub struct Site {
    /// The folder to serve.
    pub folder: PathBuf,
    /// Whether it was built just now, or was up to date.
    pub fresh: bool,
}

/// Builds the page for `purpose`, or finds the one whose inputs are the same as now.
pub fn build(repo: &Repo, tools: &Tools, purpose: Purpose) -> Outcome<Site> {
    build_in(repo, tools, purpose, &repo.web_target())
}

/// As [`build`], with all intermediate results in `target`.
pub fn build_in(repo: &Repo, tools: &Tools, purpose: Purpose, target: &Path) -> Outcome<Site> {
    let folder = target.join(format!("site-{}", purpose.name()));
    let mark = target.join(format!("site-{}.fingerprint", purpose.name()));
    let inputs = fingerprint::of_page(repo, &format!("{purpose:?} {:?}", tools.wasm))?;
    if folder.is_dir() && fs::read_to_string(&mark).is_ok_and(|before| before == inputs) {
        return Ok(Site { folder, fresh: false });
    }
    let start = Instant::now();
    println!("Building the page ({}) …", purpose.name());
    let stage = target.join(format!("stage-{}", purpose.name()));
    trunk(repo, tools, purpose, target, &stage)?;
    polish::polish(&stage)?;
    if purpose == Purpose::Release {
        arrange::arrange(&stage, tools)?;
    }
    let worker = worker(repo)?;
    let shell = shell::Shell {
        page: "index.html",
        entry: "index.html",
        routes: true,
    };
    shell::write(&stage, &worker, &shell)?;
    if purpose == Purpose::Release {
        compress::beside(&stage)?;
    }
    // The mark goes first and comes back last: an interruption leaves a page that is built again.
    remove(&mark)?;
    remove(&folder)?;
    fs::rename(&stage, &folder).doing("putting the page into place")?;
    fs::write(&mark, inputs).doing("marking the page as built")?;
    println!("The page is built ({:.0} s).", start.elapsed().as_secs_f32());
    Ok(Site { folder, fresh: true })
}

/// The service worker as it stands in `web/`, to be filled in.
pub fn worker(repo: &Repo) -> Outcome<String> {
    fs::read_to_string(repo.root.join("web").join(shell::WORKER)).doing("reading the service worker")
}

fn trunk(repo: &Repo, tools: &Tools, purpose: Purpose, target: &Path, stage: &Path) -> Outcome {
    remove(stage)?;
    let mut command = Command::new(tools.program("trunk")?);
    command
        .current_dir(&repo.root)
        .args(["--log", "warn", "build", "--dist"])
        .arg(stage);
    tools.for_wasm(&mut command);
    command.env("CARGO_TARGET_DIR", target).env_remove("NO_COLOR");
    let flags = |more: String| format!("{ERASED} {more}");
    match purpose {
        Purpose::Run => {
            command
                .args(["--cargo-profile", "web-run"])
                .env("TSUBAME_DEBUG_DEFAULT", "1")
                .env(
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                    flags(String::new()),
                );
        }
        Purpose::Release => {
            command.arg("--release").env("SOURCE_DATE_EPOCH", "0");
            command.env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                flags(plain_paths(repo, target)),
            );
        }
    }
    process::run(&mut command)
}

/// Views lose their static types: fewer bytes and a quicker build, for one more indirection when a view is made. And nothing is written in the
/// place of its call unless that is shorter: measured, a kilobyte. (Less than nothing, -25, is more again.)
const ERASED: &str = "--cfg=erase_components -Cllvm-args=-inline-threshold=0";

/// Compiler flags that keep this machine's folders out of the result.
fn plain_paths(repo: &Repo, target: &Path) -> String {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        home.map(|home| home.join(".cargo"))
    });
    // Later flags win, so the most particular folder comes last.
    let mut flags = vec![format!("--remap-path-prefix={}=/tsubame", repo.root.display())];
    flags.extend(cargo_home.map(|home| format!("--remap-path-prefix={}=/cargo", home.display())));
    flags.push(format!("--remap-path-prefix={}=/target", target.display()));
    flags.join(" ")
}

fn remove(path: &Path) -> Outcome {
    let gone = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(_) => Ok(()),
    };
    gone.doing(format_args!("removing {}", path.display()))
}
