//! Texts not yet sent. No reducer but this one and a person change touches them: what a person typed is not lost.

use crate::event::DraftPlace;

use super::{Changes, Key, State};

impl State {
    /// The text in a composer changed; an empty one is no draft.
    pub(super) fn draft_changed(&mut self, place: DraftPlace, text: &str, changes: &mut Changes) {
        let old = if text.is_empty() {
            self.drafts.remove(&place)
        } else {
            self.drafts.insert(place, text.to_owned())
        };
        if old.as_deref().unwrap_or_default() != text {
            changes.insert(Key::Draft(place));
        }
    }
}
