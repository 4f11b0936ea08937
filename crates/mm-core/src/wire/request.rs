//! What we say on the socket, as text frames (`websocket.md 5`). `seq` is the caller's: it rises across sockets, so that late
//! answers of an old one cannot be taken for new (trap 21).
//!
//! A frame over 8192 bytes would close the connection with 1009, so none is ever made (trap 23).

use serde::Serialize;

use crate::domain::{ChannelId, PostId, TeamId};

/// Longest frame the server takes, in bytes (`websocket.md 0`).
pub const MAX_FRAME_BYTES: usize = 8192;

/// Number of a request on the socket; greater than 0, never used twice in the life of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestSeq(pub i64);

#[derive(Serialize)]
struct Envelope<'a, D: Serialize> {
    seq: i64,
    action: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<D>,
}

/// `None` when the frame would be too long or cannot be written.
fn frame<D: Serialize>(seq: RequestSeq, action: &str, data: Option<D>) -> Option<String> {
    let text = serde_json::to_string(&Envelope {
        seq: seq.0,
        action,
        data,
    })
    .ok()?;
    (text.len() <= MAX_FRAME_BYTES).then_some(text)
}

/// Authenticates a socket that has no cookie (`websocket.md 2.1`). There may be no answer: wait for `hello`.
/// `None` for a token so long that no server would take it.
pub fn authentication_challenge(seq: RequestSeq, token: &str) -> Option<String> {
    #[derive(Serialize)]
    struct Data<'a> {
        token: &'a str,
    }
    frame(seq, "authentication_challenge", Some(Data { token }))
}

/// Asks for a sign of life (5.1); its answer also proves a silent resume (4.3).
pub fn ping(seq: RequestSeq) -> String {
    frame::<()>(seq, "ping", None).unwrap_or_default()
}

/// Tells others that one is typing (5.2). Throttling is the caller's.
pub fn user_typing(seq: RequestSeq, channel_id: ChannelId, root_id: Option<PostId>) -> String {
    #[derive(Serialize)]
    struct Data<'a> {
        channel_id: &'a str,
        parent_id: &'a str,
    }
    let root = root_id.as_ref().map_or("", |id| id.as_str());
    let data = Data {
        channel_id: channel_id.as_str(),
        parent_id: root,
    };
    frame(seq, "user_typing", Some(data)).unwrap_or_default()
}

/// What one looks at (5.4). Sending it narrows reactions and typing of other channels: see there before use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Viewing {
    /// Channel in the centre.
    pub channel_id: Option<ChannelId>,
    /// Team.
    pub team_id: Option<TeamId>,
    /// Channel of the thread in the panel.
    pub thread_channel_id: Option<ChannelId>,
}

/// Tells the server what one looks at.
pub fn presence(seq: RequestSeq, at: Viewing) -> String {
    #[derive(Serialize)]
    struct Data<'a> {
        channel_id: &'a str,
        team_id: &'a str,
        thread_channel_id: &'a str,
    }
    let data = Data {
        channel_id: at.channel_id.as_ref().map_or("", |id| id.as_str()),
        team_id: at.team_id.as_ref().map_or("", |id| id.as_str()),
        thread_channel_id: at.thread_channel_id.as_ref().map_or("", |id| id.as_str()),
    };
    frame(seq, "presence", Some(data)).unwrap_or_default()
}
