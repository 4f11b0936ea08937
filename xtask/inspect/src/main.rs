//! `cargo xtask inspect frames|rest|session FILE…`: what the engine makes of recorded traffic.
//!
//! For people who send us a trace and for traffic this repository has not seen. The format of the files is
//! that of `fixtures/wire`. Prints one JSON line per item and nothing else; whatever is in a file, there is
//! a line for it. Frames and exchanges are judged by `mm_core::inspect`; sessions are replayed in `session`.

mod client;
mod session;

use std::io::Write;
use std::process::ExitCode;

use mm_core::inspect;
use serde_json::{json, Value};

const HELP: &str = "cargo xtask inspect frames|rest|session FILE…

  frames   events, replies and sessions, one frame per line: decoded name, known / unknown / error, reason
  rest     recorded exchanges: what the answer became, or why nothing
  session  recorded connections: phase, resumed or lost, events applied, missed, doubled
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((mode, files)) = arguments.split_first().filter(|(_, files)| !files.is_empty()) else {
        eprint!("{HELP}");
        return ExitCode::from(2);
    };
    let inspect: fn(&str) -> Vec<Value> = match mode.as_str() {
        "frames" => |text| inspect::frames(text).iter().map(|line| json!(line)).collect(),
        "rest" => |text| inspect::rest(text).iter().map(|line| json!(line)).collect(),
        "session" | "sessions" => session::inspect,
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    let mut code = ExitCode::SUCCESS;
    for file in files {
        match std::fs::read(file) {
            Ok(bytes) => print(file, inspect(&String::from_utf8_lossy(&bytes))),
            Err(error) => {
                eprintln!("error: {file}: {error}");
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

fn print(file: &str, items: Vec<Value>) {
    let mut out = std::io::stdout().lock();
    for mut item in items {
        item["file"] = file.into();
        // Nobody reads on behind a closed pipe.
        if writeln!(out, "{item}").is_err() {
            return;
        }
    }
}
