//! Compressed copies beside the files, for servers that send them as they are.
//!
//! Used by the release build and by `size`. Both formats are written without times or names, so equal
//! files give equal copies.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::write::GzEncoder;
use flate2::Compression;

use super::fingerprint;
use crate::outcome::{Doing, Failure, Outcome};

/// Kinds of file that shrink; pictures and sounds are compressed already.
const TEXTUAL: &[&str] = &[
    "css",
    "html",
    "ico",
    "js",
    "json",
    "map",
    "mjs",
    "svg",
    "ttf",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Binary logarithms of the sizes of Brotli's blocks that are tried; 0 is the encoder's own choice.
const LGBLOCKS: [i32; 2] = [0, 16];

/// Writes `<file>.br` and `<file>.gz` beside every file beneath `folder` that shrinks.
pub fn beside(folder: &Path) -> Outcome {
    for file in fingerprint::files(folder)? {
        if !shrinks(&file) {
            continue;
        }
        let content = fs::read(&file).doing(file.display())?;
        for (suffix, packed) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            let mut copy = file.clone().into_os_string();
            copy.push(format!(".{suffix}"));
            fs::write(copy, packed).doing(file.display())?;
        }
    }
    Ok(())
}

/// Whether the file is of a kind that is worth compressing.
pub fn shrinks(file: &Path) -> bool {
    let kind = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    TEXTUAL.contains(&kind.as_str())
}

/// Whether the file is a compressed copy made by [`beside`].
pub fn is_copy(file: &Path) -> bool {
    file.extension().is_some_and(|kind| kind == "br" || kind == "gz") && file.with_extension("").is_file()
}

/// Brotli at its highest level, with the block size that suits the content best.
pub fn brotli(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut least: Option<Vec<u8>> = None;
    for lgblock in LGBLOCKS {
        let settings = brotli::enc::BrotliEncoderParams {
            quality: 11,
            lgwin: 24,
            lgblock,
            size_hint: content.len(),
            ..Default::default()
        };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &content[..], &mut packed, &settings).doing("Brotli")?;
        if least.as_ref().is_none_or(|least| packed.len() < least.len()) {
            least = Some(packed);
        }
    }
    least.ok_or_else(|| Failure::new("no block size for Brotli"))
}

/// Gzip at its highest level, without name and time.
pub fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).doing("gzip")?;
    encoder.finish().doing("gzip")
}
