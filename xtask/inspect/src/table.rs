//! Which reader of the engine takes the answer to which request: everything the client asks.

use mm_core::domain::{ChannelId, NotAnId, PostId, TeamId};
use mm_core::event::{Event, Window};
use mm_core::rest::{self, ApiError, HttpAnswer};

/// The request of a recorded exchange.
pub struct Exchange<'a> {
    /// `GET`, `POST` …
    pub method: &'a str,
    /// Path below `/api/v4`, without query.
    pub path: &'a str,
}

/// What a reader made of an answer.
#[derive(Debug)]
pub enum Taken {
    /// Events for the state.
    Events(Vec<Event>),
    /// A value for whoever asked; its kind.
    Value(&'static str),
}

/// Why a reader gave nothing.
#[derive(Debug)]
pub enum Refused {
    /// The reader says so.
    Reader(ApiError),
    /// The request itself names something that is no id, so its answer has no place.
    Request(NotAnId),
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Reader(error)
    }
}

impl From<NotAnId> for Refused {
    fn from(error: NotAnId) -> Self {
        Self::Request(error)
    }
}

/// A reader's name and what it said; `None` when the client never asks this.
pub fn read(exchange: &Exchange<'_>, answer: &HttpAnswer) -> Option<(&'static str, Result<Taken, Refused>)> {
    let parts: Vec<&str> = exchange.path.trim_matches('/').split('/').collect();
    let at = (exchange.method, parts.as_slice());
    session(at, answer)
        .or_else(|| places(at, answer))
        .or_else(|| posts(at, answer))
        .or_else(|| people(at, answer))
        .or_else(|| done(at, answer))
}

type At<'a> = (&'a str, &'a [&'a str]);
type Found = Option<(&'static str, Result<Taken, Refused>)>;

fn many(read: Result<Vec<Event>, ApiError>) -> Result<Taken, Refused> {
    Ok(Taken::Events(read?))
}

fn one(read: Result<Event, ApiError>) -> Result<Taken, Refused> {
    Ok(Taken::Events(vec![read?]))
}

fn value<T>(kind: &'static str, read: Result<T, ApiError>) -> Result<Taken, Refused> {
    read.map(|_| Taken::Value(kind)).map_err(Refused::from)
}

/// Signing in, configuration, roles, emoji, preferences.
fn session((method, path): At<'_>, answer: &HttpAnswer) -> Found {
    Some(match (method, path) {
        ("GET", ["config", "client"]) => ("config", one(rest::config::read_client_config(answer))),
        ("GET", ["license", "client"]) => ("license", value("license", rest::config::read_license(answer))),
        ("POST", ["users", "login"]) => ("log_in", value("user", rest::login::read_log_in(answer))),
        ("POST", ["roles", "names"]) => ("roles", many(rest::roles::read_roles(answer))),
        ("GET", ["emoji"]) | ("POST", ["emoji", "names"]) => ("emoji", many(rest::emoji::read_emoji(answer))),
        ("GET", ["users", _, "preferences"]) => ("preferences", many(rest::preferences::read_mine(answer))),
        _ => return None,
    })
}

/// Teams, channels, memberships, categories.
fn places((method, path): At<'_>, answer: &HttpAnswer) -> Found {
    Some(match (method, path) {
        ("GET", ["users", _, "teams"]) => ("teams", many(rest::teams::read_mine(answer))),
        ("GET", ["users", _, "teams", "members"]) => {
            ("team members", many(rest::teams::read_my_members(answer)))
        }
        ("GET", ["users", _, "teams", "unread"]) => ("teams' unread", many(rest::teams::read_unread(answer))),
        ("GET", ["teams", "name", _] | ["teams", _]) => ("team", one(rest::teams::read_team(answer))),
        ("GET", ["users", _, "channels"]) => ("channels", many(rest::channels::read_mine(answer))),
        ("GET", ["users", _, "channel_members"]) => {
            ("memberships", many(rest::channels::read_my_members(answer)))
        }
        ("GET", ["channels", _] | ["teams", _, "channels", "name", _])
        | ("GET", ["teams", "name", _, "channels", "name", _])
        | ("POST", ["channels", "direct"]) => {
            ("channel", value("channel", rest::channels::read_channel(answer)))
        }
        ("GET", ["channels", _, "members", _]) | ("POST", ["channels", _, "members"]) => (
            "membership",
            value("membership", rest::channels::read_member(answer)),
        ),
        ("GET", ["channels", _, "stats"]) => ("channel's numbers", one(rest::channels::read_stats(answer))),
        ("POST", ["channels", "members", _, "view"]) => ("view", one(rest::channels::read_view(answer))),
        ("GET", ["users", _, "teams", team, "channels", "categories"]) => {
            let read = || many(rest::categories::read_of_team(answer, TeamId::parse(team)?));
            ("categories", read())
        }
        _ => return None,
    })
}

/// Posts, threads, reactions.
fn posts((method, path): At<'_>, answer: &HttpAnswer) -> Found {
    let window = |channel: &str, window| {
        many(rest::posts::read_window(
            answer,
            ChannelId::parse(channel)?,
            window,
        ))
    };
    let team = |team: &str| -> Result<TeamId, Refused> { Ok(TeamId::parse(team)?) };
    Some(match (method, path) {
        ("GET", ["channels", channel, "posts"]) => ("posts", window(channel, Window::Latest)),
        ("GET", ["users", _, "channels", channel, "posts", "unread"]) => {
            ("posts", window(channel, Window::Unread))
        }
        ("GET", ["posts", root, "thread"]) => {
            let read = || {
                Ok(Taken::Events(
                    rest::posts::read_thread(answer, PostId::parse(root)?)?.events,
                ))
            };
            ("thread's posts", read())
        }
        ("POST", ["posts", "ids"]) => ("posts", many(rest::posts::read_posts(answer))),
        ("GET", ["posts", _, "info"]) => ("post's place", value("place", rest::posts::read_info(answer))),
        ("POST", ["posts"]) | ("GET", ["posts", _]) | ("PUT", ["posts", _, "patch"]) => {
            ("post", value("post", rest::posts::read_post(answer)))
        }
        ("POST", ["users", _, "posts", _, "set_unread"]) => {
            ("unread", one(rest::posts::read_set_unread(answer)))
        }
        ("GET", ["users", _, "posts", "flagged"]) => {
            ("saved posts", value("posts", rest::posts::read_saved(answer)))
        }
        ("POST", ["reactions"]) => ("reaction", value("reaction", rest::reactions::read_add(answer))),
        ("GET", ["users", _, "teams", id, "threads"]) => {
            let read = || Ok(Taken::Events(rest::threads::read_list(answer, team(id)?)?.events));
            ("threads", read())
        }
        ("GET", ["users", _, "teams", id, "threads", _])
        | ("PUT", ["users", _, "teams", id, "threads", _, "read", _]) => {
            let read = || many(rest::threads::read_one(answer, team(id)?));
            ("thread", read())
        }
        _ => return None,
    })
}

/// People and their presence.
fn people((method, path): At<'_>, answer: &HttpAnswer) -> Found {
    Some(match (method, path) {
        ("GET", ["users", "me"]) => ("me", one(rest::users::read_me(answer))),
        ("POST", ["users", "ids" | "usernames"]) => ("people", many(rest::users::read_users(answer))),
        ("POST", ["users", "status", "ids"]) => ("presence", many(rest::users::read_statuses(answer))),
        ("PUT" | "GET", ["users", _, "status"]) => ("presence", one(rest::users::read_status(answer))),
        ("POST", ["users", "group_channels"]) => (
            "people of group messages",
            many(rest::users::read_group_channels(answer)),
        ),
        ("GET", ["users", "autocomplete"]) => (
            "people found",
            value("people", rest::users::read_autocomplete(answer)),
        ),
        ("GET", ["users", "username", _]) => ("person", value("person", rest::users::read_user(answer))),
        _ => return None,
    })
}

/// Answers that say nothing but that it worked.
fn done((method, path): At<'_>, answer: &HttpAnswer) -> Found {
    let known = matches!(
        (method, path),
        (
            "POST",
            ["users", "logout"] | ["posts", _, "pin" | "unpin"] | ["users", _, "preferences", "delete"]
        ) | (
            "PUT",
            ["users", _, "preferences"] | ["users", _, "teams", _, "channels", "categories"]
        ) | (
            "PUT" | "DELETE",
            ["users", _, "teams", _, "threads", _, "following"]
        ) | ("PUT", ["users", _, "teams", _, "threads", "read"])
            | ("DELETE", ["posts", _] | ["users", _, "posts", _, "reactions", _])
    );
    known.then(|| ("done", value("done", rest::read_done(answer))))
}
