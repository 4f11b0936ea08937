//! One client: an engine and what a browser keeps around it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use mm_core::connection::{SessionMark, SocketGeneration};
use mm_core::domain::{AttachmentId, Monotonic, Now, Secret, Timestamp, UserId};
use mm_core::engine::{Engine, Input, Output};
use mm_core::rest::{HttpAnswer, HttpRequest};
use mm_core::state::{Key, OutgoingPhase};
use mm_core::testing::MemoryStore;
use mm_demo::call::{Answer, Call, Method};
use mm_demo::hub::SocketId;
use mm_demo::server::Upgrade;

use crate::pair::Happening;

/// Host that client and server agree on: the Origin check compares.
const HOST: &str = "chat.example.com";

/// Between two paints of a page that is seen, in milliseconds.
const FRAME: i64 = 16;

/// How much longer a file is on its way than words, in milliseconds.
const UPLOAD: i64 = 900;

/// How the network treats a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Link {
    /// Everything arrives, after the delay.
    #[default]
    Up,
    /// Nothing arrives, nobody is told (Wi-Fi gone).
    BlackHole,
    /// Connecting fails at once, sockets break.
    Down,
    /// What is sent arrives, nothing comes back.
    HalfOpen,
}

/// What happens to the next frames on their way to a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// They never arrive.
    Swallowed,
    /// They arrive twice.
    Repeated,
    /// They end in the middle.
    CutShort,
    /// A part of them is of another type than it should be.
    Misshapen,
}

/// An engine with its surroundings.
#[derive(Clone, Debug)]
pub struct Client {
    /// The engine.
    pub engine: Engine,
    /// How the network treats it.
    pub link: Link,
    /// Requests made, by method and path: what a scenario counts.
    pub requests: Vec<String>,
    /// Bytes of the answers' bodies, before compression.
    pub answered: usize,
    /// All that its engine is told from now on, if somebody wants to play it back to another engine of the same seed.
    pub tape: Option<Vec<(Now, Input)>>,
    /// Its wall clock differs from the server's by this much.
    pub skew: i64,
    /// Frames come in bursts: what they tell waits for the next paint, as in a busy page.
    pub burst: bool,
    /// So many more answers are lost on their way back, after the server has done what was asked.
    pub lost_answers: u32,
    /// Between two paints, in milliseconds: much longer in a page that nobody sees.
    pub paints_every: i64,
    /// Each answer comes later by anything below this, in milliseconds: answers overtake each other, and events overtake them.
    pub answers_spread: i64,
    /// What happens to so many of the next frames.
    pub mishap: Option<(Mishap, u32)>,
    /// The computer sleeps: no timer runs, nothing is taken in.
    pub asleep: bool,
    /// What came meanwhile.
    pub(crate) held_back: Vec<Happening>,
    /// The monotonic clock stood still for so long, in milliseconds.
    pub stood_still: i64,
    /// Sockets that were opened.
    pub sockets_opened: u32,
    /// How often something came to the engine: since then it is as it was.
    pub handled: u64,
    /// Messages that stood as failed here, if only for a moment.
    pub failed: BTreeSet<String>,
    /// The local store: it outlives the page, and is shared by the tabs of a browser.
    pub store: Rc<RefCell<MemoryStore>>,
    /// When the last frame on its way arrives: none overtakes another.
    pub(crate) arrived: i64,
    pub(crate) paint_asked: bool,
    /// Files that were chosen in this page, whatever its store did with them.
    held: BTreeSet<AttachmentId>,
    pub(crate) socket: Option<(SocketGeneration, SocketId)>,
    pub(crate) alarm: Option<Monotonic>,
    /// Shared by the tabs of a browser, as the store is.
    cookies: Cookies,
    token: Option<Secret>,
}

/// Headers by which the server knows whose request it is.
pub(crate) type Credentials = Vec<(String, String)>;

/// Cookies of a browser, by name.
type Cookies = Rc<RefCell<BTreeMap<String, String>>>;

impl Client {
    /// A page that was just opened.
    pub fn new(seed: u64) -> Self {
        Self {
            engine: Engine::new(seed),
            link: Link::Up,
            requests: Vec::new(),
            answered: 0,
            tape: None,
            skew: 0,
            burst: false,
            lost_answers: 0,
            paints_every: FRAME,
            answers_spread: 0,
            mishap: None,
            asleep: false,
            held_back: Vec::new(),
            stood_still: 0,
            sockets_opened: 0,
            handled: 0,
            failed: BTreeSet::new(),
            store: Rc::default(),
            arrived: 0,
            paint_asked: false,
            held: BTreeSet::new(),
            socket: None,
            alarm: None,
            cookies: Rc::default(),
            token: None,
        }
    }

    /// Another page of the same browser: it shares the cookies and the local store.
    pub fn same_browser(&self, seed: u64) -> Self {
        Self {
            cookies: self.cookies.clone(),
            store: self.store.clone(),
            ..Self::new(seed)
        }
    }

    /// The same pages with a store and cookies of their own: those of a browser share them, as far as they are in the list.
    pub(crate) fn copies(clients: &[Self]) -> Vec<Self> {
        let mut copies: Vec<Self> = Vec::new();
        for client in clients {
            let mut copy = client.clone();
            let first = |is_it: &dyn Fn(&Self) -> bool| clients.iter().position(is_it);
            let of = |at: Option<usize>| at.and_then(|at| copies.get(at));
            copy.store = match of(first(&|one| Rc::ptr_eq(&one.store, &client.store))) {
                Some(tab) => tab.store.clone(),
                None => Rc::new(RefCell::clone(&client.store)),
            };
            copy.cookies = match of(first(&|one| Rc::ptr_eq(&one.cookies, &client.cookies))) {
                Some(tab) => tab.cookies.clone(),
                None => Rc::new(RefCell::clone(&client.cookies)),
            };
            copies.push(copy);
        }
        copies
    }

    /// Another browser that somehow has the same cookies: its local store is empty.
    pub fn with_empty_store(self) -> Self {
        Self {
            store: Rc::default(),
            ..self
        }
    }

    /// What is sent arrives at the server.
    pub(crate) fn sends(&self) -> bool {
        matches!(self.link, Link::Up | Link::HalfOpen)
    }

    /// What becomes of a frame on its way.
    pub(crate) fn befallen(&mut self, text: String) -> Vec<String> {
        // Without its first word a connection would not be one.
        let Some((mishap, left)) = self.mishap.filter(|_| !is_hello(&text)) else {
            return vec![text];
        };
        self.mishap = (left > 1).then_some((mishap, left - 1));
        match mishap {
            Mishap::Swallowed => Vec::new(),
            Mishap::Repeated => vec![text.clone(), text],
            Mishap::CutShort => vec![text.chars().take(text.len() / 2).collect()],
            Mishap::Misshapen => {
                vec![text.replacen("\"post\":\"", "\"post\":7,\"was\":\"", 1)]
            }
        }
    }

    /// The page is loaded anew: of what it knew only the store's part is left.
    pub(crate) fn begin_anew(&mut self, seed: u64) {
        self.engine = Engine::new(seed);
        self.held.clear();
        self.held_back.clear();
        self.token = None;
        self.alarm = None;
        self.paint_asked = false;
    }

    /// Whether the page sees the mark of a session.
    pub fn maybe_signed_in(&self) -> bool {
        self.cookies.borrow().contains_key("MMUSERID")
    }

    /// Whose session it says it is.
    pub fn likely(&self) -> Option<UserId> {
        UserId::parse(self.cookies.borrow().get("MMUSERID")?).ok()
    }

    /// Who is signed in instead of the person whose request this is.
    pub(crate) fn somebody_else(&self, request: &HttpRequest) -> Option<UserId> {
        let other = self.likely().filter(|_| self.token.is_none());
        other.filter(|other| request.of.is_some_and(|of| of != *other))
    }

    pub(crate) fn handle(&mut self, at: i64, input: Input) -> Output {
        let now = Now {
            mono: Monotonic((at - self.stood_still).unsigned_abs()),
            wall: Timestamp(at.saturating_add(self.skew)),
        };
        self.handled += 1;
        if let Some(tape) = &mut self.tape {
            tape.push((now, input.clone()));
        }
        let output = self.engine.handle(now, input);
        self.alarm = self.engine.next_wakeup();
        for key in &output.changes.0 {
            self.note_failed(key);
        }
        output
    }

    fn note_failed(&mut self, key: &Key) {
        let Key::Pending(pending) = key else { return };
        let item = self.engine.state().outgoing(pending);
        let failed = item.filter(|item| matches!(item.phase, OutgoingPhase::Failed(_)));
        self.failed.extend(failed.map(|item| item.post.message.clone()));
    }

    /// When its timer is due, in the box's time; never while it sleeps.
    pub(crate) fn due(&self) -> Option<i64> {
        let alarm = self.alarm.filter(|_| !self.asleep)?;
        Some(alarm.0 as i64 + self.stood_still)
    }

    pub(crate) fn use_token(&mut self, token: Option<Secret>) {
        self.token = token;
    }

    pub(crate) fn unmark(&mut self) {
        self.cookies.borrow_mut().remove("MMUSERID");
    }

    pub(crate) fn forget(&mut self) {
        // The session's own cookie no script can take away.
        self.cookies.borrow_mut().retain(|name, _| name == "MMAUTHTOKEN");
    }

    /// The request as the server gets it, with what the browser had to show when it left.
    pub(crate) fn call(&self, request: &HttpRequest, shown: Credentials) -> Call {
        let (path, query) = split(&request.path);
        let method = Method::from_name(request.method.as_str()).unwrap_or(Method::Get);
        let mut call = Call {
            query,
            ..Call::new(method, &decode(path))
        };
        call = call
            .with_header("x-requested-with", "XMLHttpRequest")
            .with_header("host", HOST);
        for (name, value) in shown {
            call = call.with_header(&name, &value);
        }
        if let Some(id) = request.connection_id {
            call = call.with_header("connection-id", id.as_str());
        }
        if let Some(body) = &request.body {
            call = call.with_header("content-type", "application/json");
            call.body = body.clone().into_bytes();
        }
        if let Some(file) = &request.file {
            call.body = format!("the bytes of {file}").into_bytes();
        }
        call
    }

    /// A file was chosen in this page.
    pub(crate) fn hold_file(&mut self, id: AttachmentId) {
        self.held.insert(id);
    }

    /// The page has not the file of a request: it was chosen in a page that is gone, and the store did not keep it.
    pub(crate) fn lacks_file(&self, request: &HttpRequest) -> bool {
        let Some(file) = &request.file else { return false };
        let name = format!("/file/{file}");
        let store = self.store.borrow();
        if file.on_server_only().is_some() {
            // It came from another device, with its name and nothing else.
            return true;
        }
        let is_kept = || store.fault.is_none() && store.records.keys().any(|key| key.ends_with(&name));
        !self.held.contains(file) && !is_kept()
    }

    /// Files take longer than words, in milliseconds.
    pub(crate) fn upload_takes(&self, request: &HttpRequest) -> i64 {
        if request.file.is_some() {
            UPLOAD
        } else {
            0
        }
    }

    /// Of which session these are, as a page may know it.
    pub(crate) fn session(shown: &Credentials) -> Option<SessionMark> {
        let csrf = shown.iter().find(|(name, _)| name == "x-csrf-token");
        csrf.map(|(_, token)| SessionMark::of(token))
    }

    /// The upgrade as the server gets it, with what the browser had to show when it left.
    pub(crate) fn upgrade(path: &str, shown: Credentials) -> Upgrade {
        let mut headers = vec![
            ("host".to_owned(), HOST.to_owned()),
            ("origin".to_owned(), format!("https://{HOST}")),
        ];
        // A browser cannot add a header to an upgrade: cookies go along, a token does not.
        headers.extend(shown.into_iter().filter(|(name, _)| name == "cookie"));
        Upgrade {
            query: split(path).1,
            headers,
        }
    }

    /// What the browser has to show of a session now.
    pub(crate) fn credentials(&self) -> Credentials {
        if let Some(token) = &self.token {
            return vec![("authorization".to_owned(), format!("Bearer {}", token.reveal()))];
        }
        let kept = self.cookies.borrow();
        let cookies: Vec<String> = kept
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut headers = vec![("cookie".to_owned(), cookies.join("; "))];
        headers.extend(
            kept.get("MMCSRF")
                .map(|csrf| ("x-csrf-token".to_owned(), csrf.clone())),
        );
        headers
    }

    /// The answer, made at this moment of the box's time, as the engine gets it.
    pub(crate) fn answer(&mut self, at: i64, answer: Answer) -> HttpAnswer {
        self.answered += answer.body.len();
        HttpAnswer {
            status: answer.status,
            content_type: answer.header("content-type").unwrap_or_default().to_lowercase(),
            retry_after: answer.header("retry-after").and_then(|value| value.parse().ok()),
            version_id: answer.header("x-version-id").map(str::to_owned),
            date: Some(Timestamp(at - at.rem_euclid(1_000))),
            body: String::from_utf8(answer.body)
                .unwrap_or_else(|bytes| String::from_utf8_lossy(bytes.as_bytes()).into_owned()),
        }
    }

    /// An answer arrived with this cookie.
    pub(crate) fn keep_cookie(&self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let gone =
            value.is_empty() || line.to_ascii_lowercase().contains("max-age=0") || line.contains("Max-Age=-");
        let mut cookies = self.cookies.borrow_mut();
        if gone {
            cookies.remove(name.trim());
        } else {
            cookies.insert(name.trim().to_owned(), value.to_owned());
        }
    }
}

/// Path and decoded query.
fn split(path: &str) -> (&str, Vec<(String, String)>) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let pair = |text: &str| {
        let (name, value) = text.split_once('=').unwrap_or((text, ""));
        (decode(name), decode(value))
    };
    (
        path,
        query
            .split('&')
            .filter(|text| !text.is_empty())
            .map(pair)
            .collect(),
    )
}

fn decode(text: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let hex: Option<Vec<u8>> = (byte == b'%').then(|| bytes.by_ref().take(2).collect());
        match hex
            .as_deref()
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .map(|hex| u8::from_str_radix(hex, 16))
        {
            Some(Ok(decoded)) => out.push(decoded),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The first word of a connection.
pub(crate) fn is_hello(text: &str) -> bool {
    text.contains("\"event\":\"hello\"")
}
