//! Which reader answers which call: method and path → the function that reads its answer.

use crate::domain::{ChannelId, PostId, TeamId, Timestamp};
use crate::event::{Event, Window};
use crate::rest::{
    categories, channels, config, drafts, emoji, login, members, posts, preferences, reactions, read_done,
    roles, search, teams, threads, users, ApiError, HttpAnswer,
};
use crate::wire::variant;

/// What was asked, taken apart.
pub(super) struct Asked<'a> {
    segments: Vec<&'a str>,
    query: Vec<(&'a str, &'a str)>,
}

impl<'a> Asked<'a> {
    /// Takes a path with query apart; the API's prefix is left out, a base path in front of it too.
    pub(super) fn new(path: &'a str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.split_once("/api/v4").map_or(path, |(_, rest)| rest);
        Self {
            segments: path.split('/').filter(|s| !s.is_empty()).collect(),
            query: query.split('&').filter_map(|pair| pair.split_once('=')).collect(),
        }
    }

    fn after(&self, name: &str) -> Option<&'a str> {
        let place = self.segments.iter().position(|s| *s == name)?;
        self.segments.get(place + 1).copied()
    }

    fn query(&self, key: &str) -> Option<&'a str> {
        self.query
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, value)| *value)
    }

    /// The window of posts that was asked for, by the server's precedence.
    fn window(&self) -> Window {
        if let Some(at) = self.query("since").and_then(|v| v.parse().ok()) {
            let at = Timestamp(at);
            return Window::Since { at, truncated: false };
        }
        if let Some(id) = self.query("after").and_then(|v| PostId::parse(v).ok()) {
            return Window::After(id);
        }
        if let Some(id) = self.query("before").and_then(|v| PostId::parse(v).ok()) {
            return Window::Before(id);
        }
        if self.segments.last() == Some(&"unread") {
            return Window::Unread;
        }
        Window::Latest
    }
}

/// Kinds of what an answer became.
pub(super) type Read = Result<Vec<String>, ApiError>;
pub(super) type Reader = fn(&Asked<'_>, &HttpAnswer) -> Read;

fn facts(events: Vec<Event>) -> Vec<String> {
    events.iter().map(variant).collect()
}

fn fact(event: Event) -> Vec<String> {
    vec![variant(&event)]
}

fn value(name: &str) -> Vec<String> {
    vec![name.to_owned()]
}

fn done(_: &Asked<'_>, answer: &HttpAnswer) -> Read {
    read_done(answer).map(|()| value("Done"))
}

fn team(asked: &Asked<'_>) -> TeamId {
    asked
        .after("teams")
        .and_then(|id| TeamId::parse(id).ok())
        .unwrap_or(TeamId::MIN)
}

fn posts_window(asked: &Asked<'_>, answer: &HttpAnswer) -> Read {
    let id = asked.after("channels").and_then(|id| ChannelId::parse(id).ok());
    posts::read_window(answer, id.unwrap_or(ChannelId::MIN), asked.window()).map(facts)
}

fn thread(asked: &Asked<'_>, answer: &HttpAnswer) -> Read {
    let root = asked.after("posts").and_then(|id| PostId::parse(id).ok());
    posts::read_thread(answer, root.unwrap_or(PostId::MIN), None).map(|page| facts(page.events))
}

fn log_in(_: &Asked<'_>, answer: &HttpAnswer) -> Read {
    login::read_log_in(answer).map(|outcome| match outcome {
        login::LogInOutcome::SignedIn(_) => value("SignedIn"),
        login::LogInOutcome::CodeWanted { .. } => value("CodeWanted"),
        login::LogInOutcome::Refused { .. } => value("Refused"),
    })
}

/// Adding one person answers a membership, adding several a list.
fn member_or_members(_: &Asked<'_>, answer: &HttpAnswer) -> Read {
    channels::read_member(answer)
        .map(|_| value("ChannelMember"))
        .or_else(|error| {
            members::read_members(answer)
                .map(|_| value("ChannelMembers"))
                .map_err(|_| error)
        })
}

macro_rules! reader {
    (events $function:path) => {
        |_, answer| $function(answer).map(facts)
    };
    (event $function:path) => {
        |_, answer| $function(answer).map(fact)
    };
    (value $name:literal $function:path) => {
        |_, answer| $function(answer).map(|_| value($name))
    };
}

/// Method, path with `*` for what changes, reader. The first that fits is taken.
#[rustfmt::skip] // one line a call: it is a table
const ROUTES: &[(&str, &str, Reader)] = &[
    ("GET", "config/client", reader!(event config::read_client_config)),
    ("GET", "license/client", reader!(value "License" config::read_license)),

    ("POST", "users/login", log_in),
    ("POST", "users/logout", done),
    ("GET", "users/me", reader!(event users::read_me)),
    ("POST", "users/ids", reader!(events users::read_users)),
    ("POST", "users/usernames", reader!(events users::read_users)),
    ("POST", "users/group_channels", reader!(events users::read_group_channels)),
    ("POST", "users/status/ids", reader!(events users::read_statuses)),
    ("GET", "users/autocomplete", reader!(value "Found" users::read_autocomplete)),
    ("GET", "users/username/*", reader!(value "User" users::read_user)),
    ("GET", "users/*/status", reader!(event users::read_status)),
    ("PUT", "users/*/status", reader!(event users::read_status)),

    ("GET", "users/*/preferences", reader!(events preferences::read_mine)),
    ("GET", "users/*/preferences/*", reader!(events preferences::read_mine)),
    ("PUT", "users/*/preferences", done),
    ("POST", "users/*/preferences/delete", done),

    ("GET", "users/*/teams", reader!(events teams::read_mine)),
    ("GET", "users/*/teams/members", reader!(events teams::read_my_members)),
    ("GET", "users/*/teams/unread", reader!(events teams::read_unread)),
    ("GET", "teams/name/*", reader!(event teams::read_team)),
    ("GET", "teams/*/channels", reader!(value "Channels" search::read_channels)),
    ("GET", "teams/*/channels/autocomplete", reader!(value "Channels" search::read_channels)),
    ("POST", "teams/*/posts/search", reader!(value "Posts" posts::read_saved)),
    ("POST", "posts/search", reader!(value "Posts" posts::read_saved)),
    ("GET", "teams/*", reader!(event teams::read_team)),

    ("GET", "users/*/channels", reader!(events channels::read_mine)),
    ("GET", "users/*/channel_members", reader!(events channels::read_my_members)),
    ("GET", "users/*/teams/*/channels", reader!(events channels::read_mine)),
    ("GET", "users/*/teams/*/channels/members", reader!(events channels::read_my_members)),
    ("GET", "users/*/teams/*/channels/categories", |asked, answer| categories::read_of_team(answer, team(asked)).map(facts)),
    ("PUT", "users/*/teams/*/channels/categories", done),
    ("PUT", "users/*/teams/*/channels/categories/order", done),
    ("GET", "teams/*/channels/name/*", reader!(value "Channel" channels::read_channel)),
    ("GET", "teams/name/*/channels/name/*", reader!(value "Channel" channels::read_channel)),
    ("POST", "channels/direct", reader!(value "Channel" channels::read_channel)),
    ("POST", "channels/group", reader!(value "Channel" channels::read_channel)),
    ("POST", "channels/members/*/view", reader!(event channels::read_view)),
    ("POST", "channels/members/*/mark_read", reader!(event channels::read_view)),
    ("GET", "channels/*/stats", reader!(event channels::read_stats)),
    ("GET", "channels/*/pinned", reader!(value "Posts" posts::read_saved)),
    ("GET", "channels/*/posts", posts_window),
    ("GET", "channels/*/members", reader!(value "ChannelMembers" members::read_members)),
    ("POST", "channels/*/members", member_or_members),
    ("GET", "channels/*/members/*", reader!(value "ChannelMember" channels::read_member)),
    ("DELETE", "channels/*/members/*", done),
    ("PUT", "channels/*/members/*/notify_props", done),
    ("GET", "channels/*", reader!(value "Channel" channels::read_channel)),

    ("GET", "users/*/channels/*/posts/unread", posts_window),
    ("GET", "users/*/posts/flagged", reader!(value "Posts" posts::read_saved)),
    ("POST", "users/*/posts/*/set_unread", reader!(event posts::read_set_unread)),
    ("DELETE", "users/*/posts/*/reactions/*", done),
    ("POST", "reactions", reader!(value "Reaction" reactions::read_add)),
    ("POST", "posts", reader!(value "Post" posts::read_post)),
    ("POST", "posts/ids", reader!(events posts::read_posts)),
    ("GET", "posts/*/thread", thread),
    ("GET", "posts/*/info", reader!(value "PostInfo" posts::read_info)),
    ("PUT", "posts/*/patch", reader!(value "Post" posts::read_post)),
    ("POST", "posts/*/pin", done),
    ("POST", "posts/*/unpin", done),
    ("GET", "posts/*", reader!(value "Post" posts::read_post)),
    ("DELETE", "posts/*", done),

    ("GET", "users/*/teams/*/threads", |asked, answer| threads::read_list(answer, team(asked)).map(|list| facts(list.events))),
    ("PUT", "users/*/teams/*/threads/read", done),
    ("GET", "users/*/teams/*/threads/*", |asked, answer| threads::read_one(answer, team(asked)).map(facts)),
    ("PUT", "users/*/teams/*/threads/*/read/*", |asked, answer| threads::read_one(answer, team(asked)).map(facts)),
    ("POST", "users/*/teams/*/threads/*/set_unread/*", |asked, answer| threads::read_one(answer, team(asked)).map(facts)),
    ("PUT", "users/*/teams/*/threads/*/following", done),
    ("DELETE", "users/*/teams/*/threads/*/following", done),

    ("GET", "users/*/teams/*/drafts", reader!(value "Drafts" drafts::read_of_team)),
    ("POST", "drafts", reader!(value "Draft" drafts::read_keep)),
    ("DELETE", "users/*/channels/*/drafts", done),
    ("DELETE", "users/*/channels/*/drafts/*", done),

    ("POST", "roles/names", reader!(events roles::read_roles)),
    ("GET", "emoji", reader!(events emoji::read_emoji)),
    ("POST", "emoji/names", reader!(events emoji::read_emoji)),
    ("GET", "users/*", reader!(value "User" users::read_user)),
];

/// Words of the server's own routes that stand where an id may stand.
#[rustfmt::skip] // a list
const WORDS: &[&str] = &[
    "known", "stats", "sessions", "tokens", "search", "invite", "autocomplete", "members",
];

fn fits(pattern: &str, segments: &[&str]) -> bool {
    let fits = |part: &str, segment: &str| match part {
        "*" => !WORDS.contains(&segment),
        word => word == segment,
    };
    let mut rest = segments.iter();
    pattern
        .split('/')
        .all(|part| rest.next().is_some_and(|s| fits(part, s)))
        && rest.next().is_none()
}

/// The reader of a call; `None` for calls the client never makes.
pub(super) fn find(method: &str, asked: &Asked<'_>) -> Option<Reader> {
    ROUTES
        .iter()
        .find(|(m, pattern, _)| *m == method && fits(pattern, &asked.segments))
        .map(|(_, _, reader)| *reader)
}
