//! Disturbances on purpose: what can go wrong between a client and its server, switched on by command.
//!
//! [`crate::server::Server`] asks here before it answers and before it hands out frames; commands come from a test, from
//! the control endpoint (`--control`) or from a script (`--chaos FILE`, see [`Script`]). Pure and in virtual time.
//!
//! A command is one JSON object; `do` names it:
//!
//! ```json
//! {"do": "cut"}                                              every socket ends without a close frame
//! {"do": "cut", "user": "liv.andersen"}                      the sockets of one person (name or id)
//! {"do": "stall"}                                            sockets stay open, nothing passes either way
//! {"do": "delay", "milliseconds": 400}                       answers and frames leave that much later
//! {"do": "slow_consumer", "frames_per_second": 2}            sockets are written that slowly
//! {"do": "refuse_upgrade", "status": 503, "times": 3}        no new sockets
//! {"do": "restart", "queues": "lost", "away_milliseconds": 2000}   all sockets end; meanwhile every answer is 502
//! {"do": "expire_session", "user": "liv.andersen"}           all sessions of a person end; sockets stay, silent
//! {"do": "answer", "status": 429, "times": 5, "path": "/api/v4/posts", "retry_after": 2}
//! {"do": "captive_portal"}                                   every API path answers 200 with an HTML page
//! {"do": "heal"}                                             all of this ends; what was held back passes
//! ```
//!
//! `user` is optional for `cut`, `stall`, `delay` and `slow_consumer` (without it: everybody); `times` is optional
//! (without it: until `heal`); `path` is a prefix and optional; `queues` is `kept` or `lost` (a real restart loses them, and
//! the keys of the posts made a moment ago).

mod script;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use crate::call::Answer;
use crate::hub::{Queues, SocketId};
use crate::server::Refusal;

pub use script::{Script, ScriptError};

/// One command; see the module for its JSON.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Ends sockets without a close frame.
    Cut {
        /// Whose; everybody's without it.
        user: Option<String>,
    },
    /// Lets nothing pass on sockets that stay open.
    Stall {
        /// Whose; everybody's without it.
        user: Option<String>,
    },
    /// Makes answers and frames late.
    Delay {
        /// Whose; everybody's without it.
        user: Option<String>,
        /// How late.
        milliseconds: u32,
    },
    /// Writes sockets slowly, so that their queues fill.
    SlowConsumer {
        /// Whose; everybody's without it.
        user: Option<String>,
        /// How many frames a second are written.
        frames_per_second: u32,
    },
    /// Refuses new sockets.
    RefuseUpgrade {
        /// HTTP status of the refusal.
        status: u16,
        /// How often; until healed without it.
        times: Option<u32>,
    },
    /// Stops and starts the server.
    Restart {
        /// What becomes of connections that wait to be resumed.
        #[serde(default)]
        queues: QueuesAfter,
        /// How long it is away.
        #[serde(default)]
        away_milliseconds: u32,
    },
    /// Ends all sessions of a person.
    ExpireSession {
        /// Name, user id or session id.
        user: String,
    },
    /// Answers requests with an error.
    Answer {
        /// HTTP status.
        status: u16,
        /// How often; until healed without it.
        times: Option<u32>,
        /// Only paths that begin so.
        path: Option<String>,
        /// `Retry-After` in seconds.
        retry_after: Option<u32>,
    },
    /// Answers every API path with a page, as a hotel's network does.
    CaptivePortal {},
    /// Ends all disturbances.
    Heal {},
}

/// [`Queues`] as commands name them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueuesAfter {
    /// As after a real restart.
    #[default]
    Lost,
    /// As if only the network had gone.
    Kept,
}

impl From<QueuesAfter> for Queues {
    fn from(after: QueuesAfter) -> Queues {
        match after {
            QueuesAfter::Lost => Queues::Lost,
            QueuesAfter::Kept => Queues::Kept,
        }
    }
}

/// A setting for everybody and for single users.
#[derive(Clone, Debug)]
struct PerUser<T> {
    all: Option<T>,
    one: BTreeMap<String, T>,
}

impl<T> Default for PerUser<T> {
    fn default() -> Self {
        PerUser {
            all: None,
            one: BTreeMap::new(),
        }
    }
}

impl<T: Copy> PerUser<T> {
    fn set(&mut self, user: Option<String>, value: T) {
        match user {
            Some(user) => drop(self.one.insert(user, value)),
            None => self.all = Some(value),
        }
    }

    fn get(&self, user: Option<&str>) -> Option<T> {
        user.and_then(|user| self.one.get(user)).copied().or(self.all)
    }
}

#[derive(Clone, Debug)]
struct Rule {
    status: u16,
    left: Option<u32>,
    path: String,
    retry_after: Option<u32>,
}

/// The disturbances that are on.
#[derive(Clone, Debug, Default)]
pub struct Chaos {
    stalled: PerUser<()>,
    delay: PerUser<u32>,
    frame_gap: PerUser<i64>,
    refusal: Option<(u16, Option<u32>)>,
    rules: Vec<Rule>,
    portal: bool,
    away_until: i64,
    /// When the next frame may leave, by slowed socket.
    next_frame: BTreeMap<SocketId, i64>,
}

impl Chaos {
    /// Switches something on. Commands that act at once and change nothing here are left to the server.
    pub fn switch(&mut self, now: i64, command: Command) {
        match command {
            Command::Stall { user } => self.stalled.set(user, ()),
            Command::Delay { user, milliseconds } => self.delay.set(user, milliseconds),
            Command::SlowConsumer {
                user,
                frames_per_second,
            } => {
                self.frame_gap
                    .set(user, 1000 / i64::from(frames_per_second.max(1)));
            }
            Command::RefuseUpgrade { status, times } => self.refusal = Some((status, times)),
            Command::Restart {
                away_milliseconds, ..
            } => {
                self.away_until = now + i64::from(away_milliseconds);
            }
            Command::Answer {
                status,
                times,
                path,
                retry_after,
            } => self.rules.push(Rule {
                status,
                left: times,
                path: path.unwrap_or_default(),
                retry_after,
            }),
            Command::CaptivePortal {} => self.portal = true,
            Command::Heal {} => *self = Chaos::default(),
            Command::Cut { .. } | Command::ExpireSession { .. } => {}
        }
    }

    /// The answer instead of the real one.
    pub fn answer(&mut self, now: i64, path: &str) -> Option<Answer> {
        if let Some(away) = self.away(now) {
            return Some(away);
        }
        if self.portal {
            return Some(page(200, "text/html; charset=utf-8", PORTAL));
        }
        let rule = self
            .rules
            .iter_mut()
            .find(|rule| rule.left != Some(0) && path.starts_with(&rule.path))?;
        rule.left = rule.left.map(|left| left - 1);
        Some(error(rule.status, rule.retry_after))
    }

    /// What is answered while the server restarts.
    pub fn away(&self, now: i64) -> Option<Answer> {
        (now < self.away_until).then(|| page(502, "text/plain; charset=utf-8", "Bad Gateway\n"))
    }

    /// The refusal of an upgrade.
    pub fn refusal(&mut self, now: i64) -> Option<Refusal> {
        let answer = if now < self.away_until || self.portal {
            self.answer(now, "")?
        } else {
            let (status, left) = self.refusal.as_mut()?;
            if *left == Some(0) {
                return None;
            }
            *left = left.map(|left| left - 1);
            error(*status, None)
        };
        Some(Refusal {
            status: answer.status,
            content_type: "text/plain; charset=utf-8",
            body: String::from_utf8_lossy(&answer.body).into_owned(),
        })
    }

    /// Whether nothing passes on this user's sockets.
    pub fn stalls(&self, user: Option<&str>) -> bool {
        self.stalled.get(user).is_some()
    }

    /// Whether frames leave slowly for this user, and answers overtake them.
    pub fn slows(&self, user: Option<&str>) -> bool {
        self.frame_gap.get(user).is_some()
    }

    /// How much later things leave for this user (milliseconds).
    pub fn delay(&self, user: Option<&str>) -> u32 {
        self.delay.get(user).unwrap_or(0)
    }

    /// Whether a frame may leave now. If so it is counted; if not, [`Chaos::next_wakeup`] tells when.
    pub fn may_write(&mut self, now: i64, id: SocketId, user: Option<&str>) -> bool {
        let Some(gap) = self.frame_gap.get(user) else {
            return true;
        };
        let due = self.next_frame.entry(id).or_insert(now);
        if *due > now {
            return false;
        }
        *due = now + gap;
        true
    }

    /// The socket is gone.
    pub fn forget(&mut self, id: SocketId) {
        self.next_frame.remove(&id);
    }

    /// Slowed sockets that may be written again.
    pub fn take_due(&mut self, now: i64) -> Vec<SocketId> {
        let due: Vec<SocketId> = self
            .next_frame
            .iter()
            .filter(|(_, at)| **at <= now)
            .map(|(id, _)| *id)
            .collect();
        self.next_frame.retain(|_, at| *at > now);
        due
    }

    /// When a slowed socket may be written again.
    pub fn next_wakeup(&self) -> Option<i64> {
        self.next_frame.values().copied().min()
    }
}

const PORTAL: &str =
    "<!doctype html><title>Welcome</title><p>Please accept our terms to use this network.</p>\n";

fn error(status: u16, retry_after: Option<u32>) -> Answer {
    let mut answer = if status == 429 {
        let mut limited = page(429, "text/plain; charset=utf-8", "limit exceeded\n");
        for (name, value) in [
            ("X-Ratelimit-Limit", "101"),
            ("X-Ratelimit-Remaining", "0"),
            ("X-Ratelimit-Reset", "1"),
        ] {
            limited.headers.push((name.to_owned(), value.to_owned()));
        }
        limited
    } else {
        let body = json!({
            "id": "api.demo.chaos.app_error",
            "message": "The demo server was told to fail.",
            "detailed_error": "",
            "request_id": "",
            "status_code": status,
        });
        page(status, "application/json", &body.to_string())
    };
    let retry_after = retry_after.or((status == 429).then_some(1));
    if let Some(seconds) = retry_after {
        answer
            .headers
            .push(("Retry-After".to_owned(), seconds.to_string()));
    }
    answer
}

fn page(status: u16, content_type: &str, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
        body: body.as_bytes().to_vec(),
    }
}
