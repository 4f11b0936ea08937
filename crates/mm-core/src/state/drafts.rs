//! Texts not yet sent, and those that were cleared. No reducer but these and a person change touches them: what a person typed is not lost.

use crate::event::{DraftMark, DraftPlace};

use super::{Changes, Key, State};

/// So many cleared texts can be brought back.
const MOST_CLEARED: usize = 10;

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

    /// Something else is known of a text now. Marks stay when the text is gone: by them an older copy is known.
    pub(super) fn draft_marked(&mut self, place: DraftPlace, mark: &DraftMark, changes: &mut Changes) {
        if self.draft_marks.get(&place) != Some(mark) {
            self.draft_marks.insert(place, mark.clone());
            changes.insert(Key::Draft(place));
        }
    }

    /// A text was cleared: it is the newest now, and stands once.
    pub(super) fn text_cleared(&mut self, text: &str, changes: &mut Changes) {
        self.cleared.retain(|known| known != text);
        self.cleared.insert(0, text.to_owned());
        self.cleared.truncate(MOST_CLEARED);
        changes.insert(Key::ClearedTexts);
    }

    /// The local store or another tab has these.
    pub(super) fn cleared_texts_kept(&mut self, texts: &[String], changes: &mut Changes) {
        self.cleared = texts.to_vec();
        self.cleared.truncate(MOST_CLEARED);
        changes.insert(Key::ClearedTexts);
    }
}
