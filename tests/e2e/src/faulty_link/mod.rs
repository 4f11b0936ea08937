//! A link between browser and server that does what networks do: it loses requests and answers, breaks, falls silent without closing
//! anything, is late, or spoils what passes. Bytes are passed on as they come otherwise.

mod frames;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::demo::Demo;

pub use frames::Fault;
use frames::{Frames, Passed};

/// The link. It ends with the process.
pub struct FaultyLink {
    port: u16,
    weather: Arc<Weather>,
}

/// What all connections share.
#[derive(Default)]
struct Weather {
    /// So many of a hundred requests are lost.
    percent: AtomicU32,
    /// Nothing gets to the server.
    is_dumb: AtomicBool,
    /// Nothing comes back.
    is_deaf: AtomicBool,
    /// There is no network.
    is_down: AtomicBool,
    /// Beginning of the requests whose answers are late, and by how much.
    late: Mutex<Option<(String, Duration)>>,
    /// Beginning of the request that is cut off, and after how many bytes.
    cut: Mutex<Option<(String, usize)>>,
    /// How many answers were kept waiting, and how many of them have gone on.
    kept_waiting: AtomicUsize,
    gone_on: AtomicUsize,
    faults: Mutex<Vec<Fault>>,
    /// First lines of the requests that got to the server, as in `POST /api/v4/posts HTTP/1.1`, and when.
    arrived: Mutex<Vec<(Instant, String)>>,
    /// Both ends of every connection.
    open: Mutex<Vec<TcpStream>>,
}

/// What one connection shares between its two directions.
struct Passing {
    weather: Arc<Weather>,
    /// The next bytes of the server are an answer that is lost.
    lose_answer: AtomicBool,
    /// … that is late.
    delay_answer: AtomicBool,
    is_socket: AtomicBool,
    /// So many more bytes get to the server, if that is limited.
    left: Mutex<Option<usize>>,
    chance: AtomicU32,
    frames: Mutex<Frames>,
}

impl FaultyLink {
    /// A link to that server that loses nothing yet. `seed`: which requests are lost is chance that can be had again.
    pub fn to(demo: &Demo, seed: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let server = demo.address();
        let weather = Arc::new(Weather::default());
        let shared = weather.clone();
        std::thread::spawn(move || {
            for (n, browser) in listener.incoming().flatten().enumerate() {
                if shared.is_down.load(Ordering::Relaxed) {
                    continue;
                }
                let passing = Arc::new(Passing::new(shared.clone(), seed + n as u32));
                // Without a server the browser's connection ends as it began.
                if let Ok(onward) = TcpStream::connect(&server) {
                    pass(browser, onward, &passing);
                }
            }
        });
        Self { port, weather }
    }

    /// Address of the client or the API behind it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on so many of a hundred requests are lost, half of them before and half of them after the server has done what they ask for.
    pub fn lose(&self, percent: u32) {
        self.weather.percent.store(percent, Ordering::Relaxed);
    }

    /// Nothing passes either way, and nothing is closed.
    pub fn fall_silent(&self) {
        self.weather.is_dumb.store(true, Ordering::Relaxed);
        self.weather.is_deaf.store(true, Ordering::Relaxed);
    }

    /// What the browser says arrives; nothing comes back.
    pub fn hear_nothing(&self) {
        self.weather.is_deaf.store(true, Ordering::Relaxed);
    }

    /// There is no network: every connection ends, and none is made.
    pub fn go_down(&self) {
        self.weather.is_down.store(true, Ordering::Relaxed);
        self.reset();
    }

    /// All is well again. What was swallowed is gone, so connections of before end.
    pub fn heal(&self) {
        self.weather.is_down.store(false, Ordering::Relaxed);
        self.weather.is_dumb.store(false, Ordering::Relaxed);
        self.weather.is_deaf.store(false, Ordering::Relaxed);
        *held(&self.weather.late) = None;
        self.reset();
    }

    /// Ends every connection.
    pub fn reset(&self) {
        for stream in held(&self.weather.open).drain(..) {
            // It may be closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Answers to requests that begin so, as in `POST /api/v4/posts`, are that late.
    pub fn delay(&self, request: &str, by: Duration) {
        *held(&self.weather.late) = Some((request.to_owned(), by));
    }

    /// The connection of the next request that begins so ends when so many bytes of it have passed.
    pub fn cut_off(&self, request: &str, after: usize) {
        *held(&self.weather.cut) = Some((request.to_owned(), after));
    }

    /// How many answers were late until now, those that still wait included: the server has given them.
    pub fn kept_waiting(&self) -> usize {
        self.weather.kept_waiting.load(Ordering::Relaxed)
    }

    /// How many late answers have gone on to the browser.
    pub fn gone_on(&self) -> usize {
        self.weather.gone_on.load(Ordering::Relaxed)
    }

    /// When requests that begin so got to the server.
    pub fn arrived(&self, request: &str) -> Vec<Instant> {
        let arrived = held(&self.weather.arrived);
        let wanted = arrived.iter().filter(|(_, line)| line.starts_with(request));
        wanted.map(|(at, _)| *at).collect()
    }

    /// First lines of all requests to the API since then.
    pub fn asked_since(&self, then: Instant) -> Vec<String> {
        let arrived = held(&self.weather.arrived);
        let later = arrived.iter().filter(|(at, _)| *at >= then);
        later.map(|(_, line)| line.clone()).collect()
    }

    /// The next events about posts have these faults, on whatever socket they come.
    pub fn spoil(&self, faults: &[Fault]) {
        held(&self.weather.faults).extend_from_slice(faults);
    }
}

fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Passing {
    fn new(weather: Arc<Weather>, seed: u32) -> Self {
        Self {
            weather,
            lose_answer: AtomicBool::new(false),
            delay_answer: AtomicBool::new(false),
            is_socket: AtomicBool::new(false),
            left: Mutex::default(),
            chance: AtomicU32::new(seed.wrapping_mul(2_654_435_761) | 1),
            frames: Mutex::default(),
        }
    }

    fn chance_in_a_hundred(&self) -> u32 {
        // A small generator is random enough to lose things by (xorshift).
        let mut x = self.chance.load(Ordering::Relaxed);
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        self.chance.store(x, Ordering::Relaxed);
        x % 100
    }

    /// What gets to the server of these bytes; `None`: the connection ends.
    fn there(&self, bytes: &[u8]) -> Option<Passed> {
        let begins = |word: &str| bytes.starts_with(word.as_bytes());
        if begins("GET /api/v4/websocket") {
            self.is_socket.store(true, Ordering::Relaxed);
        }
        if self.weather.is_dumb.load(Ordering::Relaxed) {
            return Some(Passed::default());
        }
        let is_late = held(&self.weather.late)
            .as_ref()
            .is_some_and(|(request, _)| begins(request));
        self.delay_answer.fetch_or(is_late, Ordering::Relaxed);
        let is_request = ["GET /api", "POST /api", "PUT /api", "DELETE /api"]
            .into_iter()
            .any(begins);
        let percent = self.weather.percent.load(Ordering::Relaxed);
        if is_request && percent > 0 {
            let chance = self.chance_in_a_hundred();
            self.lose_answer.store(chance < percent / 2, Ordering::Relaxed);
            if (percent / 2..percent).contains(&chance) {
                return None;
            }
        }
        if is_request {
            let line = bytes.split(|byte| *byte == b'\r').next().unwrap_or_default();
            let line = String::from_utf8_lossy(line).into_owned();
            held(&self.weather.arrived).push((Instant::now(), line));
        }
        self.may_pass(bytes).then(|| whole(bytes))
    }

    /// Whether these bytes may pass.
    fn may_pass(&self, bytes: &[u8]) -> bool {
        let mut left = held(&self.left);
        let begins = |(request, _): &mut (String, usize)| bytes.starts_with(request.as_bytes());
        if let Some((_, after)) = held(&self.weather.cut).take_if(begins) {
            *left = Some(after);
        }
        let Some(count) = &mut *left else { return true };
        *count = count.saturating_sub(bytes.len());
        *count > 0
    }

    /// What gets back of these bytes; `None`: the connection ends.
    fn back(&self, bytes: &[u8]) -> Option<Passed> {
        if self.lose_answer.load(Ordering::Relaxed) {
            return None;
        }
        if self.delay_answer.swap(false, Ordering::Relaxed) {
            let late = held(&self.weather.late).as_ref().map(|(_, by)| *by);
            self.weather.kept_waiting.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(late.unwrap_or_default());
            self.weather.gone_on.fetch_add(1, Ordering::Relaxed);
        }
        if self.weather.is_deaf.load(Ordering::Relaxed) {
            return Some(Passed::default());
        }
        if !self.is_socket.load(Ordering::Relaxed) {
            return Some(whole(bytes));
        }
        let mut frames = held(&self.frames);
        frames.expect(held(&self.weather.faults).drain(..));
        Some(frames.take(bytes))
    }
}

fn whole(bytes: &[u8]) -> Passed {
    Passed {
        bytes: bytes.to_vec(),
        ends: false,
    }
}

fn pass(browser: TcpStream, server: TcpStream, passing: &Arc<Passing>) {
    let copies = (browser.try_clone(), server.try_clone());
    let (Ok(mut from_browser), Ok(mut from_server)) = copies else {
        return;
    };
    let ends = [browser.try_clone(), server.try_clone()];
    held(&passing.weather.open).extend(ends.into_iter().flatten());
    let (mut to_browser, mut to_server) = (browser, server);
    let there = passing.clone();
    std::thread::spawn(move || copy(&mut from_browser, &mut to_server, |bytes| there.there(bytes)));
    let back = passing.clone();
    std::thread::spawn(move || copy(&mut from_server, &mut to_browser, |bytes| back.back(bytes)));
}

/// Copies until one end closes or something is lost; then both ends close.
fn copy(from: &mut TcpStream, to: &mut TcpStream, passes: impl Fn(&[u8]) -> Option<Passed>) {
    let mut bytes = [0; 64 * 1024];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 {
            break;
        }
        let Some(passed) = passes(&bytes[..count]) else {
            break;
        };
        if to.write_all(&passed.bytes).is_err() || passed.ends {
            break;
        }
    }
    for end in [from, to] {
        // It may be closed already.
        let _ = end.shutdown(Shutdown::Both);
    }
}
