//! Puts functions of the module that resemble each other side by side: the copies a compiler makes of one generic function then lie
//! within what a compressor remembers. Nothing else changes; 20 kB of Brotli and 40 kB of gzip are not downloaded.
//!
//! The order is decided here, by what functions have in common; wasm-opt, which sorts functions by name, carries it out on a module
//! whose names are our ranks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use sha2::{Digest, Sha256};

use super::wasm::Module;
use super::{fingerprint, html, slim};
use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::setup::Tools;

/// Bytes that two functions have in common where they resemble each other: an instruction or two.
const SHINGLE: usize = 5;

/// Parts of a sketch. A part is the least hash among a function's shingles that fall to it.
const PARTS: usize = 512;

/// How much what stood before the last function still counts.
const WEIGHTS: [f64; 3] = [1.0, 0.4, 0.2];

/// A part that so many functions share tells nothing.
const COMMON: usize = 400;

/// Slims and arranges the module of the page in `folder`, and names it and its glue by their new content.
pub fn arrange(folder: &Path, tools: &Tools) -> Outcome {
    let file = folder.join("index.html");
    let page = fs::read_to_string(&file).doing("reading the built page")?;
    let loads = html::loads(&page);
    let (Some(module_name), Some(glue_name)) = (loads.module, loads.glue) else {
        return Err(Failure::new("the built page names no module to arrange"));
    };
    let (module_file, glue_file) = (folder.join(&module_name), folder.join(&glue_name));
    let glue = fs::read_to_string(&glue_file).doing(glue_file.display())?;
    let (slim, glue) = slim::slim(&read(&module_file)?, &glue);
    let stage = folder.join("stage.wasm");
    fs::write(&stage, slim).doing(stage.display())?;
    // Without the exports nobody calls there is more to do, and again after that. The lowest kilobyte is the far end of the stack, so
    // no address with an offset added to it wraps around to there.
    optimise(tools, &stage, &["-Oz", "--converge", "--low-memory-unused"])?;
    let module = read(&stage)?;
    let order = order(&module.bodies());
    fs::write(&stage, module.named_by_rank(&order)).doing(stage.display())?;
    optimise(tools, &stage, &["--reorder-functions-by-name", "--strip-debug"])?;
    if read(&stage)?.bodies().len() != order.len() {
        return Err(Failure::new("arranging the module lost functions"));
    }
    let arranged = fs::read(&stage).doing(stage.display())?;
    let new_module = format!("tsubame-web-{}_bg.wasm", short_hash(&arranged));
    let new_glue = format!("tsubame-web-{}.js", short_hash(glue.as_bytes()));
    fs::remove_file(&module_file).doing(module_file.display())?;
    fs::remove_file(&glue_file).doing(glue_file.display())?;
    fs::rename(&stage, folder.join(&new_module)).doing("naming the module by content")?;
    fs::write(folder.join(&new_glue), glue).doing("naming the glue by content")?;
    let page = page
        .replace(&module_name, &new_module)
        .replace(&glue_name, &new_glue);
    fs::write(&file, page).doing("writing the page")
}

fn read(file: &Path) -> Outcome<Module> {
    Module::read(fs::read(file).doing(file.display())?)
}

fn optimise(tools: &Tools, file: &Path, passes: &[&str]) -> Outcome {
    let mut command = Command::new(tools.program("wasm-opt")?);
    process::run(command.args(passes).arg(file).arg("-o").arg(file))
}

fn short_hash(content: &[u8]) -> String {
    fingerprint::short(&Sha256::digest(content))
}

/// A chain of functions, each followed by the one that resembles it and its predecessors most.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let sketches: Vec<Sketch> = bodies.iter().map(|body| Sketch::of(body)).collect();
    let mut index: BTreeMap<(usize, u32), Vec<usize>> = BTreeMap::new();
    for (at, sketch) in sketches.iter().enumerate() {
        for part in sketch.parts() {
            index.entry(part).or_default().push(at);
        }
    }
    index.retain(|_, sharing| sharing.len() <= COMMON);
    let mut left = vec![true; bodies.len()];
    let mut next_unused = 0;
    let mut chain: Vec<usize> = Vec::with_capacity(bodies.len());
    while chain.len() < bodies.len() {
        let best = likest(&chain, &sketches, &index, &left).unwrap_or_else(|| {
            while !left[next_unused] {
                next_unused += 1;
            }
            next_unused
        });
        left[best] = false;
        chain.push(best);
    }
    chain
}

/// What is left that resembles the end of the chain most; of equals the first.
fn likest(
    chain: &[usize],
    sketches: &[Sketch],
    index: &BTreeMap<(usize, u32), Vec<usize>>,
    left: &[bool],
) -> Option<usize> {
    let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
    for (last, weight) in chain.iter().rev().zip(WEIGHTS) {
        let last = &sketches[*last];
        for part in last.parts() {
            for other in index.get(&part).into_iter().flatten().filter(|at| left[**at]) {
                let together = last.filled.max(sketches[*other].filled);
                *scores.entry(*other).or_default() += weight / together as f64;
            }
        }
    }
    let best = scores
        .into_iter()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.map(|(at, _)| at)
}

/// What a function consists of, in few numbers: two sketches share as many parts as the functions share shingles.
struct Sketch {
    least: [u32; PARTS],
    filled: usize,
}

impl Sketch {
    fn of(body: &[u8]) -> Self {
        let mut least = [u32::MAX; PARTS];
        for shingle in body.windows(SHINGLE.min(body.len()).max(1)) {
            let hash = hash(shingle);
            let part = (hash >> 32) as usize % PARTS;
            least[part] = least[part].min(hash as u32);
        }
        let filled = least.iter().filter(|part| **part != u32::MAX).count();
        Self { least, filled }
    }

    /// Number and content of the parts that are filled.
    fn parts(&self) -> impl Iterator<Item = (usize, u32)> + '_ {
        let all = self.least.iter().copied().enumerate();
        all.filter(|(_, part)| *part != u32::MAX)
    }
}

/// Fowler–Noll–Vo, finished so that all bits depend on all.
fn hash(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    let mixed = bytes.iter().fold(start, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn alike_functions_come_to_stand_side_by_side() {
        let one: Vec<u8> = (0..120).collect();
        let other: Vec<u8> = (0..120).map(|n| n * 2 + 1).collect();
        let mut nearly_one = one.clone();
        nearly_one[60] = 0;
        let mut nearly_other = other.clone();
        nearly_other[60] = 0;
        let chain = order(&[&one, &other, &nearly_one, &nearly_other]);
        assert_eq!(chain, [0, 2, 1, 3]);
    }

    #[test]
    fn every_function_is_placed_once() {
        let bodies: Vec<Vec<u8>> = (0..50_u8).map(|n| vec![n % 7; usize::from(n % 5)]).collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        let mut chain = order(&bodies);
        assert_eq!(chain, order(&bodies));
        chain.sort_unstable();
        assert_eq!(chain, (0..50).collect::<Vec<_>>());
    }
}
