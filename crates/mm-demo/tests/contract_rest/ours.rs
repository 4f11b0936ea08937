//! Our server under the same questions: asks, compares with the recordings, remembers what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use mm_demo::call::{Answer, Call, Method};
use mm_demo::outgoing::{Outgoing, Variant};
use mm_demo::world::{World, WorldOptions};
use serde_json::{json, Map, Value};

use crate::recorded::Recordings;
use crate::shape::Shape;

/// Time of the first question.
pub const START: i64 = 1_795_500_000_000;
/// Password of every account.
pub const PASSWORD: &str = "Tsubame-2026";

/// The world under test.
pub struct Ours {
    pub world: World,
    pub now: i64,
    pub recordings: Recordings,
    /// Names in braces in paths and bodies.
    pub names: BTreeMap<String, String>,
    tokens: BTreeMap<String, String>,
    pub last: Value,
    pub asked: BTreeSet<String>,
    pub heard: BTreeSet<String>,
    pub wrong: Vec<String>,
}

impl Ours {
    pub fn new() -> Ours {
        let world = World::new(WorldOptions::default(), START);
        let mut ours = Ours {
            world,
            now: START,
            recordings: Recordings::read(),
            names: BTreeMap::new(),
            tokens: BTreeMap::new(),
            last: Value::Null,
            asked: BTreeSet::new(),
            heard: BTreeSet::new(),
            wrong: Vec::new(),
        };
        ours.learn_names();
        ours
    }

    fn learn_names(&mut self) {
        for (short, username) in [
            ("admin", "noriko.hayashi"),
            ("liv", "liv.andersen"),
            ("haruto", "haruto.mizuno"),
            ("grace", "grace.mensah"),
            ("mei", "mei.kanda"),
            ("tomas", "tomas.novak"),
        ] {
            let call = Call::new(Method::Post, "/api/v4/users/login")
                .with_json(&json!({"login_id": username, "password": PASSWORD}));
            let answer = self.send(call);
            self.tokens.insert(
                short.into(),
                answer.header("Token").unwrap_or_default().to_owned(),
            );
            self.names.insert(
                short.into(),
                answer.json()["id"].as_str().unwrap_or_default().to_owned(),
            );
        }
        for team in self
            .get("admin", "/users/me/teams")
            .as_array()
            .into_iter()
            .flatten()
        {
            let text = |key: &str| team[key].as_str().unwrap_or_default().to_owned();
            self.names.insert(format!("team:{}", text("name")), text("id"));
            self.names
                .insert(format!("invite:{}", text("name")), text("invite_id"));
        }
        for user in ["liv", "admin"] {
            for channel in self
                .get(user, "/users/me/channels")
                .as_array()
                .into_iter()
                .flatten()
            {
                let text = |key: &str| channel[key].as_str().unwrap_or_default().to_owned();
                let name = match text("type").as_str() {
                    "D" => format!("dm:{user}"),
                    "G" => format!("gm:{user}"),
                    _ if channel["team_id"] == self.names["team:field"].as_str() => {
                        format!("field:{}", text("name"))
                    }
                    _ => text("name"),
                };
                self.names.entry(name).or_insert(text("id"));
            }
        }
        self.names.insert("nobody".into(), "y".repeat(26));
    }

    fn send(&mut self, call: Call) -> Answer {
        self.now += 50;
        self.world.http(self.now, &call)
    }

    /// Replaces names in braces.
    pub fn fill(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for (name, value) in &self.names {
            out = out.replace(&format!("{{{name}}}"), value);
        }
        out
    }

    fn call(&self, user: &str, method: &str, path: &str, body: &Value) -> Call {
        let path = self.fill(path);
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let mut call = Call::new(
            Method::from_name(method).expect("a method"),
            &format!("/api/v4{path}"),
        );
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            call = call.with_query(name, value);
        }
        if let Some(token) = self.tokens.get(user) {
            call = call.with_header("Authorization", &format!("Bearer {token}"));
        }
        if body.is_null() {
            return call;
        }
        let filled: Value = serde_json::from_str(&self.fill(&body.to_string())).expect("JSON");
        call.with_json(&filled)
    }

    fn get(&mut self, user: &str, path: &str) -> Value {
        let call = self.call(user, "GET", path, &Value::Null);
        self.send(call).json()
    }

    /// Asks without comparing the answer; its events are compared.
    pub fn act(&mut self, user: &str, method: &str, path: &str, body: Value) {
        let call = self.call(user, method, path, &body);
        let answer = self.send(call);
        if answer.status >= 300 {
            self.wrong
                .push(format!("{method} {path}: {} {}", answer.status, answer.json()));
        }
        self.last = answer.json();
        self.listen();
    }

    /// Asks what was asked of the real server and compares status, body and the telling headers.
    pub fn ask(&mut self, operation: &str, user: &str, method: &str, path: &str, body: Value) {
        let call = self.call(user, method, path, &body);
        self.compare(operation, call);
    }

    /// The same with headers (`\n` between them) and without a session of its own.
    pub fn ask_with(
        &mut self,
        operation: &str,
        headers: &[(&str, &str)],
        method: &str,
        path: &str,
        body: Value,
    ) {
        let mut call = self.call("", method, path, &body);
        for (name, value) in headers {
            call = call.with_header(name, value);
        }
        self.compare(operation, call);
    }

    /// The same with a body that is no JSON.
    pub fn ask_raw(&mut self, operation: &str, user: &str, path: &str, content_type: &str, body: Vec<u8>) {
        let mut call = self
            .call(user, "POST", path, &Value::Null)
            .with_header("Content-Type", content_type);
        call.body = body;
        self.compare(operation, call);
    }

    fn compare(&mut self, operation: &str, call: Call) {
        self.asked.insert(operation.to_owned());
        let answer = self.send(call.clone());
        let place = format!("{operation} ({:?} {})", call.method, call.path);
        let mut wrong = Vec::new();
        match self.recordings.shape(operation, u64::from(answer.status)) {
            None => wrong.push(format!("answers {} {}", answer.status, answer.json())),
            Some(shape) => {
                self.compare_headers(operation, &answer, &mut wrong);
                shape.check("", &body_of(&answer), &self.recordings.kinds, "", &mut wrong);
                self.compare_error(operation, &answer, &mut wrong);
            }
        }
        self.wrong
            .extend(wrong.into_iter().map(|what| format!("{place} {what}")));
        self.last = answer.json();
        self.listen();
    }

    fn compare_headers(&self, operation: &str, answer: &Answer, wrong: &mut Vec<String>) {
        let recorded = self.recordings.rest[operation]
            .iter()
            .filter(|e| e.status == u64::from(answer.status));
        for name in [
            "content-type",
            "cache-control",
            "x-frame-options",
            "content-security-policy",
        ] {
            let seen: BTreeSet<Option<&str>> = recorded
                .clone()
                .map(|e| {
                    e.headers
                        .iter()
                        .find(|(other, _)| other == name)
                        .map(|(_, value)| value.as_str())
                })
                .collect();
            if !seen.contains(&answer.header(name)) {
                wrong.push(format!("{name} is {:?}, recorded {seen:?}", answer.header(name)));
            }
        }
    }

    fn compare_error(&self, operation: &str, answer: &Answer, wrong: &mut Vec<String>) {
        if answer.status < 400 {
            return;
        }
        let ids: Vec<&Value> = self.recordings.rest[operation]
            .iter()
            .map(|e| &e.body["id"])
            .collect();
        let id = &answer.json()["id"];
        if !ids.contains(&id) {
            wrong.push(format!("error id is {id}, recorded {ids:?}"));
        }
    }

    /// Remembers a part of the last answer under a name.
    pub fn keep(&mut self, name: &str, pointer: &str) {
        let text = self
            .last
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        assert_eq!(text.len(), 26, "{name} at {pointer} of {}", self.last);
        self.names.insert(name.to_owned(), text);
    }

    /// Compares the events caused since the last question with the recorded frames.
    fn listen(&mut self) {
        for event in self.world.take_outgoing() {
            self.heard.insert(event.event.clone());
            let Some(recorded) = self.recordings.events.get(&event.event) else {
                self.wrong.push(format!("event {}: never recorded", event.event));
                continue;
            };
            let (mut data, mut scopes) = (Shape::default(), BTreeSet::new());
            for frame in recorded {
                data.learn("", &frame["data"]);
                scopes.insert(scope(&frame["broadcast"]));
            }
            let mut wrong = Vec::new();
            for extras in event.per_user.values().cloned().chain([Map::new()]) {
                let mut map = event.data.clone();
                map.extend(extras);
                data.check("", &Value::Object(map), &self.recordings.kinds, "", &mut wrong);
            }
            let own = own_scope(&event);
            if !scopes.contains(&own) {
                wrong.push(format!("goes to {own:?}, recorded {scopes:?}"));
            }
            self.wrong.extend(
                wrong
                    .into_iter()
                    .map(|what| format!("event {}{what}", event.event)),
            );
        }
    }
}

/// Which parts of a recorded broadcast are filled.
fn scope(broadcast: &Value) -> BTreeSet<String> {
    let filled = |value: &Value| match value {
        Value::String(text) => !text.is_empty(),
        Value::Object(map) => !map.is_empty(),
        Value::Bool(flag) => *flag,
        _ => false,
    };
    let parts = broadcast.as_object().into_iter().flatten();
    parts
        .filter(|(_, value)| filled(value))
        .map(|(name, _)| name.clone())
        .collect()
}

fn own_scope(event: &Outgoing) -> BTreeSet<String> {
    let broadcast = &event.broadcast;
    let parts = [
        ("omit_users", !broadcast.omit_users.is_empty()),
        ("user_id", !broadcast.user_id.is_empty()),
        ("channel_id", !broadcast.channel_id.is_empty()),
        ("team_id", !broadcast.team_id.is_empty()),
        (
            "contains_sanitized_data",
            broadcast.audience == Variant::SanitizedForNonAdmins,
        ),
        (
            "contains_sensitive_data",
            broadcast.audience == Variant::SensitiveForAdmins,
        ),
    ];
    parts
        .into_iter()
        .filter(|(_, filled)| *filled)
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// A body in the form in which recordings keep it.
fn body_of(answer: &Answer) -> Value {
    let content_type = answer.header("content-type").unwrap_or("");
    match content_type {
        "application/json" => answer.json(),
        "application/x-ndjson" => {
            let text = String::from_utf8_lossy(&answer.body);
            let lines = text
                .lines()
                .map(|line| serde_json::from_str::<Value>(line).expect("one object a line"));
            json!({"_ndjson": lines.collect::<Vec<_>>()})
        }
        _ if content_type.starts_with("text/") => json!({"_text": String::from_utf8_lossy(&answer.body)}),
        _ if answer.body.is_empty() => Value::Null,
        _ => json!({"_binary": {"bytes": answer.body.len(), "sha256": ""}}),
    }
}
