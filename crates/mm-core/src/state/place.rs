//! What is open: the place in the address bar, resolved to a team and a channel as soon as they are known, and the "New
//! messages" line that is fixed for as long as the channel stays open.

use crate::domain::*;
use crate::event::{Attention, Loading, Place};

use super::{Changes, Key, State};

/// Where the "New messages" line of the open channel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NewLine {
    /// Before the first foreign post newer than this.
    pub at: Timestamp,
    /// Something was unread: the line stays where it is. Otherwise it moves on with every post one sees arrive.
    pub fixed: bool,
}

/// What a place means, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// The team named.
    pub team: Option<TeamId>,
    /// What is to be in the centre.
    pub target: Target,
}

/// What a place asks to be in the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// No channel is named (start, team, diagnostics, an address that means nothing).
    Nothing,
    /// A known channel.
    Channel(ChannelId),
    /// A channel of that name that is not known.
    UnknownChannel(String),
    /// A known person with whom there is no known direct channel.
    Person(UserId),
    /// A person of that name who is not known.
    UnknownPerson(String),
    /// A post that is not known.
    UnknownPost(PostId),
}

impl State {
    /// What a place means, by what is known now.
    pub fn resolve(&self, place: &Place) -> Resolution {
        let team = |name: &str| self.teams.values().find(|t| t.name == name).map(|t| t.id);
        match place {
            Place::Start | Place::Diagnostics | Place::NotFound { .. } => Resolution {
                team: None,
                target: Target::Nothing,
            },
            Place::Team { team: name } => Resolution {
                team: team(name),
                target: Target::Nothing,
            },
            Place::Channel { team: name, channel } => {
                let team = team(name);
                let target = self.channel_named(team, channel).map(Target::Channel);
                Resolution {
                    team,
                    target: target.unwrap_or_else(|| Target::UnknownChannel(channel.clone())),
                }
            }
            Place::Direct { team: name, username } => Resolution {
                team: team(name),
                target: self.direct_target(username),
            },
            Place::Permalink { team: name, post_id } => Resolution {
                team: team(name),
                target: match self.posts.get(post_id) {
                    Some(post) => Target::Channel(post.channel_id),
                    None => Target::UnknownPost(*post_id),
                },
            },
        }
    }

    /// A channel by its name in addresses (or its id): of the team, or a direct or group message.
    pub fn channel_named(&self, team: Option<TeamId>, name: &str) -> Option<ChannelId> {
        let fits = |c: &&Channel| {
            (c.name == name || c.id.as_str() == name) && (c.team_id.is_none() || c.team_id == team)
        };
        self.channels.values().find(fits).map(|c| c.id)
    }

    fn direct_target(&self, username: &str) -> Target {
        let Some(person) = self.usernames.get(username) else {
            return Target::UnknownPerson(username.to_owned());
        };
        self.direct_channel(*person)
            .map_or(Target::Person(*person), Target::Channel)
    }

    /// The direct channel with a person, if there is a known one.
    pub fn direct_channel(&self, person: UserId) -> Option<ChannelId> {
        let me = self.me?;
        let (a, b) = if me < person { (me, person) } else { (person, me) };
        let name = format!("{a}__{b}");
        let direct = |c: &&Channel| c.kind == ChannelKind::Direct && c.name == name;
        self.channels.values().find(direct).map(|c| c.id)
    }

    /// What is open changed.
    pub(super) fn place_opened(&mut self, place: &Place, changes: &mut Changes) {
        if self.place != *place {
            self.place = place.clone();
            changes.insert(Key::Place);
        }
        let resolved = self.resolve(place);
        let channel = match resolved.target {
            Target::Channel(id) => Some(id),
            _ => None,
        };
        self.centre_set(resolved.team, channel, changes);
    }

    /// Something became known: a place that led nowhere yet may lead somewhere now.
    pub(super) fn place_resolved_again(&mut self, changes: &mut Changes) {
        let waits = match &self.place {
            Place::Team { .. } => self.open_team.is_none(),
            Place::Channel { .. } | Place::Direct { .. } | Place::Permalink { .. } => {
                self.open_channel.is_none() || self.open_team.is_none()
            }
            Place::Start | Place::Diagnostics | Place::NotFound { .. } => false,
        };
        if waits {
            let place = self.place.clone();
            self.place_opened(&place, changes);
        }
    }

    fn centre_set(&mut self, team: Option<TeamId>, channel: Option<ChannelId>, changes: &mut Changes) {
        let team = team.or_else(|| channel.and_then(|id| self.channels.get(&id)?.team_id));
        if let Some(team) = team.filter(|t| self.open_team != Some(*t)) {
            self.open_team = Some(team);
            changes.insert(Key::Place);
            changes.insert(Key::Teams);
            changes.insert(Key::Sidebar);
        }
        if self.open_channel == channel {
            return;
        }
        let left = self.open_channel.take();
        if let Some(left) = left {
            self.channel_left(left, changes);
        }
        self.open_channel = channel;
        if let Some(id) = channel {
            self.channel_opened(id, changes);
        }
        changes.insert(Key::Place);
        // A hidden or folded channel is listed while it is open.
        changes.insert(Key::Sidebar);
    }

    fn channel_opened(&mut self, id: ChannelId, changes: &mut Changes) {
        self.opened_count = self.opened_count.saturating_add(1);
        self.opened.insert(id, self.opened_count);
        self.manually_unread.remove(&id);
        if let Some(at) = self.members.get(&id).map(|m| m.last_viewed_at) {
            self.line_begun(id, at, changes);
        }
        changes.insert(Key::Timeline(id));
    }

    fn channel_left(&mut self, id: ChannelId, changes: &mut Changes) {
        self.manually_unread.remove(&id);
        self.new_lines.remove(&id);
        // Its posts may be freed now.
        self.bound_posts = 0;
        self.channel_placeholders_closed(id);
        changes.insert(Key::Timeline(id));
    }

    /// The centre shows nothing: its channel is gone.
    pub(super) fn centre_emptied(&mut self, changes: &mut Changes) {
        let team = self.open_team;
        self.centre_set(team, None, changes);
        self.thread_opened(None, changes);
    }

    /// A thread panel opened or closed.
    pub(super) fn thread_opened(&mut self, root: Option<PostId>, changes: &mut Changes) {
        if self.open_thread == root {
            return;
        }
        if let Some(closed) = self.open_thread.take() {
            self.thread_placeholders_closed(closed);
            changes.insert(Key::ThreadTimeline(closed));
        }
        self.open_thread = root;
        changes.insert(Key::OpenThread);
    }

    /// Begins the line of a channel that was just opened, if it has none yet.
    pub(super) fn line_begun(&mut self, id: ChannelId, at: Timestamp, changes: &mut Changes) {
        if self.new_lines.contains_key(&id) {
            return;
        }
        let counts = self.unread_counts(id);
        let fixed = counts.messages > 0 || counts.mentions > 0;
        self.new_lines.insert(id, NewLine { at, fixed });
        changes.insert(Key::Timeline(id));
    }

    /// Puts the line of the open channel elsewhere: one marked a post as unread.
    pub(super) fn line_set(&mut self, id: ChannelId, at: Timestamp, changes: &mut Changes) {
        if self.open_channel == Some(id) {
            self.new_lines.insert(id, NewLine { at, fixed: true });
            changes.insert(Key::Timeline(id));
        }
    }

    /// A post arrived: seen, it moves the line on; unseen, the line stays before it.
    pub(super) fn line_moved_by(&mut self, post: &Post) {
        let is_own = self.is_own(post);
        let Some(line) = self.new_lines.get_mut(&post.channel_id) else {
            return;
        };
        if line.fixed || post.create_at <= line.at {
            return;
        }
        if is_own || self.attention == Attention::Watching {
            line.at = post.create_at;
        } else {
            line.fixed = true;
        }
    }

    /// The person looks at the window or does not.
    pub(super) fn attention_changed(&mut self, attention: Attention) {
        self.attention = attention;
    }

    /// Loading of a channel's posts began or ended.
    pub(super) fn loading_changed(&mut self, id: ChannelId, loading: Loading, changes: &mut Changes) {
        let old = match loading {
            Loading::Idle => self.loading.remove(&id),
            _ => self.loading.insert(id, loading),
        };
        if old.unwrap_or_default() != loading {
            changes.insert(Key::Loading(id));
        }
    }
}
