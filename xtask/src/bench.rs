//! `cargo xtask bench [filter]`: the native benches, as a table; `cargo xtask bench --browser`: what only a browser shows.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::e2e;
use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::web::fingerprint;

/// Runs the benches and prints what criterion measured.
pub fn bench(repo: &Repo, filter: &[String]) -> Outcome {
    if filter.first().is_some_and(|word| word == "--browser") {
        return e2e::measure(repo);
    }
    let results = repo.target.join("criterion");
    // Only what this run measures belongs into the table.
    if results.is_dir() {
        fs::remove_dir_all(&results).doing("clearing the last measurements")?;
    }
    let mut command = Command::new("cargo");
    command
        .current_dir(&repo.root)
        .args([
            "bench",
            "--package",
            "tsubame",
            "--package",
            "mm-core",
            "--package",
            "mm-sim",
            "--benches",
            "--",
        ])
        .args(filter);
    process::run(command.env("CRITERION_HOME", &results))?;
    let mut rows: Vec<(String, f64, f64)> = Vec::new();
    for file in fingerprint::files(&results)? {
        if file.ends_with("new/estimates.json") {
            rows.push(row(&results, &file)?);
        }
    }
    // `a day` is a program of its own and has printed its own lines.
    let is_day = filter.iter().any(|word| "a day".contains(word.as_str()));
    if rows.is_empty() && is_day {
        return Ok(());
    }
    if rows.is_empty() {
        return Err(Failure::new("no bench measured anything"));
    }
    println!("\n{:<56} {:>14} {:>14}", "bench", "median", "deviation");
    for (name, median, deviation) in rows {
        println!("{name:<56} {:>14} {:>14}", time(median), time(deviation));
    }
    Ok(())
}

fn row(results: &Path, file: &Path) -> Outcome<(String, f64, f64)> {
    let text = fs::read_to_string(file).doing(file.display())?;
    let estimates: serde_json::Value = serde_json::from_str(&text).doing(file.display())?;
    let nanoseconds = |name: &str| estimates[name]["point_estimate"].as_f64().unwrap_or(f64::NAN);
    let folder = file.parent().and_then(Path::parent).unwrap_or(file);
    let name = folder
        .strip_prefix(results)
        .unwrap_or(folder)
        .to_string_lossy()
        .into_owned();
    Ok((name, nanoseconds("median"), nanoseconds("std_dev")))
}

fn time(nanoseconds: f64) -> String {
    match nanoseconds {
        long if long >= 1e6 => format!("{:.2} ms", long / 1e6),
        middle if middle >= 1e3 => format!("{:.2} µs", middle / 1e3),
        short => format!("{short:.0} ns"),
    }
}
