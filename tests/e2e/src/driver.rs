//! One WebDriver process a browser window: Firefox's and WebKit's drivers keep one session each.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::display::Display;
use fantoccini::{Client, ClientBuilder};
use serde_json::{json, Map, Value};

use crate::demo::free_port;
use crate::PATIENCE;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Debian's Chromium.
    Chromium,
    /// Firefox ESR.
    Firefox,
    /// WebKitGTK's MiniBrowser; needs a display.
    WebKit,
}

/// The engine this run is about.
pub fn engine() -> Engine {
    match std::env::var("TSUBAME_E2E_BROWSER").as_deref() {
        Ok("firefox") => Engine::Firefox,
        Ok("webkit") => Engine::WebKit,
        _ => Engine::Chromium,
    }
}

/// How long a script in the page may take, in milliseconds. The 30 s that drivers allow were not enough for two hundred switches on a busy machine.
const LONGEST_SCRIPT_MS: u64 = 300_000;

/// How long a driver may take to close its browser.
const CLOSING: Duration = Duration::from_secs(3);

/// A driver process; it ends with this value, and its browser and the profile on the disk with it.
pub struct Driver {
    process: Child,
    url: String,
    /// Where driver and browser put what they keep: 40 MB and more for every window.
    folder: PathBuf,
    /// Goes last.
    _display: Option<Display>,
}

impl Driver {
    /// Starts the engine's driver.
    /// WebKit's browser takes its language from the environment it is started in.
    pub fn start(engine: Engine, language: &str) -> Self {
        let port = free_port();
        let mut command = match engine {
            Engine::Chromium => with_port("chromedriver", &[&format!("--port={port}")]),
            Engine::Firefox => {
                // Each driver needs a port of its own for the browser as well.
                let marionette = free_port().to_string();
                with_port(
                    "geckodriver",
                    &["--port", &port.to_string(), "--marionette-port", &marionette],
                )
            }
            Engine::WebKit => with_port("WebKitWebDriver", &[&format!("--port={port}")]),
        };
        let display = if engine == Engine::WebKit {
            Display::start()
        } else {
            None
        };
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        if engine == Engine::WebKit {
            let locale = if language.starts_with("ja") {
                "ja_JP.UTF-8"
            } else {
                "en_US.UTF-8"
            };
            command
                .env("LC_ALL", locale)
                .env("LANGUAGE", language.replace('-', "_"));
        }
        let folder = std::env::temp_dir().join(format!("tsubame-driver-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the browser's profile can be made");
        command.env("TMPDIR", &folder);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let process = process.expect("the driver is installed (`cargo xtask e2e` sees to it)");
        Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
            folder,
            _display: display,
        }
    }

    /// Opens a session, as soon as the driver listens.
    pub async fn session(&self, capabilities: Map<String, Value>) -> Client {
        let begun = Instant::now();
        loop {
            let connector = hyper_util::client::legacy::connect::HttpConnector::new();
            let attempt = ClientBuilder::new(connector)
                .capabilities(capabilities.clone())
                .connect(&self.url)
                .await;
            match attempt {
                Ok(client) => return client,
                Err(error) if begun.elapsed() > PATIENCE => panic!("no browser session: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked kindly it closes its browser first; killed it would leave the browser standing. Already gone is as good.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let begun = Instant::now();
        while matches!(self.process.try_wait(), Ok(None)) && begun.elapsed() < CLOSING {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn with_port(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}

/// What is asked of the engine: headless, of that language and theme.
pub fn capabilities(engine: Engine, language: &str, dark: bool) -> Map<String, Value> {
    let value = match engine {
        Engine::Chromium => chromium(language, dark),
        Engine::Firefox => json!({
            "moz:firefoxOptions": {
                "args": ["-headless"],
                "prefs": {
                    "intl.accept_languages": language,
                    "layout.css.prefers-color-scheme.content-override": if dark { 0 } else { 1 },
                }
            }
        }),
        Engine::WebKit => json!({
            "webkitgtk:browserOptions": {
                "binary": "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
                "args": ["--automation"]
            }
        }),
    };
    let mut wanted = value.as_object().cloned().unwrap_or_default();
    wanted.insert("timeouts".into(), json!({ "script": LONGEST_SCRIPT_MS }));
    wanted
}

fn chromium(language: &str, dark: bool) -> Value {
    let mut args = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        format!("--lang={language}"),
    ];
    if dark {
        args.push("--blink-settings=preferredColorScheme=0".into());
    }
    json!({
        "goog:chromeOptions": { "args": args, "prefs": { "intl.accept_languages": language } },
        "goog:loggingPrefs": { "browser": "ALL" }
    })
}
