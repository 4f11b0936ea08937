//! Takes the keys out of the locale files: the page finds its texts by their order, which a test compares with that of the keys
//! (`tests/texts.rs`). Names and texts of two languages together were 3 kB more.

use std::path::Path;
use std::{env, fs};

fn main() {
    let from =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo names the package's folder")).join("locales");
    let to = env::var("OUT_DIR").expect("cargo names a folder for what is made");
    for language in ["en", "ja"] {
        let file = from.join(format!("{language}.properties"));
        println!("cargo:rerun-if-changed={}", file.display());
        let texts = fs::read_to_string(&file).expect("the locale file can be read");
        fs::write(Path::new(&to).join(language), without_keys(&texts)).expect("the texts can be written");
    }
}

/// A line for each text: `1` and a form for one thing, which stands before the other form, or `*` and any other text.
fn without_keys(file: &str) -> String {
    let entries = file.lines().filter(|line| !line.starts_with('#'));
    let pairs = entries.filter_map(|line| line.split_once('='));
    pairs
        .flat_map(|(key, text)| {
            let sign = if key.trim().ends_with(".one") { "1" } else { "*" };
            [sign, text.trim(), "\n"]
        })
        .collect()
}
