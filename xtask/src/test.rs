//! `cargo xtask test`: every suite, in the order of how soon it can tell something is wrong.
//!
//! `cargo xtask test native`, `… browser`, `… e2e` runs only those.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::e2e;
use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::setup::{self, Need, Tools, WASM_TARGET};
use crate::summary::{self, Summary};

/// The parts of the suite.
const PARTS: [&str; 3] = ["native", "browser", "e2e"];

/// Runs the parts named, or all.
pub fn test(repo: &Repo, arguments: &[String]) -> Outcome {
    if let Some(unknown) = arguments.iter().find(|part| !PARTS.contains(&part.as_str())) {
        return Err(Failure(format!(
            "no part of the tests is called {unknown}; there are: {}",
            PARTS.join(", ")
        )));
    }
    let wanted = |part: &str| arguments.is_empty() || arguments.iter().any(|name| name == part);
    summary::forget(repo, "test")?;
    let mut summary = Summary::default();
    // Fetched first: a machine that cannot run all of it should say so before the first test.
    let tools = setup::prepare(repo, &needs(&wanted))?;
    if wanted("native") {
        native(repo, &mut summary)?;
    }
    if wanted("browser") {
        in_browser(repo, &tools, &mut summary)?;
    }
    if wanted("e2e") {
        e2e::suites(repo, &tools, &e2e::ENGINES, &[], &mut summary)?;
    }
    summary.finish(repo, "test")
}

fn needs(wanted: &impl Fn(&str) -> bool) -> Vec<Need> {
    let mut needs = Vec::new();
    if wanted("browser") {
        needs.extend([Need::WasmTarget, Need::WasmBindgen, Need::Chromium]);
    }
    if wanted("e2e") {
        needs.extend(Need::WEB);
        needs.extend(Need::BROWSERS);
    }
    needs
}

/// Everything that needs no browser: units, properties, contracts, components, and as many simulated runs as take a minute when optimised.
fn native(repo: &Repo, summary: &mut Summary) -> Outcome {
    let mut command = Command::new("cargo");
    command.current_dir(&repo.root).args([
        "test",
        "--workspace",
        "--exclude",
        "tsubame-e2e",
        "--no-fail-fast",
    ]);
    hear("native tests", &mut command, summary)?;
    let mut command = Command::new("cargo");
    command
        .current_dir(&repo.root)
        .args([
            "test",
            "--package",
            "mm-sim",
            "--test",
            "convergence",
            "--profile",
            "sim-tests",
        ])
        .env("TSUBAME_SEEDS", "0..400");
    hear("simulated runs", &mut command, summary)
}

/// The browser's side of the ports, inside Chromium.
fn in_browser(repo: &Repo, tools: &Tools, summary: &mut Summary) -> Outcome {
    let settings = webdriver_settings(repo)?;
    let mut command = Command::new("cargo");
    command
        .current_dir(&repo.root)
        .args([
            "test",
            "--package",
            "tsubame",
            "--test",
            "browser",
            "--target",
            WASM_TARGET,
        ])
        .args(["--profile", "web-run"]);
    tools.for_wasm(&mut command);
    command
        .env("CARGO_TARGET_DIR", repo.web_target())
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tools.program("wasm-bindgen-test-runner")?,
        )
        .env("CHROMEDRIVER", tools.program("chromedriver")?)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    hear("browser ports", &mut command, summary)
}

/// Runs a test runner and counts what it says.
pub fn hear(name: &str, command: &mut Command, summary: &mut Summary) -> Outcome {
    println!("── {name}: {}", process::shown(command));
    let start = Instant::now();
    let heard = process::tee(command)?;
    summary.add_runner(name, &heard.text, heard.ok, start.elapsed());
    Ok(())
}

/// How wasm-bindgen's runner starts Chromium.
fn webdriver_settings(repo: &Repo) -> Outcome<PathBuf> {
    let browser = setup::chromium().ok_or_else(|| Failure::new("Chromium is not installed"))?;
    let mut switches = vec!["--headless=new", "--disable-gpu", "--disable-dev-shm-usage"];
    if is_root() {
        // Chromium's sandbox refuses to start as root, which is what most containers are.
        switches.push("--no-sandbox");
    }
    let settings = serde_json::json!({ "goog:chromeOptions": { "binary": browser, "args": switches } });
    let file = repo.target.join("xtask/webdriver.json");
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(&file, settings.to_string()).doing("writing webdriver.json")?;
    Ok(file)
}

fn is_root() -> bool {
    process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
