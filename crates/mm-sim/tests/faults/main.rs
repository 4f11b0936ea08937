//! Thirty faults and what is expected of each, one short test a fault, as far as it concerns the engine. The table of `docs/sync.md` names
//! them; what belongs to the browser or to a part that is not built yet is told there too.

#[path = "../support/mod.rs"]
mod support;

mod files;
mod input;
mod link;
mod sending;

use mm_core::action::Action;
use mm_core::event::NoticeKind;
use mm_core::state::OutgoingPhase;
use support::*;

/// Alice and Bob look at the same channel.
fn two() -> (Pair, ClientId, ClientId) {
    let mut pair = Pair::new(3);
    let (alice, bob) = (pair.sign_in(ALICE), pair.sign_in(BOB));
    for who in [alice, bob] {
        pair.open(who, TOWN);
        pair.read(who, TOWN);
    }
    pair.run_for(10_000);
    (pair, alice, bob)
}

/// How often a word was written on the server.
fn written(pair: &Pair, word: &str) -> usize {
    pair.server.world().written(word).len()
}

fn phases(pair: &Pair, who: ClientId) -> Vec<OutgoingPhase> {
    let outbox = pair.client(who).engine.state().outbox().iter();
    outbox.map(|item| item.phase.clone()).collect()
}

/// Reconnects without a loss, and with one.
fn reconnects(pair: &Pair, who: ClientId) -> (u64, u64) {
    let diagnostics = pair.client(who).engine.diagnostics();
    (diagnostics.resumes, diagnostics.losses)
}

fn is_told(pair: &Pair, who: ClientId, kind: NoticeKind) -> bool {
    let mut notices = pair.client(who).engine.state().notices();
    notices.any(|notice| notice.kind == kind)
}

/// Requests since a count of them, but for those that only ask who is there and tell what was read.
fn asked_since(pair: &Pair, who: ClientId, before: usize) -> Vec<String> {
    let requests = pair.client(who).requests[before..].iter();
    requests
        .filter(|line| !line.contains("/users/status/ids") && !line.contains("/view"))
        .cloned()
        .collect()
}

fn types(pair: &mut Pair, who: ClientId, text: &str) -> mm_core::event::DraftPlace {
    let place = mm_core::event::DraftPlace {
        channel_id: pair.screen(who).channel(TOWN),
        root_id: None,
    };
    let text = text.to_owned();
    pair.act(who, Action::ChangeDraft { place, text });
    place
}

fn draft(pair: &Pair, who: ClientId, place: mm_core::event::DraftPlace) -> String {
    pair.client(who).engine.state().draft(place).to_owned()
}
