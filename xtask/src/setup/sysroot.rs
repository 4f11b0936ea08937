//! The standard library for WebAssembly, built once with Debian's compiler for the web.
//!
//! For machines that reach package registries and nothing else. Called by `wasm` only.
//! The result is a sysroot folder with wrappers: a mere link to the compiler would not move its
//! sysroot, and without a `rustdoc` of its own the doc-tests for the target fail.

use std::fs;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{apt, place, wasm::TARGET};
use crate::outcome::{Doing, Failure, Outcome};
use crate::process;

/// Debian's compiler, cargo, the library's source and the linker.
pub const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

const RUSTC: &str = "/usr/bin/rustc";
const LINKER: &str = "/usr/bin/lld-22";
const RUSTLIB: &str = "/usr/lib/rustlib";

/// An empty library: building it builds the standard library beneath it.
const SEED: &str = "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
    [profile.release]\nopt-level = 3\ncodegen-units = 1\npanic = \"abort\"\ndebug = false\n";

/// Where the sysroot of this compiler version lies in the cache.
pub fn folder(cache: &Path, version: &str) -> PathBuf {
    cache.join(format!("sysroot-{version}"))
}

/// Version of Debian's compiler, if it is installed.
pub fn compiler_version() -> Option<String> {
    if !Path::new(RUSTC).is_file() {
        return None;
    }
    let line = process::capture(Command::new(RUSTC).arg("--version")).ok()?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

/// Whether the linker can be found under the name the compiler asks for.
pub fn linker_present(cache: &Path) -> bool {
    // `is_file` follows the link: a package removed later counts as missing.
    cache.join("bin/rust-lld").is_file()
}

/// Whether the packages are installed, or apt knows them.
pub fn possible() -> bool {
    installed() || apt::present()
}

fn installed() -> bool {
    [RUSTC, LINKER, "/usr/bin/cargo", "/usr/lib/rustlib/src"]
        .iter()
        .all(|path| Path::new(path).exists())
}

/// Installs what is missing and builds the sysroot into `cache`.
pub fn obtain(cache: &Path) -> Outcome {
    if !installed() {
        println!("      installing {}", PACKAGES.join(", "));
        apt::install(&PACKAGES)?;
    }
    let version =
        compiler_version().ok_or_else(|| Failure::new("Debian's rustc does not tell its version"))?;
    let place = folder(cache, &version);
    if !place.is_dir() {
        println!("      building the standard library for {TARGET} with rustc {version} …");
        place::put(&place, |building| build(building, &place))?;
    }
    link_linker(cache)
}

fn link_linker(cache: &Path) -> Outcome {
    let bin = cache.join("bin");
    fs::create_dir_all(&bin)?;
    let link = bin.join("rust-lld");
    if fs::symlink_metadata(&link).is_ok() {
        fs::remove_file(&link)?;
    }
    symlink(LINKER, &link).doing("linking rust-lld")
}

/// Builds into `building`; `place` is the name it will have when finished, needed inside the wrappers.
fn build(building: &Path, place: &Path) -> Outcome {
    let seed = building.join("seed");
    fs::create_dir_all(seed.join("src"))?;
    fs::write(seed.join("Cargo.toml"), SEED)?;
    fs::write(seed.join("src/lib.rs"), "")?;
    process::capture(
        Command::new("/usr/bin/cargo")
            .current_dir(&seed)
            .args(["build", "--release", "--target", TARGET])
            .args(["-Z", "build-std=std,panic_abort,panic_unwind,test,proc_macro"])
            // This program runs under another cargo, whose settings must not reach this one.
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("CARGO_TARGET_DIR", seed.join("target"))
            .env("RUSTC", RUSTC)
            .env("RUSTDOC", "/usr/bin/rustdoc")
            // Needed to build the standard library from source with a stable compiler.
            .env("RUSTC_BOOTSTRAP", "1")
            // The page is linked with link-time optimisation, which reads bitcode.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;
    copy_libraries(&seed.join("target").join(TARGET).join("release/deps"), building)?;
    link_host_libraries(building)?;
    for tool in ["rustc", "rustdoc"] {
        wrapper(&building.join("bin").join(tool), tool, place)?;
    }
    fs::remove_dir_all(&seed).doing("clearing the build of the standard library")
}

fn copy_libraries(built: &Path, sysroot: &Path) -> Outcome {
    let to = sysroot.join("lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&to)?;
    let mut copied = 0;
    for entry in fs::read_dir(built).doing(built.display())? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libseed") {
            fs::copy(&file, to.join(&name))?;
            copied += 1;
        }
    }
    match copied {
        0 => Err(Failure::new(
            "the standard library was built but no .rlib was found",
        )),
        _ => Ok(()),
    }
}

/// Everything but the new target stays where Debian put it.
fn link_host_libraries(sysroot: &Path) -> Outcome {
    for entry in fs::read_dir(RUSTLIB).doing(RUSTLIB)? {
        let from = entry?.path();
        let name = from.file_name().unwrap_or_default();
        if name != TARGET {
            symlink(&from, sysroot.join("lib/rustlib").join(name)).doing("linking the host's libraries")?;
        }
    }
    Ok(())
}

fn wrapper(file: &Path, tool: &str, place: &Path) -> Outcome {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let script = format!(
        "#!/bin/sh\nexec /usr/bin/{tool} --sysroot \"{}\" \"$@\"\n",
        place.display()
    );
    fs::write(file, script)?;
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).doing(file.display())
}
