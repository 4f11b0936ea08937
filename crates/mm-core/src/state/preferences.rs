//! Preferences of the account, and what follows from them.

use crate::domain::*;
use crate::event::Scope;

use super::{Changes, Key, State};

impl State {
    /// Preferences arrived; a complete list replaces all.
    pub(super) fn preferences_loaded(
        &mut self,
        preferences: &[Preference],
        scope: Scope,
        changes: &mut Changes,
    ) {
        if scope == Scope::All {
            let told = set_of(preferences.iter().map(|p| &p.key));
            let gone: Vec<PreferenceKey> = self
                .preferences
                .keys()
                .filter(|key| !told.contains(key))
                .cloned()
                .collect();
            self.removed(&gone, changes);
        }
        for preference in preferences {
            let value = Some(&preference.value);
            if self.preferences.get(&preference.key) != value {
                self.preferences
                    .insert(preference.key.clone(), preference.value.clone());
                note(&preference.key, changes);
            }
        }
        self.threads_setting_followed(changes);
    }

    /// Preferences were deleted.
    pub(super) fn preferences_deleted(&mut self, keys: &[PreferenceKey], changes: &mut Changes) {
        self.removed(keys, changes);
        self.threads_setting_followed(changes);
    }

    fn removed(&mut self, keys: &[PreferenceKey], changes: &mut Changes) {
        for key in keys {
            if self.preferences.remove(key).is_some() {
                note(key, changes);
            }
        }
    }

    /// Configuration arrived.
    pub(super) fn config_loaded(&mut self, config: &ServerConfig, changes: &mut Changes) {
        if self.config != *config {
            self.config = config.clone();
            changes.insert(Key::Config);
            self.threads_setting_followed(changes);
        }
    }

    /// With and without collapsed threads a channel's list holds different posts: what is loaded no longer fits.
    pub(super) fn threads_setting_followed(&mut self, changes: &mut Changes) {
        let flat = !self.collapses_threads();
        if flat == self.flat_threads {
            return;
        }
        self.flat_threads = flat;
        for id in std::mem::take(&mut self.timelines).keys().copied() {
            self.stale.insert(id);
            changes.insert(Key::Timeline(id));
        }
        for id in self.members.keys() {
            changes.insert(Key::Unread(*id));
        }
        changes.insert(Key::Sidebar);
        changes.insert(Key::Teams);
        changes.insert(Key::Preferences);
    }

    fn collapses_threads(&self) -> bool {
        let preference = self.preference("display_settings", "collapsed_reply_threads");
        match self.config.get("CollapsedThreads") {
            Some("disabled") => false,
            Some("default_off") => preference == Some("on"),
            Some("default_on") => preference != Some("off"),
            _ => true,
        }
    }

    /// Roles arrived.
    pub(super) fn roles_loaded(&mut self, roles: &[Role], changes: &mut Changes) {
        for role in roles {
            if self.roles.get(&role.name) != Some(role) {
                self.roles.insert(role.name.clone(), role.clone());
                changes.insert(Key::Config);
            }
        }
    }
}

fn note(key: &PreferenceKey, changes: &mut Changes) {
    changes.insert(Key::Preferences);
    match key.category.as_str() {
        "flagged_post" => {
            if let Ok(id) = PostId::parse(&key.name) {
                changes.insert(Key::Post(id));
            }
        }
        "direct_channel_show"
        | "group_channel_show"
        | "sidebar_settings"
        | "channel_open_time"
        | "channel_approximate_view_time"
        | "favorite_channel"
        | "display_settings" => changes.insert(Key::Sidebar),
        "teams_order" => changes.insert(Key::Teams),
        _ => {}
    }
}
