//! Somebody at a page, a link that can be spoiled between the page and the server, a colleague beside it, and the question every scenario
//! ends with: does the page show what the server has?

use std::time::{Duration, Instant};

use serde_json::{json, Value};
use tsubame_e2e::{engine, Browser, Demo, Engine, FaultyLink, Options, Person, PATIENCE};

use super::agreement;

pub const LIV: &str = "liv.andersen";
pub const HARUTO: &str = "haruto.mizuno";
/// The administrator.
pub const NORIKO: &str = "noriko.hayashi";

/// The page's clocks and timers: `ahead` sets them forward, `wall` only the one on the wall, `run` makes them run that many times as fast.
/// What was armed before goes on as it was.
const CLOCK: &str = "
const real = { now: performance.now.bind(performance), date: Date.now.bind(Date), timeout: window.setTimeout.bind(window) };
const clock = window.__clock = { ahead: 0, wall: 0, pace: 1, since: 0 };
const gained = () => clock.ahead + (real.now() - clock.since) * (clock.pace - 1);
clock.run = (pace) => { clock.ahead = gained(); clock.since = real.now(); clock.pace = pace; };
performance.now = () => real.now() + gained();
Date.now = () => Math.round(real.date() + gained() + clock.wall);
window.setTimeout = (then, wait, ...rest) => real.timeout(then, wait / clock.pace, ...rest);";

/// Remembers whatever is told as an error, however shortly it stands there.
const HEAR: &str = "window.__told = [];
const told = document.querySelector('.notifications');
new MutationObserver(() => { for (const alert of told.querySelectorAll('[role=alert]')) window.__told.push(alert.textContent); })
  .observe(told, { childList: true, subtree: true });";

/// Failed requests are what these scenarios are about; nothing else may be in the browser's log.
const EXPECTED_IN_LOG: [&str; 2] = ["Failed to load resource", "WebSocket connection to"];

/// See the module.
pub struct Scene {
    pub demo: Demo,
    pub link: FaultyLink,
    pub page: Browser,
    /// The person at the page, from another device.
    pub me: Person,
    pub haruto: Person,
    /// Firmware, which is open.
    pub channel: String,
}

impl Scene {
    /// Liv has opened Firmware. These scenarios are played in one browser: the network is the same for all, and `None` is for the others.
    pub async fn begin() -> Option<Self> {
        if engine() != Engine::Chromium {
            return None;
        }
        Some(Self::at(Demo::start()).await)
    }

    /// The person has read the channel Leads, which is not open, and then the connection is lost. Gives the id of Leads.
    pub async fn is_cut_off_with_leads_read(&self) -> String {
        self.time_passes(10_000).await;
        self.has_read("Leads", "leads").await;
        self.link.go_down();
        self.is_not_connected().await;
        self.haruto.channel("leads")
    }

    /// The same at this server.
    pub async fn at(demo: Demo) -> Self {
        let link = FaultyLink::to(&demo, 1);
        let page = Browser::open_at(link.url(""), "/", Options::default()).await;
        page.log_in(LIV).await;
        page.open_channel("Firmware").await;
        let me = Person::log_in(&demo, LIV);
        let haruto = Person::log_in(&demo, HARUTO);
        let channel = me.channel("firmware");
        let scene = Self {
            demo,
            link,
            page,
            me,
            haruto,
            channel,
        };
        scene.set_up().await;
        scene
    }

    /// What the scene needs in the page that is open now.
    pub async fn set_up(&self) {
        self.page.run(CLOCK).await;
        self.page.run(HEAR).await;
        self.is_connected().await;
    }

    /// The end: the page shows what the server has, and nothing strange was logged.
    pub async fn end(self) {
        self.agrees("firmware").await;
        self.page.is_quiet(&EXPECTED_IN_LOG).await;
        self.page.close().await;
    }

    /// The page's clocks and timers run that many times as fast from now on.
    pub async fn clocks_run(&self, pace: u32) {
        self.page.run(&format!("window.__clock.run({pace});")).await;
    }

    /// So much time passes for the page at once. A link that has lived for a while is a healthy one.
    pub async fn time_passes(&self, milliseconds: u32) {
        self.page
            .run(&format!("window.__clock.ahead += {milliseconds};"))
            .await;
    }

    /// The browser says that something happened to the window.
    pub async fn window_hears(&self, event: &str) {
        self.page
            .run(&format!("window.dispatchEvent(new Event('{event}'));"))
            .await;
    }

    /// The page is gone in this moment, with all it had in memory.
    pub async fn leaves(&self) {
        self.page
            .run("window.stop(); location.replace('about:blank');")
            .await;
        let gone = "return location.href === 'about:blank';";
        self.page.until("the page is gone", gone).await;
    }

    /// The network is back, and the browser knows.
    pub async fn heal(&self) {
        self.link.heal();
        self.window_hears("online").await;
    }

    /// The chip says that events flow.
    pub async fn is_connected(&self) {
        self.page
            .until("the chip says Connected", &chip_is("=== 'Connected'"))
            .await;
    }

    /// The chip says anything else.
    pub async fn is_not_connected(&self) {
        self.page
            .until("the chip is honest", &chip_is("!== 'Connected'"))
            .await;
    }

    /// What was told as an error since the scene began.
    pub async fn told(&self) -> Value {
        self.page.run("return window.__told;").await
    }

    /// How often Liv's channel has this message, on the server.
    pub fn written(&self, text: &str) -> usize {
        let messages = self.me.messages(&self.channel);
        messages.iter().filter(|said| *said == text).count()
    }

    /// Firmware's newest posts that are no replies, oldest first.
    pub fn posts(&self) -> Vec<Value> {
        agreement::posts(&self.me, &self.channel)
    }

    /// Waits until the server has this message.
    pub async fn is_written(&self, text: &str) {
        self.waits_for(text, || self.written(text) > 0).await;
    }

    /// Nothing is on its way any more, and each of these was written once.
    pub async fn are_sent_once(&self, texts: &[&str]) {
        self.page.gone("status", "=Sending").await;
        for text in texts {
            self.page.sees_once(text).await;
            assert_eq!(self.written(text), 1, "{text}");
        }
    }

    /// Liv has read this channel to its end, and looks at Firmware again.
    pub async fn has_read(&self, display_name: &str, channel: &str) {
        self.page.open_channel(display_name).await;
        self.agrees(channel).await;
        self.page.find("link", &format!("={display_name}")).await;
        self.page.open_channel("Firmware").await;
        self.agrees("firmware").await;
    }

    /// So many late answers have come to the page, and it has looked at them.
    pub async fn late_answers_came(&self, many: usize) {
        self.waits_for("late answers", || self.link.gone_on() >= many)
            .await;
        let asked = "const done = arguments[arguments.length - 1]; \
             fetch('/api/v4/system/ping').then(answer => answer.text()).then(() => setTimeout(() => done(true), 0));";
        assert_eq!(self.page.run_async(asked).await, json!(true));
    }

    /// Waits for something outside the page.
    pub async fn waits_for(&self, what: &str, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < PATIENCE, "{what}: waited for in vain");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until the page shows what the server has: the open channel's end post by post, what waits in the channels, the chip.
    pub async fn agrees(&self, channel: &str) {
        let begun = Instant::now();
        loop {
            let shown = self.page.run(agreement::SHOWN).await;
            let kept = agreement::posts(&self.me, &self.me.channel(channel));
            let Err(difference) = agreement::compare(&shown, &kept, &agreement::waiting(&self.me)) else {
                return;
            };
            assert!(begun.elapsed() < PATIENCE, "{difference}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

fn chip_is(what: &str) -> String {
    format!(
        "return document.querySelector('[role=status][aria-label=Connection]')?.textContent.trim() {what};"
    )
}

/// A word for the control endpoint: requests whose path begins so are answered with this, so many times.
pub fn answers(path: &str, status: u16, times: u32) -> Value {
    json!({"do": "answer", "path": path, "status": status, "times": times})
}
