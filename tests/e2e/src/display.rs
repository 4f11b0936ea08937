//! A display for one window alone. Windows that share one take the focus from each other: keys are lost, and a window without the focus reads
//! nothing.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends with this value.
pub struct Display {
    server: Child,
    /// As in `:91`.
    pub name: String,
}

impl Display {
    /// `None` where there is no such program in the path: then the display of all is used.
    pub fn start() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1600x1200x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        // It tells its number when it is ready, or ends.
        let mut line = String::new();
        let told = server
            .stdout
            .take()
            .map(|out| BufReader::new(out).read_line(&mut line));
        let number: Option<u32> = line.trim().parse().ok();
        let display = Self {
            server,
            name: format!(":{}", line.trim()),
        };
        (matches!(told, Some(Ok(_))) && number.is_some()).then_some(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
