//! Effects on their way to the server, answers and frames on their way back.

use std::rc::Rc;

use mm_core::cache::{arrived, told};
use mm_core::connection::{SocketCommand, SocketEvent, SocketGeneration};
use mm_core::domain::RequestId;
use mm_core::engine::{Effect, Input};
use mm_core::rest::{HttpReply, HttpRequest};
use mm_demo::hub::{SocketId, SocketOut};
use mm_demo::server::HowItEnded;

use super::{ClientId, Happening, Pair};
use crate::client::{is_hello, Client, Credentials, Link};

impl Pair {
    pub(super) fn run(&mut self, id: ClientId, effect: Effect) {
        match effect {
            Effect::Http(request_id, request) => {
                self.clients[id.0]
                    .requests
                    .push(format!("{} {}", request.method.as_str(), request.path));
                if let Some(other) = self.clients[id.0].somebody_else(&request) {
                    let reply = HttpReply::NotTheirs(other);
                    return self.later(0, Happening::Reply(id, request_id, reply, Vec::new()));
                }
                let shown = self.clients[id.0].credentials();
                let happening = Happening::Request(id, request_id, request, shown);
                self.later(self.latency, happening);
            }
            Effect::Socket(SocketCommand::Open { generation, path }) => {
                self.hang_up(id);
                self.clients[id.0].sockets_opened += 1;
                let shown = self.clients[id.0].credentials();
                self.later(self.latency, Happening::Upgrade(id, generation, path, shown));
            }
            Effect::Socket(SocketCommand::Send(generation, text)) => {
                self.later(self.latency, Happening::Frame(id, generation, text));
            }
            Effect::Socket(SocketCommand::Close(_)) => self.hang_up(id),
            // The store answers in the page's next task, then the other tabs hear of it.
            Effect::Keep(writes) => {
                let outcome = self.clients[id.0].store.borrow_mut().write(&writes);
                self.later(0, Happening::Store(id, Box::new(Input::Kept(outcome))));
                let told = told(&writes);
                for other in self.other_tabs(id).filter(|_| !told.is_empty()) {
                    self.later(1, Happening::Store(other, Box::new(Input::Heard(told.clone()))));
                }
            }
            Effect::Restore(collection) => {
                let records = self.clients[id.0].store.borrow().read(collection);
                let restored = Input::Restored(collection, records);
                self.later(0, Happening::Store(id, Box::new(restored)));
            }
            Effect::UseToken(token) => self.clients[id.0].use_token(token),
            Effect::Unmark => self.clients[id.0].unmark(),
            Effect::Forget => self.clients[id.0].forget(),
            // What was on its way may have arrived, or may arrive yet: its answer finds nobody.
            Effect::Abort(_) | Effect::Navigate(..) => {}
        }
    }

    /// The other pages over the same local store.
    fn other_tabs(&self, of: ClientId) -> std::vec::IntoIter<ClientId> {
        let store = &self.clients[of.0].store;
        let ids = (0..self.clients.len()).map(ClientId);
        let others = ids.filter(|id| *id != of && Rc::ptr_eq(&self.clients[id.0].store, store));
        others.collect::<Vec<_>>().into_iter()
    }

    pub(super) fn hang_up(&mut self, id: ClientId) {
        if let Some((_, socket)) = self.clients[id.0].socket.take() {
            self.later(self.latency, Happening::Hangup(socket));
        }
    }

    pub(super) fn happen(&mut self, happening: Happening) {
        if let Some(sleeper) = self.sleeper_of(&happening) {
            return self.clients[sleeper.0].held_back.push(happening);
        }
        match happening {
            Happening::Request(id, request_id, request, shown) => {
                self.serve(id, request_id, &request, shown);
            }
            Happening::Leftover(id, request, shown) => {
                if self.clients[id.0].sends() {
                    let call = self.clients[id.0].call(&request, shown);
                    self.server.http(self.now, &call);
                    self.collect();
                }
            }
            Happening::Store(id, input) => match *input {
                Input::Heard(told) => {
                    let marked = self.clients[id.0].likely();
                    self.feed(id, Input::Heard(arrived(told, marked)));
                }
                input => self.feed(id, input),
            },
            Happening::Reply(id, request_id, reply, cookies) => {
                for line in &cookies {
                    self.clients[id.0].keep_cookie(line);
                }
                self.feed(id, Input::Reply(request_id, reply));
            }
            Happening::Upgrade(id, generation, path, shown) => self.upgrade(id, generation, &path, shown),
            Happening::Frame(id, generation, text) => {
                let socket = self.clients[id.0]
                    .socket
                    .filter(|(current, _)| *current == generation);
                if let Some((_, socket)) = socket.filter(|_| self.clients[id.0].sends()) {
                    self.server.socket_text(self.now, socket, &text);
                    self.collect();
                }
            }
            Happening::Hangup(socket) => {
                self.server
                    .socket_gone(self.now, socket, HowItEnded::ClosedByClient);
                self.collect();
            }
            Happening::Socket(id, generation, event) => {
                if self.clients[id.0].link == Link::Up {
                    self.received(id, generation, event);
                } else if self.is_first_word(id, generation, &event) {
                    self.later(self.latency.max(1), Happening::Socket(id, generation, event));
                }
            }
            Happening::Paint(id) => {
                self.clients[id.0].paint_asked = false;
                self.feed(id, Input::Drain);
                self.ask_paint(id);
            }
        }
    }

    /// The page whose computer sleeps to which this comes: it is taken in afterwards.
    fn sleeper_of(&self, happening: &Happening) -> Option<ClientId> {
        let (Happening::Reply(id, ..)
        | Happening::Store(id, _)
        | Happening::Socket(id, ..)
        | Happening::Paint(id)) = happening
        else {
            return None;
        };
        self.clients[id.0].asleep.then_some(*id)
    }

    /// Whoever is awake again takes in what came meanwhile, in the order in which it came.
    pub(super) fn take_in_what_was_held_back(&mut self) {
        for at in 0..self.clients.len() {
            let client = &mut self.clients[at];
            if !client.asleep {
                for happening in std::mem::take(&mut client.held_back) {
                    self.later(0, happening);
                }
            }
        }
    }

    /// What comes into a black hole is lost. Not the first word of a connection: what comes after it would not come without it.
    fn is_first_word(&self, id: ClientId, generation: SocketGeneration, event: &SocketEvent) -> bool {
        let socket = self.clients[id.0].socket;
        let is_open = socket.is_some_and(|(current, _)| current == generation);
        is_open && matches!(event, SocketEvent::Text(text) if is_hello(text))
    }

    pub(super) fn received(&mut self, id: ClientId, generation: SocketGeneration, event: SocketEvent) {
        if !self.clients[id.0].burst {
            return self.feed(id, Input::Socket(generation, event));
        }
        self.feed(id, Input::SocketInBurst(generation, event));
        self.ask_paint(id);
    }

    fn ask_paint(&mut self, id: ClientId) {
        let client = &mut self.clients[id.0];
        if client.engine.waiting() > 0 && !std::mem::replace(&mut client.paint_asked, true) {
            let wait = client.paints_every;
            self.later(wait, Happening::Paint(id));
        }
    }

    fn serve(&mut self, id: ClientId, request_id: RequestId, request: &HttpRequest, shown: Credentials) {
        let replied = |reply| Happening::Reply(id, request_id, reply, Vec::new());
        if self.clients[id.0].lacks_file(request) {
            return self.later(0, replied(HttpReply::NoFile));
        }
        match self.clients[id.0].link {
            Link::Up => self.answer(id, request_id, request, shown),
            Link::Down => self.later(self.latency, replied(HttpReply::Failed)),
            Link::BlackHole | Link::HalfOpen => {
                if self.clients[id.0].link == Link::HalfOpen {
                    let call = self.clients[id.0].call(request, shown);
                    self.server.http(self.now, &call);
                    self.collect();
                }
                let wait = i64::try_from(request.timeout.as_millis()).unwrap_or(i64::MAX);
                self.later(wait, replied(HttpReply::Failed));
            }
        }
    }

    fn answer(&mut self, id: ClientId, request_id: RequestId, request: &HttpRequest, shown: Credentials) {
        let client = &mut self.clients[id.0];
        let call = client.call(request, shown);
        let answer = self.server.http(self.now, &call);
        let spread = i64::try_from(self.order * 7919).unwrap_or(0) % client.answers_spread.max(1);
        let delay = self.latency
            + client.upload_takes(request)
            + i64::from(self.server.http_delay(self.now, &call))
            + spread;
        let happening = if client.lost_answers > 0 {
            client.lost_answers -= 1;
            Happening::Reply(id, request_id, HttpReply::Failed, Vec::new())
        } else {
            let is_cookie = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("set-cookie");
            let cookies = answer.headers.iter().filter(is_cookie);
            let cookies = cookies.map(|(_, value)| value.clone()).collect();
            let reply = HttpReply::Answer(client.answer(self.now, answer));
            Happening::Reply(id, request_id, reply, cookies)
        };
        self.later(delay, happening);
        self.collect();
    }

    fn upgrade(&mut self, id: ClientId, generation: SocketGeneration, path: &str, shown: Credentials) {
        let failed = SocketEvent::Closed {
            code: 1006,
            was_clean: false,
        };
        match self.clients[id.0].link {
            Link::Up => {
                let session = Client::session(&shown);
                let upgrade = Client::upgrade(path, shown);
                match self.server.socket_upgrade(self.now, &upgrade) {
                    Ok(socket) => {
                        self.clients[id.0].socket = Some((generation, socket));
                        let opened = SocketEvent::Opened { session };
                        self.later(self.latency, Happening::Socket(id, generation, opened));
                    }
                    Err(_) => self.later(self.latency, Happening::Socket(id, generation, failed)),
                }
                self.collect();
            }
            Link::Down => self.feed(id, Input::Socket(generation, failed)),
            Link::BlackHole | Link::HalfOpen => {}
        }
    }

    /// Takes what the server wants written and puts it on the way.
    pub(super) fn collect(&mut self) {
        for socket in self.server.take_ready() {
            let outs = self.server.drain(self.now, socket);
            let owner = self
                .clients
                .iter()
                .position(|client| client.socket.is_some_and(|(_, own)| own == socket));
            let Some(index) = owner else { continue };
            let Some((generation, _)) = self.clients[index].socket else {
                continue;
            };
            for out in outs {
                let event = match out {
                    SocketOut::Text(text) => {
                        let times = self.clients[index].befallen(text);
                        for text in times {
                            self.arrives(index, generation, SocketEvent::Text(text), socket);
                        }
                        continue;
                    }
                    SocketOut::Close(code) => SocketEvent::Closed {
                        code: code.unwrap_or(1005),
                        was_clean: true,
                    },
                    SocketOut::Drop => SocketEvent::Closed {
                        code: 1006,
                        was_clean: false,
                    },
                };
                if matches!(event, SocketEvent::Closed { .. }) {
                    self.clients[index].socket = None;
                }
                self.arrives(index, generation, event, socket);
            }
        }
    }

    fn arrives(&mut self, index: usize, generation: SocketGeneration, event: SocketEvent, socket: SocketId) {
        let delay = self.latency + i64::from(self.server.socket_delay(socket));
        let arrives = (self.now + delay).max(self.clients[index].arrived);
        self.clients[index].arrived = arrives;
        let happening = Happening::Socket(ClientId(index), generation, event);
        self.later(arrives - self.now, happening);
    }
}
