//! Measures in Chromium what only a browser shows (`cargo xtask bench --browser` sets the environment as for the end-to-end suite): frames from
//! a key press or a click to the paint, long tasks during a burst, nodes after many switches. Prints a table; asserts nothing.

use tsubame_e2e::{Browser, Demo, Person};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";
const CHANNELS: [&str; 2] = ["Firmware", "Engineering / 開発"];

/// Milliseconds from an act to the paint in which a condition holds: looked at in every animation frame, told by a message that is
/// handled behind it.
const PAINTED: &str = "
window.__painted = (act, met) => new Promise(done => {
  const began = performance.now(); const channel = new MessageChannel(); let looks = 0;
  channel.port1.onmessage = () => done(performance.now() - began);
  const look = () => { looks += 1; if (met()) channel.port2.postMessage(0); else if (looks < 600) requestAnimationFrame(look); else done(-1); };
  act(); requestAnimationFrame(look);
});";

/// Milliseconds from the navigation to the paint of the first message, in every page from its beginning.
const MESSAGES: &str = "
const look = new MutationObserver(() => {
  if (!document.querySelector('article')) return;
  look.disconnect();
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { window.__messages = performance.now(); };
  requestAnimationFrame(() => channel.port2.postMessage(0));
});
look.observe(document, { childList: true, subtree: true });";

/// A frame at 60 Hz, in milliseconds.
const FRAME: f64 = 1000.0 / 60.0;

#[tokio::main]
async fn main() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel(CHANNELS[0]).await;
    page.run(PAINTED).await;
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "in Chromium, demo server on the same machine", "median", "p95", "unit"
    );
    send(&page).await;
    switch(&page).await;
    burst(&demo, &page).await;
    memory(&page).await;
    page.at_every_start(MESSAGES).await;
    warm_start(&page, "with its server").await;
    let mut demo = demo;
    demo.stop();
    warm_start(&page, "without a server").await;
    page.close().await;
}

/// A start from what is kept: navigation → first paint with content, by the browser's own mark (the static frame before it has no content), and
/// → the paint in which the first message is.
async fn warm_start(page: &Browser, with: &str) {
    let marks = "const done = arguments[arguments.length - 1]; \
         const look = () => { const paint = performance.getEntriesByName('first-contentful-paint')[0]; \
         paint && window.__messages ? done([paint.startTime, window.__messages]) : setTimeout(look, 5); }; look();";
    let (mut first, mut messages) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        page.reload().await;
        let measured = page.run_async(marks).await;
        let millis = |at: usize| measured[at].as_f64().unwrap_or(-1.0);
        first.push(millis(0));
        messages.push(millis(1));
    }
    row(&format!("start {with}: first content painted"), first);
    row(&format!("start {with}: messages painted"), messages);
}

/// Enter → own message in the list.
async fn send(page: &Browser) {
    let mut millis = Vec::new();
    for n in 0..20 {
        let script = format!(
            "const done = arguments[arguments.length - 1]; const box = document.querySelector('textarea'); box.focus(); \
             box.value = 'measured {n}'; box.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); \
             window.__painted(() => box.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, cancelable: true }})), \
             () => [...document.querySelectorAll('article')].some(a => a.textContent.includes('measured {n}'))).then(done);"
        );
        millis.push(page.run_async(&script).await.as_f64().unwrap_or(-1.0));
    }
    row("Enter → own message painted", millis);
}

/// Press on a visited channel → its heading and posts.
async fn switch(page: &Browser) {
    let mut millis = Vec::new();
    for n in 0..40 {
        let name = CHANNELS[(n + 1) % 2];
        let script = format!(
            "const done = arguments[arguments.length - 1]; const link = [...document.querySelectorAll('nav a')].find(a => \
             (a.getAttribute('aria-label') || a.textContent).startsWith('{name}')); const want = 'Messages in {name}'; \
             window.__painted(() => link.click(), () => {{ const log = document.querySelector('[role=log]'); \
             return log && log.getAttribute('aria-label') === want && log.querySelector('article'); }}).then(done);"
        );
        let measured = page.run_async(&script).await.as_f64().unwrap_or(-1.0);
        // The first press on each is a first visit.
        if n >= 2 {
            millis.push(measured);
        }
    }
    row("visited channel: press → its messages painted", millis);
}

/// A thousand posts in the open channel, as fast as the server takes them.
async fn burst(demo: &Demo, page: &Browser) {
    page.open_channel(CHANNELS[0]).await;
    page.run("window.__long = []; new PerformanceObserver(list => window.__long.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask' });")
        .await;
    let writers: Vec<_> = (0..4)
        .map(|part| {
            let haruto = Person::log_in(demo, HARUTO);
            std::thread::spawn(move || {
                let channel = haruto.channel("firmware");
                for n in 0..250 {
                    haruto.say(&channel, &format!("burst {part}-{n}"));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("the writer ends");
    }
    let haruto = Person::log_in(demo, HARUTO);
    haruto.say(&haruto.channel("firmware"), "after the burst");
    page.sees_once("after the burst").await;
    let long = page.run("return window.__long;").await;
    let long: Vec<f64> = long
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|v| v.as_f64())
        .collect();
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "1,000 posts at once: tasks over 50 ms",
        long.len(),
        "",
        "tasks"
    );
    let longest = long.iter().copied().fold(0.0_f64, f64::max);
    println!(
        "{:<52} {:>10.0} {:>10} {:>10}",
        "1,000 posts at once: longest of them", longest, "", "ms"
    );
    let nodes = page
        .run("return document.querySelectorAll('article').length;")
        .await;
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "messages in the page after it",
        nodes.to_string(),
        "",
        "articles"
    );
}

/// Nodes and memory after ten and after a hundred switches.
async fn memory(page: &Browser) {
    for (label, switches) in [("after 10 switches", 10), ("after 100 switches", 90)] {
        for n in 0..switches {
            page.press("link", &format!("^{}", CHANNELS[(n + 1) % 2])).await;
            page.find("heading", &format!("={}", CHANNELS[(n + 1) % 2])).await;
        }
        let counters = page.dom_counters().await;
        let nodes = counters["nodes"].as_u64().unwrap_or_default();
        println!(
            "{:<52} {:>10} {:>10} {:>10}",
            format!("{label}: nodes alive, detached ones too"),
            nodes,
            "",
            "nodes"
        );
        let heap = page
            .run("return performance.memory.usedJSHeapSize / 1e6;")
            .await
            .as_f64()
            .unwrap_or_default();
        println!(
            "{:<52} {:>10.1} {:>10} {:>10}",
            format!("{label}: JavaScript heap"),
            heap,
            "",
            "MB"
        );
    }
}

fn row(name: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| {
        values
            .get(((values.len() as f64 - 1.0) * share).round() as usize)
            .copied()
            .unwrap_or(-1.0)
    };
    let (median, late) = (at(0.5), at(0.95));
    println!("{name:<52} {median:>10.1} {late:>10.1} {:>10}", "ms");
    let frames = |millis: f64| (millis / FRAME).ceil();
    println!(
        "{:<52} {:>10} {:>10} {:>10}",
        "… in frames of 60 Hz",
        frames(median),
        frames(late),
        "frames"
    );
}
