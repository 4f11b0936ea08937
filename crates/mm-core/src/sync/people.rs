//! Profiles and presence, asked for in batches: whoever is visible and not known, and the presence of whoever is visible once
//! a minute (`websocket.md`, trap 8: the server tells nobody's presence but one's own).
use std::time::Duration;

use super::Ask;
use crate::domain::*;
use crate::state::State;

/// Profiles in one request.
const USERS_A_BATCH: usize = 100;
/// Presences in one request.
const STATUSES_A_BATCH: usize = 200;
/// Group messages whose members are asked for in one request.
const GROUPS_A_BATCH: usize = 50;
/// How often visible people's presence is asked for.
const POLL: Duration = Duration::from_secs(60);

/// Who is wanted.
#[derive(Clone, Debug, Default)]
pub struct People {
    visible: Set<UserId>,
    /// Asked for already and not found: not asked for again in this session.
    asked: Set<UserId>,
    asked_groups: Set<ChannelId>,
    asked_roles: Set<String>,
    /// A connection was lost: what is known of people may be old.
    outdated: bool,
    polled: Set<UserId>,
    poll_at: Option<Monotonic>,
}

impl People {
    /// These people are on the screen now.
    pub fn see(&mut self, ids: &[UserId]) {
        self.visible = set_of(ids.iter().copied().take(STATUSES_A_BATCH * 2));
    }

    /// Another session: nobody was asked for.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// A connection was lost, and with it the news of people: each is asked for once more when wanted.
    pub fn lost(&mut self) {
        self.outdated = true;
        self.asked.clear();
        self.asked_groups.clear();
        self.polled.clear();
    }

    /// Whether presence is to be asked for now.
    pub fn is_due(&self, now: Monotonic) -> bool {
        self.poll_at.is_none_or(|at| at <= now)
    }

    /// When presence is to be asked for again.
    pub fn next_wakeup(&self) -> Option<Monotonic> {
        self.poll_at
    }

    /// What to ask now. Call it after the state changed and when the poll is due.
    pub fn asks(&mut self, state: &State, now: Monotonic) -> Vec<Ask> {
        let mut asks = self.profiles(state);
        asks.extend(self.groups(state));
        asks.extend(self.roles(state));
        asks.extend(self.presences(state, now));
        asks
    }

    /// Authors of what is loaded of a channel of whom nothing is known.
    pub fn authors_of(&mut self, state: &State, id: ChannelId) -> Vec<Ask> {
        let unknown = authors(state, Some(id)).filter(|id| state.user(*id).is_none());
        self.unknown(state, set_of(unknown))
    }

    fn profiles(&mut self, state: &State) -> Vec<Ask> {
        let mut wanted: Set<UserId> = self.visible.clone();
        if let Some(me) = state.me() {
            wanted.extend(
                state
                    .channels()
                    .filter(|c| shown(state, c))
                    .filter_map(|c| c.teammate(me)),
            );
        }
        // Nearly always all are known: a set of everybody who wrote would be made for nothing at each change.
        let authors = authors(state, state.open_channel());
        wanted.extend(authors.filter(|id| self.outdated || state.user(*id).is_none()));
        self.unknown(state, wanted)
    }

    fn unknown(&mut self, state: &State, wanted: Set<UserId>) -> Vec<Ask> {
        let unknown: Vec<UserId> = wanted
            .into_iter()
            .filter(|id| (self.outdated || state.user(*id).is_none()) && self.asked.insert(*id))
            .collect();
        unknown
            .chunks(USERS_A_BATCH)
            .map(|ids| Ask::Users(ids.to_vec()))
            .collect()
    }

    fn groups(&mut self, state: &State) -> Vec<Ask> {
        let unknown: Vec<ChannelId> = state
            .channels()
            .filter(|c| {
                c.kind == ChannelKind::Group && shown(state, c) && state.group_members(c.id).is_none()
            })
            .map(|c| c.id)
            .filter(|id| self.asked_groups.insert(*id))
            .collect();
        unknown
            .chunks(GROUPS_A_BATCH)
            .map(|ids| Ask::GroupMembers(ids.to_vec()))
            .collect()
    }

    /// What one's roles allow decides which acts are offered.
    fn roles(&mut self, state: &State) -> Option<Ask> {
        let unknown: Vec<String> = state
            .own_role_names()
            .filter(|name| !state.knows_role(name))
            .filter(|name| self.asked_roles.insert((*name).to_owned()))
            .map(str::to_owned)
            .collect();
        (!unknown.is_empty()).then_some(Ask::Roles(unknown))
    }

    /// New faces at once, all of them when the minute is over.
    fn presences(&mut self, state: &State, now: Monotonic) -> Vec<Ask> {
        let mut wanted = self.visible.clone();
        wanted.extend(state.me());
        let due = self.poll_at.is_none_or(|at| at <= now);
        let ids: Vec<UserId> = wanted
            .iter()
            .copied()
            .filter(|id| due || !self.polled.contains(id))
            .collect();
        if due {
            self.poll_at = Some(now.after(POLL));
            self.polled.clear();
        }
        self.polled.extend(ids.iter().copied());
        ids.chunks(STATUSES_A_BATCH)
            .map(|ids| Ask::Statuses(ids.to_vec()))
            .collect()
    }
}

/// A direct or group message that the sidebar may show.
fn shown(state: &State, channel: &Channel) -> bool {
    channel.kind.is_message() && state.member(channel.id).is_some()
}

/// Authors of what is loaded of a channel.
fn authors(state: &State, channel: Option<ChannelId>) -> impl Iterator<Item = UserId> + '_ {
    let channel = channel.and_then(|id| state.timeline(id));
    let posts = channel.into_iter().flat_map(|timeline| timeline.orders());
    let posts = posts.filter_map(|order| state.post(order.id));
    posts.map(|post| post.user_id)
}
