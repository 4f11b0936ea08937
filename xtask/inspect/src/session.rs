//! Recorded connections, replayed through the engine's connection machine.
//!
//! A connection whose upgrade names the id of an earlier one goes on with that one's machine, as the same
//! client would; every other one is a client of its own. What the recording client sent differs from what
//! ours would send, so its requests stand for our ping: the first that is answered proves the link.

use std::collections::{BTreeMap, BTreeSet};

use mm_core::connection::{Connection, Incoming, Order, Phase, SocketCommand, SocketGeneration, Verdict};
use mm_core::domain::{ConnectionId, Monotonic, Now, Seq, Timestamp};
use mm_core::event::Event;
use mm_core::wire::{self, Frame};
use serde_json::{json, Value};

use crate::frames::incoming;
use crate::report::{line, of_events, Result};

/// What became of one connection.
#[derive(Default)]
struct Tally {
    /// Which client it belongs to.
    client: usize,
    outcome: Option<&'static str>,
    continues: Option<String>,
    applied: u64,
    doubled: u64,
    missed: u64,
    replies: u64,
    known: u64,
    unknown: u64,
    error: u64,
    closed: Option<Value>,
    phase: Phase,
}

/// One client: its machine, lasting over its connections.
struct Client {
    machine: Connection,
    generation: SocketGeneration,
    /// Number of our ping that waits for its answer.
    ping: Option<i64>,
    /// Numbers of the recorded requests of the open connection.
    requests: BTreeSet<i64>,
    /// The number from which the recorded client asked to go on.
    asked_from: Option<i64>,
    /// The server's id for it and the number expected next.
    expected: Option<(ConnectionId, i64)>,
}

/// Everything read so far.
#[derive(Default)]
struct Replay {
    clients: Vec<Client>,
    /// Which client a connection belongs to.
    owner: BTreeMap<String, usize>,
    tallies: Vec<(String, Tally)>,
}

/// One finding per connection, and one per line that cannot be read.
pub fn inspect(text: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut connections: Vec<Recorded> = Vec::new();
    for (index, text) in text
        .lines()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
    {
        let known = serde_json::from_str::<Value>(text)
            .ok()
            .and_then(|line| sort(&mut connections, line));
        if known.is_none() {
            let mut item = line(
                None,
                Result::Error,
                Some("not a line of a recorded session".into()),
            );
            item["line"] = (index + 1).into();
            found.push(item);
        }
    }
    let mut replay = Replay::default();
    for index in in_order(&connections) {
        let (name, lines) = &connections[index];
        lines.iter().for_each(|line| replay.take(name, line));
    }
    found.extend(replay.tallies.iter().map(|(name, tally)| finding(name, tally)));
    found
}

/// A connection's name and its lines.
type Recorded = (String, Vec<Value>);

/// Puts a line with its connection; `None` when it is not one of a session.
fn sort(connections: &mut Vec<Recorded>, line: Value) -> Option<()> {
    let name = line.get("conn")?.as_str()?.to_owned();
    line.get("kind").filter(|kind| kind.is_string())?;
    // A recording may use a name again for the next connection of the same client.
    let again = line["kind"] == "open";
    match connections
        .iter_mut()
        .rev()
        .find(|(other, _)| *other == name)
        .filter(|_| !again)
    {
        Some((_, lines)) => lines.push(line),
        None => connections.push((name, vec![line])),
    }
    Some(())
}

/// The order of replay: as recorded, but a connection after the one it goes on with. (Times are each
/// connection's own, so the order of lines does not tell.)
fn in_order(connections: &[Recorded]) -> Vec<usize> {
    let hello = |line: &Value| {
        let id = line.pointer("/frame/data/connection_id")?.as_str()?;
        (line.pointer("/frame/event")? == "hello").then(|| id.to_owned())
    };
    let given = |(_, lines): &Recorded| lines.iter().find_map(hello);
    let ids: Vec<Option<String>> = connections.iter().map(given).collect();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < connections.len() {
        let waits = |index: &usize| {
            let id = connections[*index].1.first().and_then(asked).map(|(id, _)| id);
            let source = id.and_then(|id| ids.iter().position(|given| given.as_ref() == Some(&id)));
            source.is_some_and(|source| source != *index && !order.contains(&source))
        };
        let mut left = (0..connections.len()).filter(|index| !order.contains(index));
        let next = left.clone().find(|index| !waits(index)).or_else(|| left.next());
        order.extend(next);
    }
    order
}

/// Which connection, from which number on, an upgrade asks for.
fn asked(open: &Value) -> Option<(String, i64)> {
    let query = open.get("path")?.as_str()?.split_once('?')?.1;
    let field = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    };
    let id = field("connection_id").filter(|id| !id.is_empty())?;
    Some((id.to_owned(), field("sequence_number")?.parse().ok()?))
}

fn finding(name: &str, tally: &Tally) -> Value {
    let outcome = tally.outcome.unwrap_or("unproven");
    let reason = match outcome {
        _ if tally.error > 0 => Some(format!("{} frames cannot be read", tally.error)),
        "lost" => Some("the server began anew: what happened in between must be loaded".to_owned()),
        "unproven" => Some("nothing came that proves the link before the recording ended".to_owned()),
        "refused" => Some("the upgrade was refused".to_owned()),
        "session ended" => Some("the server no longer knows the session".to_owned()),
        _ => None,
    };
    let result = if tally.error > 0 {
        Result::Error
    } else {
        Result::Known
    };
    let mut item = line(Some(name), result, reason);
    item["phase"] = format!("{:?}", tally.phase).to_lowercase().into();
    item["outcome"] = outcome.into();
    item["continues"] = json!(tally.continues);
    item["applied"] = tally.applied.into();
    // What a server that began anew did not send cannot be counted.
    item["missed"] = if outcome == "lost" {
        Value::Null
    } else {
        tally.missed.into()
    };
    item["doubled"] = tally.doubled.into();
    item["replies"] = tally.replies.into();
    item["events"] = json!({ "known": tally.known, "unknown": tally.unknown, "error": tally.error });
    item["closed"] = json!(tally.closed);
    item
}

impl Replay {
    /// Takes one line.
    fn take(&mut self, name: &str, recorded: &Value) {
        let now = now(recorded);
        match recorded.get("kind").and_then(Value::as_str).unwrap_or_default() {
            "open" => self.open(name, recorded, now),
            "in" => self.frame(name, &incoming(recorded).unwrap_or_default(), now),
            "out" => {
                let seq = recorded.pointer("/frame/seq").and_then(Value::as_i64);
                if let (Some(seq), Some(client)) = (seq, self.client(name)) {
                    client.requests.insert(seq);
                }
            }
            "close" => self.close(name, recorded.get("code").cloned().unwrap_or(Value::Null), now),
            "eof" | "cut" => self.close(name, 1006.into(), now),
            // What a client or the network did without a word to the engine.
            _ => {}
        }
    }

    fn client(&mut self, name: &str) -> Option<&mut Client> {
        self.clients.get_mut(*self.owner.get(name)?)
    }

    fn tally(&mut self, name: &str) -> Option<&mut Tally> {
        self.tallies
            .iter_mut()
            .rev()
            .find(|(other, _)| other == name)
            .map(|(_, tally)| tally)
    }

    fn open(&mut self, name: &str, recorded: &Value, now: Now) {
        let asked = asked(recorded);
        let same = |client: &Client| {
            let known = client.expected.map(|(id, _)| id);
            known.is_some_and(|known| asked.as_ref().is_some_and(|(id, _)| id == known.as_str()))
        };
        let earlier = self.clients.iter().position(same);
        let index = earlier.unwrap_or_else(|| {
            self.clients.push(Client::new(now));
            self.clients.len() - 1
        });
        let continues = earlier.and_then(|index| {
            self.tallies
                .iter()
                .rev()
                .find(|(_, tally)| tally.client == index)
                .map(|(name, _)| name.clone())
        });
        let mut tally = Tally {
            client: index,
            continues,
            ..Tally::default()
        };
        self.owner.insert(name.to_owned(), index);
        let status = recorded.get("status").and_then(Value::as_u64);
        if let Some(client) = self.clients.get_mut(index) {
            client.requests.clear();
            client.asked_from = asked.map(|(_, seq)| seq).filter(|_| earlier.is_some());
            client.reopen(now);
            let generation = client.generation;
            let orders = if status == Some(101) {
                client.machine.opened(now, generation)
            } else {
                tally.outcome = Some("refused");
                client.machine.closed(now, generation)
            };
            client.obey(&orders);
            tally.phase = client.machine.phase();
            // Never done by our machine: the server then counts anew and says nothing of what is gone.
            if client.asked_from == Some(0) {
                tally.outcome = Some("lost");
            }
        }
        self.tallies.push((name.to_owned(), tally));
    }

    fn frame(&mut self, name: &str, text: &str, now: Now) {
        let Some(client) = self.client(name) else { return };
        let expected = client.expected;
        let parsed = wire::parse(text);
        let (seen, seq) = client.seen(&parsed);
        if client.asked_again(expected, seq) {
            if let Some(tally) = self.tally(name) {
                tally.doubled += 1;
                tally.understood(&parsed, now);
            }
            return;
        }
        let generation = client.generation;
        let (verdict, orders) = client.machine.frame(now, generation, seen);
        client.obey(&orders);
        let phase = client.machine.phase();
        if verdict == Verdict::Apply {
            client.count(&seen, seq);
        }
        let Some(tally) = self.tally(name) else { return };
        tally.phase = phase;
        tally.follow(&orders);
        match verdict {
            Verdict::Apply => tally.applied += 1,
            Verdict::Duplicate => tally.doubled += 1,
            // Turned away: everything from the expected number up to this one is missing.
            Verdict::Nothing => tally.missed += gap(expected, seq),
        }
        tally.understood(&parsed, now);
    }

    fn close(&mut self, name: &str, code: Value, now: Now) {
        let Some(client) = self.client(name) else { return };
        let generation = client.generation;
        let orders = client.machine.closed(now, generation);
        client.obey(&orders);
        if let Some(tally) = self.tally(name) {
            // The phase told is the one in which the connection ended.
            tally.closed.get_or_insert(code);
        }
    }
}

impl Client {
    fn new(now: Now) -> Self {
        let mut machine = Connection::new(1);
        let orders = machine.start(now, None);
        let mut client = Self {
            machine,
            generation: SocketGeneration::default(),
            ping: None,
            requests: BTreeSet::new(),
            asked_from: None,
            expected: None,
        };
        client.obey(&orders);
        client
    }

    /// Brings the machine to the point of opening, whatever it waits for.
    fn reopen(&mut self, now: Now) {
        if self.machine.phase() != Phase::Connecting {
            let generation = self.generation;
            let orders = self.machine.closed(now, generation);
            self.obey(&orders);
            let orders = self.machine.reconnect_now(now);
            self.obey(&orders);
        }
    }

    fn obey(&mut self, orders: &[Order]) {
        for order in orders {
            match order {
                Order::Socket(SocketCommand::Open { generation, .. }) => self.generation = *generation,
                Order::Ping { seq, .. } => self.ping = Some(*seq),
                _ => {}
            }
        }
    }

    /// What the machine is shown of a frame, and the frame's number.
    fn seen(&self, frame: &Frame<'_>) -> (Incoming, Option<i64>) {
        match frame {
            Frame::Event(event) => {
                let hello =
                    wire::decode(event, Monotonic::default())
                        .into_iter()
                        .find_map(|event| match event {
                            Event::Hello { connection_id, .. } => Some(connection_id),
                            _ => None,
                        });
                let seen = match hello {
                    Some(connection_id) => Incoming::Hello {
                        connection_id,
                        seq: event.seq,
                    },
                    None => Incoming::Event { seq: event.seq },
                };
                (seen, Some(event.seq.0))
            }
            Frame::Reply(reply) => {
                let ours = reply
                    .seq_reply
                    .filter(|seq| reply.ok && self.requests.contains(seq))
                    .and(self.ping);
                let not_authenticated = reply.is_unauthenticated();
                (
                    Incoming::Reply {
                        seq_reply: ours,
                        not_authenticated,
                    },
                    None,
                )
            }
            Frame::Unreadable { .. } => (Incoming::Unreadable, None),
        }
    }

    /// Whether the recorded client asked again for a number that was applied before: our machine asks for
    /// none of those, so they are told as doubled and not shown to it.
    fn asked_again(&self, expected: Option<(ConnectionId, i64)>, seq: Option<i64>) -> bool {
        match (self.asked_from, expected, seq) {
            (Some(from), Some((_, expected)), Some(seq)) => from > 0 && (from..expected).contains(&seq),
            _ => false,
        }
    }

    fn count(&mut self, seen: &Incoming, seq: Option<i64>) {
        match (seen, seq) {
            (Incoming::Hello { connection_id, .. }, _) => self.expected = Some((*connection_id, 1)),
            (_, Some(seq)) => self.expected = self.expected.map(|(id, _)| (id, Seq(seq).next().0)),
            _ => {}
        }
    }
}

impl Tally {
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
            Frame::Event(event) => match of_events(&wire::decode(event, now.mono)).1 {
                Result::Known => self.known += 1,
                Result::Unknown => self.unknown += 1,
                Result::Error => self.error += 1,
            },
            Frame::Reply(_) => self.replies += 1,
            Frame::Unreadable { .. } => self.error += 1,
        }
    }
}

fn gap(expected: Option<(ConnectionId, i64)>, seq: Option<i64>) -> u64 {
    let missing = expected
        .zip(seq)
        .map(|((_, expected), seq)| seq.saturating_sub(expected));
    missing
        .and_then(|missing| u64::try_from(missing).ok())
        .unwrap_or(0)
}

fn now(recorded: &Value) -> Now {
    let at = recorded.get("t").and_then(Value::as_u64).unwrap_or_default();
    Now {
        mono: Monotonic(at),
        wall: Timestamp(i64::try_from(at).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::inspect;
    use serde_json::Value;

    fn recorded(name: &str) -> Vec<Value> {
        let file = format!(
            "{}/../../fixtures/wire/sessions/{name}.jsonl",
            env!("CARGO_MANIFEST_DIR")
        );
        inspect(&std::fs::read_to_string(file).unwrap())
    }

    fn connection(found: &[Value], name: &str) -> (String, Value, Value, Value) {
        let item = found.iter().find(|item| item["name"] == name).unwrap();
        let outcome = item["outcome"].as_str().unwrap().to_owned();
        (
            outcome,
            item["applied"].clone(),
            item["missed"].clone(),
            item["doubled"].clone(),
        )
    }

    #[test]
    fn a_short_absence_is_resumed_and_a_long_one_lost() {
        let resumed = recorded("resume_away_7");
        assert_eq!(
            connection(&resumed, "second"),
            ("resumed".to_owned(), 10.into(), 0.into(), 0.into())
        );
        let lost = recorded("resume_away_300");
        assert_eq!(
            connection(&lost, "second"),
            ("lost".to_owned(), 2.into(), Value::Null, 0.into())
        );
    }

    #[test]
    fn what_is_sent_again_is_doubled_and_not_applied() {
        let found = recorded("replay_back_5_of_60");
        let (outcome, _, missed, doubled) = connection(&found, "second");
        assert_eq!(
            (outcome.as_str(), missed, doubled),
            ("resumed", 0.into(), 5.into())
        );
    }

    #[test]
    fn a_hole_is_counted() {
        let frame = |seq: i64, event: &str, data: &str| {
            format!("{{\"t\":1,\"conn\":\"a\",\"kind\":\"in\",\"frame\":{{\"event\":\"{event}\",\"data\":{data},\"broadcast\":{{}},\"seq\":{seq}}}}}\n")
        };
        let open =
            "{\"t\":0,\"conn\":\"a\",\"kind\":\"open\",\"path\":\"/api/v4/websocket\",\"status\":101}\n";
        let hello = frame(0, "hello", "{\"connection_id\":\"yduy3jdo1tnpprsjj1p868ynph\"}");
        let text = [
            open,
            &hello,
            &frame(1, "draft_created", "{}"),
            &frame(4, "draft_created", "{}"),
            "no line\n",
        ]
        .concat();
        let found = inspect(&text);
        assert_eq!(found[0]["result"], "error");
        assert_eq!(
            (&found[1]["applied"], &found[1]["missed"], &found[1]["phase"]),
            (&2.into(), &2.into(), &"waiting".into())
        );
    }
}
