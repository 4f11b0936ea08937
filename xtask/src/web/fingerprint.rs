//! One line that changes when anything a page is made of changes.
//!
//! Used to skip a build that would give the same page. Knows files, not what they mean.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::outcome::{Doing, Outcome};
use crate::repo::Repo;

/// Files and folders a page is made of, beneath the repository.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "crates/mm-core/Cargo.toml",
    "crates/mm-core/src",
    "index.html",
    "build.rs",
    "locales",
    "public",
    "src",
    "style",
    "web",
    "xtask/src/web",
];

/// Fingerprint of everything the page is made of; `settings` are those that are not in a file.
pub fn of_page(repo: &Repo, settings: &str) -> Outcome<String> {
    let mut hash = Sha256::new();
    hash.update(settings);
    for input in INPUTS {
        for file in files(&repo.root.join(input))? {
            let name = name_beneath(&repo.root, &file);
            let content = fs::read(&file).doing(format_args!("reading {name}"))?;
            // Lengths keep "ab" + "c" apart from "a" + "bc".
            hash.update(format!("\n{name} {}\n", content.len()));
            hash.update(content);
        }
    }
    Ok(hex(&hash.finalize()))
}

/// All files beneath `path` (or `path` itself), sorted; none if it does not exist.
pub fn files(path: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_file() {
        found.push(path.to_path_buf());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).doing(path.display())? {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

/// Name of a file beneath a folder, as pages and lists write it.
pub fn name_beneath(folder: &Path, file: &Path) -> String {
    let name = file.strip_prefix(folder).unwrap_or(file);
    name.to_string_lossy().into_owned()
}

/// The first 16 hex digits of the content's SHA-256: enough to name a file by what is in it.
pub fn short(content: &[u8]) -> String {
    let mut all = hex(&Sha256::digest(content));
    all.truncate(16);
    all
}

/// Lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
