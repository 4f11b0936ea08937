//! Recorded connections, replayed through the engine's connection machine.
//!
//! A connection whose upgrade names the id of an earlier one goes on with that one's machine, as the same
//! client would; every other one is a client of its own.

use mm_core::connection::{Order, Phase, Verdict};
use mm_core::domain::{Monotonic, Now, Timestamp};
use mm_core::event::Event;
use mm_core::inspect::{recording, Happening, RecordedLine};
use mm_core::wire::{self, Frame};
use serde_json::{json, Value};

use crate::client::{Client, Taken};

/// What became of one connection.
#[derive(Default)]
struct Tally {
    name: String,
    /// Which client it belongs to.
    client: usize,
    continues: Option<String>,
    outcome: Option<&'static str>,
    phase: Phase,
    applied: u64,
    doubled: u64,
    missed: u64,
    replies: u64,
    known: u64,
    unknown: u64,
    error: u64,
    closed: Option<u16>,
}

/// One finding per connection, and one per line that cannot be read.
pub fn inspect(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut connections: Vec<Vec<RecordedLine>> = Vec::new();
    for line in recording(text) {
        match line {
            Ok(line) if !line.connection.is_empty() => sort(&mut connections, line),
            Ok(line) => found.push(unreadable(&format!("no connection is named at {} ms", line.at))),
            Err(number) => found.push(unreadable(&format!(
                "line {number} is not one of a recorded session"
            ))),
        }
    }
    let mut replay = Replay::default();
    for index in in_order(&connections) {
        connections[index].iter().for_each(|line| replay.take(line));
    }
    found.extend(replay.tallies.iter().map(finding));
    found
}

fn unreadable(reason: &str) -> Value {
    json!({ "name": "", "status": "error", "reason": reason })
}

/// Puts a line with its connection. A name may be used again for the next connection of the same client.
fn sort(connections: &mut Vec<Vec<RecordedLine>>, line: RecordedLine) {
    let again = matches!(line.happening, Happening::Open { .. });
    let same = |lines: &&mut Vec<RecordedLine>| lines.iter().any(|other| other.connection == line.connection);
    match connections.iter_mut().rev().find(same).filter(|_| !again) {
        Some(lines) => lines.push(line),
        None => connections.push(vec![line]),
    }
}

/// The order of replay: as recorded, but a connection after the one it goes on with. (Times are each
/// connection's own, so the order of lines does not tell.)
fn in_order(connections: &[Vec<RecordedLine>]) -> Vec<usize> {
    let given: Vec<Option<String>> = connections
        .iter()
        .map(|lines| lines.iter().find_map(hello))
        .collect();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < connections.len() {
        let waits = |index: &usize| {
            let id = connections[*index].first().and_then(asked).map(|(id, _)| id);
            let source = id.and_then(|id| given.iter().position(|given| given.as_ref() == Some(&id)));
            source.is_some_and(|source| source != *index && !order.contains(&source))
        };
        let mut left = (0..connections.len()).filter(|index| !order.contains(index));
        let next = left.clone().find(|index| !waits(index)).or_else(|| left.next());
        order.extend(next);
    }
    order
}

/// The id a server gave in this line.
fn hello(line: &RecordedLine) -> Option<String> {
    let Happening::In(text) = &line.happening else {
        return None;
    };
    let Frame::Event(event) = wire::parse(text) else {
        return None;
    };
    wire::decode(&event, Monotonic::default())
        .into_iter()
        .find_map(|event| match event {
            Event::Hello { connection_id, .. } => Some(connection_id.as_str().to_owned()),
            _ => None,
        })
}

/// Which connection, from which number on, an upgrade asks for.
fn asked(line: &RecordedLine) -> Option<(String, i64)> {
    let Happening::Open { path, .. } = &line.happening else {
        return None;
    };
    let query = path.split_once('?')?.1;
    let field = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    };
    let id = field("connection_id").filter(|id| !id.is_empty())?;
    Some((id.to_owned(), field("sequence_number")?.parse().ok()?))
}

/// Everything replayed so far.
#[derive(Default)]
struct Replay {
    clients: Vec<Client>,
    tallies: Vec<Tally>,
}

impl Replay {
    fn take(&mut self, line: &RecordedLine) {
        let now = Now {
            mono: Monotonic(line.at),
            wall: Timestamp(i64::try_from(line.at).unwrap_or_default()),
        };
        if let Happening::Open { status, .. } = &line.happening {
            self.open(line, *status == 101, now);
            return;
        }
        let Some(tally) = self
            .tallies
            .last_mut()
            .filter(|tally| tally.name == line.connection)
        else {
            // The recording began in the middle of a connection: what it proved is not known.
            self.open(line, true, now);
            return self.take(line);
        };
        let Some(client) = self.clients.get_mut(tally.client) else {
            return;
        };
        match &line.happening {
            Happening::In(text) => tally.frame(client, now, text),
            Happening::Out(text) => {
                let request = serde_json::from_str::<Value>(text).unwrap_or_default();
                if let Some(seq) = request.get("seq").and_then(Value::as_i64) {
                    client.asked(seq);
                }
            }
            // What was under way is still counted: what the server sent is asked here, not what a page would see.
            Happening::Leaving(code) => {
                tally.closed.get_or_insert(*code);
            }
            Happening::Closed(code) => {
                tally.closed.get_or_insert(*code);
                client.close(now);
            }
            Happening::Open { .. } | Happening::Other(_) => {}
        }
    }

    fn open(&mut self, line: &RecordedLine, accepted: bool, now: Now) {
        let asked = asked(line);
        let known = |client: &Client| asked.as_ref().is_some_and(|(id, _)| client.is(id));
        let earlier = self.clients.iter().position(known);
        let index = earlier.unwrap_or_else(|| {
            let mut client = Client::new(now);
            if let Some((id, seq)) = &asked {
                client.was_known_as(id, *seq);
            }
            self.clients.push(client);
            self.clients.len() - 1
        });
        let before = self
            .tallies
            .iter()
            .rev()
            .find(|tally| Some(tally.client) == earlier);
        let mut tally = Tally {
            name: line.connection.clone(),
            client: index,
            continues: before.map(|tally| tally.name.clone()),
            ..Tally::default()
        };
        let from = asked.map(|(_, seq)| seq);
        tally.outcome = match (accepted, from) {
            (false, _) => Some("refused"),
            // Never done by our machine: the server then counts anew and says nothing of what is gone.
            (true, Some(0)) => Some("lost"),
            _ => None,
        };
        if let Some(client) = self.clients.get_mut(index) {
            client.open(now, accepted, from);
            tally.phase = client.phase();
        }
        self.tallies.push(tally);
    }
}

impl Tally {
    fn frame(&mut self, client: &mut Client, now: Now, text: &str) {
        let frame = wire::parse(text);
        self.understood(&frame, now);
        match client.frame(now, &frame) {
            Taken::Again => self.doubled += 1,
            Taken::Shown(verdict, missing, orders) => {
                match verdict {
                    Verdict::Apply => self.applied += 1,
                    Verdict::Duplicate => self.doubled += 1,
                    Verdict::Nothing => self.missed += missing,
                }
                self.follow(&orders);
            }
        }
        // The phase told is the last one before the connection ended.
        self.phase = client.phase();
    }

    fn follow(&mut self, orders: &[Order]) {
        for order in orders {
            match order {
                Order::Fresh { first: true } => self.outcome = Some("first"),
                Order::Fresh { first: false } => self.outcome = Some("lost"),
                Order::Resumed => self.outcome = Some("resumed"),
                Order::CheckSession => self.outcome = Some("session ended"),
                _ => {}
            }
        }
    }

    fn understood(&mut self, frame: &Frame<'_>, now: Now) {
        match frame {
            Frame::Event(event) => {
                let events = wire::decode(event, now.mono);
                if events.iter().any(|event| matches!(event, Event::Broken { .. })) {
                    self.error += 1;
                } else if events.iter().any(|event| matches!(event, Event::Unknown(_))) {
                    self.unknown += 1;
                } else {
                    self.known += 1;
                }
            }
            Frame::Reply(_) => self.replies += 1,
            Frame::Unreadable { .. } => self.error += 1,
        }
    }
}

fn finding(tally: &Tally) -> Value {
    let outcome = tally.outcome.unwrap_or("unproven");
    let reason = match outcome {
        _ if tally.error > 0 => format!("{} frames cannot be read", tally.error),
        "lost" => "the server began anew: what happened in between must be loaded".to_owned(),
        "unproven" => "nothing that proves the link came before the recording ended".to_owned(),
        "refused" => "the upgrade was refused".to_owned(),
        "session ended" => "the server no longer knows the session".to_owned(),
        _ => String::new(),
    };
    json!({
        "name": tally.name,
        "status": if tally.error > 0 { "error" } else { "known" },
        "reason": reason,
        "phase": format!("{:?}", tally.phase).to_lowercase(),
        "outcome": outcome,
        "continues": tally.continues,
        "applied": tally.applied,
        // What a server that began anew did not send cannot be counted.
        "missed": if outcome == "lost" { Value::Null } else { tally.missed.into() },
        "doubled": tally.doubled,
        "replies": tally.replies,
        "events": { "known": tally.known, "unknown": tally.unknown, "error": tally.error },
        "closed": tally.closed,
    })
}

#[cfg(test)]
mod tests;
