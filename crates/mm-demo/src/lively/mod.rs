//! A living company (`--lively`): colleagues type, talk, answer in threads, react and edit, so that one person alone sees
//! real time.
//!
//! The shell calls it when it is due; it acts through [`Server::http`] like any client, with a login of its own per
//! colleague. Pure: chance comes from a seed, time from outside. It keeps away from the accounts that people are told
//! to try, as long as there are at least two others.

mod phrases;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, VecDeque};

use serde_json::{json, Value};

use crate::call::{Answer, Call, Method};
use crate::server::Server;

/// Recent messages that can be answered, reacted to or edited.
const RECENT: usize = 40;
/// Colleagues who take part.
const CAST: usize = 8;
/// How long somebody types before a message comes (milliseconds, at least and at most).
const TYPING: (i64, i64) = (1_200, 4_000);

/// Somebody who takes part.
#[derive(Debug)]
struct Colleague {
    username: String,
    password: String,
    token: String,
    user_id: String,
    channels: Vec<String>,
}

/// A message of before.
#[derive(Debug, Clone)]
struct Recent {
    id: String,
    root: String,
    channel: String,
    author: usize,
    message: String,
}

/// What somebody is about to do.
#[derive(Debug)]
enum Deed {
    Say {
        who: usize,
        channel: String,
        root: String,
    },
    React {
        who: usize,
        post: String,
    },
    Correct {
        who: usize,
        post: String,
        message: String,
    },
}

/// See the module.
#[derive(Debug)]
pub struct Lively {
    cast: Vec<Colleague>,
    chance: Chance,
    gap: i64,
    next_act: i64,
    planned: BTreeMap<(i64, u64), Deed>,
    plans: u64,
    recent: VecDeque<Recent>,
}

impl Lively {
    /// Signs colleagues in. `rate` is acts a minute.
    pub fn new(server: &mut Server, seed: u64, rate: f64, now: i64) -> Lively {
        let gap = (60_000.0 / rate.clamp(0.01, 6_000.0)) as i64;
        Lively {
            cast: cast(server, now),
            chance: Chance(seed ^ 0x11fe),
            gap: gap.max(1),
            next_act: now + gap,
            planned: BTreeMap::new(),
            plans: 0,
            recent: VecDeque::new(),
        }
    }

    /// When [`Lively::act`] is due next.
    pub fn next_wakeup(&self) -> i64 {
        let planned = self.planned.keys().next().map_or(i64::MAX, |(at, _)| *at);
        planned.min(self.next_act)
    }

    /// Does what is due.
    pub fn act(&mut self, server: &mut Server, now: i64) {
        while let Some(entry) = self.planned.first_entry().filter(|entry| entry.key().0 <= now) {
            let deed = entry.remove();
            self.carry_out(server, now, deed);
        }
        if self.next_act <= now {
            self.begin_something(server, now);
            // Between half and one and a half times the mean gap; what was slept through is not made up for.
            self.next_act = now + self.gap / 2 + self.chance.below(self.gap.max(1) as u64) as i64;
        }
    }

    fn begin_something(&mut self, server: &mut Server, now: i64) {
        if self.cast.is_empty() {
            return;
        }
        let who = self.chance.below(self.cast.len() as u64) as usize;
        let roll = self.chance.below(100);
        let recent = self.some_recent();
        match recent {
            Some(post) if roll < 20 => self.plan(now, Deed::React { who, post: post.id }),
            Some(post) if roll < 30 => {
                let message = format!("{} (edited)", post.message.trim_end_matches(" (edited)"));
                let (who, post) = (post.author, post.id);
                self.plan(now, Deed::Correct { who, post, message });
            }
            Some(post) if roll < 50 && self.cast[who].channels.contains(&post.channel) => {
                let root = if post.root.is_empty() { post.id } else { post.root };
                self.begin_typing(server, now, who, post.channel, root);
            }
            _ => {
                let channels = &self.cast[who].channels;
                let at = self.chance.below(channels.len().max(1) as u64) as usize;
                if let Some(channel) = channels.get(at).cloned() {
                    self.begin_typing(server, now, who, channel, String::new());
                }
            }
        }
    }

    fn begin_typing(&mut self, server: &mut Server, now: i64, who: usize, channel: String, root: String) {
        let body = json!({"channel_id": channel, "parent_id": root});
        self.ask(server, now, who, Method::Post, "/api/v4/users/me/typing", &body);
        let (least, most) = TYPING;
        let later = now + least + self.chance.below((most - least) as u64) as i64;
        self.plan(later, Deed::Say { who, channel, root });
    }

    fn plan(&mut self, at: i64, deed: Deed) {
        self.plans += 1;
        self.planned.insert((at, self.plans), deed);
    }

    fn carry_out(&mut self, server: &mut Server, now: i64, deed: Deed) {
        match deed {
            Deed::Say { who, channel, root } => self.say(server, now, who, channel, root),
            Deed::React { who, post } => {
                let emoji = *self.chance.pick(&phrases::EMOJI);
                let body = json!({"user_id": self.cast[who].user_id, "post_id": post, "emoji_name": emoji});
                self.ask(server, now, who, Method::Post, "/api/v4/reactions", &body);
            }
            Deed::Correct { who, post, message } => {
                let path = format!("/api/v4/posts/{post}/patch");
                self.ask(server, now, who, Method::Put, &path, &json!({"message": message}));
            }
        }
    }

    fn say(&mut self, server: &mut Server, now: i64, who: usize, channel: String, root: String) {
        let lines = if root.is_empty() {
            &phrases::REMARKS[..]
        } else {
            &phrases::REPLIES[..]
        };
        let message = (*self.chance.pick(lines)).to_owned();
        let body = json!({"channel_id": channel, "root_id": root, "message": message});
        let answer = self.ask(server, now, who, Method::Post, "/api/v4/posts", &body);
        let Some(id) = answer.json()["id"]
            .as_str()
            .filter(|_| answer.status == 201)
            .map(str::to_owned)
        else {
            return;
        };
        if self.recent.len() >= RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent {
            id,
            root,
            channel,
            author: who,
            message,
        });
    }

    fn some_recent(&mut self) -> Option<Recent> {
        let at = self.chance.below(self.recent.len().max(1) as u64) as usize;
        self.recent.get(at).cloned()
    }

    /// Asks as a colleague; signs in again when the login has ended.
    fn ask(
        &mut self,
        server: &mut Server,
        now: i64,
        who: usize,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Answer {
        let colleague = &mut self.cast[who];
        let answer = server.http_from_inside(now, &signed(method, path, &colleague.token).with_json(body));
        if answer.status != 401 {
            return answer;
        }
        if let Some((token, _)) = sign_in(server, now, &colleague.username, &colleague.password) {
            colleague.token = token;
        }
        server.http_from_inside(now, &signed(method, path, &colleague.token).with_json(body))
    }
}

/// Signs in those who take part: people beside the ones to try; if there are not two, the ones to try but the first.
fn cast(server: &mut Server, now: i64) -> Vec<Colleague> {
    let hints = server.world().accounts();
    let Some(first) = hints.first().cloned() else {
        return Vec::new();
    };
    let Some((token, _)) = sign_in(server, now, &first.username, &first.password) else {
        return Vec::new();
    };
    let everybody = server
        .http_from_inside(
            now,
            &signed(Method::Get, "/api/v4/users", &token).with_query("per_page", "100"),
        )
        .json();
    let hinted = |name: &str| hints.iter().any(|hint| hint.username == name);
    let names = everybody
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|user| user["username"].as_str());
    let mut names: Vec<String> = names.filter(|name| !hinted(name)).map(str::to_owned).collect();
    names.sort();
    let mut cast = enter(server, now, &names, &first.password);
    if cast.len() < 2 {
        let names: Vec<String> = hints.into_iter().skip(1).map(|hint| hint.username).collect();
        cast = enter(server, now, &names, &first.password);
    }
    cast
}

fn enter(server: &mut Server, now: i64, names: &[String], password: &str) -> Vec<Colleague> {
    let mut cast = Vec::new();
    for username in names {
        if cast.len() == CAST {
            break;
        }
        let Some((token, user_id)) = sign_in(server, now, username, password) else {
            continue;
        };
        let answer = server
            .http_from_inside(now, &signed(Method::Get, "/api/v4/users/me/channels", &token))
            .json();
        let open = answer.as_array().into_iter().flatten().filter(|channel| {
            matches!(channel["type"].as_str(), Some("O" | "P")) && channel["delete_at"] == 0
        });
        let channels = open
            .filter_map(|channel| channel["id"].as_str())
            .map(str::to_owned)
            .collect();
        cast.push(Colleague {
            username: username.clone(),
            password: password.to_owned(),
            token,
            user_id,
            channels,
        });
    }
    cast
}

/// Token and user id.
fn sign_in(server: &mut Server, now: i64, username: &str, password: &str) -> Option<(String, String)> {
    let body = json!({"login_id": username, "password": password});
    let answer = server.http_from_inside(
        now,
        &Call::new(Method::Post, "/api/v4/users/login").with_json(&body),
    );
    let token = answer.header("Token")?.to_owned();
    let user_id = answer.json()["id"].as_str()?.to_owned();
    Some((token, user_id))
}

fn signed(method: Method, path: &str, token: &str) -> Call {
    Call::new(method, path).with_header("Authorization", &format!("Bearer {token}"))
}

/// A small source of chance (SplitMix64).
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    /// A number below `bound` (0 for 0).
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound.max(1)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}
