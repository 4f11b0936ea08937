//! The server under disturbance: commands of [`crate::chaos`] carried out on hub and world.

use crate::call::Call;
use crate::chaos::{Command, Script};
use crate::hub::SocketId;

use super::{upgrade, Server};

/// A frame that came while its socket was stalled.
#[derive(Clone, Debug)]
pub(super) enum Held {
    /// A text frame.
    Text(String),
    /// A binary frame.
    Binary(Vec<u8>),
}

impl Server {
    /// Carries out one command.
    pub fn command(&mut self, now: i64, command: Command) {
        let command = self.with_user_ids(command);
        match &command {
            Command::Cut { user } => self.cut(now, user.as_deref()),
            Command::Restart { queues, .. } => self.restart(now, (*queues).into()),
            Command::ExpireSession { user } => self.expire_session(user),
            _ => {}
        }
        let heals = matches!(command, Command::Heal {});
        self.chaos.switch(now, command);
        if heals {
            self.pass_what_was_held(now);
        }
    }

    /// Plays a script from now on, instead of the one before.
    pub fn play(&mut self, script: Script) {
        self.script = Some(script);
    }

    /// How much later the answer to this call is to leave (milliseconds). The caller waits, not the server.
    pub fn http_delay(&self, now: i64, call: &Call) -> u32 {
        let session = upgrade::login_token(&call.headers).and_then(|token| self.world.session(now, token));
        let work = u32::try_from(self.world.work_left(now, call)).unwrap_or(0);
        let disturbed = self
            .chaos
            .delay(session.as_ref().map(|session| session.user_id.as_str()));
        work.max(disturbed)
    }

    /// How much later a frame of this socket is to leave (milliseconds). The caller waits, not the server.
    pub fn socket_delay(&self, id: SocketId) -> u32 {
        self.chaos.delay(self.hub.user_of(id))
    }

    /// Whether nothing passes on the sockets of this person (an id), or so slowly that answers overtake it.
    pub fn holds_back(&self, user: &str) -> bool {
        self.chaos.stalls(Some(user)) || self.chaos.slows(Some(user))
    }

    pub(super) fn is_stalled(&self, id: SocketId) -> bool {
        self.chaos.stalls(self.hub.user_of(id))
    }

    pub(super) fn play_script(&mut self, now: i64) {
        while let Some(command) = self.script.as_mut().and_then(|script| script.take_due(now)) {
            self.command(now, command);
        }
    }

    fn pass_what_was_held(&mut self, now: i64) {
        for (id, frame) in std::mem::take(&mut self.held) {
            match frame {
                Held::Text(text) => self.socket_text(now, id, &text),
                Held::Binary(bytes) => self.socket_binary(now, id, &bytes),
            }
        }
        for id in self.hub.sockets_of(None) {
            self.hub.wake(id);
        }
    }

    /// People say names, the hub knows ids.
    fn with_user_ids(&self, mut command: Command) -> Command {
        match &mut command {
            Command::Cut { user }
            | Command::Stall { user }
            | Command::Delay { user, .. }
            | Command::SlowConsumer { user, .. } => {
                if let Some(id) = user.as_deref().and_then(|name| self.world.user_id(name)) {
                    *user = Some(id);
                }
            }
            _ => {}
        }
        command
    }
}
