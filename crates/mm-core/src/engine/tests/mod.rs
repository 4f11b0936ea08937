//! Behaviour of the engine, with the recorded company's answers (`fixtures/wire/cold_start`) instead of a server.

mod acts;
mod ahead;
mod counts;
mod drafts;
mod drafts_apart;
mod drafts_devices;
mod drafts_files;
mod drafts_files_apart;

mod hostile;
mod keeping;
mod keeping_edits;
mod lanes;
mod link;
mod place;
mod sending;
mod session;
mod start;
mod stream;
mod tabs;
mod tabs_claims;
mod tabs_edits;
mod texts;
mod texts_heard;
mod told;
mod uploads;

use std::collections::BTreeMap;

use serde_json::{json, Value};

use super::*;
use crate::action::Action;
use crate::connection::{SocketCommand, SocketEvent, SocketGeneration};
use crate::inspect::exchanges;
use crate::rest::{HttpAnswer, HttpReply, HttpRequest, Method};
use crate::testing::MemoryStore;
use crate::wire::tests::files;

pub const ENGINEERING: &str = "z8pxzexm83bwmqmzdmh6pzqjfe";
pub const DESIGN: &str = "4s37et5yof8ab8f4w7dq6n3i5o";
pub const EMILY: &str = "tkmyhtcftf8sudm6pg464ma3ph";
pub const KENJI: &str = "kt846935ttbgtc8i98436i1nto";

pub fn channel(id: &str) -> ChannelId {
    ChannelId::parse(id).unwrap()
}

pub fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

/// An id made of a number.
pub fn post_id(number: u64) -> PostId {
    PostId::parse(&format!("p{number:025}")).unwrap()
}

pub fn json_answer(status: u16, body: &Value) -> HttpReply {
    HttpReply::Answer(HttpAnswer {
        status,
        content_type: "application/json".into(),
        body: body.to_string(),
        ..HttpAnswer::default()
    })
}

pub fn failure(status: u16, id: &str, message: &str) -> HttpReply {
    json_answer(
        status,
        &json!({"id": id, "message": message, "status_code": status}),
    )
}

pub fn expired() -> HttpReply {
    failure(
        401,
        "api.context.session_expired.app_error",
        "Please log in again.",
    )
}

/// A request that left.
#[derive(Debug)]
pub struct Left {
    pub id: RequestId,
    pub request: HttpRequest,
}

impl Left {
    fn line(&self) -> String {
        format!("{} {}", self.request.method.as_str(), self.request.path)
    }

    fn is(&self, wanted: &str) -> bool {
        self.line().contains(wanted)
    }
}

/// An engine, a clock, and what has left it.
pub struct Rig {
    pub engine: Engine,
    pub now: Now,
    /// Requests without an answer yet.
    pub open: Vec<Left>,
    /// All requests ever made.
    pub asked: Vec<String>,
    pub sockets: Vec<SocketCommand>,
    pub effects: Vec<Effect>,
    /// Frames come in a burst: they wait for `Input::Drain`.
    pub burst: bool,
    /// What outlives a reload.
    pub store: MemoryStore,
    canned: BTreeMap<String, HttpAnswer>,
    seq: i64,
}

impl Rig {
    pub fn new() -> Self {
        let mut canned = BTreeMap::new();
        for file in files("cold_start") {
            // The recorded company has a text in a composer: each test brings its own.
            if file.ends_with("order.json") || file.ends_with("24_drafts.json") {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            for exchange in exchanges(&text).0 {
                let path = exchange.path.split('?').next().unwrap_or_default();
                canned.insert(format!("{} {path}", exchange.method), exchange.answer);
            }
        }
        Self {
            engine: Engine::new(3),
            now: Now {
                mono: Monotonic(1_000),
                wall: Timestamp(1_795_500_000_000),
            },
            open: Vec::new(),
            asked: Vec::new(),
            sockets: Vec::new(),
            effects: Vec::new(),
            burst: false,
            store: MemoryStore::default(),
            canned,
            seq: 0,
        }
    }

    /// Signed in, connected, at rest, in the channel that was read last.
    pub fn live() -> Self {
        Self::live_at(Place::Start)
    }

    /// Signed in, with all lists there, before the first connection.
    pub fn begun_at(place: Place) -> Self {
        let mut rig = Self::new();
        rig.act(Action::Start {
            place,
            maybe_signed_in: true,
            likely: None,
        });
        rig.answer_all();
        rig
    }

    pub fn live_at(place: Place) -> Self {
        let mut rig = Self::begun_at(place);
        rig.connect('a');
        rig.answer_all();
        rig.pass(10_000);
        // What is unread has been read ahead.
        while !rig.open.is_empty() {
            rig.answer_all();
            rig.pass(10_000);
        }
        rig.asked.clear();
        rig.effects.clear();
        rig.sockets.clear();
        rig
    }

    pub fn feed(&mut self, input: Input) -> Output {
        let output = self.engine.handle(self.now, input);
        for effect in &output.effects {
            match effect {
                Effect::Http(id, request) => {
                    let left = Left {
                        id: *id,
                        request: request.clone(),
                    };
                    self.asked.push(left.line());
                    self.open.push(left);
                }
                Effect::Socket(command) => self.sockets.push(command.clone()),
                _ => {}
            }
        }
        self.effects.extend(output.effects.iter().cloned());
        for effect in &output.effects {
            match effect {
                Effect::Keep(writes) => {
                    let outcome = self.store.write(writes);
                    self.feed(Input::Kept(outcome));
                }
                Effect::Restore(collection) => {
                    let records = self.store.read(*collection);
                    self.feed(Input::Restored(*collection, records));
                }
                _ => {}
            }
        }
        output
    }

    /// The page is loaded anew: another engine, with what the store holds.
    pub fn reload(&mut self) {
        let store = std::mem::take(&mut self.store);
        *self = Self {
            store,
            now: self.now,
            ..Self::new()
        };
        self.act(Action::Start {
            place: Place::Start,
            maybe_signed_in: true,
            likely: None,
        });
    }

    pub fn act(&mut self, action: Action) {
        let before = self.sockets.len();
        self.feed(Input::Act(action));
        if self.sockets.len() > before {
            self.pong();
        }
    }

    pub fn wake(&mut self, wake: crate::connection::Wake) {
        self.feed(Input::Woke(wake));
    }

    /// The request whose line contains these words.
    pub fn find(&self, wanted: &str) -> Option<&Left> {
        self.open.iter().find(|left| left.is(wanted))
    }

    pub fn is_open(&self, wanted: &str) -> bool {
        self.find(wanted).is_some()
    }

    pub fn count(&self, wanted: &str) -> usize {
        self.asked.iter().filter(|line| line.contains(wanted)).count()
    }

    /// Answers one request.
    pub fn reply(&mut self, wanted: &str, reply: HttpReply) {
        let at = self.open.iter().position(|left| left.is(wanted));
        let at = at.unwrap_or_else(|| panic!("{wanted} was not asked; open: {:?}", self.open));
        let id = self.open.remove(at).id;
        self.feed(Input::Reply(id, reply));
    }

    /// Answers one request as recorded.
    pub fn answer(&mut self, wanted: &str) {
        let request = &self.find(wanted).unwrap_or_else(|| panic!("{wanted}?")).request;
        let reply = self.recorded(request);
        self.reply(wanted, reply);
    }

    /// Answers whatever is asked, until nothing is.
    pub fn answer_all(&mut self) {
        for _ in 0..1_000 {
            if self.open.is_empty() {
                return;
            }
            let Left { id, request } = self.open.remove(0);
            let reply = self.recorded(&request);
            self.feed(Input::Reply(id, reply));
        }
        panic!("it never ends: {:?}", self.open);
    }

    /// Answers whatever is asked but these, until nothing else is.
    pub fn answer_all_but(&mut self, kept: &str) {
        for _ in 0..1_000 {
            let Some(at) = self.open.iter().position(|left| !left.is(kept)) else {
                return;
            };
            let Left { id, request } = self.open.remove(at);
            let reply = self.recorded(&request);
            self.feed(Input::Reply(id, reply));
        }
        panic!("it never ends: {:?}", self.open);
    }

    /// No request of these arrives.
    pub fn fail_all(&mut self) {
        for left in std::mem::take(&mut self.open) {
            self.feed(Input::Reply(left.id, HttpReply::Failed));
        }
    }

    fn recorded(&self, request: &HttpRequest) -> HttpReply {
        let path = request.path.split('?').next().unwrap_or_default();
        // A window of unread posts is as good as the newest page; since then nothing happened.
        let path = &path
            .replace("/users/me/channels/", "/channels/")
            .replace("/posts/unread", "/posts");
        let path = if request.path.contains("since=") {
            "/posts"
        } else {
            path
        };
        let key = format!("{} {path}", request.method.as_str());
        if let Some(answer) = self.canned.get(&key) {
            return HttpReply::Answer(answer.clone());
        }
        if path.ends_with("/drafts") && request.method == Method::Get {
            return json_answer(200, &json!([]));
        }
        if path.ends_with("/posts") && request.method == Method::Get {
            return json_answer(
                200,
                &json!({"order": [], "posts": {}, "next_post_id": "", "prev_post_id": ""}),
            );
        }
        if path.ends_with("/view") || path.ends_with("/logout") {
            return json_answer(200, &json!({"status": "OK"}));
        }
        failure(404, "store.sql.missing", "There is none.")
    }

    /// The newest socket opens and the server says hello.
    pub fn connect(&mut self, letter: char) {
        let generation = self.generation();
        self.feed(Input::Socket(generation, SocketEvent::Opened { session: None }));
        self.seq = 0;
        self.event(
            "hello",
            json!({"connection_id": letter.to_string().repeat(26), "server_version": "11.6.0.dev.x.false"}),
            json!({"user_id": EMILY}),
        );
        self.pong();
    }

    /// The newest socket opens and goes on where the old one was.
    pub fn resume(&mut self) {
        let generation = self.generation();
        self.feed(Input::Socket(generation, SocketEvent::Opened { session: None }));
        self.pong();
    }

    pub fn cut(&mut self) {
        let generation = self.generation();
        let event = SocketEvent::Closed {
            code: 1006,
            was_clean: false,
        };
        self.feed(Input::Socket(generation, event));
    }

    pub fn generation(&self) -> SocketGeneration {
        self.engine.connection().generation()
    }

    /// The answer to the last ping.
    pub fn pong(&mut self) {
        let ping = self.sockets.iter().rev().find_map(|command| match command {
            SocketCommand::Send(_, text) => serde_json::from_str::<Value>(text)
                .ok()
                .filter(|frame| frame["action"] == "ping"),
            _ => None,
        });
        if let Some(ping) = ping {
            self.frame(&json!({"status": "OK", "seq_reply": ping["seq"], "data": {"text": "pong"}}));
        }
    }

    pub fn frame(&mut self, frame: &Value) -> Output {
        let generation = self.generation();
        let event = SocketEvent::Text(frame.to_string());
        self.feed(if self.burst {
            Input::SocketInBurst(generation, event)
        } else {
            Input::Socket(generation, event)
        })
    }

    /// Applies all that waits, as the page does before its next paints.
    pub fn drain(&mut self) {
        while self.engine.waiting() > 0 {
            self.feed(Input::Drain);
        }
    }

    /// The next event of the connection.
    pub fn event(&mut self, name: &str, data: Value, broadcast: Value) -> Output {
        let frame = json!({"event": name, "data": data, "broadcast": broadcast, "seq": self.seq});
        self.seq += 1;
        self.frame(&frame)
    }

    /// A sign of life comes over the connection, a moment later.
    pub fn hears(&mut self) {
        self.clock(self.now.mono.0 + 1);
        self.event(
            "status_change",
            json!({"user_id": EMILY, "status": "online"}),
            json!({}),
        );
    }

    /// Somebody writes.
    pub fn posted(&mut self, channel: &str, author: &str, number: u64, message: &str) -> Output {
        let at = self.now.wall.0;
        let post = post_json(channel, author, number, at, message);
        self.event(
            "posted",
            json!({"post": post.to_string(), "channel_type": "O", "set_online": true}),
            json!({"channel_id": channel}),
        )
    }

    /// Time passes; what is due is done; pings are answered.
    pub fn pass(&mut self, millis: u64) {
        let end = self.now.mono.0 + millis;
        while let Some(at) = self.engine.next_wakeup().filter(|at| at.0 <= end) {
            self.clock(at.0.max(self.now.mono.0));
            let before = self.sockets.len();
            self.feed(Input::Deadline);
            if self.sockets.len() > before {
                self.pong();
            }
        }
        self.clock(end);
    }

    pub fn clock(&mut self, mono: u64) {
        self.now.wall = Timestamp(self.now.wall.0 + (mono - self.now.mono.0) as i64);
        self.now.mono = Monotonic(mono);
    }

    pub fn say(&mut self, text: &str) {
        let channel_id = self.engine.state().open_channel().expect("a channel is open");
        let nonce = format!("{text:0>32}");
        self.act(Action::SendPost {
            channel_id,
            root_id: None,
            message: text.to_owned(),
            nonce,
        });
    }

    pub fn session(&self) -> &SessionState {
        self.engine.state().session()
    }

    pub fn has_notice(&self, kind: NoticeKind) -> bool {
        self.engine.state().notices().any(|notice| notice.kind == kind)
    }
}

pub fn post_json(channel: &str, author: &str, number: u64, at: i64, message: &str) -> Value {
    json!({
        "id": post_id(number).as_str(), "create_at": at, "update_at": at, "edit_at": 0, "delete_at": 0, "is_pinned": false,
        "user_id": author, "channel_id": channel, "root_id": "", "message": message, "type": "", "props": {},
        "file_ids": [], "pending_post_id": "", "metadata": {},
    })
}
