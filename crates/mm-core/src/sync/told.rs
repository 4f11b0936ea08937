//! What frames told while a question was under way. The server may have made the answer before that, and not everything that is told
//! carries a time by which an older copy is known: so it is told once more after the answer. If the answer had it already, nothing
//! changes; if the server has gone further meanwhile, a frame that is still to come says so.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Ask, Requests};
use crate::domain::{ChannelId, RequestId, UserId};
use crate::event::Event;

/// So many facts are kept, the newest ones; a question that is under way while more is told gets an answer late enough to know the
/// others.
const MOST: usize = 4_096;

/// Facts that answers on their way may lack.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// In order, with the newest question that had left by then.
    facts: VecDeque<(RequestId, Arc<Event>)>,
    /// The newest question that had left when a connection was lost: of what happened after it not all was told.
    lost: RequestId,
}

impl Told {
    /// A frame tells this now.
    pub fn note(&mut self, event: &Arc<Event>, requests: &Requests) {
        if !requests.flights().any(|(_, flight)| may_lack(&flight.ask, event)) {
            return;
        }
        self.facts.retain(|(_, earlier)| !takes_back(event, earlier));
        self.facts.push_back((requests.last(), event.clone()));
        if self.facts.len() > MOST {
            self.facts.pop_front();
        }
    }

    /// One does this oneself: of preferences nobody knows which is newer, a list on its way or what is done now.
    pub fn note_done(&mut self, event: &Arc<Event>, requests: &Requests) {
        if matches!(
            **event,
            Event::PreferencesLoaded { .. } | Event::PreferencesDeleted(_)
        ) {
            self.note(event, requests);
        }
    }

    /// What was told while this question, which has just been answered, was under way.
    pub fn during(&mut self, id: RequestId, ask: &Ask, requests: &Requests) -> Vec<Arc<Event>> {
        let meanwhile = self.facts.iter().filter(|(last, _)| *last >= id);
        let told = meanwhile
            .filter(|(_, event)| may_lack(ask, event))
            .map(|(_, event)| event.clone())
            .collect();
        let oldest = requests.flights().map(|(id, _)| id).min();
        self.facts
            .retain(|(last, _)| oldest.is_some_and(|oldest| *last >= oldest));
        told
    }

    /// A connection was lost: what it told is older than what is asked for now. Orders that are under way may be answered later still.
    pub fn connection_lost(&mut self, requests: &Requests) {
        self.forget();
        self.lost = requests.last();
    }

    /// Whether more may have happened while this question was under way than is told again.
    pub fn lacks(&self, id: RequestId) -> bool {
        id <= self.lost
    }

    /// Another session: what the former one told is older than what is asked for now.
    pub fn forget(&mut self) {
        self.facts.clear();
    }
}

/// Whether an answer could undo a fact, or hold something to which the fact was told in vain because it was not known yet. What carries a
/// time of its own (edits, created posts) or stays for ever (that a post is deleted) cannot be undone; but a root that is still on its way
/// may count a reply that was deleted.
fn may_lack(ask: &Ask, event: &Event) -> bool {
    match event {
        Event::ReactionAdded { channel_id, .. } | Event::ReactionRemoved { channel_id, .. } => {
            brings_posts_of(ask, *channel_id)
        }
        // How many replied is asked once more after a deletion anyway.
        Event::PostDeleted {
            channel_id, root_id, ..
        } => root_id.is_some() && !matches!(ask, Ask::Replies(_)) && brings_posts_of(ask, Some(*channel_id)),
        Event::ThreadFollowChanged { .. } => ask.brings_posts(),
        // What is unread can go back and forth: only the order in which it is told counts.
        Event::PostMarkedUnread(unread) => tells_reading(ask, unread.channel_id),
        Event::ChannelRead { channel_id, .. } => tells_reading(ask, *channel_id),
        Event::ChannelsViewed { times } => times.keys().any(|id| tells_reading(ask, *id)),
        Event::PreferencesLoaded { .. } | Event::PreferencesDeleted(_) => *ask == Ask::Preferences,
        // A list that is on its way may not know, and was not asked for once more: now it is.
        Event::MemberAdded { .. } | Event::MemberRemoved { .. } | Event::ChannelAnnounced { .. } => {
            matches!(ask, Ask::Channels | Ask::Members | Ask::Categories(_))
        }
        Event::CategoriesOutdated { .. } | Event::CategoryOrderChanged { .. } => {
            matches!(ask, Ask::Categories(_))
        }
        Event::ConfigOutdated => *ask == Ask::Config,
        _ => false,
    }
}

/// Somebody was removed from a channel, or is back in it: what was told of that before is over.
fn takes_back(event: &Event, earlier: &Event) -> bool {
    let membership = membership(event);
    membership.is_some() && membership == self::membership(earlier)
}

fn membership(event: &Event) -> Option<(ChannelId, UserId)> {
    match event {
        Event::MemberAdded {
            channel_id, user_id, ..
        }
        | Event::MemberRemoved { channel_id, user_id } => Some((*channel_id, *user_id)),
        _ => None,
    }
}

fn brings_posts_of(ask: &Ask, channel: Option<ChannelId>) -> bool {
    let asked = match ask {
        Ask::Posts { channel_id, .. } | Ask::LookUp { channel_id, .. } => Some(*channel_id),
        _ => None,
    };
    ask.brings_posts() && (asked.is_none() || channel.is_none() || asked == channel)
}

fn tells_reading(ask: &Ask, channel: ChannelId) -> bool {
    match ask {
        // How much was read is counted by the channel's totals: read before they are known, it is read once more.
        Ask::View(id) | Ask::Channel(id) | Ask::Member(id) | Ask::Join(id) => *id == channel,
        Ask::Channels | Ask::Members | Ask::SetUnread { .. } => true,
        _ => false,
    }
}
