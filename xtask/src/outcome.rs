//! The one error type of the commands: a sentence for the person at the terminal.
//!
//! Used by every module of `xtask`. Nothing here knows which command is running.

use std::fmt;

/// What went wrong, in words a person can act on.
#[derive(Debug)]
pub struct Failure(pub String);

/// The result of a step of a command.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure told by `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Adds what was being attempted to an error.
pub trait Doing<T> {
    /// Prefixes the error with `what`, as in "reading Cargo.lock: not found".
    fn doing(self, what: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Doing<T> for Result<T, E> {
    fn doing(self, what: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure(format!("{what}: {error}")))
    }
}
