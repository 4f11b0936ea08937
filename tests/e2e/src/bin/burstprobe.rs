//! probe
use tsubame_e2e::{Browser, Demo, Person};
const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";
const CHANNELS: [&str; 2] = ["Firmware", "Engineering / 開発"];
#[tokio::main]
async fn main() {
    for _ in 0..std::env::var("N").unwrap().parse::<u32>().unwrap() {
    let demo = Demo::start();
    let page = Browser::open(&demo).await;
    page.log_in(LIV).await;
    page.open_channel(CHANNELS[0]).await;
    burst(&demo, &page).await;
    page.close().await;
    }
}
/// A thousand posts in the open channel, as fast as the server takes them.
async fn burst(demo: &Demo, page: &Browser) {
    page.open_channel(CHANNELS[0]).await;
    page.run("window.__long = []; window.__loaf = []; new PerformanceObserver(list => window.__loaf.push(...list.getEntries().map(e => JSON.stringify({at: Math.round(e.startTime - window.__t0), dur: Math.round(e.duration), block: Math.round(e.blockingDuration), render: Math.round(e.renderStart - e.startTime), layout: Math.round(e.styleAndLayoutStart - e.startTime), n: document.querySelectorAll('article').length, scripts: e.scripts.map(s => [s.invoker, Math.round(s.startTime - e.startTime), Math.round(s.duration), Math.round(s.forcedStyleAndLayoutDuration)])})))).observe({ type: 'long-animation-frame' }); window.__t0 = performance.now(); new PerformanceObserver(list => window.__long.push(...list.getEntries().map(e => e.duration))).observe({ type: 'longtask' });")
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
    println!("longtasks {}", page.run("return window.__long;").await);
    for line in page.run("return window.__loaf;").await.as_array().unwrap() { println!("  {}", line.as_str().unwrap()); }
}
