//! Preferences: (category, name) → value, all text (`rest.md 3.8`).

/// Address of a preference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PreferenceKey {
    /// Such as `display_settings`.
    pub category: String,
    /// Such as `name_format`, or an id.
    pub name: String,
}

impl PreferenceKey {
    /// Builds a key.
    pub fn new(category: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            category: category.into(),
            name: name.into(),
        }
    }
}

/// One preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Where.
    pub key: PreferenceKey,
    /// What.
    pub value: String,
}
