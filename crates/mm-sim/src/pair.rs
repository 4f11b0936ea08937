//! The box: a server, clients, a queue of what will happen, and a clock that jumps to the next of it.

mod files;
mod network;
mod reload;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use mm_core::action::Action;
use mm_core::connection::{SocketEvent, SocketGeneration, Wake};
use mm_core::domain::RequestId;
use mm_core::engine::Input;
use mm_core::event::ConnectionStatus;
use mm_core::rest::{HttpReply, HttpRequest};
use mm_demo::chaos::Command;
use mm_demo::hub::{Queues, SocketId};
use mm_demo::server::{HowItEnded, Server, ServerOptions};
use mm_demo::world::{Size, World, WorldOptions};

use crate::client::{Client, Credentials, Link};
use crate::screen::Screen;

pub use reload::UnderWay;

/// Which client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClientId(pub usize);

/// A way through the network that takes so long is slow. Milliseconds.
const SLOW: i64 = 300;

/// One password for every account of the demo company.
const PASSWORD: &str = "Tsubame-2026";

/// When the simulated company's day begins: 2026-11-02 00:00 UTC, in milliseconds.
pub(crate) const DAY_ONE: i64 = 1_793_577_600_000;

/// A company is made once, pictures and all; each box gets a copy.
fn company(options: WorldOptions) -> World {
    static MADE: Mutex<BTreeMap<(u64, String), World>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.entry((options.seed, format!("{:?}", options.size)))
        .or_insert_with(|| World::new(options, DAY_ONE))
        .clone()
}

/// Something that will happen.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    /// A request reaches the server.
    Request(ClientId, RequestId, HttpRequest, Credentials),
    /// A request of a page that is gone reaches the server: nobody waits for the answer.
    Leftover(ClientId, HttpRequest, Credentials),
    /// The local store answers.
    Store(ClientId, Box<Input>),
    /// An answer (or its absence) reaches a client, with cookies.
    Reply(ClientId, RequestId, HttpReply, Vec<String>),
    /// An upgrade reaches the server.
    Upgrade(ClientId, SocketGeneration, String, Credentials),
    /// A frame reaches the server.
    Frame(ClientId, SocketGeneration, String),
    /// The client's end of a socket closes.
    Hangup(SocketId),
    /// Something of a socket reaches a client.
    Socket(ClientId, SocketGeneration, SocketEvent),
    /// A client paints: what waits is applied before.
    Paint(ClientId),
}

/// The box.
#[derive(Debug)]
pub struct Pair {
    /// The server; scenarios may reach into it.
    pub server: Server,
    /// One way through the network, in milliseconds.
    pub latency: i64,
    now: i64,
    order: u64,
    clients: Vec<Client>,
    queue: BTreeMap<(i64, u64), Happening>,
}

impl Pair {
    /// A server with its company and nobody connected.
    pub fn new(seed: u64) -> Self {
        Self::sized(seed, Size::Company)
    }

    /// The same with more of everything.
    pub fn sized(seed: u64, size: Size) -> Self {
        let world = WorldOptions {
            seed,
            size,
            ..WorldOptions::default()
        };
        let options = ServerOptions {
            world,
            site_url: None,
        };
        let server = Server::with_world(company(world), options, DAY_ONE);
        Self {
            server,
            latency: 20,
            now: DAY_ONE,
            order: 0,
            clients: Vec::new(),
            queue: BTreeMap::new(),
        }
    }

    /// Virtual time, in milliseconds.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// A page is opened that has no session yet.
    pub fn open_page(&mut self) -> ClientId {
        let client = Client::new(self.clients.len() as u64 + 1);
        self.add(client)
    }

    /// A page that was just opened, in a browser that is new; all that its engine is told is kept from the first input on.
    pub fn sign_in_on_tape(&mut self, username: &str) -> ClientId {
        let mut client = Client::new(self.clients.len() as u64 + 1);
        client.tape = Some(Vec::new());
        let id = self.add(client);
        self.settle();
        self.log_in(id, username, PASSWORD);
        self.settle();
        id
    }

    /// Another page in the same browser.
    pub fn open_same_browser(&mut self, of: ClientId) -> ClientId {
        let client = self.clients[of.0].same_browser(self.clients.len() as u64 + 1);
        self.add(client)
    }

    /// A page with the same cookies that finds nothing in its local store: all it shows it has from the server.
    pub fn open_without_store(&mut self, of: ClientId) -> ClientId {
        let client = self.clients[of.0].same_browser(self.clients.len() as u64 + 1);
        self.add(client.with_empty_store())
    }

    /// The same, once it shows what it has: a page that was just loaded, with nothing but what the server says.
    pub fn fresh(&mut self, of: ClientId) -> ClientId {
        let id = self.open_without_store(of);
        self.settle();
        id
    }

    /// Another page in the same browser, once it shows what it has.
    pub fn same_browser(&mut self, of: ClientId) -> ClientId {
        let id = self.open_same_browser(of);
        self.settle();
        id
    }

    /// What a client says of its connection.
    pub fn connection(&self, id: ClientId) -> ConnectionStatus {
        self.client(id).engine.state().connection()
    }

    fn add(&mut self, client: Client) -> ClientId {
        let id = ClientId(self.clients.len());
        self.clients.push(client);
        self.start(id, mm_core::event::Place::Start);
        id
    }

    /// The page begins.
    fn start(&mut self, id: ClientId, place: mm_core::event::Place) {
        let client = &self.clients[id.0];
        let start = Action::Start {
            place,
            maybe_signed_in: client.maybe_signed_in(),
            likely: client.likely(),
        };
        self.act(id, start);
    }

    /// Somebody opens a page, signs in and waits until it is quiet.
    pub fn sign_in(&mut self, username: &str) -> ClientId {
        let id = self.open_page();
        self.settle();
        self.log_in(id, username, PASSWORD);
        self.settle();
        id
    }

    /// Fills in the log-in form.
    pub fn log_in(&mut self, id: ClientId, username: &str, password: &str) {
        let password = mm_core::action::Secret::new(password);
        self.act(
            id,
            Action::LogIn {
                login_id: username.to_owned(),
                password,
                code: String::new(),
            },
        );
    }

    /// A client.
    pub fn client(&self, id: ClientId) -> &Client {
        &self.clients[id.0]
    }

    /// All clients, those that were opened to compare too.
    pub fn clients(&self) -> impl Iterator<Item = &Client> {
        self.clients.iter()
    }

    /// A client, to change its surroundings.
    pub fn client_mut(&mut self, id: ClientId) -> &mut Client {
        &mut self.clients[id.0]
    }

    /// What a client shows.
    pub fn screen(&self, id: ClientId) -> Screen<'_> {
        Screen::new(&self.clients[id.0].engine)
    }

    /// A person acts.
    pub fn act(&mut self, id: ClientId, action: Action) {
        self.feed(id, Input::Act(action));
    }

    /// The browser signals.
    pub fn wake(&mut self, id: ClientId, wake: Wake) {
        self.feed(id, Input::Woke(wake));
    }

    /// Somebody writes in a channel.
    pub fn say(&mut self, id: ClientId, channel: &str, message: &str) {
        let channel_id = self.screen(id).channel(channel);
        self.order += 1;
        let nonce = format!("{:032x}", self.order);
        let action = Action::SendPost {
            channel_id,
            root_id: None,
            message: message.to_owned(),
            nonce,
        };
        self.act(id, action);
    }

    /// Something is done in another program of the same account: straight at the server, with the session's cookies.
    pub fn elsewhere(&mut self, id: ClientId, method: mm_core::rest::Method, path: &str) -> u16 {
        self.ask_elsewhere(
            id,
            &HttpRequest {
                method,
                path: path.to_owned(),
                body: None,
                file: None,
                timeout: std::time::Duration::from_secs(30),
                connection_id: None,
                of: None,
            },
        )
    }

    /// The same with a request as the engine makes it.
    pub fn ask_elsewhere(&mut self, id: ClientId, request: &HttpRequest) -> u16 {
        let client = &self.clients[id.0];
        let call = client.call(request, client.credentials());
        let status = self.server.http(self.now, &call).status;
        self.collect();
        status
    }

    /// The network of a client changes. Down breaks its socket on both sides; into a black hole it falls silently.
    pub fn set_link(&mut self, id: ClientId, link: Link) {
        self.clients[id.0].link = link;
        if link == Link::Down {
            self.break_socket(id);
        }
    }

    /// A client's TCP connection is reset.
    pub fn break_socket(&mut self, id: ClientId) {
        let Some((generation, socket)) = self.clients[id.0].socket.take() else {
            return;
        };
        self.server.socket_gone(self.now, socket, HowItEnded::Cut);
        self.collect();
        let closed = SocketEvent::Closed {
            code: 1006,
            was_clean: false,
        };
        self.received(id, generation, closed);
    }

    /// The server gives a silent socket up; its client is not told.
    pub fn reap(&mut self, id: ClientId) {
        if let Some((_, socket)) = self.clients[id.0].socket.take() {
            self.server.socket_gone(self.now, socket, HowItEnded::Cut);
            self.collect();
        }
    }

    /// The server is disturbed on purpose.
    pub fn disturb(&mut self, command: Command) {
        self.server.command(self.now, command);
        self.collect();
    }

    /// The server restarts; sockets end, queues survive or not.
    pub fn restart(&mut self, queues: Queues) {
        self.server.restart(self.now, queues);
        self.collect();
    }

    /// The server is rolled back to a backup (`World::snapshot`), and restarts.
    ///
    /// # Panics
    /// If the backup cannot be read.
    pub fn roll_back(&mut self, backup: &[u8]) {
        *self.server.world_mut() = World::restore(backup).expect("a backup");
        self.restart(Queues::Lost);
    }

    /// Runs for a span of virtual time.
    pub fn run_for(&mut self, millis: i64) {
        let end = self.now + millis;
        while self.step(end) {}
        self.now = end;
    }

    /// Runs until nothing is on its way and nothing is due within three seconds. Of many pages there is always one that is about to ask
    /// whether its link lives: with them a minute is enough, and that nothing is on its way; over slow links, where something always is, four.
    pub fn settle(&mut self) {
        self.take_in_what_was_held_back();
        let (limit, enough, plenty) = (self.now + 600_000, self.now + 60_000, self.now + 240_000);
        let is_slow = self.latency >= SLOW;
        let is_crowded = self.clients.len() > if is_slow { 4 } else { 10 };
        while self.now < limit {
            let next = self.next_time();
            let is_calm = next.is_none_or(|at| at > self.now + 3_000) || is_crowded && self.now > enough;
            let is_endless = is_slow && is_crowded && self.now > plenty;
            if is_endless || is_calm && self.queue.is_empty() {
                return;
            }
            if !self.step(limit) {
                break;
            }
        }
        panic!("the box does not come to rest");
    }

    /// The same box once more: what happens in one does not touch the other. Tabs of one browser are so in both.
    pub fn copy(&self) -> Self {
        Self {
            server: self.server.clone(),
            clients: Client::copies(&self.clients),
            queue: self.queue.clone(),
            ..*self
        }
    }

    fn next_time(&self) -> Option<i64> {
        let happening = self.queue.keys().next().map(|(at, _)| *at);
        let alarms = self.clients.iter().filter_map(Client::due);
        happening
            .into_iter()
            .chain(alarms)
            .chain(self.server.next_wakeup())
            .min()
    }

    /// One step, not beyond `end`; false when there is none.
    fn step(&mut self, end: i64) -> bool {
        self.take_in_what_was_held_back();
        let Some(at) = self.next_time().filter(|at| *at <= end) else {
            return false;
        };
        self.now = self.now.max(at);
        if self.server.next_wakeup().is_some_and(|due| due <= self.now) {
            self.server.tick(self.now);
            self.collect();
        }
        for index in 0..self.clients.len() {
            if self.clients[index].due().is_some_and(|due| due <= self.now) {
                self.feed(ClientId(index), Input::Deadline);
            }
        }
        if self.queue.keys().next().is_some_and(|(due, _)| *due <= self.now) {
            if let Some((_, happening)) = self.queue.pop_first() {
                self.happen(happening);
            }
        }
        true
    }

    fn later(&mut self, delay: i64, happening: Happening) {
        self.order += 1;
        self.queue.insert((self.now + delay, self.order), happening);
    }

    fn feed(&mut self, id: ClientId, input: Input) {
        let output = self.clients[id.0].handle(self.now, input);
        for effect in output.effects {
            self.run(id, effect);
        }
    }
}
