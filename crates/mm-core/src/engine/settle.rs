//! What the open place and the people on the screen still need, found out after an input that may have changed it.
//!
//! Most frames of a busy server change neither: [`Settling::note`] tells them apart, so that a flood costs no search through
//! thousands of channels. Nothing is asked twice for one place.

use super::{Effect, Engine, History};
use crate::domain::*;
use crate::event::*;
use crate::state::State;
use crate::sync::{self, Ask, Link, Plan};

/// The lists without which no place means anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum List {
    Teams,
    Channels,
    Members,
}

/// How far the open place is settled.
#[derive(Clone, Debug, Default)]
pub(super) struct Settling {
    /// Lists that have arrived whole since signing in.
    lists: Set<List>,
    /// What was already asked for the place that is open.
    asked: Vec<Ask>,
    place_due: bool,
    people_due: bool,
    /// The person was told that the open place does not exist: once is enough.
    told_missing: bool,
    /// The place that is open now shall not stay in the history.
    replaces: bool,
}

impl Settling {
    /// Whether anything is known of the account yet.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Everything may be asked again for the open place.
    pub fn ask_anew(&mut self) {
        self.asked.clear();
        self.place_due = true;
        self.people_due = true;
    }

    /// Other people may be wanted.
    pub fn people_due(&mut self) {
        self.people_due = true;
    }

    /// A fact is about to be applied: does it bear on the place, or on who is to be known?
    pub fn note(&mut self, state: &State, event: &Event) {
        self.note_list(event);
        match event {
            // Frequent, and without bearing on either.
            Event::PostEdited(_)
            | Event::PostDeleted { .. }
            | Event::ReactionAdded { .. }
            | Event::ReactionRemoved { .. }
            | Event::TypingReceived { .. }
            | Event::TypingExpired { .. }
            | Event::StatusesLoaded(_)
            | Event::ThreadUpdated { .. }
            | Event::ChannelsViewed { .. }
            | Event::ChannelRead { .. }
            | Event::ViewNotTold { .. }
            | Event::PostQueued(_)
            | Event::FileAttached(_)
            | Event::FileCame(_)
            | Event::FileProgressed { .. }
            | Event::FileUploaded { .. }
            | Event::FileRefused { .. }
            | Event::FileDetached(_)
            | Event::PostSendStarted(_)
            | Event::LoadingChanged { .. }
            | Event::ConnectionChanged(_)
            | Event::Outdated { .. }
            | Event::CaughtUp
            | Event::Polled { .. }
            | Event::PostPinned { .. }
            | Event::NoticeRaised(_)
            | Event::NoticeCleared(_)
            | Event::DraftChanged { .. }
            | Event::DraftMarked { .. }
            | Event::DraftTold(_)
            | Event::DraftGone { .. }
            | Event::TextCleared(_)
            | Event::ClearedTextsKept(_)
            | Event::NotNeeded(_)
            | Event::Unknown(_)
            | Event::Hello { .. } => {}
            Event::PostCreated(created) => {
                self.people_due |= state.user(created.post.user_id).is_none();
            }
            _ => {
                self.place_due = true;
                self.people_due = true;
            }
        }
    }

    /// Whether the place is to be settled now. Without the three lists no place means anything.
    fn take_place(&mut self) -> bool {
        self.is_whole() && std::mem::take(&mut self.place_due)
    }

    /// Whether people may be wanted who are not known. Posts come first: nobody is asked for before the place is settled.
    fn take_people(&mut self) -> bool {
        self.is_whole() && std::mem::take(&mut self.people_due)
    }

    /// All lists have arrived once.
    pub fn is_whole(&self) -> bool {
        self.lists.len() == 3
    }

    fn note_list(&mut self, event: &Event) {
        let list = match event {
            Event::TeamsLoaded {
                scope: Scope::All, ..
            } => List::Teams,
            Event::ChannelsLoaded {
                scope: Scope::All, ..
            } => List::Channels,
            Event::MembersLoaded {
                scope: Scope::All, ..
            } => List::Members,
            _ => return,
        };
        self.lists.insert(list);
    }
}

impl Engine {
    /// After every input: the place gets what it needs, people are asked for, posts whose turn it is go out.
    pub(super) fn settle(&mut self, now: Now) {
        if *self.state.session() != SessionState::SignedIn {
            return self.sending.wait(&self.state, now);
        }
        if self.settling.take_place() {
            self.settle_place(now);
        }
        if self.settling.take_people() || (self.settling.is_whole() && self.people.is_due(now.mono)) {
            for ask in self.people.asks(&self.state, now.mono) {
                self.ask(now, ask, 0);
            }
        }
        if !self.cache.is_reading() {
            let link = Link {
                id: self.connection.id(),
                heard_at: self.connection.heard_at(),
            };
            let plan = self.sending.next(&self.state, &self.requests, link, now);
            self.run(now, plan);
        }
    }

    fn settle_place(&mut self, now: Now) {
        // A start leads to a team's channel in one step; nothing leads further.
        for _ in 0..3 {
            let before = self.state.place().clone();
            let plan = sync::settle(&self.state);
            let asks: Vec<Ask> = plan
                .asks
                .into_iter()
                .filter(|ask| !self.settling.asked.contains(ask))
                .collect();
            self.settling.asked.extend(asks.iter().cloned());
            let missing = |event: &Event| matches!(event, Event::NoticeRaised(notice) if notice.kind == NoticeKind::PlaceNotFound);
            let told = self.settling.told_missing;
            let events: Vec<Event> = plan
                .events
                .into_iter()
                .filter(|event| !(told && missing(event)))
                .collect();
            self.settling.told_missing |= events.iter().any(missing);
            self.run(now, Plan { events, asks });
            if *self.state.place() == before {
                return;
            }
        }
    }

    /// The address bar follows. A place that was only a wish is replaced, so that "back" does not lead to it.
    pub(super) fn place_moved(&mut self, before: &Place) {
        self.settling.asked.clear();
        self.settling.told_missing = false;
        let replaces = std::mem::take(&mut self.settling.replaces);
        let history = match before {
            Place::Start | Place::Team { .. } => History::Replace,
            _ if replaces => History::Replace,
            _ => History::Push,
        };
        self.out
            .effects
            .push(Effect::Navigate(self.state.place().clone(), history));
    }

    /// The open channel is gone for the person (removed, team left): back to its team, where another one is chosen. Its address
    /// does not stay in the history, and is not asked for again: that would join a public channel one was just removed from.
    pub(super) fn channel_lost(&mut self, now: Now) {
        let team = match self.state.place() {
            Place::Channel { team, .. } | Place::Direct { team, .. } | Place::Permalink { team, .. } => {
                Some(team.clone())
            }
            _ => None,
        };
        let is_member = |name: &String| {
            self.state
                .open_team()
                .and_then(|id| self.state.team(id))
                .is_some_and(|t| t.name == *name)
        };
        let place = team
            .filter(is_member)
            .map_or(Place::Start, |team| Place::Team { team });
        self.apply(
            now,
            Event::NoticeRaised(Notice {
                kind: NoticeKind::ChannelLost,
                detail: None,
            }),
        );
        self.settling.replaces = true;
        self.apply(now, Event::PlaceOpened(place));
    }
}

/// Which loading of which channel a question is.
pub(super) fn loading(state: &State, ask: &Ask) -> Option<(ChannelId, Loading)> {
    let Ask::Posts { channel_id, window } = ask else {
        return None;
    };
    let loading = match window {
        Window::Before(_) => Loading::Older,
        Window::After(_) => Loading::Newer,
        // What is already on the screen stays; only the very first page is waited for.
        _ if state.needs_posts(*channel_id) && state.since_anchor(*channel_id).is_none() => Loading::First,
        _ => return None,
    };
    Some((*channel_id, loading))
}
