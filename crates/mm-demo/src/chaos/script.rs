//! A script of commands: what `--chaos FILE` reads.
//!
//! ```json
//! {"repeat": true, "steps": [
//!     {"wait_milliseconds": 30000, "do": "cut"},
//!     {"wait_milliseconds": 10000, "do": "stall", "user": "liv.andersen"},
//!     {"wait_milliseconds": 5000, "do": "heal"}
//! ]}
//! ```
//!
//! Each step waits after the one before. With `repeat` the script begins again after its last step.

use std::collections::VecDeque;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Command;

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// It is no JSON of that form.
    #[error("the chaos script cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A script that begins again must take time.
    #[error("a chaos script that repeats must wait somewhere")]
    Endless,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    repeat: bool,
    steps: Vec<Map<String, Value>>,
}

/// A script under way.
#[derive(Clone, Debug)]
pub struct Script {
    repeat: bool,
    steps: VecDeque<(i64, Command)>,
    next_at: Option<i64>,
}

impl Script {
    /// Reads a script; its first wait begins `now`.
    pub fn parse(text: &str, now: i64) -> Result<Script, ScriptError> {
        let file: File = serde_json::from_str(text)?;
        let mut steps = VecDeque::new();
        for mut step in file.steps {
            let wait = step
                .remove("wait_milliseconds")
                .and_then(|wait| wait.as_i64())
                .unwrap_or(0);
            steps.push_back((wait.max(0), serde_json::from_value(Value::Object(step))?));
        }
        if file.repeat && steps.iter().all(|(wait, _)| *wait == 0) {
            return Err(ScriptError::Endless);
        }
        let next_at = steps.front().map(|(wait, _)| now + wait);
        Ok(Script {
            repeat: file.repeat,
            steps,
            next_at,
        })
    }

    /// When the next step is due; `None` at the end.
    pub fn next_wakeup(&self) -> Option<i64> {
        self.next_at
    }

    /// The next step, if it is due.
    pub fn take_due(&mut self, now: i64) -> Option<Command> {
        let at = self.next_at.filter(|at| *at <= now)?;
        let (wait, command) = self.steps.pop_front()?;
        if self.repeat {
            self.steps.push_back((wait, command.clone()));
        }
        self.next_at = self.steps.front().map(|(wait, _)| at + wait);
        Some(command)
    }
}
