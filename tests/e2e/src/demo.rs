//! The demo server as a process of its own, with its control endpoint and its data in a file, so that it can be restarted.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use crate::PATIENCE;

/// A running demo server; it ends with this value.
pub struct Demo {
    process: Option<Child>,
    port: u16,
    data: PathBuf,
    extra: Vec<String>,
    /// Its own copy of the client, which a test may change.
    web: Option<PathBuf>,
}

impl Demo {
    /// Starts one that serves the client.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts one with more options.
    pub fn start_with(extra: &[&str]) -> Self {
        let port = free_port();
        let data = std::env::temp_dir().join(format!("tsubame-e2e-{}-{port}.json", std::process::id()));
        let extra = extra.iter().map(|&option| option.to_owned()).collect();
        let mut demo = Self {
            process: None,
            port,
            data,
            extra,
            web: None,
        };
        demo.launch();
        demo
    }

    /// Serves a copy of the client from now on, which a test may change.
    pub fn own_client(&mut self) {
        let copy = self.data.with_extension("web");
        copy_folder(&built_client(), &copy);
        self.web = Some(copy);
        self.stop();
        self.launch();
    }

    /// Another version of its own client: the same files under another number. As in many a deployment the old file is gone for a
    /// moment before the new one is there, long enough for a worker to look at just that time.
    pub fn put_a_new_client(&self) {
        let client = self.web.as_ref().expect("the server has a client of its own");
        let worker = client.join("service-worker.js");
        let text = std::fs::read_to_string(&worker).expect("the worker is there");
        let newer = text.replace("\"version\":\"", "\"version\":\"newer-");
        assert_ne!(newer, text);
        self.take_the_client_away();
        std::thread::sleep(Duration::from_millis(1200));
        // Whole or not at all: half a worker would be another one.
        let beside = client.join("service-worker.new");
        std::fs::write(&beside, newer).expect("a file can be written beside the worker");
        std::fs::rename(beside, worker).expect("the worker can be changed");
    }

    /// Its own client is taken off the server.
    pub fn take_the_client_away(&self) {
        let client = self.web.as_ref().expect("the server has a client of its own");
        for name in [
            "service-worker.js",
            "service-worker.js.br",
            "service-worker.js.gz",
        ] {
            // Not every build has copies.
            let _ = std::fs::remove_file(client.join(name));
        }
    }

    /// Address of the client or the API.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Host and port.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Tells the control endpoint to do something (`mm-demo`'s `shell/control` describes the words).
    pub fn control(&self, order: &Value) {
        let answer = ureq::post(self.url("/_control")).send_json(order);
        answer.expect("the control endpoint takes the order");
    }

    /// Cuts every socket.
    pub fn cut(&self) {
        self.control(&json!({"do": "cut"}));
    }

    /// Ends the process in good order, as an administrator would: what it knows is in its file.
    pub fn stop(&mut self) {
        let Some(mut process) = self.process.take() else {
            return;
        };
        let asked = Command::new("kill")
            .arg("-TERM")
            .arg(process.id().to_string())
            .status();
        if !asked.is_ok_and(|status| status.success()) {
            process.kill().expect("the server's process can be killed");
        }
        process.wait().expect("the server's process ends");
    }

    /// Starts it again on the same port with the same data.
    pub fn launch(&mut self) {
        let program = std::env::var("TSUBAME_DEMO").expect("TSUBAME_DEMO names the demo server's program");
        let web = self.web.clone().unwrap_or_else(built_client);
        let mut command = Command::new(program);
        command
            .args(["--port", &self.port.to_string(), "--control", "--data"])
            .arg(&self.data)
            .arg("--web")
            .arg(web);
        if let Ok(plugin) = std::env::var("TSUBAME_PLUGIN") {
            command.args(["--plugin", &plugin]);
        }
        command
            .args(&self.extra)
            .stdout(Stdio::null())
            .stdin(Stdio::null());
        self.process = Some(command.spawn().expect("the demo server starts"));
        self.wait_until_ready();
    }

    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while ureq::get(self.url("/api/v4/system/ping")).call().is_err() {
            assert!(begun.elapsed() < PATIENCE, "the demo server does not answer");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.stop();
        // The file may never have been written.
        let _ = std::fs::remove_file(&self.data);
        if let Some(web) = &self.web {
            // A test that failed may have taken it away.
            let _ = std::fs::remove_dir_all(web);
        }
    }
}

fn built_client() -> PathBuf {
    PathBuf::from(std::env::var("TSUBAME_WEB").expect("TSUBAME_WEB names the built client's folder"))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the folder can be read").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// A port that is free right now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}
