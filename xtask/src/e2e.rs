//! `cargo xtask e2e [chromium|firefox|webkit]… [filter]`: the suite in real browsers.
//!
//! The suite itself is the package in `tests/e2e`, which starts drivers and servers; here it is given
//! the built page, the plugin, the demo server's program, the accessibility rules and a display.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::dist;
use crate::outcome::{Doing, Failure, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::run;
use crate::setup::{self, Need, Tools};
use crate::summary::Summary;
use crate::test::hear;

/// The engines the suite runs in, in this order.
pub const ENGINES: [&str; 3] = ["chromium", "firefox", "webkit"];

/// Runs the engines named (or all) with what remains of the arguments as the filter.
pub fn e2e(repo: &Repo, arguments: &[String]) -> Outcome {
    let (named, filter): (Vec<&str>, Vec<&str>) = arguments
        .iter()
        .map(String::as_str)
        .partition(|word| ENGINES.contains(word));
    let engines = if named.is_empty() { ENGINES.to_vec() } else { named };
    let needs: Vec<Need> = Need::WEB.into_iter().chain(Need::BROWSERS).collect();
    let tools = setup::prepare(repo, &needs)?;
    let mut summary = Summary::default();
    suites(repo, &tools, &engines, &filter, &mut summary)?;
    summary.finish(repo, "e2e")
}

/// Builds everything the suite is given, then runs it once per engine.
pub fn suites(
    repo: &Repo,
    tools: &Tools,
    engines: &[&str],
    filter: &[&str],
    summary: &mut Summary,
) -> Outcome {
    let dist = dist::build(repo, tools)?;
    let demo = run::server(repo)?;
    for engine in engines {
        let display = (*engine == "webkit").then(Display::start).transpose()?;
        let mut command = Command::new("cargo");
        command
            .current_dir(&repo.root)
            .args(["test", "--package", "tsubame-e2e", "--no-fail-fast", "--"]);
        // Scenarios wait most of their time: three at once keep two cores busy.
        command.args(["--test-threads", "3"]).args(filter);
        tools.on_path(&mut command);
        command
            .env("TSUBAME_E2E_BROWSER", engine)
            .env("TSUBAME_WEB", &dist.web)
            .env("TSUBAME_PLUGIN", &dist.plugin)
            .env("TSUBAME_PLUGIN_ARCHIVE", &dist.archive)
            .env("TSUBAME_DEMO", &demo);
        if let Some(axe) = &tools.axe {
            command.env("TSUBAME_AXE", axe);
        }
        if let Some(display) = &display {
            command
                .env("DISPLAY", &display.name)
                .env_remove("WAYLAND_DISPLAY");
        }
        hear(&format!("end to end, {engine}"), &mut command, summary)?;
    }
    Ok(())
}

/// Runs the measurements in Chromium against the release page (`tests/e2e/src/bin/measure.rs`).
pub fn measure(repo: &Repo) -> Outcome {
    let mut needs = Need::WEB.to_vec();
    needs.push(Need::Chromium);
    let tools = setup::prepare(repo, &needs)?;
    let dist = dist::build(repo, &tools)?;
    let demo = run::server(repo)?;
    let mut command = Command::new("cargo");
    command.current_dir(&repo.root).args([
        "run",
        "--release",
        "--package",
        "tsubame-e2e",
        "--bin",
        "measure",
    ]);
    tools.on_path(&mut command);
    command.env("TSUBAME_WEB", &dist.web).env("TSUBAME_DEMO", &demo);
    process::run(&mut command)
}

/// A display without a screen; it ends with this value.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> Outcome<Self> {
        let program = setup::xvfb().ok_or_else(|| Failure::new("Xvfb is not installed"))?;
        let number = (90..200)
            .find(|number| !Path::new(&socket(*number)).exists())
            .ok_or_else(|| Failure::new("no free display number for Xvfb"))?;
        let name = format!(":{number}");
        let server = Command::new(program)
            .args([&name, "-screen", "0", "1600x1200x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .doing("starting Xvfb")?;
        let display = Self { server, name };
        let end = Instant::now() + Duration::from_secs(20);
        while !Path::new(&socket(number)).exists() {
            if Instant::now() > end {
                return Err(Failure::new("Xvfb did not open its display within 20 s"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        process::stop(&mut self.server);
    }
}

fn socket(number: u16) -> String {
    format!("/tmp/.X11-unix/X{number}")
}
