//! The whole server in virtual time: upgrades, recorded handshakes and a conversation.

mod origin;

use serde_json::Value;

use super::*;

/// When every test starts.
pub const START: i64 = 1_795_000_000_000;

pub fn recording(name: &str) -> Vec<Value> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/wire/sessions");
    let text = std::fs::read_to_string(format!("{root}/{name}.jsonl")).expect("a fixture");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

pub fn server() -> Server {
    Server::new(ServerOptions::default(), START)
}
