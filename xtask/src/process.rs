//! Starting other programs: shown, awaited, and their failures put into words.
//!
//! Used by every command. Knows nothing about what the programs do.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::outcome::{Doing, Failure, Outcome};

/// Runs `command` with its output on our terminal; a non-zero exit is a failure.
pub fn run(command: &mut Command) -> Outcome {
    let shown = shown(command);
    let status = command.status().doing(&shown)?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure(format!("`{shown}` ended with {status}")))
    }
}

/// Runs `command` silently and returns what it printed; on failure everything it said is in the error.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).output().doing(&shown)?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure(format!(
        "`{shown}` ended with {}\n{text}{said}",
        output.status
    )))
}

/// What a program printed while it ran, and whether it succeeded.
pub struct Heard {
    /// Standard output and standard error, line by line as they came.
    pub text: String,
    /// Whether the exit status was zero.
    pub ok: bool,
}

/// Runs `command`, passing its output on as it comes and keeping a copy.
pub fn tee(command: &mut Command) -> Outcome<Heard> {
    let shown = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .doing(&shown)?;
    let errors = child
        .stderr
        .take()
        .map(|pipe| thread::spawn(move || pass_on(pipe, &mut std::io::stderr())));
    let mut text = child
        .stdout
        .take()
        .map(|pipe| pass_on(pipe, &mut std::io::stdout()))
        .unwrap_or_default();
    if let Some(Ok(said)) = errors.map(thread::JoinHandle::join) {
        text.push_str(&said);
    }
    let ok = child.wait().doing(&shown)?.success();
    Ok(Heard { text, ok })
}

fn pass_on(pipe: impl Read, out: &mut impl Write) -> String {
    let mut kept = String::new();
    let mut lines = BufReader::new(pipe);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A closed terminal must not lose the counts we still need.
        let _ = out.write_all(&line).and_then(|()| out.flush());
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    kept
}

/// Runs `command` silently for at most `limit`; `false` when it failed or took longer.
pub fn succeeds_within(command: &mut Command, limit: Duration) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let Ok(mut child) = quiet.spawn() else {
        return false;
    };
    let end = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if Instant::now() < end => thread::sleep(Duration::from_millis(50)),
            _ => {
                stop(&mut child);
                return false;
            }
        }
    }
}

/// Ends a program we started and waits until it is gone.
pub fn stop(child: &mut Child) {
    // Both fail only when the process has already ended.
    let _ = child.kill();
    let _ = child.wait();
}

/// The first of `names` that is an executable on `PATH` or in the system's usual folders.
pub fn find_program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/bin", "/usr/sbin", "/usr/local/bin"].map(PathBuf::from);
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(usual).collect();
    let found = |name: &&str| {
        folders
            .iter()
            .map(|dir| dir.join(name))
            .find(|file| file.is_file())
    };
    names.iter().find_map(found)
}

/// `command` as a person would type it, for messages.
pub fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_else(|| command.get_program());
    let words: Vec<_> = std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}
