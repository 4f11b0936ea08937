//! Tools that are npm packages: the WebAssembly optimiser and the accessibility rules.
//!
//! Called by `setup` only. Without npm the optimiser is left to trunk, which downloads one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{apt, place, Job, Need};
use crate::outcome::{Failure, Outcome};
use crate::process;
use crate::repo::Repo;

struct Package {
    need: Need,
    name: &'static str,
    version: &'static str,
}

const PACKAGES: [Package; 2] = [
    // Debian's own is too old for what today's compiler emits.
    Package {
        need: Need::WasmOpt,
        name: "binaryen",
        version: "132.0.0",
    },
    Package {
        need: Need::Axe,
        name: "axe-core",
        version: "4.14.1",
    },
];

fn folder(repo: &Repo, package: &Package) -> PathBuf {
    repo.cache
        .join("npm")
        .join(format!("{}-{}", package.name, package.version))
}

fn modules(repo: &Repo, package: &Package) -> PathBuf {
    folder(repo, package).join("node_modules")
}

/// What is missing of `needs`.
pub fn jobs(repo: &Repo, needs: &BTreeSet<Need>) -> Vec<Job> {
    let missing = |package: &&Package| {
        needs.contains(&package.need) && !modules(repo, package).join(package.name).is_dir()
    };
    PACKAGES
        .iter()
        .filter(missing)
        .map(|package| {
            let place = folder(repo, package);
            Job {
                what: format!("{} {}", package.name, package.version),
                cost: "seconds, once",
                work: Box::new(move || install(&place, package)),
            }
        })
        .collect()
}

/// Where the programs of `needs` lie.
pub fn folders(repo: &Repo, needs: &BTreeSet<Need>) -> Vec<PathBuf> {
    let wanted = PACKAGES.iter().filter(|package| needs.contains(&package.need));
    wanted
        .map(|package| modules(repo, package).join(".bin"))
        .filter(|dir| dir.is_dir())
        .collect()
}

/// The accessibility rules as one script.
pub fn axe(repo: &Repo) -> PathBuf {
    repo.cache.join(format!(
        "npm/axe-core-{}/node_modules/axe-core/axe.min.js",
        PACKAGES[1].version
    ))
}

fn install(place: &Path, package: &Package) -> Outcome {
    if process::find_program(&["npm"]).is_none() && !npm_by_apt() {
        if package.need == Need::WasmOpt {
            println!("      no npm here: trunk will fetch its own wasm-opt");
            return Ok(());
        }
        return Err(Failure(format!(
            "{} needs npm: please install Node.js 18 or newer",
            package.name
        )));
    }
    place::put(place, |building| {
        // A package.json of its own keeps npm from walking up to somebody else's.
        fs::write(building.join("package.json"), "{\"private\":true}\n")?;
        let wanted = format!("{}@{}", package.name, package.version);
        process::capture(Command::new("npm").current_dir(building).args([
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--save-exact",
            &wanted,
        ]))?;
        Ok(())
    })
}

fn npm_by_apt() -> bool {
    apt::present() && apt::install(&["nodejs", "npm"]).is_ok()
}
