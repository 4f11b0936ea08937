//! The tables and the indexes over them. Nothing here knows a permission, a request or an event.

mod index;
mod log;
mod posts;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::model::{
    AccessToken, Category, Channel, Draft, Emoji, Follow, Member, Post, Reaction, Session, Status,
    StoredFile, Team, TeamMember, Thread, Upload, User,
};
use super::snapshot::{base64_map, pairs};

pub use index::Index;
pub use log::Log;

/// Every table. Fields are filled through the methods where an index depends on them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Store {
    pub users: BTreeMap<Id, User>,
    pub teams: BTreeMap<Id, Team>,
    #[serde(with = "base64_map")]
    pub team_icons: BTreeMap<Id, Vec<u8>>,
    /// By team and user.
    #[serde(with = "pairs")]
    pub team_members: BTreeMap<(Id, Id), TeamMember>,
    pub channels: BTreeMap<Id, Channel>,
    /// By channel and user.
    #[serde(with = "pairs")]
    pub members: BTreeMap<(Id, Id), Member>,
    pub posts: BTreeMap<Id, Post>,
    /// Former versions of edited posts, newest first.
    pub history: BTreeMap<Id, Vec<Post>>,
    /// By root.
    pub threads: BTreeMap<Id, Thread>,
    /// By user and root.
    #[serde(with = "pairs")]
    pub follows: BTreeMap<(Id, Id), Follow>,
    /// By post.
    pub reactions: BTreeMap<Id, Vec<Reaction>>,
    pub files: BTreeMap<Id, StoredFile>,
    pub uploads: BTreeMap<Id, Upload>,
    /// By user, category and name.
    #[serde(with = "pairs")]
    pub preferences: BTreeMap<(Id, String, String), String>,
    /// By user and team.
    #[serde(with = "pairs")]
    pub categories: BTreeMap<(Id, Id), Vec<Category>>,
    /// By user, channel and root.
    #[serde(with = "pairs")]
    pub drafts: BTreeMap<(Id, Id, Id), Draft>,
    pub statuses: BTreeMap<Id, Status>,
    pub sessions: BTreeMap<Id, Session>,
    pub access_tokens: BTreeMap<Id, AccessToken>,
    pub emoji: BTreeMap<Id, Emoji>,
    #[serde(with = "base64_map")]
    pub emoji_images: BTreeMap<Id, Vec<u8>>,
    /// Changed permissions, by role name.
    pub role_permissions: BTreeMap<String, Vec<String>>,
    #[serde(skip)]
    pub index: Index,
}

impl Store {
    /// Adds or replaces an account.
    pub fn put_user(&mut self, user: User) {
        if let Some(old) = self.users.get(&user.id) {
            self.index.usernames.remove(&old.username);
            self.index.emails.remove(&old.email.to_lowercase());
        }
        self.index.usernames.insert(user.username.clone(), user.id);
        self.index.emails.insert(user.email.to_lowercase(), user.id);
        self.users.insert(user.id, user);
    }

    /// The account of that login name (any case).
    pub fn user_named(&self, username: &str) -> Option<&User> {
        let name = username.to_lowercase();
        self.index.usernames.get(&name).and_then(|id| self.users.get(id))
    }

    /// The account of that e-mail address (any case).
    pub fn user_with_email(&self, email: &str) -> Option<&User> {
        self.index
            .emails
            .get(&email.to_lowercase())
            .and_then(|id| self.users.get(id))
    }

    /// Login name, empty for an unknown account.
    pub fn username(&self, user: Id) -> &str {
        self.users.get(&user).map_or("", |u| u.username.as_str())
    }

    /// Adds or replaces a team.
    pub fn put_team(&mut self, team: Team) {
        self.index.team_names.insert(team.name.clone(), team.id);
        self.teams.insert(team.id, team);
    }

    /// The team of that name.
    pub fn team_named(&self, name: &str) -> Option<&Team> {
        self.index.team_names.get(name).and_then(|id| self.teams.get(id))
    }

    /// Adds or replaces a membership of a team.
    pub fn put_team_member(&mut self, member: TeamMember) {
        self.index
            .user_teams
            .entry(member.user_id)
            .or_default()
            .insert(member.team_id);
        self.team_members.insert((member.team_id, member.user_id), member);
    }

    /// A living membership of a team.
    pub fn team_member(&self, team: Id, user: Id) -> Option<&TeamMember> {
        self.team_members.get(&(team, user)).filter(|m| m.delete_at == 0)
    }

    /// Living memberships of a living team, by user id.
    pub fn team_members_of(&self, team: Id) -> impl Iterator<Item = &TeamMember> {
        self.team_members
            .range((team, Id::NONE)..=(team, Id::MAX))
            .map(|(_, m)| m)
            .filter(|m| m.delete_at == 0)
    }

    /// Teams in which somebody is (living ones only).
    pub fn teams_of(&self, user: Id) -> impl Iterator<Item = &Team> {
        let ids = self.index.user_teams.get(&user);
        ids.into_iter()
            .flatten()
            .filter(move |team| self.team_member(**team, user).is_some())
            .filter_map(|team| self.teams.get(team))
            .filter(|team| team.delete_at == 0)
    }

    /// Adds or replaces a channel.
    pub fn put_channel(&mut self, channel: Channel) {
        if let Some(old) = self.channels.get(&channel.id) {
            self.index.channel_names.remove(&(old.team_id, old.name.clone()));
        }
        self.index
            .channel_names
            .insert((channel.team_id, channel.name.clone()), channel.id);
        self.index.logs.entry(channel.id).or_default();
        self.channels.insert(channel.id, channel);
    }

    /// The channel of that name (team [`Id::NONE`] for direct and group ones).
    pub fn channel_named(&self, team: Id, name: &str) -> Option<&Channel> {
        self.index
            .channel_names
            .get(&(team, name.to_owned()))
            .and_then(|id| self.channels.get(id))
    }

    /// Adds or replaces a membership of a channel.
    pub fn put_member(&mut self, member: Member) {
        let key = (member.channel_id, member.user_id);
        if self.members.insert(key, member).is_none() {
            self.index.user_channels.entry(key.1).or_default().insert(key.0);
            *self.index.member_counts.entry(key.0).or_default() += 1;
        }
    }

    /// Ends a membership of a channel.
    pub fn remove_member(&mut self, channel: Id, user: Id) -> Option<Member> {
        let member = self.members.remove(&(channel, user))?;
        if let Some(channels) = self.index.user_channels.get_mut(&user) {
            channels.remove(&channel);
        }
        if let Some(count) = self.index.member_counts.get_mut(&channel) {
            *count = count.saturating_sub(1);
        }
        Some(member)
    }

    /// A membership of a channel.
    pub fn member(&self, channel: Id, user: Id) -> Option<&Member> {
        self.members.get(&(channel, user))
    }

    /// Memberships of a channel, by user id.
    pub fn members_of(&self, channel: Id) -> impl Iterator<Item = &Member> {
        self.members
            .range((channel, Id::NONE)..=(channel, Id::MAX))
            .map(|(_, m)| m)
    }

    /// How many are in a channel.
    pub fn member_count(&self, channel: Id) -> usize {
        self.index.member_counts.get(&channel).copied().unwrap_or(0)
    }

    /// Channels in which somebody is, archived ones included, by id.
    pub fn channels_of(&self, user: Id) -> impl Iterator<Item = &Channel> {
        self.index
            .user_channels
            .get(&user)
            .into_iter()
            .flatten()
            .filter_map(|id| self.channels.get(id))
    }

    /// What was posted in a channel.
    pub fn log(&self, channel: Id) -> &Log {
        static EMPTY: Log = Log::EMPTY;
        self.index.logs.get(&channel).unwrap_or(&EMPTY)
    }

    /// Adds a session.
    pub fn put_session(&mut self, session: Session) {
        self.index.tokens.insert(session.token.clone(), session.id);
        self.sessions.insert(session.id, session);
    }

    /// Ends a session.
    pub fn remove_session(&mut self, id: Id) {
        if let Some(session) = self.sessions.remove(&id) {
            self.index.tokens.remove(&session.token);
        }
    }
}
