//! Where things are: the repository, the build folder and the cache that outlives both.
//!
//! Asked by every command. Knows no tool and starts no process.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::outcome::{Doing, Failure, Outcome};

/// The folders a command works in.
pub struct Repo {
    /// The checkout: the folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder (`CARGO_TARGET_DIR` or `target`).
    pub target: PathBuf,
    /// Tools and sysroots, shared by all checkouts of one person. Survives `cargo clean` and a fresh clone.
    pub cache: PathBuf,
}

impl Repo {
    /// Finds the folders from the environment cargo gives us.
    pub fn find() -> Outcome<Self> {
        // Asked at run time: checkouts may share a target folder, and then the program of one runs for another.
        let own = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&own)
            .parent()
            .ok_or_else(|| Failure::new("xtask must be a folder of the repository"))?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(given) => root.join(given),
            None => root.join("target"),
        };
        Ok(Self {
            cache: cache_folder()?,
            root,
            target,
        })
    }

    /// Target folder of the WebAssembly build: its own, so that it never waits for a native build.
    pub fn web_target(&self) -> PathBuf {
        self.target.join("web")
    }

    /// The exact version of `package` that this checkout is locked to.
    pub fn locked_version(&self, package: &str) -> Outcome<String> {
        let lock = fs::read_to_string(self.root.join("Cargo.lock")).doing("reading Cargo.lock")?;
        version_in_lock(&lock, package).ok_or_else(|| {
            Failure(format!(
                "Cargo.lock names no package {package}; is it a dependency yet?"
            ))
        })
    }
}

fn cache_folder() -> Outcome<PathBuf> {
    let given = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(folder) = given("TSUBAME_CACHE") {
        return std::path::absolute(folder).doing("TSUBAME_CACHE");
    }
    let base = given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    base.map(|base| base.join("tsubame"))
        .ok_or_else(|| Failure::new("no folder for the cache: set HOME, XDG_CACHE_HOME or TSUBAME_CACHE"))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let wanted = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == wanted)?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn finds_the_locked_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
