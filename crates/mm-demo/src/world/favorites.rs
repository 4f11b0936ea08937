//! Favourites stand twice: in a sidebar category and in the preferences. Here the two are kept in step.

use super::id::Id;
use super::model::CategoryKind;
use super::World;

impl World {
    /// Is a channel marked in the preferences?
    pub(super) fn is_favorite(&self, user: Id, channel: Id) -> bool {
        let key = (user, "favorite_channel".to_owned(), channel.to_string());
        self.store
            .preferences
            .get(&key)
            .is_some_and(|value| value == "true")
    }

    /// Keeps the preference `favorite_channel` in step with the category.
    pub(super) fn mirror_favorites(&mut self, user: Id, before: &[Id], after: &[Id]) {
        let key = |id: &Id| (user, "favorite_channel".to_owned(), id.to_string());
        for gone in before.iter().filter(|id| !after.contains(id)) {
            self.store.preferences.remove(&key(gone));
        }
        for new in after {
            self.store.preferences.insert(key(new), "true".into());
        }
    }

    /// The other way: a changed preference puts a channel into, or takes it out of, the favourites.
    pub(super) fn favorite_by_preference(&mut self, user: Id, channel: Id, favorite: bool) {
        for ((_, team), list) in self
            .store
            .categories
            .range_mut((user, Id::NONE)..=(user, Id::MAX))
        {
            let channel_team = self.store.channels.get(&channel).map_or(Id::NONE, |c| c.team_id);
            if !channel_team.is_none() && channel_team != *team {
                continue;
            }
            for category in list.iter_mut() {
                let is_favorites = category.kind == CategoryKind::Favorites;
                if favorite || is_favorites {
                    category.channel_ids.retain(|id| *id != channel);
                }
                if favorite && is_favorites {
                    category.channel_ids.insert(0, channel);
                }
            }
        }
    }
}
