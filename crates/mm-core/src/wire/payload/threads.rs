//! Threads (`websocket.md 6.6`).

use super::{nested, Decoded, EventFrame, Fields, Unfit};
use crate::domain::*;
use crate::event::{Event, ThreadsRead};
use crate::wire::model::{thread, ThreadParts};

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
pub(in crate::wire) fn thread_updated(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let (replies, mentions) = ("previous_unread_replies", "previous_unread_mentions");
    let says_both = data.raw(replies).is_some() && data.raw(mentions).is_some();
    let previous = says_both.then(|| (data.count(replies), data.count(mentions)));
    let parts = nested(data, "thread", thread)?;
    Ok(parts.into_events(frame.broadcast.team_id, previous))
}

pub(in crate::wire) fn thread_follow_changed(_: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    Ok(vec![Event::ThreadFollowChanged {
        thread_id: data.id("thread_id")?,
        is_following: data.flag("state"),
    }])
}

/// Three shapes: one thread, one channel (envelope), one team (envelope).
pub(in crate::wire) fn thread_read_changed(frame: &EventFrame<'_>, data: &Fields<'_>) -> Decoded {
    let at = data.time("timestamp");
    let broadcast = frame.broadcast;
    let read = if !data.text("thread_id").is_empty() {
        ThreadsRead::One {
            thread_id: data.id("thread_id")?,
            at,
            unread_replies: data.count("unread_replies"),
            unread_mentions: data.count("unread_mentions"),
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
