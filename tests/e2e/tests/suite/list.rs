//! The list of messages: the line under the eye stays, the end stays the end, few rows are in the page.

use serde_json::json;
use tsubame_e2e::{Browser, Demo, Options, Person};

const LIV: &str = "liv.andersen";
const HARUTO: &str = "haruto.mizuno";
const CHANNEL: &str = "Engineering / 開発";

/// Rows in the page, at most.
const MOST_ARTICLES: u64 = 120;

/// Begins to watch a message in the middle of what is seen: `__eye.worst` is how far it was ever painted from where it
/// stood. A message posted right behind the frame is handled after paint.
const WATCH: &str = r#"
const log = document.querySelector('main [role=log]');
const box = log.getBoundingClientRect();
const whole = [...log.querySelectorAll('article')].filter(a => {
  const r = a.getBoundingClientRect();
  return r.top >= box.top && r.bottom <= box.bottom;
});
const article = whole[Math.floor(whole.length / 2)];
const top = article.getBoundingClientRect().top;
let changed = false;
const changes = new MutationObserver(() => { changed = true; });
changes.observe(log, { subtree: true, childList: true, characterData: true });
const eye = { id: article.dataset.postId, worst: 0, lost: 0, frames: 0, most: 0 };
if (window.__eye) window.__eye.over = true;
window.__eye = eye;
const channel = new MessageChannel();
channel.port1.onmessage = () => {
  if (eye.over) { changes.disconnect(); return; }
  // Changed since the frame began, perhaps after it was painted: the next frame tells what became of it.
  if (changed) { requestAnimationFrame(frame); return; }
  const now = log.querySelector(`article[data-post-id="${eye.id}"]`);
  if (now) eye.worst = Math.max(eye.worst, Math.abs(now.getBoundingClientRect().top - top)); else eye.lost += 1;
  eye.most = Math.max(eye.most, log.querySelectorAll('article').length);
  eye.frames += 1;
  requestAnimationFrame(frame);
};
const frame = () => { changed = false; channel.port2.postMessage(0); };
requestAnimationFrame(frame);
"#;

const AT_END: &str = "const l = document.querySelector('main [role=log]'); \
                      return l.scrollHeight > l.clientHeight && l.scrollHeight - l.clientHeight - l.scrollTop < 2;";

/// Scrolls to the end and stays there for a while: a list that is still opening goes where it wants to be first.
const TO_END: &str = "
const done = arguments[arguments.length - 1]; let still = 0;
const look = () => {
  const l = document.querySelector('main [role=log]');
  const away = l.scrollHeight - l.clientHeight - l.scrollTop;
  if (l.scrollHeight > l.clientHeight && away < 2) still += 1; else { still = 0; l.scrollTop = 1e9; }
  if (still < 20) requestAnimationFrame(look); else done(true);
};
look();";

async fn window(demo: &Demo, who: &str) -> Browser {
    let browser = Browser::open_with(demo, "/", Options::default()).await;
    browser.log_in(who).await;
    browser.open_channel(CHANNEL).await;
    browser
        .until(
            "messages are shown",
            "return document.querySelectorAll('main [role=log] article').length > 5;",
        )
        .await;
    browser
}

/// At the end, wherever the list opened.
async fn at_end(browser: &Browser) {
    browser.run_async(TO_END).await;
    browser.gone("button", "=Jump to latest").await;
}

/// Scrolls as somebody would, and waits until it is settled.
async fn scroll_by(browser: &Browser, by: i32) {
    browser
        .run(&format!(
            "window.__still = 0; document.querySelector('main [role=log]').scrollTop += {by}; \
             const tick = () => {{ window.__still += 1; if (window.__still < 20) requestAnimationFrame(tick); }}; requestAnimationFrame(tick);"
        ))
        .await;
    browser.until("frames pass", "return window.__still >= 20;").await;
}

async fn eye(browser: &Browser, what: &str) {
    browser
        .until("frames are watched", "return window.__eye.frames > 10;")
        .await;
    let eye = browser.run("return window.__eye;").await;
    let worst = eye["worst"].as_f64().unwrap_or(f64::MAX);
    assert!(
        worst <= 1.0,
        "the line under the eye moved by {worst} px {what}: {eye}"
    );
    assert_eq!(
        eye["lost"],
        json!(0),
        "the line under the eye was gone {what}: {eye}"
    );
    let most = eye["most"].as_u64().unwrap_or(u64::MAX);
    assert!(most <= MOST_ARTICLES, "{most} messages were in the page {what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn loading_older_posts_does_not_move_the_line_under_the_eye() {
    let demo = Demo::start_with(&["--size", "S"]);
    let liv = window(&demo, LIV).await;
    at_end(&liv).await;
    liv.run("window.__ids = new Set();").await;
    let collect = "document.querySelectorAll('main [role=log] article').forEach(a => window.__ids.add(a.dataset.postId)); \
                   return window.__ids.size;";
    let mut known = 0;
    for _ in 0..14 {
        scroll_by(&liv, -2_000).await;
        liv.run(WATCH).await;
        liv.until(
            "nothing loads",
            "return document.querySelector('main [role=log]').getAttribute('aria-busy') === 'false';",
        )
        .await;
        eye(&liv, "while older messages came").await;
        known = liv.run(collect).await.as_u64().unwrap_or_default();
    }
    assert!(known > 150, "only {known} messages came by");
    liv.find("button", "=Jump to latest").await;
    liv.is_quiet(&[]).await;
    liv.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_stays_the_end_and_elsewhere_nothing_jumps() {
    let demo = Demo::start_with(&["--size", "S"]);
    let liv = window(&demo, LIV).await;
    let haruto = Person::log_in(&demo, HARUTO);
    let channel = haruto.channel("engineering");
    at_end(&liv).await;
    haruto.say(&channel, "short");
    let edited = haruto.say(&channel, "to be made longer");
    liv.sees_once("to be made longer").await;
    liv.until("the newest is at the end", AT_END).await;

    for number in 0..40 {
        haruto.say(&channel, &format!("filler {number}"));
    }
    liv.sees_once("filler 39").await;
    liv.until("the newest is at the end", AT_END).await;

    // The eye is just below the message that is edited.
    scroll_by(&liv, -100).await;
    liv.run(WATCH).await;
    let long = "one more line\n".repeat(12);
    haruto.put(
        &format!("/posts/{edited}/patch"),
        &json!({"message": format!("to be made longer\n{long}")}),
    );
    liv.until(
        "the edit is there or out of the page",
        &format!("const a = document.querySelector('article[data-post-id=\"{edited}\"]'); return !a || a.innerText.includes('one more line');"),
    )
    .await;
    eye(&liv, "by an edit").await;

    scroll_by(&liv, -600).await;
    liv.run(WATCH).await;
    haruto.say(&channel, "while you were reading");
    liv.find("button", "=Jump to latest").await;
    liv.until(
        "the new message is counted",
        "return [...document.querySelectorAll('main button')].some(b => b.getAttribute('aria-label') === 'Jump to latest' && /\\d/.test(b.textContent));",
    )
    .await;
    eye(&liv, "by a new message").await;
    liv.press("button", "=Jump to latest").await;
    liv.sees_once("while you were reading").await;
    liv.until("the newest is at the end", AT_END).await;

    // An own message is seen wherever one was.
    scroll_by(&liv, -900).await;
    liv.say("from further up").await;
    liv.sees_once("from further up").await;
    liv.until("the newest is at the end", AT_END).await;
    liv.is_quiet(&[]).await;
    liv.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_posts_at_once_are_all_there() {
    let demo = Demo::start();
    let liv = window(&demo, LIV).await;
    at_end(&liv).await;
    let writers: Vec<_> = (0..4)
        .map(|part| {
            let haruto = Person::log_in(&demo, HARUTO);
            std::thread::spawn(move || {
                let channel = haruto.channel("engineering");
                for number in 0..250 {
                    haruto.say(&channel, &format!("burst {}.", part * 250 + number));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("the writer ends");
    }
    let haruto = Person::log_in(&demo, HARUTO);
    haruto.say(&haruto.channel("engineering"), "after the burst");
    liv.sees_once("after the burst").await;
    liv.until("the newest is at the end", AT_END).await;
    // Back up through all of them, screen by screen once it is drawn: none is missing.
    let collect = "window.__seen ??= new Set(); const l = document.querySelector('main [role=log]'); const box = l.getBoundingClientRect(); \
        const all = [...l.querySelectorAll('article')]; const rects = all.map(a => a.getBoundingClientRect()); \
        const drawn = rects.some(r => r.top <= box.top + 1 && r.bottom >= box.top) && rects.some(r => r.bottom >= box.bottom - 40); \
        all.forEach(a => { const m = /burst (\\d+)\\./.exec(a.textContent); if (m) window.__seen.add(m[1]); }); \
        if (drawn) l.scrollTop -= l.clientHeight * 0.8; return window.__seen.size === 1000;";
    liv.until("every message of the burst came by", collect).await;
    liv.is_quiet(&[]).await;
    liv.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_in_a_channel_is_found_again() {
    let demo = Demo::start_with(&["--size", "S"]);
    let liv = window(&demo, LIV).await;
    at_end(&liv).await;
    // Until the end was seen the channel is unread, and opens at what is new instead of where one was.
    liv.gone("link", "^Engineering / 開発, unread").await;
    scroll_by(&liv, -1_500).await;
    let first_seen = "const l = document.querySelector('main [role=log]'); const top = l.getBoundingClientRect().top; \
                      const a = [...l.querySelectorAll('article')].find(a => a.getBoundingClientRect().top >= top); \
                      const seen = a ? [a.dataset.postId, a.getBoundingClientRect().top - top] : ['', 0];";
    // Rows follow a scroll a frame later, and older ones load: what is under the eye counts once it was painted unchanged for a while.
    let painted = format!(
        "const done = arguments[arguments.length - 1]; const channel = new MessageChannel(); let was = ''; let same = 0; \
         channel.port1.onmessage = () => {{ {first_seen} const rests = l.getAttribute('aria-busy') === 'false' && seen[1] < l.clientHeight; \
         same = rests && was === String(seen) ? same + 1 : 0; was = String(seen); \
         if (same < 20) requestAnimationFrame(() => channel.port2.postMessage(0)); else done(seen); }}; channel.port2.postMessage(0);"
    );
    let before = liv.run_async(&painted).await;
    liv.open_channel("Firmware").await;
    liv.open_channel(CHANNEL).await;
    let same = format!(
        "{first_seen} const before = {before}; \
         const l2 = l.querySelector(`article[data-post-id=\"${{before[0]}}\"]`);\
         return !!l2 && Math.abs(l2.getBoundingClientRect().top - top - before[1]) <= 1;"
    );
    liv.until("one is where one was", &same).await;
    liv.close().await;
}
