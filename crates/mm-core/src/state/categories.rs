//! Sidebar categories per team.

use crate::domain::*;

use super::{Changes, Key, State};

impl State {
    /// All categories of a team arrived, in order.
    pub(super) fn categories_loaded(
        &mut self,
        team_id: TeamId,
        categories: &[Category],
        changes: &mut Changes,
    ) {
        self.stale_categories.remove(&team_id);
        if self.categories.get(&team_id).map(Vec::as_slice) != Some(categories) {
            self.categories.insert(team_id, categories.to_vec());
            changes.insert(Key::Sidebar);
        }
    }

    /// The order of a team's categories changed; ones it does not name keep their order at the end.
    pub(super) fn category_order_changed(
        &mut self,
        team_id: TeamId,
        order: &[CategoryId],
        changes: &mut Changes,
    ) {
        if let Some(categories) = self.categories.get_mut(&team_id) {
            sort_by_key(categories, |c| {
                order.iter().position(|id| *id == c.id).unwrap_or(usize::MAX)
            });
            changes.insert(Key::Sidebar);
        }
    }

    /// One folded or unfolded a category.
    pub(super) fn category_collapsed(
        &mut self,
        team_id: TeamId,
        category_id: &CategoryId,
        collapsed: bool,
        changes: &mut Changes,
    ) {
        let categories = self.categories.get_mut(&team_id).into_iter().flatten();
        for category in categories.filter(|c| c.id == *category_id) {
            category.collapsed = collapsed;
            changes.insert(Key::Sidebar);
        }
    }
}
