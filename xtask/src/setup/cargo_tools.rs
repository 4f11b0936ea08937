//! Tools that are Rust programs: built from crates.io once, kept by version.
//!
//! Called by `setup` only. A tool lies in `tools/<name>-<version>/bin` of the cache; one that
//! `cargo install --root <cache>` put there by hand is used as well when its version is right.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{place, Job, Need};
use crate::outcome::Outcome;
use crate::process;
use crate::repo::Repo;

/// A package of crates.io at one version.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: String,
    /// Whether the package's own lock file can be used.
    locked: bool,
    cost: &'static str,
}

fn tool(need: Need, repo: &Repo) -> Outcome<Option<Tool>> {
    let tool = |package, program, version: &str, cost| {
        Some(Tool {
            package,
            program,
            version: version.to_owned(),
            locked: true,
            cost,
        })
    };
    Ok(match need {
        // 0.22 wants a newer compiler than the one this repository is built with.
        Need::Trunk => tool("trunk", "trunk", "0.21.14", "about 10 minutes, once"),
        Need::Firefox => tool("geckodriver", "geckodriver", "0.37.1", "about 6 minutes, once"),
        Need::Leptosfmt => tool("leptosfmt", "leptosfmt", "0.1.33", "about 2 minutes, once"),
        Need::CargoDeny => tool("cargo-deny", "cargo-deny", "0.20.2", "about 3 minutes, once"),
        // Its version must be exactly the library's; its own lock file does not build.
        Need::WasmBindgen => Some(Tool {
            package: "wasm-bindgen-cli",
            program: "wasm-bindgen",
            version: repo.locked_version("wasm-bindgen")?,
            locked: false,
            cost: "about 4 minutes, once",
        }),
        _ => None,
    })
}

fn tools(repo: &Repo, needs: &BTreeSet<Need>) -> Outcome<Vec<Tool>> {
    let found: Outcome<Vec<Option<Tool>>> = needs.iter().map(|need| tool(*need, repo)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// What is missing of `needs`.
pub fn jobs(repo: &Repo, needs: &BTreeSet<Need>) -> Outcome<Vec<Job>> {
    let missing = tools(repo, needs)?
        .into_iter()
        .filter(|tool| folder(&repo.cache, tool).is_none());
    Ok(missing
        .map(|tool| {
            let cache = repo.cache.clone();
            Job {
                what: format!("{} {}", tool.package, tool.version),
                cost: tool.cost,
                work: Box::new(move || install(&cache, &tool)),
            }
        })
        .collect())
}

/// Where the programs of `needs` lie.
pub fn folders(repo: &Repo, needs: &BTreeSet<Need>) -> Outcome<Vec<PathBuf>> {
    Ok(tools(repo, needs)?
        .iter()
        .filter_map(|tool| folder(&repo.cache, tool))
        .collect())
}

fn own_folder(cache: &Path, tool: &Tool) -> PathBuf {
    cache
        .join("tools")
        .join(format!("{}-{}", tool.package, tool.version))
}

fn folder(cache: &Path, tool: &Tool) -> Option<PathBuf> {
    let own = own_folder(cache, tool).join("bin");
    if own.join(tool.program).is_file() {
        return Some(own);
    }
    let listed = fs::read_to_string(cache.join(".crates.toml")).unwrap_or_default();
    let by_hand = cache.join("bin");
    let right = lists(&listed, tool.package, &tool.version) && by_hand.join(tool.program).is_file();
    right.then_some(by_hand)
}

/// Whether cargo's list of installed packages names this version.
fn lists(crates_toml: &str, package: &str, version: &str) -> bool {
    crates_toml
        .lines()
        .any(|line| line.starts_with(&format!("\"{package} {version} ")))
}

fn install(cache: &Path, tool: &Tool) -> Outcome {
    place::put(&own_folder(cache, tool), |building| {
        let mut command = Command::new("cargo");
        command
            .args(["install", "--quiet", "--version", &tool.version, "--root"])
            .arg(building);
        if tool.locked {
            command.arg("--locked");
        }
        command
            .arg(tool.package)
            // A build of the repository may hold its target folder, and must not be disturbed by ours.
            .env("CARGO_TARGET_DIR", building.join("build"))
            .env_remove("RUSTC")
            .env_remove("RUSTDOC");
        process::capture(&mut command)?;
        Ok(fs::remove_dir_all(building.join("build"))?)
    })
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn only_the_exact_version_counts() {
        let listed =
            "[v1]\n\"trunk 0.21.14 (registry+https://github.com/rust-lang/crates.io-index)\" = [\"trunk\"]\n";
        assert!(lists(listed, "trunk", "0.21.14"));
        assert!(!lists(listed, "trunk", "0.21.1"));
        assert!(!lists(listed, "tru", "0.21.14"));
    }
}
