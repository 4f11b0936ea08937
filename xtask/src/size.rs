//! `cargo xtask size`: what a person downloads, file by file, and whether it stays within the budget.

use std::fs;
use std::path::Path;

use crate::outcome::{Doing, Failure, Outcome};
use crate::repo::Repo;
use crate::setup::{self, Need};
use crate::web::{self, compress, fingerprint, html, Purpose};

/// Everything fetched until a channel is usable, compressed by Brotli. A ratchet: the goal is 500,000, and a change may only
/// lower it (`docs/performance.md`).
const BROTLI_BUDGET: usize = 500_000;
/// The same compressed by gzip, as a stock Mattermost server sends it. The goal is 650,000.
const GZIP_BUDGET: usize = 650_000;

/// Sizes of one file in bytes.
#[derive(Clone, Copy, Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl std::ops::AddAssign for Sizes {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Builds the release page and prints the table.
pub fn size(repo: &Repo) -> Outcome {
    let tools = setup::prepare(repo, &Need::WEB)?;
    let site = web::build(repo, &tools, Purpose::Release)?;
    within_budget(&site.folder)
}

/// Prints the table of the page in `folder`; fails when the budget is exceeded.
pub fn within_budget(folder: &Path) -> Outcome {
    let page = fs::read_to_string(folder.join("index.html")).doing("reading the built page")?;
    let loads = html::loads(&page);
    if loads.module.is_none() || loads.glue.is_none() {
        return Err(Failure::new(
            "the built page names no module: the size would be that of nothing",
        ));
    }
    println!(
        "{:<48} {:>10} {:>10} {:>10}",
        "fetched until usable", "raw", "gzip", "Brotli"
    );
    let mut first = vec!["index.html".to_owned()];
    first.extend(loads.all().cloned());
    let mut total = Sizes::default();
    for name in &first {
        let sizes = measure(&folder.join(name))?;
        line(name, sizes);
        total += sizes;
    }
    line("total", total);
    println!(
        "{:<48} {:>10} {GZIP_BUDGET:>10} {BROTLI_BUDGET:>10}",
        "budget", ""
    );
    later(folder, &first)?;
    if total.brotli > BROTLI_BUDGET || total.gzip > GZIP_BUDGET {
        return Err(Failure::new("the page is larger than its budget"));
    }
    Ok(())
}

fn later(folder: &Path, first: &[String]) -> Outcome {
    println!(
        "\n{:<48} {:>10} {:>10} {:>10}",
        "fetched when needed", "raw", "gzip", "Brotli"
    );
    for file in fingerprint::files(folder)? {
        let name = fingerprint::name_beneath(folder, &file);
        if !first.contains(&name) && !compress::is_copy(&file) {
            line(&name, measure(&file)?);
        }
    }
    Ok(())
}

fn measure(file: &Path) -> Outcome<Sizes> {
    let content = fs::read(file).doing(file.display())?;
    let raw = content.len();
    if !compress::shrinks(file) {
        return Ok(Sizes {
            raw,
            gzip: raw,
            brotli: raw,
        });
    }
    // The copies beside the file are what a host sends; a page built without them is measured all the same.
    let copy = |suffix: &str| fs::read(format!("{}.{suffix}", file.display())).ok();
    let brotli = copy("br").map_or_else(|| compress::brotli(&content), Ok)?.len();
    let gzip = copy("gz").map_or_else(|| compress::gzip(&content), Ok)?.len();
    Ok(Sizes { raw, gzip, brotli })
}

fn line(name: &str, sizes: Sizes) {
    println!(
        "{name:<48} {:>10} {:>10} {:>10}",
        sizes.raw, sizes.gzip, sizes.brotli
    );
}
