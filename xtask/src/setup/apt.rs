//! Packages of a Debian system: browsers, drivers, compilers.
//!
//! Called by `setup` and by the WebAssembly tool chain. On any other system it says which program is
//! missing and how it is usually obtained.

use std::collections::BTreeSet;
use std::process::Command;
use std::time::Duration;

use super::{Job, Need};
use crate::outcome::{Failure, Outcome};
use crate::process;

/// Programs that come with the system, and the packages that bring them.
struct Bundle {
    need: Need,
    /// For each: any one of these names will do.
    programs: &'static [&'static [&'static str]],
    packages: &'static [&'static str],
}

const BUNDLES: &[Bundle] = &[
    Bundle {
        need: Need::Chromium,
        programs: &[CHROMIUM, CHROMEDRIVER],
        // The font is for Japanese text in pictures of the page.
        packages: &["chromium", "chromium-driver", "fonts-noto-cjk"],
    },
    Bundle {
        need: Need::Firefox,
        programs: &[FIREFOX],
        packages: &["firefox-esr", "fonts-noto-cjk"],
    },
    Bundle {
        need: Need::WebKit,
        programs: &[WEBKIT_DRIVER, XVFB],
        packages: &["webkit2gtk-driver", "xvfb", "fonts-noto-cjk"],
    },
    Bundle {
        need: Need::Nginx,
        programs: &[&["nginx"]],
        packages: &["nginx-light"],
    },
];

/// Names of Chromium's program.
pub const CHROMIUM: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
];
/// Names of Chromium's driver.
pub const CHROMEDRIVER: &[&str] = &["chromedriver"];
/// Names of Firefox's program.
pub const FIREFOX: &[&str] = &["firefox-esr", "firefox"];
/// Names of WebKitGTK's driver.
pub const WEBKIT_DRIVER: &[&str] = &["WebKitWebDriver"];
/// Names of the display without a screen.
pub const XVFB: &[&str] = &["Xvfb"];

/// What is missing of the system's programs.
pub fn jobs(needs: &BTreeSet<Need>) -> Vec<Job> {
    let lacking = |bundle: &&Bundle| {
        bundle
            .programs
            .iter()
            .any(|any| process::find_program(any).is_none())
    };
    BUNDLES
        .iter()
        .filter(|bundle| needs.contains(&bundle.need))
        .filter(lacking)
        .map(|bundle| Job {
            what: bundle.packages.join(", "),
            cost: "about a minute, once",
            work: Box::new(|| install(bundle.packages)),
        })
        .collect()
}

/// Whether this system has apt at all.
pub fn present() -> bool {
    process::find_program(&["apt-get"]).is_some()
}

/// Installs `packages`, as root or through `sudo` where that asks nothing.
pub fn install(packages: &[&str]) -> Outcome {
    let line = format!(
        "apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if !present() {
        return Err(Failure(format!(
            "not installed here: {}. There is no apt on this system; install the same programs with its own \
             package manager, then run the command again",
            packages.join(", ")
        )));
    }
    let Some(prefix) = rights() else {
        return Err(Failure(format!(
            "needs the rights of root; please run: sudo {line}"
        )));
    };
    let quiet = |arguments: &[&str]| {
        let mut words = prefix
            .iter()
            .copied()
            .chain(["apt-get"])
            .chain(arguments.iter().copied());
        let mut command = Command::new(words.next().unwrap_or("apt-get"));
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        process::capture(&mut command)
    };
    // Somebody else's package manager may be at work: wait for it instead of failing.
    let mut arguments = vec![
        "install",
        "-y",
        "--no-install-recommends",
        "-o",
        "DPkg::Lock::Timeout=600",
    ];
    arguments.extend(packages);
    if quiet(&arguments).is_ok() {
        return Ok(());
    }
    // The lists may be absent or older than the archive.
    quiet(&["update", "-qq", "-o", "DPkg::Lock::Timeout=600"])?;
    quiet(&arguments)
        .map(|_| ())
        .map_err(|error| Failure(format!("{error}\nplease try: sudo {line}")))
}

/// How to get the rights of root without asking: nothing, `sudo -n`, or not at all.
fn rights() -> Option<&'static [&'static str]> {
    let is_root = process::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some(&[]);
    }
    let asks_nothing =
        process::succeeds_within(Command::new("sudo").args(["-n", "true"]), Duration::from_secs(5));
    asks_nothing.then_some(&["sudo", "-n"])
}
