//! `cargo xtask dist [--verify]`: everything a host needs, in `dist/`.
//!
//! `dist/web/` are static files for an own host; `dist/plugin/` is the same client as a web-app plugin for
//! a stock Mattermost server. Two builds of one commit give the same bytes; `--verify` shows it.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::outcome::{Doing, Failure, Outcome};
use crate::plugin;
use crate::repo::Repo;
use crate::setup::{self, Need, Tools};
use crate::web::{self, fingerprint, Purpose};

/// What `dist` made.
pub struct Dist {
    /// Static files for an own host.
    pub web: PathBuf,
    /// The plugin, unpacked: what a server keeps of it.
    pub plugin: PathBuf,
    /// The plugin as an administrator uploads it.
    pub archive: PathBuf,
}

/// Builds `dist/` and says what is in it.
pub fn dist(repo: &Repo, arguments: &[String]) -> Outcome {
    let verify = match arguments {
        [] => false,
        [only] if only == "--verify" => true,
        _ => return Err(Failure::new("dist takes nothing but --verify")),
    };
    let tools = setup::prepare(repo, &Need::WEB)?;
    let dist = build(repo, &tools)?;
    let sums = sums(&repo.root.join("dist"))?;
    fs::write(repo.root.join("dist/SHA256SUMS"), &sums)?;
    println!(
        "Static files:  {}\nPlugin:        {}",
        dist.web.display(),
        dist.archive.display()
    );
    println!("Checksums:     dist/SHA256SUMS; how to install: docs/deploy.md");
    if verify {
        same_again(repo, &tools, &sums)?;
    }
    Ok(())
}

/// Builds `dist/`.
pub fn build(repo: &Repo, tools: &Tools) -> Outcome<Dist> {
    let site = web::build(repo, tools, Purpose::Release)?;
    assemble(repo, &site.folder, &repo.root.join("dist"))
}

fn assemble(repo: &Repo, site: &Path, into: &Path) -> Outcome<Dist> {
    if into.exists() {
        fs::remove_dir_all(into).doing("clearing dist/")?;
    }
    let web = into.join("web");
    copy(site, &web)?;
    let (plugin, archive) = plugin::make(repo, site, &into.join("plugin"))?;
    Ok(Dist { web, plugin, archive })
}

fn copy(from: &Path, to: &Path) -> Outcome {
    for file in fingerprint::files(from)? {
        let place = to.join(file.strip_prefix(from).unwrap_or(&file));
        fs::create_dir_all(place.parent().unwrap_or(to))?;
        fs::copy(&file, &place).doing(place.display())?;
    }
    Ok(())
}

/// Builds everything once more from nothing, in another folder, and compares.
fn same_again(repo: &Repo, tools: &Tools, sums: &str) -> Outcome {
    println!("Building everything again in an empty folder, to compare …");
    let target = repo.target.join("web-again");
    if target.exists() {
        fs::remove_dir_all(&target).doing("clearing the second build")?;
    }
    let site = web::build_in(repo, tools, Purpose::Release, &target)?;
    let second = target.join("dist");
    assemble(repo, &site.folder, &second)?;
    let again = self::sums(&second)?;
    if again == sums {
        fs::remove_dir_all(&target).doing("clearing the second build")?;
        println!("The two builds are the same: {} files.", sums.lines().count());
        return Ok(());
    }
    let differing: Vec<&str> = again
        .lines()
        .filter(|line| !sums.lines().any(|other| other == *line))
        .collect();
    Err(Failure(format!(
        "the two builds differ (second one kept in {}):\n{}",
        target.display(),
        differing.join("\n")
    )))
}

/// One line per file, as `sha256sum` writes it.
fn sums(folder: &Path) -> Outcome<String> {
    let mut text = String::new();
    for file in fingerprint::files(folder)? {
        let name = fingerprint::name_beneath(folder, &file);
        if name != "SHA256SUMS" {
            let content = fs::read(&file).doing(&name)?;
            text.push_str(&format!(
                "{}  {name}\n",
                fingerprint::hex(&Sha256::digest(content))
            ));
        }
    }
    Ok(text)
}
