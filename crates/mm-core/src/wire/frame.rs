//! The envelope of a frame: event or reply, with its number and where it was sent; the payload stays raw.
//!
//! Called by `connection` for every text frame. One frame is one JSON document (`websocket.md 3.7`); it is read once,
//! without recursion into the payload's own documents. Nothing here is logged: frames hold private messages.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::fields::{one, Fields};
use super::nested::Unfit;
use crate::domain::{ChannelId, Seq, TeamId, Timestamp, UserId};

/// What a text frame is.
#[derive(Debug, Clone)]
pub enum Frame<'a> {
    /// Something happened; it has a number.
    Event(EventFrame<'a>),
    /// The answer to a request of ours.
    Reply(ReplyFrame<'a>),
    /// Neither: counted, never applied. The stream can no longer be numbered for certain.
    Unreadable {
        /// Why, in fixed words (never content).
        reason: Unreadable,
    },
}

/// Why a frame is neither event nor reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// Not one JSON object.
    NotJson,
    /// An object without `event` and `status`.
    NeitherEventNorReply,
    /// An event without a usable `seq`.
    NoNumber,
}

impl Unreadable {
    /// Fixed words for logs and diagnostics.
    pub fn as_str(self) -> &'static str {
        match self {
            Unreadable::NotJson => "not one JSON object",
            Unreadable::NeitherEventNorReply => "neither event nor reply",
            Unreadable::NoNumber => "event without a number",
        }
    }
}

/// An event with raw payload (`websocket.md 3.1`).
#[derive(Debug, Clone)]
pub struct EventFrame<'a> {
    /// Name, as sent.
    pub name: Cow<'a, str>,
    /// Payload; `None` when absent or null.
    pub data: Option<&'a RawValue>,
    /// To whom it was sent; some facts stand only here.
    pub broadcast: Broadcast,
    /// Number on this connection.
    pub seq: Seq,
}

/// Where an event was sent (`websocket.md 3.4`); an id that is empty or not one is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Broadcast {
    /// To one person's connections.
    pub user_id: Option<UserId>,
    /// To a channel's members.
    pub channel_id: Option<ChannelId>,
    /// To a team's members.
    pub team_id: Option<TeamId>,
}

/// The answer to a request (`websocket.md 3.3`).
#[derive(Debug, Clone)]
pub struct ReplyFrame<'a> {
    /// Number of the request; absent when that was 0.
    pub seq_reply: Option<i64>,
    /// `status` was `OK`.
    pub ok: bool,
    /// Error, if it failed and said why.
    pub error: Option<WireError>,
    /// Payload; `None` when absent or null.
    pub data: Option<&'a RawValue>,
}

impl ReplyFrame<'_> {
    /// The session is gone: the only sign of it on a socket (`websocket.md 2.4`).
    pub fn is_unauthenticated(&self) -> bool {
        self.error.as_ref().is_some_and(|e| e.status_code == 401)
    }

    /// The server's time, as the answer to a ping tells it.
    pub fn server_time(&self) -> Option<Timestamp> {
        Fields::any(self.data).moment("server_time")
    }
}

/// An error of a reply, also the body of a failed REST call (`rest.md 0.4`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WireError {
    /// Stable id, to match on.
    pub id: String,
    /// The server's words, to show; in the server's language on the socket.
    pub message: String,
    /// As an HTTP status.
    pub status_code: i64,
}

/// The error in a reply or in the body of a failed call.
pub(crate) fn error(fields: &Fields<'_>) -> Result<WireError, Unfit> {
    Ok(WireError {
        id: fields.string("id"),
        message: fields.string("message"),
        status_code: fields.int("status_code"),
    })
}

/// Reads a text frame.
pub fn parse(text: &str) -> Frame<'_> {
    let unreadable = |reason| Frame::Unreadable { reason };
    let Ok(envelope) = Fields::read(text) else {
        return unreadable(Unreadable::NotJson);
    };
    let (name, status) = (envelope.text("event"), envelope.text("status"));
    if envelope.fit().is_err() {
        return unreadable(Unreadable::NotJson);
    }
    if !name.is_empty() {
        return event(&envelope, name);
    }
    if envelope.raw("status").is_some() || envelope.raw("seq_reply").is_some() {
        return reply(&envelope, status == "OK");
    }
    unreadable(Unreadable::NeitherEventNorReply)
}

fn number(raw: Option<&RawValue>) -> Option<i64> {
    raw?.get().parse().ok()
}

fn event<'a>(envelope: &Fields<'a>, name: Cow<'a, str>) -> Frame<'a> {
    let Some(seq) = number(envelope.raw("seq")).filter(|seq| *seq >= 0) else {
        return Frame::Unreadable {
            reason: Unreadable::NoNumber,
        };
    };
    let to = Fields::any(envelope.raw("broadcast"));
    Frame::Event(EventFrame {
        name,
        data: envelope.raw("data"),
        broadcast: Broadcast {
            user_id: to.id("user_id").ok(),
            channel_id: to.id("channel_id").ok(),
            team_id: to.id("team_id").ok(),
        },
        seq: Seq(seq),
    })
}

fn reply<'a>(envelope: &Fields<'a>, ok: bool) -> Frame<'a> {
    let said = envelope.raw("error");
    Frame::Reply(ReplyFrame {
        seq_reply: number(envelope.raw("seq_reply")),
        ok,
        error: said.and_then(|raw| one(raw.get(), error).ok()),
        data: envelope.raw("data"),
    })
}
