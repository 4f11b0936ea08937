//! What can be computed from the tables and is kept for speed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Log, Store};
use crate::world::id::Id;

/// Look-up tables. Rebuilt by [`Store::reindex`] after a snapshot was read.
#[derive(Debug, Clone, Default)]
pub struct Index {
    pub usernames: BTreeMap<String, Id>,
    pub emails: BTreeMap<String, Id>,
    pub team_names: BTreeMap<String, Id>,
    pub channel_names: BTreeMap<(Id, String), Id>,
    pub user_teams: BTreeMap<Id, BTreeSet<Id>>,
    pub user_channels: BTreeMap<Id, BTreeSet<Id>>,
    pub member_counts: BTreeMap<Id, usize>,
    pub tokens: BTreeMap<String, Id>,
    pub logs: BTreeMap<Id, Log>,
    /// Threads by follower (also ended follows; the row says).
    pub user_threads: BTreeMap<Id, BTreeSet<Id>>,
    /// Those with any relation to a thread, by root.
    pub thread_users: BTreeMap<Id, BTreeSet<Id>>,
}

impl Store {
    /// Builds every index anew from the tables.
    pub fn reindex(&mut self) {
        let mut index = Index::default();
        for user in self.users.values() {
            index.usernames.insert(user.username.clone(), user.id);
            index.emails.insert(user.email.to_lowercase(), user.id);
        }
        for team in self.teams.values() {
            index.team_names.insert(team.name.clone(), team.id);
        }
        for (team, user) in self.team_members.keys() {
            index.user_teams.entry(*user).or_default().insert(*team);
        }
        for channel in self.channels.values() {
            index
                .channel_names
                .insert((channel.team_id, channel.name.clone()), channel.id);
            index.logs.entry(channel.id).or_default();
        }
        for (channel, user) in self.members.keys() {
            index.user_channels.entry(*user).or_default().insert(*channel);
            *index.member_counts.entry(*channel).or_default() += 1;
        }
        for (user, root) in self.follows.keys() {
            index.user_threads.entry(*user).or_default().insert(*root);
            index.thread_users.entry(*root).or_default().insert(*user);
        }
        for session in self.sessions.values() {
            index.tokens.insert(session.token.clone(), session.id);
        }
        let mut posts: Vec<_> = self.posts.values().collect();
        posts.sort_by_key(|post| (post.create_at, post.id));
        for post in posts {
            index.logs.entry(post.channel_id).or_default().insert(post);
        }
        self.index = index;
    }
}
