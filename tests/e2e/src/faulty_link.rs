//! A link between browser and server that loses what it is told to lose: bytes are passed on as they come, but a request may vanish on
//! its way there, or its answer on the way back. Either way the connection breaks, as it does when a network fails.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::Arc;

use crate::demo::Demo;

/// The link. It ends with the process.
pub struct FaultyLink {
    port: u16,
    percent: Arc<AtomicU32>,
}

/// What one connection shares between its two directions.
struct Passing {
    percent: Arc<AtomicU32>,
    /// The next bytes of the server are an answer that is lost.
    lose_answer: AtomicBool,
    chance: AtomicU32,
}

impl FaultyLink {
    /// A link to that server that loses nothing yet. `seed`: which requests are lost is chance that can be had again.
    pub fn to(demo: &Demo, seed: u32) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let server = demo.address();
        let percent = Arc::new(AtomicU32::new(0));
        let loses = percent.clone();
        std::thread::spawn(move || {
            for (n, browser) in listener.incoming().flatten().enumerate() {
                let passing = Arc::new(Passing {
                    percent: loses.clone(),
                    lose_answer: AtomicBool::new(false),
                    chance: AtomicU32::new((seed + n as u32).wrapping_mul(2_654_435_761) | 1),
                });
                let Ok(onward) = TcpStream::connect(&server) else {
                    continue;
                };
                pass(browser, onward, &passing);
            }
        });
        Self { port, percent }
    }

    /// Address of the client or the API behind it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on so many of a hundred requests are lost, half of them before and half of them after the server has done what they ask for.
    pub fn lose(&self, percent: u32) {
        self.percent.store(percent, Ordering::Relaxed);
    }
}

impl Passing {
    fn chance_in_a_hundred(&self) -> u32 {
        // A small generator is random enough to lose things by (xorshift).
        let mut x = self.chance.load(Ordering::Relaxed);
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        self.chance.store(x, Ordering::Relaxed);
        x % 100
    }

    /// Whether these bytes of the browser get there.
    fn lets_through(&self, bytes: &[u8]) -> bool {
        let begins = |word: &[u8]| bytes.starts_with(word);
        let is_request = [&b"GET /api"[..], b"POST /api", b"PUT /api", b"DELETE /api"]
            .into_iter()
            .any(begins);
        let percent = self.percent.load(Ordering::Relaxed);
        if !is_request || percent == 0 {
            return true;
        }
        let chance = self.chance_in_a_hundred();
        self.lose_answer.store(chance < percent / 2, Ordering::Relaxed);
        chance < percent / 2 || chance >= percent
    }
}

fn pass(browser: TcpStream, server: TcpStream, passing: &Arc<Passing>) {
    let copies = (browser.try_clone(), server.try_clone());
    let (Ok(mut from_browser), Ok(mut from_server)) = copies else {
        return;
    };
    let (mut to_browser, mut to_server) = (browser, server);
    let there = passing.clone();
    std::thread::spawn(move || {
        copy(&mut from_browser, &mut to_server, |bytes| {
            there.lets_through(bytes)
        });
    });
    let back = passing.clone();
    std::thread::spawn(move || {
        copy(&mut from_server, &mut to_browser, |_| {
            !back.lose_answer.load(Ordering::Relaxed)
        });
    });
}

/// Copies until one end closes or something is lost; then both ends close.
fn copy(from: &mut TcpStream, to: &mut TcpStream, passes: impl Fn(&[u8]) -> bool) {
    let mut bytes = [0; 64 * 1024];
    while let Ok(count) = from.read(&mut bytes) {
        if count == 0 || !passes(&bytes[..count]) || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    for end in [from, to] {
        // It may be closed already.
        let _ = end.shutdown(Shutdown::Both);
    }
}
