//! Harness of the end-to-end suite: [`Demo`] runs the demo server, [`Browser`] drives a real browser, [`Person`] is somebody
//! else who talks over REST. Tests find things by role and accessible name only (`interface-names.md`).
//!
//! Chosen by the environment (`cargo xtask e2e` sets it): `TSUBAME_E2E_BROWSER` = `chromium` (default), `firefox`, `webkit`;
//! `TSUBAME_WEB` = folder of the built client; `TSUBAME_DEMO` = the demo server's program; `TSUBAME_PLUGIN` = folder of the
//! unpacked web-app plugin; `TSUBAME_AXE` = file of axe-core.

mod browser;
mod chromium;
mod demo;
mod display;
mod driver;
mod faulty_link;
mod page;
mod person;

pub use browser::{Browser, Options, Theme};
pub use demo::{free_port, Demo};
pub use driver::{engine, Engine};
pub use faulty_link::{Fault, FaultyLink};
pub use person::Person;

use std::time::Duration;

/// Long enough for a slow machine; nothing is asserted about time here.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// One password for every account of the demo company.
pub const PASSWORD: &str = "Tsubame-2026";

/// How often a scenario does what it repeats: as often as `TSUBAME_MANY` asks for, else as the suite does.
pub fn how_many(in_the_suite: u64) -> u64 {
    let wished = std::env::var("TSUBAME_MANY").ok();
    wished.and_then(|many| many.parse().ok()).unwrap_or(in_the_suite)
}
