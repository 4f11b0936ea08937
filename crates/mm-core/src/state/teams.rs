//! Teams one is in.

use crate::domain::*;
use crate::event::Scope;

use super::{Changes, Key, State};

impl State {
    /// Teams arrived; a complete list forgets the others with their channels.
    pub(super) fn teams_loaded(&mut self, teams: &[Team], scope: Scope, changes: &mut Changes) {
        if scope == Scope::All {
            let told = set_of(teams.iter().map(|t| t.id));
            let gone: Vec<TeamId> = self
                .teams
                .keys()
                .copied()
                .filter(|id| !told.contains(id))
                .collect();
            for id in gone {
                self.team_left(id, changes);
            }
        }
        for team in teams {
            let older = self
                .teams
                .get(&team.id)
                .is_some_and(|known| known.update_at > team.update_at);
            if team.delete_at.is_some() {
                self.team_left(team.id, changes);
            } else if !older && self.teams.get(&team.id) != Some(team) {
                self.teams.insert(team.id, team.clone());
                changes.insert(Key::Teams);
            }
        }
        self.place_resolved_again(changes);
    }

    /// Own team memberships arrived. Ended ones stay on the server and are dropped here.
    pub(super) fn team_members_loaded(&mut self, members: &[TeamMember], changes: &mut Changes) {
        for member in members {
            if self.me.is_some_and(|me| me != member.user_id) {
                continue;
            }
            if member.delete_at.is_some() {
                self.team_members.remove(&member.team_id);
            } else {
                self.team_members.insert(member.team_id, member.clone());
            }
            changes.insert(Key::Teams);
        }
    }

    /// A team is gone for oneself: its channels leave memory.
    pub(super) fn team_left(&mut self, id: TeamId, changes: &mut Changes) {
        let channels: Vec<ChannelId> = self
            .channels
            .values()
            .filter(|c| c.team_id == Some(id))
            .map(|c| c.id)
            .collect();
        for channel in channels {
            self.channel_forgotten(channel, changes);
        }
        let was_known = self.teams.remove(&id).is_some();
        self.team_members.remove(&id);
        self.thread_totals.remove(&id);
        self.categories.remove(&id);
        self.stale_categories.remove(&id);
        if self.open_team == Some(id) {
            self.open_team = None;
            changes.insert(Key::Place);
        }
        if was_known {
            changes.insert(Key::Teams);
            changes.insert(Key::Sidebar);
        }
    }
}
