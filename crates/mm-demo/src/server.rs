//! The whole demo server without a network: world and hub together, in virtual time.
//!
//! The shell drives it with real sockets and a real clock, the client's simulated tests with neither. The same
//! options and the same calls give the same answers and frames.

use crate::call::{Answer, Call};
use crate::chaos::{Chaos, Script};
use crate::hub::{Hub, Queues, ResumeWish, SocketId, SocketOut};
use crate::world::{World, WorldOptions};

mod disturb;
mod upgrade;

#[cfg(test)]
mod tests;

pub use upgrade::{Refusal, Upgrade};

/// What a new server is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerOptions {
    /// What the world is made of; its seed is also the hub's.
    pub world: WorldOptions,
    /// The server's own public address (`https://chat.example.com`), which the Origin check then compares with; without
    /// it the Origin's host must equal the request's host.
    pub site_url: Option<String>,
}

/// How a socket ended on the wire. The hub treats all alike; the shell and tests say it for their logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowItEnded {
    /// The client sent a close frame.
    ClosedByClient,
    /// The stream ended or broke.
    Cut,
    /// No protocol pong came for 100 s, or a frame could not be written for 30 s.
    TimedOut,
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Server {
    world: World,
    hub: Hub,
    site_url: Option<String>,
    requests: u64,
    chaos: Chaos,
    script: Option<Script>,
    held: Vec<(SocketId, disturb::Held)>,
}

impl Server {
    /// A server with a fresh world.
    pub fn new(options: ServerOptions, now: i64) -> Server {
        let world = World::new(options.world, now);
        Server::with_world(world, options, now)
    }

    /// A server around a world that exists already (a restored snapshot).
    pub fn with_world(world: World, options: ServerOptions, now: i64) -> Server {
        // The time is part of the seed: after a restart no connection id of before comes again.
        let seed = options.world.seed ^ (now as u64).rotate_left(32);
        Server {
            world,
            hub: Hub::new(seed, now),
            site_url: options.site_url,
            requests: 0,
            chaos: Chaos::default(),
            script: None,
            held: Vec::new(),
        }
    }

    /// Answers one request of `/api/v4`, everything but an upgrade.
    pub fn http(&mut self, now: i64, call: &Call) -> Answer {
        match self.chaos.answer(now, &call.path) {
            Some(instead) => instead,
            None => self.http_from_inside(now, call),
        }
    }

    /// Answers a request of somebody at work elsewhere: what disturbs the person's own client does not reach them, and they use up none
    /// of the faults meant for it. A server that is away is away for them too.
    pub fn http_from_inside(&mut self, now: i64, call: &Call) -> Answer {
        if let Some(instead) = self.chaos.away(now) {
            return instead;
        }
        let answer = self.world.http(now, call);
        self.flush(now);
        answer
    }

    /// A client asks for a WebSocket. Refused ones get an HTTP answer instead.
    pub fn socket_upgrade(&mut self, now: i64, upgrade: &Upgrade) -> Result<SocketId, Refusal> {
        self.requests += 1;
        if let Some(refusal) = self.chaos.refusal(now) {
            return Err(refusal);
        }
        upgrade::check_origin(upgrade, self.site_url.as_deref(), self.requests)?;
        let session = upgrade::session(upgrade, self.requests, |token| self.world.session(now, token))?;
        let wish = ResumeWish {
            connection_id: upgrade.query("connection_id").unwrap_or_default().to_owned(),
            sequence_number: upgrade.query("sequence_number").unwrap_or_default().to_owned(),
            posted_ack: upgrade.query("posted_ack") == Some("true"),
        };
        let id = self.hub.opened(now, &mut self.world, session, wish);
        self.flush(now);
        Ok(id)
    }

    /// A text frame came.
    pub fn socket_text(&mut self, now: i64, id: SocketId, text: &str) {
        if self.is_stalled(id) {
            return self.held.push((id, disturb::Held::Text(text.to_owned())));
        }
        self.hub.text(now, &mut self.world, id, text);
        self.flush(now);
    }

    /// A binary frame came (MessagePack).
    pub fn socket_binary(&mut self, now: i64, id: SocketId, bytes: &[u8]) {
        if self.is_stalled(id) {
            return self.held.push((id, disturb::Held::Binary(bytes.to_vec())));
        }
        self.hub.binary(now, &mut self.world, id, bytes);
        self.flush(now);
    }

    /// The answer to a protocol ping came.
    pub fn socket_pong(&mut self, now: i64, id: SocketId) {
        if !self.is_stalled(id) {
            self.hub.pong(now, &mut self.world, id);
            self.flush(now);
        }
    }

    /// The socket is gone on the wire. Saying it twice does no harm.
    pub fn socket_gone(&mut self, now: i64, id: SocketId, _how: HowItEnded) {
        self.chaos.forget(id);
        self.held.retain(|(held, _)| *held != id);
        self.hub.socket_gone(now, &mut self.world, id);
        self.flush(now);
    }

    /// The next thing to do on a socket. A caller that stops asking is a slow reader.
    pub fn take_next(&mut self, now: i64, id: SocketId) -> Option<SocketOut> {
        if !self.hub.has_ended(id) {
            let user = self.hub.user_of(id);
            let nothing = self.hub.queued(id) == 0;
            if self.chaos.stalls(user) || (!nothing && !self.chaos.may_write(now, id, user)) {
                return None;
            }
        }
        self.hub.take_next(id)
    }

    /// Everything there is to do on a socket now.
    pub fn drain(&mut self, now: i64, id: SocketId) -> Vec<SocketOut> {
        std::iter::from_fn(|| self.take_next(now, id)).collect()
    }

    /// Sockets that may have something to write since this was last asked.
    pub fn take_ready(&mut self) -> Vec<SocketId> {
        self.hub.take_ready()
    }

    /// When [`Server::tick`] has something to do next.
    pub fn next_wakeup(&self) -> Option<i64> {
        let script = self.script.as_ref().and_then(Script::next_wakeup);
        let due = [self.hub.next_wakeup(), self.chaos.next_wakeup(), script];
        due.into_iter().flatten().min()
    }

    /// Does what is due.
    pub fn tick(&mut self, now: i64) {
        self.play_script(now);
        for id in self.chaos.take_due(now) {
            self.hub.wake(id);
        }
        self.hub.tick(now, &mut self.world);
        self.flush(now);
    }

    /// The server stops and starts again; the world's data survives, as it would in a database. With the queues it forgets which posts it has
    /// made a moment ago.
    pub fn restart(&mut self, now: i64, queues: Queues) {
        if queues == Queues::Lost {
            self.world.forget_keys();
        }
        self.hub.restart(now, &mut self.world, queues);
        self.flush(now);
    }

    /// Ends the sockets of one user, or of all, as a broken network would.
    pub fn cut(&mut self, now: i64, user: Option<&str>) {
        self.hub.cut(now, &mut self.world, user);
        self.flush(now);
    }

    /// Ends one login session, or all of a user (session id, user id or username). Sockets stay open and silent.
    pub fn expire_session(&mut self, session_or_user: &str) {
        self.world.expire_session(session_or_user);
    }

    /// The sockets of one user, or all.
    pub fn sockets_of(&self, user: Option<&str>) -> Vec<SocketId> {
        self.hub.sockets_of(user)
    }

    /// Whose socket this is, once it has authenticated.
    pub fn user_of(&self, id: SocketId) -> Option<&str> {
        self.hub.user_of(id)
    }

    /// Number of messages that wait for a socket.
    pub fn queued(&self, id: SocketId) -> usize {
        self.hub.queued(id)
    }

    /// The data.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The data, for a test that wants to prepare something. Events it causes go out with the next call.
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    fn flush(&mut self, now: i64) {
        loop {
            let events = self.world.take_outgoing();
            if events.is_empty() {
                return;
            }
            for event in &events {
                self.hub.broadcast(now, &mut self.world, event);
            }
        }
    }
}
