//! The envelope of a frame: event or reply, with its number and where it was sent; the payload stays raw.
//!
//! Called by `connection` for every text frame. One frame is one JSON document (`websocket.md 3.7`); it is read once,
//! without recursion into the payload's own documents. Nothing here is logged: frames hold private messages.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::nested::{Int, Text};
use crate::domain::{ChannelId, Seq, TeamId, UserId};

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

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default)]
    event: Option<Text<'a>>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
    #[serde(borrow, default)]
    broadcast: Option<&'a RawValue>,
    #[serde(borrow, default)]
    seq: Option<&'a RawValue>,
    #[serde(borrow, default)]
    status: Option<Text<'a>>,
    #[serde(borrow, default)]
    seq_reply: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RawBroadcast<'a> {
    #[serde(borrow)]
    user_id: Text<'a>,
    #[serde(borrow)]
    channel_id: Text<'a>,
    #[serde(borrow)]
    team_id: Text<'a>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct RawError<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    message: Text<'a>,
    status_code: Int,
}

impl From<RawError<'_>> for WireError {
    fn from(raw: RawError<'_>) -> Self {
        WireError {
            id: raw.id.into_string(),
            message: raw.message.into_string(),
            status_code: raw.status_code.0,
        }
    }
}

/// Reads a text frame.
pub fn parse(text: &str) -> Frame<'_> {
    // A list would also fit the envelope's fields, by position.
    let is_object = text.trim_start().starts_with('{');
    let Some(envelope) = is_object
        .then(|| serde_json::from_str::<Envelope<'_>>(text).ok())
        .flatten()
    else {
        return Frame::Unreadable {
            reason: Unreadable::NotJson,
        };
    };
    match (envelope.event.as_ref(), envelope.status.as_ref()) {
        (Some(name), _) if !name.is_empty() => event(envelope),
        (_, Some(_)) => reply(envelope),
        _ if envelope.seq_reply.is_some() => reply(envelope),
        _ => Frame::Unreadable {
            reason: Unreadable::NeitherEventNorReply,
        },
    }
}

fn number(raw: Option<&RawValue>) -> Option<i64> {
    serde_json::from_str::<i64>(raw?.get()).ok()
}

fn event(envelope: Envelope<'_>) -> Frame<'_> {
    let Some(seq) = number(envelope.seq).filter(|seq| *seq >= 0) else {
        return Frame::Unreadable {
            reason: Unreadable::NoNumber,
        };
    };
    let broadcast = envelope
        .broadcast
        .and_then(|raw| serde_json::from_str::<RawBroadcast<'_>>(raw.get()).ok())
        .unwrap_or_default();
    Frame::Event(EventFrame {
        name: envelope.event.unwrap_or_default().0,
        data: envelope.data,
        broadcast: Broadcast {
            user_id: UserId::parse(broadcast.user_id.as_str()).ok(),
            channel_id: ChannelId::parse(broadcast.channel_id.as_str()).ok(),
            team_id: TeamId::parse(broadcast.team_id.as_str()).ok(),
        },
        seq: Seq(seq),
    })
}

fn reply(envelope: Envelope<'_>) -> Frame<'_> {
    let error = envelope
        .error
        .and_then(|raw| serde_json::from_str::<RawError<'_>>(raw.get()).ok());
    Frame::Reply(ReplyFrame {
        seq_reply: number(envelope.seq_reply),
        ok: envelope.status.is_some_and(|s| s.as_str() == "OK"),
        error: error.map(WireError::from),
        data: envelope.data,
    })
}
