//! Engines that are played what another one was told in the box: their own time and memory, without the server's.
#![allow(dead_code)] // each bench uses its part

use mm_core::cache::Write;
use mm_core::domain::{ChannelId, Now};
use mm_core::engine::{Effect, Engine, Input, Output};
use mm_core::rest::{HttpRequest, Method};
use mm_sim::{ClientId, Pair};

pub const ALICE: &str = "liv.andersen";
pub const BOB: &str = "haruto.mizuno";
pub const CHANNEL: &str = "engineering";

/// What an engine was told, and when.
pub type Tape = Vec<(Now, Input)>;

/// The seed of the first client of a box.
pub const FIRST: u64 = 1;

/// What an engine wanted done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Requests.
    pub requests: usize,
    /// Records written to the local store or taken out of it.
    pub records: usize,
    /// Bytes of their texts.
    pub bytes: usize,
}

impl Tally {
    /// Adds what one input led to.
    pub fn add(&mut self, output: &Output) {
        for effect in &output.effects {
            match effect {
                Effect::Http(..) => self.requests += 1,
                Effect::Keep(writes) => {
                    self.records += writes.len();
                    self.bytes += writes.iter().map(size).sum::<usize>();
                }
                _ => {}
            }
        }
    }
}

fn size(write: &Write) -> usize {
    match write {
        Write::Put { text, .. } => text.len(),
        _ => 0,
    }
}

/// Plays a tape to an engine.
pub fn play(engine: &mut Engine, tape: Tape) -> Tally {
    let mut tally = Tally::default();
    for (now, input) in tape {
        tally.add(&engine.handle(now, input));
    }
    tally
}

/// An engine that was told all this.
pub fn engine_after(tape: &Tape) -> Engine {
    let mut engine = Engine::new(FIRST);
    play(&mut engine, tape.clone());
    engine
}

/// What was told since the last time.
pub fn take_tape(pair: &mut Pair, who: ClientId) -> Tape {
    let tape = pair.client_mut(who).tape.as_mut();
    std::mem::take(tape.expect("somebody records it"))
}

/// A colleague writes, straight at the server.
pub fn write(pair: &mut Pair, who: ClientId, channel: ChannelId, message: &str) {
    let body = format!("{{\"channel_id\":\"{channel}\",\"message\":\"{message}\"}}");
    assert_eq!(
        pair.ask_elsewhere(who, &request(Method::Post, "/api/v4/posts", Some(body))),
        201
    );
}

/// A request as the engine makes it.
pub fn request(method: Method, path: &str, body: Option<String>) -> HttpRequest {
    HttpRequest {
        method,
        path: path.to_owned(),
        body,
        file: None,
        timeout: std::time::Duration::from_secs(30),
        connection_id: None,
        of: None,
    }
}
