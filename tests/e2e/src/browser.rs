//! A browser window with somebody in front of it.

use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{json, Value};

use crate::chromium::{DevTools, LogOfBrowser};
use crate::demo::Demo;
use crate::driver::{capabilities, engine, Driver, Engine};
use crate::{page, PASSWORD, PATIENCE};

/// Colour scheme the system asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// Light.
    #[default]
    Light,
    /// Dark.
    Dark,
}

/// How the window is set up.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Language the browser asks for.
    pub language: &'static str,
    /// Colour scheme.
    pub theme: Theme,
    /// Size in CSS pixels.
    pub size: (u32, u32),
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: "en-US",
            theme: Theme::Light,
            size: (1440, 900),
        }
    }
}

/// A window.
pub struct Browser {
    client: Client,
    base: String,
    _driver: Driver,
}

/// So often a field is typed into until it holds the text.
const TYPED_ANEW: usize = 3;

impl Browser {
    /// Opens a window on the client.
    pub async fn open(demo: &Demo) -> Self {
        Self::open_with(demo, "/", Options::default()).await
    }

    /// Opens a window, signs somebody in there and opens the channel Firmware.
    pub async fn in_firmware(demo: &Demo, username: &str) -> Self {
        let page = Self::open(demo).await;
        page.log_in(username).await;
        page.open_channel("Firmware").await;
        page
    }

    /// Opens a window of that kind on a path of the server.
    pub async fn open_with(demo: &Demo, path: &str, options: Options) -> Self {
        Self::open_at(demo.url(""), path, options).await
    }

    /// The same where the server is reached at another address, without a slash at its end.
    pub async fn open_at(base: String, path: &str, options: Options) -> Self {
        let driver = Driver::start(engine(), options.language);
        let wanted = capabilities(engine(), options.language, options.theme == Theme::Dark);
        let client = driver.session(wanted).await;
        let (width, height) = options.size;
        client
            .set_window_size(width, height)
            .await
            .expect("the window takes a size");
        let browser = Self {
            client,
            base,
            _driver: driver,
        };
        browser.go(path).await;
        browser
    }

    /// Opens another tab of this browser on a path and looks at it.
    pub async fn open_tab(&self, path: &str) {
        let tab = self
            .client
            .new_window(true)
            .await
            .expect("the browser opens a tab");
        let looked = self.client.switch_to_window(tab.handle).await;
        looked.expect("the new tab can be looked at");
        self.go(path).await;
    }

    /// From here on every page of this Chromium runs a script before its own.
    pub async fn at_every_start(&self, script: &str) {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        let taken = self
            .client
            .issue_cmd(DevTools(command, json!({ "source": script })))
            .await;
        taken.expect("the browser takes the script");
    }

    /// Looks at one of the tabs, counted from 0 in the order in which they were opened.
    pub async fn look_at_tab(&self, number: usize) {
        let tabs = self.client.windows().await.expect("the browser has tabs");
        let looked = self.client.switch_to_window(tabs[number].clone()).await;
        looked.expect("the tab can be looked at");
    }

    /// Goes to a path.
    pub async fn go(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.base))
            .await
            .expect("the page loads");
    }

    /// Signs in on the log-in page and waits for the message list.
    pub async fn log_in(&self, username: &str) {
        self.type_into("textbox", "=Email or username", username).await;
        self.type_into("password", "=Password", PASSWORD).await;
        self.press("button", "=Log in").await;
        self.find("log", "^Messages in ").await;
    }

    /// Opens a channel by its name in the sidebar. The link itself is pressed, not the point where it stood a moment ago: counts that
    /// arrive may move it to another section.
    pub async fn open_channel(&self, display_name: &str) {
        let script = format!(
            "{} const link = all('link', arguments[0])[0]; if (link) link.click(); return !!link;",
            page::FIND
        );
        let name = json!(format!("^{display_name}"));
        let press = || async {
            let pressed = self.client.execute(&script, vec![name.clone()]).await.ok()?;
            (pressed == Value::Bool(true)).then_some(())
        };
        assert!(
            self.wait(press).await.is_some(),
            "no channel {display_name:?}:\n{}",
            self.page_text().await
        );
        self.find("heading", &format!("={display_name}")).await;
    }

    /// Waits for an element. `name`: `=exact`, `^prefix`, `~part`, `*` for any.
    pub async fn find(&self, role: &str, name: &str) -> Element {
        let found = self.wait(|| self.try_find(role, name)).await;
        match found {
            Some(element) => element,
            None => panic!(
                "no {role} named {name:?} on the page:\n{}",
                self.page_text().await
            ),
        }
    }

    /// Looks once.
    pub async fn try_find(&self, role: &str, name: &str) -> Option<Element> {
        let script = format!(
            "{} return all(arguments[0], arguments[1])[0] || null;",
            page::FIND
        );
        let found = self
            .client
            .execute(&script, vec![json!(role), json!(name)])
            .await
            .ok()?;
        self.element(found)
    }

    fn element(&self, found: Value) -> Option<Element> {
        let reference = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(
            self.client.clone(),
            fantoccini::elements::ElementRef::from(reference),
        ))
    }

    /// Waits until no such element is left.
    pub async fn gone(&self, role: &str, name: &str) {
        let gone = self
            .wait(|| async { self.try_find(role, name).await.is_none().then_some(()) })
            .await;
        assert!(
            gone.is_some(),
            "{role} named {name:?} is still there:\n{}",
            self.page_text().await
        );
    }

    /// How many there are now.
    pub async fn count(&self, role: &str, name: &str) -> u64 {
        let script = format!("{} return all(arguments[0], arguments[1]).length;", page::FIND);
        let found = self.client.execute(&script, vec![json!(role), json!(name)]).await;
        found.ok().and_then(|count| count.as_u64()).unwrap_or_default()
    }

    /// Waits until a condition in the page holds; `script` returns it.
    pub async fn until(&self, what: &str, script: &str) {
        let met = self
            .wait(|| async { (self.run(script).await == Value::Bool(true)).then_some(()) })
            .await;
        assert!(
            met.is_some(),
            "{what} did not come true:\n{}",
            self.page_text().await
        );
    }

    /// Waits until a message list shows this text, in exactly one message.
    pub async fn sees_once(&self, text: &str) {
        let one = self
            .wait(|| async { (self.articles_with(text).await == 1).then_some(()) })
            .await;
        let count = self.articles_with(text).await;
        assert!(
            one.is_some() && count == 1,
            "{count} messages say {text:?}:\n{}",
            self.page_text().await
        );
    }

    /// Waits until no message shows this text.
    pub async fn sees_no(&self, text: &str) {
        let none = self
            .wait(|| async { (self.articles_with(text).await == 0).then_some(()) })
            .await;
        assert!(none.is_some(), "a message still says {text:?}");
    }

    async fn articles_with(&self, text: &str) -> u64 {
        let script = format!(
            "{} return all('article', '*').filter(a => a.textContent.includes(arguments[0])).length;",
            page::FIND
        );
        let count = self.client.execute(&script, vec![json!(text)]).await;
        count.ok().and_then(|count| count.as_u64()).unwrap_or(u64::MAX)
    }

    /// The message with this text.
    pub async fn message(&self, text: &str) -> Element {
        let script = format!(
            "{} return all('article', '*').filter(a => a.textContent.includes(arguments[0]))[0] || null;",
            page::FIND
        );
        let find = || async {
            let found = self.client.execute(&script, vec![json!(text)]).await.ok()?;
            self.element(found)
        };
        self.wait(find)
            .await
            .unwrap_or_else(|| panic!("no message says {text:?}"))
    }

    /// Presses something.
    pub async fn press(&self, role: &str, name: &str) {
        let pressed = self
            .wait(|| async { self.try_find(role, name).await?.click().await.ok() })
            .await;
        assert!(
            pressed.is_some(),
            "{role} named {name:?} cannot be pressed:\n{}",
            self.page_text().await
        );
    }

    /// Presses something inside a message, by way of its toolbar.
    pub async fn press_in_message(&self, text: &str, button: &str) {
        let script = format!(
            "{} const article = all('article', '*').filter(a => a.textContent.includes(arguments[0]))[0]; if (!article) return false; \
             article.focus(); const found = [...article.querySelectorAll('button')].filter(b => nameOf(b) === arguments[1])[0]; \
             if (!found) return false; found.click(); return true;",
            page::FIND
        );
        let press = || async {
            self.hover(text).await;
            let done = self
                .client
                .execute(&script, vec![json!(text), json!(button)])
                .await
                .ok()?;
            (done == Value::Bool(true)).then_some(())
        };
        assert!(
            self.wait(press).await.is_some(),
            "no {button:?} on the message {text:?}:\n{}",
            self.page_text().await
        );
    }

    async fn hover(&self, text: &str) {
        use fantoccini::actions::{InputSource, MouseActions, PointerAction};
        let message = self.message(text).await;
        let mouse = MouseActions::new("mouse".into()).then(PointerAction::MoveToElement {
            element: message,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        // A row that has just moved is hovered at the next try.
        let _ = self.client.perform_actions(mouse).await;
    }

    /// Types into a text box, after clearing it.
    pub async fn type_into(&self, role: &str, name: &str, text: &str) {
        let field = self.find(role, name).await;
        // Keys go to the window in front. Where several browsers share a display another one may come to the front in between, and the
        // field gets only some of them (seen in WebKitGTK: a log-in that was refused).
        for _ in 0..TYPED_ANEW {
            field.clear().await.expect("the field can be cleared");
            field.send_keys(text).await.expect("the field takes keys");
            let typed = field.prop("value").await.expect("the field has a text");
            if typed.as_deref() == Some(text) {
                return;
            }
        }
        panic!("{name} does not hold what was typed");
    }

    /// Types into the box of that channel, which is open, and sends nothing.
    pub async fn write(&self, channel: &str, text: &str) {
        let composer = self.find("textbox", &format!("=Message {channel}")).await;
        composer.send_keys(text).await.expect("the composer takes keys");
    }

    /// Waits until some box holds exactly this text.
    pub async fn holds(&self, text: &str) {
        let script = format!(
            "return [...document.querySelectorAll('textarea')].some(t => t.value === {});",
            json!(text)
        );
        self.until(&format!("{text:?} is in a box"), &script).await;
    }

    /// Sends a message in the open channel.
    pub async fn say(&self, text: &str) {
        let composer = self.find("textbox", "^Message ").await;
        composer.send_keys(text).await.expect("the composer takes keys");
        composer
            .send_keys("\u{e007}")
            .await
            .expect("the composer takes Enter");
    }

    /// Text of the connection chip.
    pub async fn connection(&self) -> String {
        self.find("status", "=Connection")
            .await
            .text()
            .await
            .unwrap_or_default()
    }

    /// Runs a script in the page.
    pub async fn run(&self, script: &str) -> Value {
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(unanswered)
    }

    /// Runs a script that calls its last argument with the result.
    pub async fn run_async(&self, script: &str) -> Value {
        self.run_with(script, Vec::new()).await
    }

    /// The same with arguments before the last.
    pub async fn run_with(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute_async(script, arguments)
            .await
            .unwrap_or_else(unanswered)
    }

    /// Chromium's count of documents, nodes and listeners, after its garbage was collected.
    pub async fn dom_counters(&self) -> Value {
        for command in ["HeapProfiler.collectGarbage", "HeapProfiler.collectGarbage"] {
            // Answers nothing.
            let _ = self.client.issue_cmd(DevTools(command, json!({}))).await;
        }
        self.client
            .issue_cmd(DevTools("Memory.getDOMCounters", json!({})))
            .await
            .unwrap_or(Value::Null)
    }

    /// Why Chromium would not install the page as an application, and what it does not understand of its manifest.
    pub async fn not_installable(&self) -> Vec<Value> {
        let mut found = Vec::new();
        for (command, name) in [
            ("Page.getInstallabilityErrors", "installabilityErrors"),
            ("Page.getAppManifest", "errors"),
        ] {
            let told = self.client.issue_cmd(DevTools(command, json!({}))).await;
            let told = told.expect("the browser looks at the manifest");
            found.extend(told[name].as_array().expect("a list of errors").iter().cloned());
        }
        found
    }

    /// Presses a key wherever the focus is.
    pub async fn key(&self, key: char) {
        use fantoccini::actions::{InputSource, KeyAction, KeyActions};
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.client
            .perform_actions(keys)
            .await
            .expect("the page takes a key");
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        // By the page itself: Firefox's driver goes past the service worker.
        self.run("window.__former = true; location.reload();").await;
        self.until("the page is another one", "return window.__former !== true;")
            .await;
    }

    /// Goes back in the history.
    pub async fn back(&self) {
        self.client.back().await.expect("the history goes back");
    }

    /// Path and hash in the address bar.
    pub async fn address(&self) -> String {
        let url = self
            .client
            .current_url()
            .await
            .expect("the window has an address");
        format!(
            "{}{}",
            url.path(),
            url.fragment().map(|hash| format!("#{hash}")).unwrap_or_default()
        )
    }

    /// A picture of the window, into the folder named by `TSUBAME_SHOTS`, if it is.
    pub async fn picture(&self, name: &str) {
        let Ok(folder) = std::env::var("TSUBAME_SHOTS") else {
            return;
        };
        let bytes = self
            .client
            .screenshot()
            .await
            .expect("the window can be pictured");
        std::fs::create_dir_all(&folder).expect("the folder can be made");
        std::fs::write(format!("{folder}/{name}.png"), bytes).expect("the picture can be written");
    }

    /// axe finds nothing wrong with what is on the screen.
    pub async fn is_accessible(&self, screen: &str) {
        let file = std::env::var("TSUBAME_AXE").expect("TSUBAME_AXE names axe-core's file");
        let source = std::fs::read_to_string(file).expect("axe-core can be read");
        self.client
            .execute(&source, Vec::new())
            .await
            .expect("axe-core runs");
        let script = "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'] }).then(r => \
                      done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' — ' + n.failureSummary).join(' | '))), e => done([String(e)]));";
        let found = self
            .client
            .execute_async(script, Vec::new())
            .await
            .expect("axe-core answers");
        assert_eq!(found, json!([]), "axe on {screen}");
    }

    /// Nothing was logged as an error, no policy was violated. Only Chromium keeps a log that can be asked for.
    pub async fn is_quiet(&self, allowed: &[&str]) {
        if engine() != Engine::Chromium {
            return;
        }
        let log = self
            .client
            .issue_cmd(LogOfBrowser)
            .await
            .expect("Chromium keeps a log");
        let entries = log.as_array().cloned().unwrap_or_default();
        let bad: Vec<&Value> = entries
            .iter()
            .filter(|entry| entry["level"] == "SEVERE")
            .filter(|entry| {
                !allowed
                    .iter()
                    .any(|part| entry["message"].as_str().is_some_and(|m| m.contains(part)))
            })
            .collect();
        assert!(bad.is_empty(), "the browser's log holds errors: {bad:#?}");
    }

    /// Closes the window.
    pub async fn close(self) {
        // A window that is gone already is as good.
        let _ = self.client.close().await;
    }

    async fn page_text(&self) -> String {
        self.client.find(Locator::Css("body")).await.ok();
        let text = self.run("return document.body.innerText.slice(0, 4000);").await;
        format!(
            "[{}]\n{}",
            self.address().await,
            text.as_str().unwrap_or("(no text)")
        )
    }

    async fn wait<T, F: std::future::Future<Output = Option<T>>>(
        &self,
        mut look: impl FnMut() -> F,
    ) -> Option<T> {
        let begun = Instant::now();
        loop {
            if let Some(found) = look().await {
                return Some(found);
            }
            if begun.elapsed() > PATIENCE {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
}

/// What stands for the answer of a script that gave none: words that equal no answer and say in a failing test what happened. The page a script
/// reloads, for one, does not answer.
fn unanswered(error: CmdError) -> Value {
    json!(format!("the script was not answered: {error}"))
}
