//! What frames told and is not applied yet: a lane a channel, so that what matters most is seen first (brief, S31).
//!
//! ```text
//!  numbered, decoded ──► [ ~town ▪▪▪▪   ~design ▪▪   @kenji ▪ ] │ user_updated │ [ ~town ▪▪ ] │ …
//!                          one section: lanes side by side         alone          the next section
//! ```
//! Within a lane the order of arrival stands. What speaks of no channel, of several, or of who is in which, stands alone: everything that
//! came before it is applied before it, everything after it afterwards. So whatever is taken first, each fact finds what
//! it refers to.

use std::collections::VecDeque;

use super::pace::PASSED_OVER;
use crate::domain::*;
use crate::event::*;

/// How much a frame matters to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Urgency {
    /// One's own post, or one that mentions oneself.
    Own,
    /// Everything else.
    Other,
}

/// Where a frame has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// In the lane of its channel.
    Lane(ChannelId, Urgency),
    /// Between everything before it and everything after it.
    Alone,
    /// Nowhere: it changes nothing but a counter.
    None,
}

/// The frames that wait.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lanes {
    sections: VecDeque<Section>,
    waiting: usize,
    arrived: u64,
    /// How often the oldest frame was passed over.
    passed_over: u32,
}

/// What may be applied in any order of its lanes, and what stands alone behind it.
#[derive(Clone, Debug, Default)]
struct Section {
    /// None is empty.
    lanes: Vec<Lane>,
    alone: Option<Vec<Event>>,
}

#[derive(Clone, Debug)]
struct Lane {
    channel_id: ChannelId,
    frames: VecDeque<Waiting>,
    /// How many of the frames are urgent: those before them have to go first, so the lane hurries.
    urgent: usize,
}

#[derive(Clone, Debug)]
struct Waiting {
    number: u64,
    urgency: Urgency,
    events: Vec<Event>,
}

impl Lanes {
    /// How many frames wait.
    pub fn len(&self) -> usize {
        self.waiting
    }

    /// Nothing waits any more, and nothing of it is applied.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes in what a frame told, in order of arrival.
    pub fn push(&mut self, way: Way, events: Vec<Event>) {
        self.waiting = self.waiting.saturating_add(1);
        self.arrived = self.arrived.saturating_add(1);
        if self.sections.back().is_none_or(|last| last.alone.is_some()) {
            self.sections.push_back(Section::default());
        }
        let Some(section) = self.sections.back_mut() else {
            return;
        };
        match way {
            Way::Lane(channel_id, urgency) => section.put(
                channel_id,
                Waiting {
                    number: self.arrived,
                    urgency,
                    events,
                },
            ),
            Way::Alone | Way::None => section.alone = Some(events),
        }
    }

    /// What is to be applied next: of the open channel, of a channel with an own post or a mention, then the oldest. The oldest is
    /// passed over at most [`PASSED_OVER`] times.
    pub fn take(&mut self, open: Option<ChannelId>) -> Option<Vec<Event>> {
        let section = self.sections.front_mut()?;
        let taken = match section.choose(open, self.passed_over < PASSED_OVER) {
            Some((at, is_oldest)) => {
                self.passed_over = if is_oldest {
                    0
                } else {
                    self.passed_over.saturating_add(1)
                };
                section.take(at)
            }
            None => section.alone.take(),
        };
        if section.lanes.is_empty() && section.alone.is_none() {
            self.sections.pop_front();
        }
        self.waiting = self.waiting.saturating_sub(usize::from(taken.is_some()));
        taken
    }
}

impl Section {
    fn put(&mut self, channel_id: ChannelId, waiting: Waiting) {
        let urgent = usize::from(waiting.urgency == Urgency::Own);
        match self.lanes.iter_mut().find(|lane| lane.channel_id == channel_id) {
            Some(lane) => {
                lane.urgent = lane.urgent.saturating_add(urgent);
                lane.frames.push_back(waiting);
            }
            None => self.lanes.push(Lane {
                channel_id,
                frames: VecDeque::from([waiting]),
                urgent,
            }),
        }
    }

    /// The lane to take from, and whether its first frame is the oldest.
    fn choose(&self, open: Option<ChannelId>, may_pass_over: bool) -> Option<(usize, bool)> {
        let head = |lane: &Lane| lane.frames.front().map_or(u64::MAX, |frame| frame.number);
        let hurries = |lane: &Lane| lane.urgent > 0 || Some(lane.channel_id) == open;
        let lanes = || self.lanes.iter().enumerate();
        let (oldest, lane) = lanes().min_by_key(|(_, lane)| head(lane))?;
        if hurries(lane) || !may_pass_over {
            return Some((oldest, true));
        }
        let first = lanes()
            .filter(|(_, lane)| hurries(lane))
            .min_by_key(|(_, lane)| head(lane));
        Some(first.map_or((oldest, true), |(at, _)| (at, false)))
    }

    fn take(&mut self, at: usize) -> Option<Vec<Event>> {
        let lane = self.lanes.get_mut(at)?;
        let waiting = lane.frames.pop_front()?;
        if waiting.urgency == Urgency::Own {
            lane.urgent = lane.urgent.saturating_sub(1);
        }
        if lane.frames.is_empty() {
            self.lanes.swap_remove(at);
        }
        Some(waiting.events)
    }
}

/// Where what a frame told has to wait: one lane if all of it speaks of one channel. Names of people and emoji that come along with a
/// post or a thread wait with it; the newest copy of a name wins, whenever it is applied.
pub(crate) fn way(events: &[Event], me: Option<UserId>) -> Way {
    let mut way = Way::None;
    for event in events {
        way = match (way, of(event, me)) {
            (before, None) => before,
            (Way::None, Some(next)) => next,
            (Way::Lane(one, before), Some(Way::Lane(other, next))) if one == other => {
                Way::Lane(one, before.min(next))
            }
            _ => Way::Alone,
        };
    }
    let comes_along = |event: &Event| matches!(event, Event::UsersLoaded(_) | Event::EmojiLoaded(_));
    match way {
        Way::None if events.iter().any(comes_along) => Way::Alone,
        way => way,
    }
}

/// Where one fact has to wait; `None`: wherever the others of its frame do.
fn of(event: &Event, me: Option<UserId>) -> Option<Way> {
    let lane = |channel_id: ChannelId| Some(Way::Lane(channel_id, Urgency::Other));
    let of_channel = |channel_id: Option<ChannelId>| channel_id.map_or(Some(Way::Alone), lane);
    match event {
        Event::PostCreated(created) => {
            let is_own = created.mentions_me || me == Some(created.post.user_id);
            let urgency = if is_own { Urgency::Own } else { Urgency::Other };
            Some(Way::Lane(created.post.channel_id, urgency))
        }
        Event::PostEdited(post) | Event::EphemeralReceived(post) => lane(post.channel_id),
        Event::PostDeleted { channel_id, .. } | Event::TypingReceived { channel_id, .. } => lane(*channel_id),
        Event::PostMarkedUnread(unread) => lane(unread.channel_id),
        Event::ReactionAdded { channel_id, .. }
        | Event::ReactionRemoved { channel_id, .. }
        | Event::Broken { channel_id, .. } => of_channel(*channel_id),
        Event::ThreadUpdated { root, .. } => of_channel(root.as_ref().map(|root| root.channel_id)),
        Event::ChannelsViewed { times } => match (times.keys().next(), times.len()) {
            (Some(channel_id), 1) => lane(*channel_id),
            _ => Some(Way::Alone),
        },
        Event::UsersLoaded(_) | Event::EmojiLoaded(_) | Event::NotNeeded(_) | Event::Unknown(_) => None,
        _ => Some(Way::Alone),
    }
}

/// Under load typing and presence are left out first: a moment later they are no longer true.
pub(crate) fn may_be_shed(events: &[Event]) -> bool {
    let fleeting = |event: &Event| matches!(event, Event::TypingReceived { .. } | Event::StatusesLoaded(_));
    !events.is_empty() && events.iter().all(fleeting)
}
