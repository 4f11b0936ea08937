//! Threads (`websocket.md 6.6`).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{data, nested, one, Decoded, EventFrame, Unfit};
use crate::domain::*;
use crate::event::{Event, ThreadsRead};
use crate::wire::model::{RawThread, ThreadParts};
use crate::wire::nested::{Flag, Int, Text};

#[derive(Deserialize, Default)]
#[serde(default)]
struct Data<'a> {
    #[serde(borrow)]
    thread: Option<&'a RawValue>,
    #[serde(borrow)]
    thread_id: Text<'a>,
    state: Flag,
    timestamp: Int,
    unread_replies: Int,
    unread_mentions: Int,
    previous_unread_replies: Option<Int>,
    previous_unread_mentions: Option<Int>,
}

/// Unread replies and mentions before a change, where the server says both.
pub(crate) type Previous = Option<(i64, i64)>;

impl ThreadParts {
    /// As facts: profiles first, so that the thread's people have names.
    pub(crate) fn into_events(self, team_id: Option<TeamId>, previous: Previous) -> Vec<Event> {
        let mut events = Vec::with_capacity(2);
        if !self.users.is_empty() {
            events.push(Event::UsersLoaded(self.users));
        }
        events.push(Event::ThreadUpdated {
            thread: self.thread,
            previous,
            team_id,
            root: self.root.map(Box::new),
        });
        events
    }
}

/// The team stands in the envelope; none for direct and group messages.
pub(in crate::wire) fn thread_updated(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let text = nested(data.thread)?;
    let previous = data
        .previous_unread_replies
        .zip(data.previous_unread_mentions)
        .map(|(replies, mentions)| (replies.0.max(0), mentions.0.max(0)));
    Ok(one::<RawThread<'_>>(&text)?.into_events(frame.broadcast.team_id, previous))
}

pub(in crate::wire) fn thread_follow_changed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    Ok(vec![Event::ThreadFollowChanged {
        thread_id: PostId::parse(data.thread_id.as_str())?,
        is_following: data.state.0,
    }])
}

/// Three shapes: one thread, one channel (envelope), one team (envelope).
pub(in crate::wire) fn thread_read_changed(frame: &EventFrame<'_>) -> Decoded {
    let data: Data<'_> = data(frame)?;
    let at = Timestamp(data.timestamp.0);
    let broadcast = frame.broadcast;
    let read = if !data.thread_id.is_empty() {
        ThreadsRead::One {
            thread_id: PostId::parse(data.thread_id.as_str())?,
            at,
            unread_replies: data.unread_replies.0.max(0),
            unread_mentions: data.unread_mentions.0.max(0),
        }
    } else if let Some(channel_id) = broadcast.channel_id {
        ThreadsRead::Channel { channel_id, at }
    } else {
        ThreadsRead::Team {
            team_id: broadcast.team_id.ok_or(Unfit)?,
        }
    };
    Ok(vec![Event::ThreadsRead(read)])
}
