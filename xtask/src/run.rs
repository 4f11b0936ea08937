//! `cargo xtask run`: the page and the demo server, up with one command.
//!
//! Every option is the demo server's (`--port`, `--size`, …), and `MATTERMOST_URL` reaches it through
//! the environment. The server prints its address and the accounts to try when it is ready.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use crate::outcome::{Failure, Outcome};
use crate::process;
use crate::repo::Repo;
use crate::setup::{self, Need};
use crate::web::{self, Purpose};

/// Builds what changed, then becomes the demo server.
pub fn run(repo: &Repo, arguments: &[String]) -> Outcome {
    let tools = setup::prepare(repo, &Need::WEB)?;
    let server = server(repo)?;
    let site = web::build(repo, &tools, Purpose::Run)?;
    if !site.fresh {
        println!("The page is up to date.");
    }
    let mut command = Command::new(server);
    command.arg("--web").arg(&site.folder).args(arguments);
    // Taking our own place: whoever stops this process stops the server, and there is none left over.
    let error = command.exec();
    Err(Failure(format!("starting the demo server: {error}")))
}

/// Builds the demo server and returns its program.
pub fn server(repo: &Repo) -> Outcome<PathBuf> {
    println!("Building the demo server …");
    let mut build = Command::new("cargo");
    process::run(
        build
            .current_dir(&repo.root)
            .args(["build", "--quiet", "--package", "mm-demo"]),
    )?;
    Ok(repo.target.join("debug/mm-demo"))
}
